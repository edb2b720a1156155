import type { Counts, MissingEntry } from '../manifest/schema';
import type { LinkedInvoice, ReportFacts } from './facts';
import { paragraph, section, subsection, table, type TableColumn } from './html';
import { amount, bytes, count, counted, day, kindWord, moment, reasonWords, resourceWord } from './words';

const countColumns: Array<TableColumn<Counts>> = [
	{ title: 'Contenu', cell: ({ resource, kind }) => `${resourceWord(resource)} : ${kindWord(kind)}` },
	{ title: 'Attendus', cell: ({ asked }) => count(asked), number: true },
	{ title: 'Reçus de Sinao', cell: ({ received }) => count(received), number: true },
	{ title: 'Enregistrés', cell: ({ stored }) => count(stored), number: true },
	{ title: 'Dont cette fois', cell: ({ transferred }) => count(transferred), number: true },
];

export function savedSection({ counts, saved, run, previous }: ReportFacts): string {
	const chain = previous ? `Cette sauvegarde continue la n° ${previous.number} : ce qui y était déjà et n'a pas changé n'a pas été repris.` : "C'est la première sauvegarde de cette suite : tout a été pris.";
	return section(
		'Ce qui est sauvegardé',
		table(counts, countColumns),
		paragraph(`La sauvegarde n° ${run.number} compte ${counted(saved.files, 'fichier')}, ${bytes(saved.bytes)} en tout, versions antérieures comprises. ${chain}`, 'note'),
	);
}

const missingColumns: Array<TableColumn<MissingEntry>> = [
	{ title: 'Contenu', cell: ({ resource, kind }) => (kind === 'document' ? resourceWord(resource) : `${resourceWord(resource)} : ${kindWord(kind)}`) },
	{ title: 'Numéro', cell: ({ kind, number, id }) => (kind === 'document' ? (number ?? `identifiant ${id}`) : '') },
	{ title: 'Date', cell: ({ kind, date }) => (kind === 'document' ? day(date) : '') },
	{ title: 'Tiers', cell: ({ contact }) => contact },
	{ title: 'Montant TTC', cell: ({ amountWithTax }) => amount(amountWithTax), number: true },
	{ title: 'Raison', cell: reasonWords },
];

export function missingSection({ missing }: ReportFacts): string {
	if (!missing.length) return section('Ce qui manque', paragraph('Rien ne manque.'));
	return section('Ce qui manque', table(missing, missingColumns), paragraph('La prochaine exécution essaiera de nouveau.', 'note'));
}

export function purchasesSection({ purchasesWithoutDocument: purchases }: ReportFacts): string {
	if (!purchases.length) return '';
	return section(
		'Achats sans justificatif',
		paragraph('Ces achats existent dans Sinao, mais aucun document n’y a été déposé. À compléter si le justificatif existe ailleurs.'),
		table(purchases, [
			{ title: 'Identifiant', cell: ({ id }) => id },
			{ title: 'Date', cell: ({ date }) => day(date) },
			{ title: 'Fournisseur', cell: ({ contact }) => contact },
			{ title: 'Montant TTC', cell: ({ amountWithTax }) => amount(amountWithTax), number: true },
		]),
	);
}

export function linksSection({ creditNotes, deposits }: ReportFacts): string {
	if (!creditNotes.length && !deposits.length) return '';
	return section(
		'Avoirs et acomptes',
		creditNotes.length ? subsection(`Avoirs (${count(creditNotes.length)})`, linkTable(creditNotes, 'Facture annulée ou réduite')) : '',
		deposits.length ? subsection(`Acomptes (${count(deposits.length)})`, linkTable(deposits, 'Facture qui le reprend')) : '',
	);
}

function linkTable(links: LinkedInvoice[], title: string): string {
	return table(links, [
		{ title: 'Numéro', cell: ({ invoice }) => invoice.number },
		{ title: 'Date', cell: ({ invoice }) => day(invoice.date) },
		{ title, cell: ({ linkedTo }) => linkedTo.map(({ number, id, date }) => `${number ?? `identifiant ${id}`} du ${day(date)}`).join(', ') || 'non indiquée par Sinao' },
	]);
}

export function changesSection({ changed, deleted, altered, scope: { timeZone } }: ReportFacts): string {
	if (!changed.length && !deleted.length && !altered.length) return '';
	const document: TableColumn<ReportFacts['deleted'][number]> = { title: 'Document', cell: ({ resource, number, id, path }) => (id === null ? path : `${resourceWord(resource)} ${number ?? id}`) };
	const file: TableColumn<ReportFacts['deleted'][number]> = { title: 'Fichier', cell: ({ path }) => path };
	return section(
		'Changements depuis la sauvegarde précédente',
		changed.length ? subsection('Documents modifiés dans Sinao', paragraph('La version antérieure reste dans la sauvegarde, à côté de la nouvelle.'), table(changed, [document, file])) : '',
		deleted.length
			? subsection('Supprimés dans Sinao', paragraph('La sauvegarde les garde.'), table(deleted, [document, { title: 'Constaté le', cell: ({ deletedAt }) => moment(deletedAt ?? '', timeZone) }, file]))
			: '',
		altered.length ? subsection('Fichiers trouvés altérés ou perdus', paragraph('Le document d’origine a été demandé de nouveau à Sinao ; le fichier altéré n’est plus garanti.'), table(altered, [document, file])) : '',
	);
}
