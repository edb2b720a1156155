import type { Manifest } from '../manifest/schema';
import { tool } from '../version';
import { escaped, french, paragraph } from './html';
import { style } from './style';

/** A term and its text in the list at the head of a page. */
export function definition(term: string, text: string): string {
	return `<dt>${escaped(term)}</dt><dd>${escaped(french(text))}</dd>`;
}

/** A whole page: title, company, verdict, particulars, sections. */
export function page(
	title: string,
	{ id, name, siren }: Manifest['company'],
	verdict: { style: Manifest['outcome']; title: string; sentence: string },
	definitions: string[],
	sections: string[],
): string {
	const company = [name, siren && `SIREN ${siren}`, `société n° ${id} dans Sinao`]
		.filter(Boolean)
		.join(' · ');
	return `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(`${title} – ${name || id}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(french(title))}</h1>
${paragraph(company)}
</header>
<div class="outcome ${verdict.style}"><strong>${escaped(verdict.title)}</strong><span>${escaped(french(verdict.sentence))}</span></div>
<dl>
${definitions.join('\n')}
</dl>
${sections.join('\n')}
<footer>${paragraph(`Établi par ${tool.name} ${tool.version}.`)}</footer>
</main>
</body>
</html>
`;
}
