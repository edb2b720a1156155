import type { ListFormat } from '../manifest/schema';
import type { ReportData } from './data';
import { eInvoiceSection } from './eInvoiceSection';
import { keepSection, leavingSection } from './leavingSection';
import { pageNames } from '../manifest/pages';
import { frenchMarkup, html, type Html, link, paragraph, section, subsection } from './html';
import { counted, formatLabel, moment, resourceLabel, verdictOf } from './labels';
import { definition, page } from './layout';
import { numberSection } from './numberSection';
import {
	accountingSection,
	changesSection,
	linksSection,
	missingSection,
	purchasesSection,
	savedSection,
} from './sections';

const sections = [
	savedSection,
	missingSection,
	numberSection,
	purchasesSection,
	accountingSection,
	eInvoiceSection,
	linksSection,
	changesSection,
	leavingSection,
	keepSection,
	proofSection,
];

/** The report: a self-contained page in French that can be printed on A4. */
export function reportPage(facts: ReportData): string {
	const { company, run, end, scope, outcome } = facts;
	return page(
		`Rapport de sauvegarde Sinao n° ${run.number}`,
		company,
		{ style: outcome, ...verdictOf(facts) },
		[
			definition('Début', moment(run.begin, scope.timeZone)),
			definition('Fin', moment(end, scope.timeZone)),
			definition('Fuseau horaire', scope.timeZone),
			definition('Périmètre', scopeLine(facts)),
			definition('Exécution', run.id),
		],
		sections.map((make) => make(facts)),
	);
}

function scopeLine({ scope }: ReportData): string {
	const lists =
		scope.lists.length &&
		`${counted(scope.lists.length, 'liste')} (${scope.listFormats.map((format) => formatLabel(format as ListFormat)).join(' et ')})`;
	const documents =
		scope.documents.length &&
		`documents des ${scope.documents.map((name) => resourceLabel(name).toLowerCase()).join(', ')}`;
	return [lists, documents].filter(Boolean).join(' ; ') || 'rien';
}

function proofSection(facts: ReportData): Html {
	const { manifest, previous, notes } = facts;
	const { index, readMe } = pageNames(facts);
	return section(
		'Preuve et limites',
		paragraph(
			html`Le manifeste, ${link('manifest.json')}, nomme chaque fichier avec sa taille et son
			empreinte SHA-256. Chaque manifeste contient l’empreinte du précédent : modifier un fichier ou
			un ancien manifeste rompt la chaîne.`,
		),
		html`<dl>
			${definition('Empreinte du manifeste', manifest.sha256)}${definition(
				'Copie conservée',
				link(manifest.copy),
			)}${definition(
				'Manifeste précédent',
				previous ? `n° ${previous.number}, ${previous.sha256}` : 'aucun',
			)}
		</dl>`,
		paragraph('Pour vérifier les fichiers sans n8n ni Sinao :'),
		html`<ul>
			<li>
				${frenchMarkup(
					html`Sous Windows, macOS et Linux, sans rien installer : ouvrez ${link(index)}, cliquez
					sur « Vérifier », puis choisissez le dossier de la sauvegarde.`,
				)}
			</li>
			<li>
				${frenchMarkup(
					html`Par une commande : ${link(readMe)} contient celles de Windows (PowerShell), de macOS
					et de Linux, qui comparent les fichiers avec les empreintes de ${link('SHA256SUMS')}. Sous
					Linux, dans le dossier :`,
				)}
				<pre><code>sha256sum -c SHA256SUMS</code></pre>
			</li>
		</ul>`,
		paragraph(
			'Cette sauvegarde n’est pas un système d’archivage électronique certifié (NF Z42-013, NF 461) et ne le remplace pas. Elle permet de constater qu’un fichier a changé, non d’empêcher qu’il le soit. Les factures se conservent dix ans (code de commerce, art. L123-22), sous la forme où elles ont été émises ou reçues.',
		),
		notes.length
			? subsection(
					'Remarques du programme, en anglais',
					html`<ul lang="en">
						${notes.map((note) => html`<li>${note}</li>`)}
					</ul>`,
				)
			: '',
	);
}
