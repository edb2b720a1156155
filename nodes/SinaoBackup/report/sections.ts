import type { Counts, MissingEntry } from '../manifest/schema';
import type { LinkedInvoice, ReportData, SavedList } from './data';
import { pageNames } from '../manifest/pages';
import {
	type Html,
	html,
	link,
	paragraph,
	section,
	subsection,
	table,
	type TableColumn,
} from './html';
import {
	amount,
	bytes,
	count,
	counted,
	day,
	documentLabel,
	formatLabel,
	kindLabel,
	momentDay,
	reasonLabel,
	resourceLabel,
} from './labels';

const documentColumns: Array<TableColumn<Counts>> = [
	{ title: 'Documents', cell: ({ resource }) => resourceLabel(resource) },
	{ title: 'Attendus', cell: ({ asked }) => count(asked), set: 'amount' },
	{ title: 'Reçus de Sinao', cell: ({ received }) => count(received), set: 'amount' },
	{ title: 'Enregistrés', cell: ({ stored }) => count(stored), set: 'amount' },
	{ title: 'Dont cette fois', cell: ({ transferred }) => count(transferred), set: 'amount' },
];

const listColumns: Array<TableColumn<SavedList>> = [
	{ title: 'Listes', cell: ({ resource }) => resourceLabel(resource), set: 'short' },
	{ title: 'Format', cell: ({ kinds }) => kinds.map(formatLabel).join(', '), set: 'short' },
	{ title: 'Lignes', cell: ({ rows }) => (rows === null ? '' : count(rows)), set: 'amount' },
	{ title: 'Fichiers attendus', cell: ({ asked }) => count(asked), set: 'amount' },
	{ title: 'Enregistrés', cell: ({ stored }) => count(stored), set: 'amount' },
	{ title: 'Dont cette fois', cell: ({ transferred }) => count(transferred), set: 'amount' },
];

export function savedSection(facts: ReportData): Html | '' {
	const { lists, documents, saved, run, previous } = facts;
	const { index, readMe } = pageNames(facts);
	const chain = previous
		? `Cette sauvegarde continue la n° ${previous.number} : ce qui y était déjà et n’a pas changé n’a pas été repris.`
		: 'C’est la première sauvegarde de cette suite : tout a été pris.';
	return section(
		'Ce qui est sauvegardé',
		documents.length ? table(documents, documentColumns) : '',
		lists.length ? table(lists, listColumns) : '',
		paragraph(
			`La sauvegarde n° ${run.number} compte ${counted(saved.files, 'fichier')}, ${bytes(saved.bytes)} en tout, versions antérieures comprises. ${chain}`,
			'note',
		),
		paragraph(
			html`Tous les documents et toutes les listes, avec recherche et liens : ${link(index)}. Ce que
			contient le dossier : ${link(readMe)}.`,
		),
	);
}

const missingColumns: Array<TableColumn<MissingEntry>> = [
	{
		title: 'Contenu',
		cell: ({ resource, kind, id }) =>
			kind === 'document' && id !== null
				? documentLabel(resource)
				: `${resourceLabel(resource)} (${kindLabel(kind)})`,
	},
	{
		title: 'Numéro',
		cell: ({ number, id }) => number ?? (id === null ? '' : `identifiant ${id}`),
		set: 'name',
	},
	{ title: 'Date', cell: ({ date, id }) => (id === null ? '' : day(date)), set: 'short' },
	{ title: 'Tiers', cell: ({ contact }) => contact, set: 'name' },
	{ title: 'Montant TTC', cell: ({ amountWithTax }) => amount(amountWithTax), set: 'amount' },
	{ title: 'Raison', cell: reasonLabel },
];

export function missingSection({ missing }: ReportData): Html | '' {
	if (!missing.length) return section('Ce qui manque', paragraph('Rien ne manque.'));
	return section(
		'Ce qui manque',
		table(missing, missingColumns),
		paragraph('La prochaine exécution essaiera de nouveau.', 'note'),
	);
}

export function purchasesSection({ purchasesWithoutDocument: purchases }: ReportData): Html | '' {
	if (!purchases.length) return '';
	return section(
		'Achats sans justificatif',
		paragraph(
			'Ces achats existent dans Sinao, mais aucun document n’y a été déposé. À compléter si le justificatif existe ailleurs.',
		),
		table(purchases, [
			{ title: 'Identifiant', cell: ({ id }) => id },
			{ title: 'Date', cell: ({ date }) => day(date), set: 'short' },
			{ title: 'Fournisseur', cell: ({ contact }) => contact },
			{ title: 'Montant TTC', cell: ({ amountWithTax }) => amount(amountWithTax), set: 'amount' },
		]),
	);
}

