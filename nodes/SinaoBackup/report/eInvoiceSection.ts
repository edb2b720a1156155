import { differenceLabel } from '../../shared/documents/eInvoice';
import type { EInvoiceEntry } from '../manifest/schema';
import type { ReportData } from './data';
import type { Examined, ExaminedFile } from './eInvoices';
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
import { amount, count, counted, day, documentLabel } from './labels';

const problems: Record<string, string> = {
	encrypted: 'PDF chiffré : il n’a pas été lu',
	brokenPdf: 'PDF endommagé',
	brokenXml: 'XML illisible',
	unknownFormat: 'XML qui n’est pas une facture connue',
	tooLarge: 'trop volumineux pour être lu',
	unsupportedCompression: 'compression inconnue',
	severalInvoices: 'plusieurs factures différentes : une seule a été comparée',
	missingField: 'champ obligatoire absent : il n’a pas été comparé',
	unreadableField: 'champ illisible : il n’a pas été comparé',
	unclearCopy:
		'contient plusieurs PDF, sans que rien ne dise lequel est la copie lisible ; ils restent dans le XML',
	failed: 'n’a pas pu être lu',
};

type Difference = EInvoiceEntry['differences'][number];

function valueLabel(
	{ field }: Difference,
	value: string | number,
	{ currency }: EInvoiceEntry,
): string {
	if (typeof value === 'number') return amount(value, currency);
	return field === 'date' ? day(value) : value;
}

/** `1 240 factures sur 1 240 examinées contiennent leur XML Factur-X (EXTENDED) ; 3 écarts`. */
function invoicesSentence(examined: Examined): string {
	const names = Object.entries(examined.formats);
	const found = names.reduce((sum, [, documents]) => sum + documents, 0);
	const kinds = names.length === 1 ? ` ${names[0][0]}` : '';
	const parts =
		names.length > 1
			? ` (${names.map(([name, documents]) => `${name} : ${count(documents)}`).join(', ')})`
			: '';
	const verb = found > 1 ? 'contiennent' : 'contient';
	return `${counted(found, 'facture')} sur ${counted(examined.examined, 'examinée')} ${verb} leur XML${kinds}${parts} ; ${differenceCount(examined)}.`;
}

function purchasesSentence(examined: Examined): string {
	const names = Object.entries(examined.formats);
	const found = names.reduce((sum, [, documents]) => sum + documents, 0);
	if (!found)
		return `Achats : aucun original électronique sur ${counted(examined.examined, 'document')}.`;
	const parts = names.map(([name, documents]) => `${name} : ${count(documents)}`).join(', ');
	return `Achats : ${counted(found, 'original électronique', 'originaux électroniques')} sur ${counted(examined.examined, 'document')} (${parts}) ; ${differenceCount(examined)}.`;
}

/**
 * `3 écarts`: how many documents differ, without those that differ only in `systematic` fields, and how many there was
 * nothing to compare with.
 */
function differenceCount({ differing, systematic, formats, compared }: Examined): string {
	const { length } = withoutSystematic(differing, systematic);
	const none = systematic.length ? 'aucun autre écart' : 'aucun écart';
	const found = Object.values(formats).reduce((sum, documents) => sum + documents, 0);
	if (!compared && !length) return 'rien à comparer avec Sinao';
	const differences = length ? counted(length, 'écart') : none;
	if (compared === found) return differences;
	return `${differences} dans ${counted(compared, 'document comparé', 'documents comparés')} ; ${count(found - compared)} sans rien à comparer dans Sinao`;
}

/** The documents with the differences that are left without those of `systematic` fields. */
function withoutSystematic(files: ExaminedFile[], systematic: string[]): ExaminedFile[] {
	return files
		.map((file) => ({
			...file,
			eInvoice: {
				...file.eInvoice,
				differences: file.eInvoice.differences.filter(({ field }) => !systematic.includes(field)),
			},
		}))
		.filter(({ eInvoice }) => eInvoice.differences.length);
}

export function eInvoiceSection(facts: ReportData): Html | '' {
	const { invoices, purchases } = facts.eInvoices;
	const isKnown = [invoices, purchases].some((each) => each.examined || each.notExamined);
	if (!isKnown) return '';
	return section(
		'Factures électroniques',
		invoices.examined ? paragraph(invoicesSentence(invoices)) : '',
		purchases.examined ? paragraph(purchasesSentence(purchases)) : '',
		...notes(invoices, purchases, pageNames(facts).index),
		...systematicNotes(invoices, 'de Sinao'),
		...systematicNotes(purchases, 'de saisie'),
		differenceTable([
			...withoutSystematic(invoices.differing, invoices.systematic),
			...withoutSystematic(purchases.differing, purchases.systematic),
		]),
		problemTable([...invoices.withProblems, ...purchases.withProblems]),
	);
}

