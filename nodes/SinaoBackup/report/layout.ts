import { createHash } from 'crypto';

import { type Manifest, tool } from '../manifest/schema';
import { french, frenchMarkup, type Html, html, paragraph, trusted } from './html';

/** A term and its text in the list at the top of a page. */
export function definition(term: string, text: Html | string): Html {
	return html`<dt>${term}</dt>
		<dd>${frenchMarkup(text)}</dd>`;
}

/** A complete page about one company: title, company, verdict, details, sections. */
export function page(
	title: string,
	{ id, name, siren }: Manifest['company'],
	verdict: { style: Manifest['outcome']; title: string; sentence: string },
	definitions: Html[],
	sections: Array<Html | ''>,
): string {
	const company = [name, siren && `SIREN ${siren}`, `société n° ${id} dans Sinao`]
		.filter(Boolean)
		.join(' · ');
	return closedPage(
		french(title),
		company,
		style,
		verdict,
		[html`<dl>${definitions}</dl>`, ...sections],
		`${title} – ${name || id}`,
	);
}

/**
 * A complete page: nothing may run or be fetched, and only the given style applies.
 *
 * @param pageStyle `style`, and what the page adds to it
 * @param windowTitle what the browser shows instead of the title
 */
export function closedPage(
	title: string,
	subtitle: string,
	pageStyle: string,
	verdict: { style: Manifest['outcome']; title: string; sentence: string },
	content: Array<Html | ''>,
	windowTitle = title,
): string {
	const digest = createHash('sha256').update(pageStyle).digest('base64');
	const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
	return html`<!DOCTYPE html>
		<html lang="fr">
			<head>
				<meta charset="utf-8" />
				<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="referrer" content="no-referrer" />
				<title>${windowTitle}</title>
				${trusted(`<style>${pageStyle}</style>`)}
			</head>
			<body>
				<main>
					<header>
						<h1>${title}</h1>
						${paragraph(subtitle)}
					</header>
					<div class="outcome ${verdict.style}">
						<strong>${verdict.title}</strong><span>${french(verdict.sentence)}</span>
					</div>
					${content}
					<footer>${paragraph(`Établi par ${tool.name} ${tool.version}.`)}</footer>
				</main>
			</body>
		</html> `.markup;
}

/** Self-contained styles for screens of any width and for A4. */
export const style = `
:root { --ink: #1d2530; --soft: #5b6675; --line: #d8dde4; --wash: #f5f7f9; --good: #1c6b43; --warn: #8a5a00; --bad: #9b1c1c; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 15px/1.5 "Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
header { border-bottom: 2px solid var(--ink); padding-bottom: 1rem; }
header p { margin: .2rem 0 0; color: var(--soft); }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2.4rem 0 .6rem; font-size: 1.15rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; break-after: avoid; }
h3 { margin: 1.4rem 0 .4rem; font-size: 1rem; break-after: avoid; }
p { margin: .5rem 0; }
h3 + p { break-after: avoid; }
.outcome { margin: 1.5rem 0; padding: .9rem 1.1rem; border-left: .4rem solid; background: var(--wash); }
.outcome strong { display: block; font-size: 1.2rem; }
.outcome span { color: var(--ink); }
.complete { color: var(--good); } .incomplete { color: var(--warn); } .failed { color: var(--bad); }
.note { color: var(--soft); font-size: .9rem; }
table { width: 100%; border-collapse: collapse; margin: .6rem 0 1rem; font-size: .9rem; }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); min-width: 5em; overflow-wrap: anywhere; }
th { overflow-wrap: normal; }
thead th { background: var(--wash); border-bottom: 1px solid var(--soft); font-weight: 600; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.short { white-space: nowrap; font-variant-numeric: tabular-nums; }
.name { min-width: 9.5em; }
th.amount { white-space: normal; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.5rem; margin: 1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
a { color: #0b4f8a; } a:focus-visible { outline: 3px solid #0b4f8a; outline-offset: 2px; }
code { font: .85rem/1.4 Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
pre { background: var(--wash); padding: .7rem 1rem; white-space: pre-wrap; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .85rem; }
@media screen and (max-width: 45rem) { table { display: block; overflow-x: auto; } dl { grid-template-columns: 1fr; } }
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: "Page " counter(page) " sur " counter(pages); font: 8.5pt Arial, "Liberation Sans", sans-serif; color: #5b6675; } }
@media print { body { font-size: 10pt; } a { color: inherit; text-decoration: none; } main { max-width: none; padding: 0; } p, dd { orphans: 2; widows: 2; } .outcome, thead th, pre { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