/** What the backup knows of the accounting. A company without it is complete nevertheless, and the report says so. */
export function accountingSection({ accounting }: ReportData): Html | '' {
	if (!accounting) return '';
	const { access, exports, unfinished, saved } = accounting;
	const title = 'Comptabilité (FEC)';
	if (access !== 'granted') {
		const reason =
			access === 'denied'
				? 'Sinao ne donne pas accès à la comptabilité de cette société : elle ne l’utilise pas, ou la clé n’y a pas droit.'
				: 'La liste des exports comptables n’a pas pu être lue.';
		return section(
			title,
			paragraph(
				saved
					? `${reason} ${counted(saved, 'FEC d’une sauvegarde antérieure reste', 'FEC d’une sauvegarde antérieure restent')} dans le dossier ; rien de plus récent n’a été sauvegardé.`
					: `${reason} Aucun FEC n’est donc sauvegardé.`,
			),
		);
	}
	return section(
		title,
		paragraph(
			exports.length
				? `${counted(exports.length, 'export comptable existe', 'exports comptables existent')} dans Sinao. Les mois dont les écritures n’ont pas été générées dans Sinao n’y sont pas : la sauvegarde ne les génère jamais.`
				: 'Aucun export comptable n’existe dans Sinao, donc aucun FEC n’est sauvegardé. La sauvegarde ne génère jamais d’écritures.',
		),
		unfinished.length
			? table(unfinished, [
					{ title: 'Du', cell: ({ from }) => day(from), set: 'short' },
					{ title: 'Au', cell: ({ to }) => day(to), set: 'short' },
					{
						title: 'Pas de fichier',
						cell: ({ status }) =>
							status === 'error'
								? 'Sinao n’a pas pu créer cet export.'
								: 'Sinao prépare encore cet export.',
					},
				])
			: '',
	);
}

export function linksSection({ creditNotes, deposits }: ReportData): Html | '' {
	if (!creditNotes.length && !deposits.length) return '';
	return section(
		'Avoirs et acomptes',
		creditNotes.length
			? subsection(
					`Avoirs (${count(creditNotes.length)})`,
					linkTable(creditNotes, 'Facture annulée ou réduite'),
				)
			: '',
		deposits.length
			? subsection(
					`Acomptes (${count(deposits.length)})`,
					linkTable(deposits, 'Facture qui le reprend'),
				)
			: '',
	);
}

function linkTable(links: LinkedInvoice[], title: string): Html {
	return table(links, [
		{ title: 'Numéro', cell: ({ invoice }) => invoice.number, set: 'name' },
		{ title: 'Date', cell: ({ invoice }) => day(invoice.date), set: 'short' },
		{
			title,
			cell: ({ linkedTo }) =>
				linkedTo
					.map(({ number, id, date }) => `${number ?? `identifiant ${id}`} du ${day(date)}`)
					.join(', ') || 'non indiquée par Sinao',
		},
	]);
}

export function changesSection({
	changed,
	deleted,
	altered,
	scope: { timeZone },
}: ReportData): Html | '' {
	if (!changed.length && !deleted.length && !altered.length) return '';
	const document: TableColumn<ReportData['deleted'][number]> = {
		title: 'Document',
		cell: ({ resource, number, id }) =>
			id === null ? resourceLabel(resource) : `${documentLabel(resource)} ${number ?? id}`,
		set: 'name',
	};
	const file: TableColumn<ReportData['deleted'][number]> = {
		title: 'Fichier',
		// An altered file may be lost.
		cell: ({ path, state }) => (state === 'altered' ? path : link(path)),
	};
	return section(
		'Changements depuis la sauvegarde précédente',
		changed.length
			? subsection(
					'Documents modifiés dans Sinao',
					paragraph('La version antérieure reste dans la sauvegarde, à côté de la nouvelle.'),
					table(changed, [document, file]),
				)
			: '',
		deleted.length
			? subsection(
					'Supprimés dans Sinao',
					paragraph('La sauvegarde les garde.'),
					table(deleted, [
						document,
						{
							title: 'Constaté le',
							cell: ({ deletedAt }) => momentDay(deletedAt ?? '', timeZone),
							set: 'short',
						},
						file,
					]),
				)
			: '',
		altered.length
			? subsection(
					'Fichiers trouvés altérés ou perdus',
					paragraph(
						'Le document d’origine a été demandé de nouveau à Sinao ; le fichier altéré n’est plus garanti.',
					),
					table(altered, [document, file]),
				)
			: '',
	);
}