function notes(invoices: Examined, purchases: Examined, index: string): Html[] {
	const sentences: Array<Html | string> = [];
	const plainInvoices = invoices.without.filter(({ eInvoice }) => !eInvoice.problems.length);
	if (plainInvoices.length)
		sentences.push(
			html`${counted(plainInvoices.length, 'facture')} sans XML : ${listed(plainInvoices)}.`,
		);
	const alone = purchases.withCopy + purchases.withoutCopy.length;
	if (alone)
		sentences.push(
			html`${counted(alone, 'achat')} en XML seul : ${count(purchases.withCopy)} avec une copie
			lisible, enregistrée à côté (« … - lisible.pdf ») ; ${count(purchases.withoutCopy.length)}
			sans, dont ${link(index)} montre les données. L’original à conserver est le XML.`,
		);
	const foreign = invoices.foreign + purchases.foreign;
	if (foreign)
		sentences.push(
			`${counted(foreign, 'facture')} dans une autre devise que dans Sinao, dont les montants ne sont pas comparés.`,
		);
	const withoutAmounts = invoices.withoutAmounts + purchases.withoutAmounts;
	const withoutVat = invoices.withoutVat + purchases.withoutVat;
	const uncompared = [
		withoutAmounts ? `Montants non comparés dans ${counted(withoutAmounts, 'document')}` : '',
		withoutVat ? `TVA par taux non comparée dans ${counted(withoutVat, 'document')}` : '',
	].filter(Boolean);
	if (uncompared.length) sentences.push(`${uncompared.join(' ; ')}.`);
	if (purchases.deductedInPart)
		sentences.push(
			`TVA non ou partiellement déduite dans ${counted(purchases.deductedInPart, 'achat')} : normal en franchise de TVA ou pour certaines dépenses.`,
		);
	const notExamined = invoices.notExamined + purchases.notExamined;
	if (notExamined)
		sentences.push(
			`${counted(notExamined, 'document')} d’une version antérieure de ce programme, non examinés. Une sauvegarde dans un dossier vide les examine.`,
		);
	return sentences.map((sentence) => paragraph(sentence, 'note'));
}

/** At most 20 of the documents, as links. */
function listed(files: ExaminedFile[]): Html[] {
	const some = files.slice(0, 20);
	return some.map((file, index) => {
		const isLast = index === some.length - 1;
		const end = isLast ? (files.length > some.length ? ' …' : '') : ' ·';
		return html`${link(file.path, numberOf(file))}${end}`;
	});
}

const numberOf = ({ number, id }: ExaminedFile) => number ?? `identifiant ${id}`;

/** @param habit whose: a sale is written by Sinao, a purchase by the user */
function systematicNotes({ systematic, differing }: Examined, habit: string): Html[] {
	return systematic.map((field) => {
		const same = differing.filter(({ eInvoice }) =>
			eInvoice.differences.some((difference) => difference.field === field),
		);
		const [first] = same;
		const { eInvoice } = first;
		const example = eInvoice.differences.find(
			(difference) => difference.field === field,
		) as Difference;
		return paragraph(
			html`Dans ${counted(same.length, 'document')}, ${differenceLabel({ field })} diffère : c’est
			sans doute une habitude ${habit} plutôt qu’une erreur dans chacun, et ces écarts ne sont pas
			comptés ici ; la colonne « Écart » de la liste les contient tous. Exemple,
			${link(first.path, numberOf(first))} : ${valueLabel(example, example.xml, eInvoice)} dans le
			XML, ${valueLabel(example, example.sinao, eInvoice)} dans Sinao.`,
		);
	});
}

interface DifferenceRow {
	file: ExaminedFile;
	difference: Difference;
}

const nameOf = (file: ExaminedFile) =>
	link(file.path, `${documentLabel(file.resource)} ${numberOf(file)}`);

const differenceColumns: Array<TableColumn<DifferenceRow>> = [
	{ title: 'Document', cell: ({ file }) => nameOf(file), set: 'name' },
	{ title: 'Date', cell: ({ file }) => day(file.date), set: 'short' },
	{ title: 'Tiers', cell: ({ file }) => file.contact, set: 'name' },
	{ title: 'Écart', cell: ({ difference }) => differenceLabel(difference) },
	{
		title: 'Dans le XML',
		cell: ({ difference, file }) => valueLabel(difference, difference.xml, file.eInvoice),
	},
	{
		title: 'Dans Sinao',
		cell: ({ difference, file }) => valueLabel(difference, difference.sinao, file.eInvoice),
	},
];

/** Differences up to this amount are mostly roundings. */
const rounding = 0.02;

/** The greatest differences first, roundings last. */
function differenceTable(differing: ExaminedFile[]): Html | '' {
	const size = ({ difference: { xml, sinao } }: DifferenceRow) =>
		typeof xml === 'number' && typeof sinao === 'number' ? Math.abs(xml - sinao) : Infinity;
	const rows = differing
		.flatMap((file) => file.eInvoice.differences.map((difference) => ({ file, difference })))
		.map((row) => ({ ...row, isSmall: size(row) <= rounding + 1e-9 }));
	if (!rows.length) return '';
	const small = rows.filter(({ isSmall }) => isSmall).length;
	return subsection(
		'À expliquer : écarts entre la facture électronique et Sinao',
		paragraph(
			`Un écart n’est pas une faute en soi : vérifiez laquelle des deux valeurs a été facturée.${small ? ` ${counted(small, 'écart')} d’au plus deux centimes, en fin de tableau : souvent un arrondi.` : ''}`,
		),
		table(
			[...rows.filter(({ isSmall }) => !isSmall), ...rows.filter(({ isSmall }) => isSmall)],
			differenceColumns,
		),
	);
}

function problemTable(files: ExaminedFile[]): Html | '' {
	const rows = files.filter(({ eInvoice }) => eInvoice.problems.some((code) => code in problems));
	if (!rows.length) return '';
	return subsection(
		'Documents qui n’ont pas pu être lus entièrement',
		table(rows, [
			{ title: 'Document', cell: nameOf, set: 'name' },
			{ title: 'Date', cell: ({ date }) => day(date), set: 'short' },
			{
				title: 'Constat',
				cell: ({ eInvoice }) =>
					eInvoice.problems
						.map((code) => problems[code])
						.filter(Boolean)
						.join(' ; '),
			},
		]),
	);
}
