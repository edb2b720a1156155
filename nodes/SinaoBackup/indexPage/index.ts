import { createHash } from 'crypto';

import { type FileEntry, tool } from '../manifest/schema';
import { pageNames } from '../manifest/pages';
import { french, type Html, html, link, paragraph, table, trusted } from '../report/html';
import { count, day, moment } from '../report/labels';
import type { IndexData, IndexList } from './data';
import { pageJson } from './pageData';
import { script } from './script';
import { style } from './style';

export { type IndexData, type IndexFile, indexData } from './data';
export { readMe } from './readMe';

const columns = [
	['kind', 'Type'],
	['number', 'Numéro'],
	['date', 'Date'],
	['contact', 'Client ou fournisseur'],
	['amount', 'Montant TTC'],
	['state', 'État'],
	['eInvoice', 'Facture électronique'],
] as const;

/** Only what is written in the page itself may run or style it, and nothing is fetched from anywhere. */
const policy = `default-src 'none'; script-src ${hashSource(script)}; style-src ${hashSource(style)}; base-uri 'none'; form-action 'none'`;

function hashSource(text: string): string {
	return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The policy allows exactly this text, so no formatter may add spaces to it. */
function raw(name: 'script' | 'style', text: string): Html {
	return trusted(`<${name}>${text}</${name}>`);
}

/**
 * `index.html` of a backup: its documents with search, filters and totals, links to lists and report, and
 * a check of all files. One page in French that works from disk and fetches nothing.
 */
export function indexPage(data: IndexData): string {
	const { company, run, end, outcome, verdict, timeZone, lists, unreadable } = data;
	const pages = pageNames(data);
	const title = `Documents de ${company.name || `la société n° ${company.id}`}`;
	const subtitle = [
		company.siren && `SIREN ${company.siren}`,
		`sauvegarde Sinao n° ${run.number} du ${moment(end, timeZone)}`,
	]
		.filter(Boolean)
		.join(' · ');
	return html`<!DOCTYPE html>
		<html lang="fr">
			<head>
				<meta charset="utf-8" />
				<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="referrer" content="no-referrer" />
				<title>${title}</title>
				${raw('style', style)}
			</head>
			<body>
				<main>
					<header>
						<h1>${french(title)}</h1>
						${paragraph(subtitle)}
					</header>
					${outcome === 'complete'
						? ''
						: html`<div class="outcome ${outcome}">
								<strong>${verdict}</strong
								><span
									>Ce qui manque est marqué ci-dessous et expliqué dans le
									${link(pages.report, 'rapport')}.</span
								>
							</div>`}
					<ul class="links">
						<li>${link(pages.report, 'Rapport de sauvegarde')}</li>
						<li>${link(pages.readMe)}</li>
					</ul>
					${listLinks(lists)} ${invoicesInXml(unreadable)}
					<section class="verify" aria-label="Vérifier la sauvegarde">
						${paragraph(
							'Compare chaque fichier avec son empreinte SHA-256. Choisissez le dossier qui contient cette page. Le navigateur parle peut-être de « téléverser » ou d’« importer » : rien ne quitte cet ordinateur.',
						)}
						<button type="button" id="check">Vérifier</button
						><input
							type="file"
							id="folder"
							webkitdirectory
							hidden
							aria-label="Dossier de la sauvegarde"
						/>
						<div id="progress" hidden>
							<progress id="bar" aria-label="Avancement"></progress> <span id="done"></span>
							<button type="button" id="cancel">Arrêter</button>
						</div>
						<div id="result" tabindex="-1" aria-live="polite"></div>
					</section>
					<noscript
						>${paragraph(
							'La recherche et la vérification ont besoin de JavaScript, que ce navigateur n’exécute pas. Les listes ci-dessus nomment les mêmes documents.',
						)}</noscript
					>
					<div id="list" hidden>
						<div class="bar" id="bar-of-choice">
							<div class="choice" role="search">
								<label class="wide"
									>Recherche<input
										type="search"
										id="search"
										placeholder="client, numéro, montant, date …"
										autocomplete="off"
										spellcheck="false"
								/></label>
								<label
									>Type<select id="kind">
										<option value="">Tous</option>
									</select></label
								>
								<label
									>Année<select id="year">
										<option value="">Toutes</option>
									</select></label
								>
								<label
									>État<select id="state">
										<option value="">Tous</option>
									</select></label
								>
								<button type="button" id="clear">Effacer</button>
							</div>
							<div class="sums">
								<strong id="found" role="status"></strong>
								<ul id="totals" aria-label="Totaux TTC de ce qui est affiché"></ul>
							</div>
							<p id="cut" class="note" hidden></p>
						</div>
						<table id="table" role="table" aria-label="Documents">
							<thead role="rowgroup">
								<tr role="row" aria-rowindex="1">
									${columns.map(
										([key, name]) =>
											html`<th
												role="columnheader"
												scope="col"
												class="${key}"
												data-sort="${key}"
												aria-sort="${key === 'date' ? 'descending' : 'none'}"
											>
												<button type="button">${name}</button>
											</th>`,
									)}
									<th role="columnheader" scope="col" class="file">Fichier</th>
								</tr>
							</thead>
							<tbody role="rowgroup" id="rows"></tbody>
						</table>
						<p id="none" hidden>Aucun document ne correspond.</p>
					</div>
					<footer>
						${paragraph(
							`Établi par ${tool.name} ${tool.version}. Cette page fait partie de la sauvegarde : qui peut modifier les fichiers peut aussi la modifier. L’empreinte du manifeste, dans le rapport, permet de comparer avec une copie gardée ailleurs.`,
						)}
					</footer>
				</main>
				<script type="application/json" id="data">
					${trusted(pageJson(data))}
				</script>
				${raw('script', script)}
			</body>
		</html> `.markup;
}

function listLinks(lists: IndexList[]): Html | '' {
	if (!lists.length) return '';
	const links = lists.map(
		({ title, format, path, rows }) =>
			html`<li>${link(path, `${title} (${format})`)}${rows === null ? '' : ` ${count(rows)}`}</li>`,
	);
	return html`<details class="files">
		<summary>Listes (${lists.length})</summary>
		<ul class="links">
			${links}
		</ul>
	</details>`;
}

/** The main data of invoices in XML without a PDF for people, so that they can be read in ten years. */
function invoicesInXml(files: FileEntry[]): Html | '' {
	if (!files.length) return '';
	const sum = (value: number | null | undefined, currency: string | null | undefined) =>
		value === null || value === undefined
			? ''
			: `${value.toLocaleString('fr-FR', { minimumFractionDigits: 2 })} ${currency ?? 'EUR'}`;
	const party = (given?: { name: string | null; siren: string | null; vatNumber: string | null }) =>
		[given?.name, given?.siren ? `SIREN ${given.siren}` : given?.vatNumber]
			.filter(Boolean)
			.join(', ');
	return html`<details class="files">
		<summary>Factures en XML sans copie lisible (${files.length})</summary>
		${paragraph('Leurs données, lues dans le XML. L’original à conserver est le fichier XML.')}
		${table(files, [
			{
				title: 'Numéro',
				cell: ({ path, id, eInvoice }) =>
					link(path, eInvoice?.invoice?.number ?? `identifiant ${id}`),
			},
			{ title: 'Date', cell: ({ date, eInvoice }) => day(eInvoice?.invoice?.date ?? date) },
			{ title: 'Vendeur', cell: ({ eInvoice }) => party(eInvoice?.invoice?.seller) },
			{ title: 'Acheteur', cell: ({ eInvoice }) => party(eInvoice?.invoice?.buyer) },
			{
				title: 'HT',
				cell: ({ eInvoice }) =>
					sum(eInvoice?.invoice?.amountBeforeTax, eInvoice?.invoice?.currency),
			},
			{
				title: 'TVA',
				cell: ({ eInvoice }) =>
					eInvoice?.invoice?.vat.length
						? eInvoice.invoice.vat.map(
								({ rate, tax }) =>
									html`<div>
										${rate.toLocaleString('fr-FR')} % : ${sum(tax, eInvoice.invoice?.currency)}
									</div>`,
							)
						: sum(eInvoice?.invoice?.amountTax, eInvoice?.invoice?.currency),
			},
			{
				title: 'TTC',
				cell: ({ eInvoice }) => sum(eInvoice?.invoice?.amountWithTax, eInvoice?.invoice?.currency),
			},
			{
				title: 'Net à payer',
				cell: ({ eInvoice }) => sum(eInvoice?.invoice?.amountDue, eInvoice?.invoice?.currency),
			},
		])}
	</details>`;
}
