import type { Column, Resource, Row } from '../resource';
import { rowsIn, valueAt, valueOf } from './fields';

/** Account numbers by Sinao's ids. */
export type AccountNumbers = Map<string, unknown>;

/** Fields of the document that each line repeats. */
const repeated = ['number', 'kind', 'status', 'date', 'contact', 'id'];

/**
 * The fields of a line (OpenAPI document, SalesLine): the unit price in cents × 1000, rates in hundredths
 * of a percent, other amounts in cents.
 */
const lineColumns = (numbers: AccountNumbers): Column[] => [
	{ name: 'section', title: 'Section', type: 'text' },
	{ name: 'designation', title: 'Désignation', type: 'text', read: ({ line }) => nameOf(line) },
	{ name: 'line.detail', title: 'Détail', type: 'text' },
	{ name: 'line.quantity', title: 'Quantité', type: 'number' },
	{ name: 'line.unity', title: 'Unité', type: 'text' },
	{ name: 'unit_price', title: 'Prix unitaire', type: 'milliCents', read: unitPrice },
	{ name: 'line.amount_with_taxes', title: 'Prix unitaire TTC', type: 'boolean' },
	{ name: 'line.vat_percent', title: 'TVA %', type: 'basisPoints' },
	{ name: 'line.discount.percent', title: 'Remise %', type: 'basisPoints' },
	{ name: 'line.discount.amount', title: 'Remise', type: 'cents' },
	{
		name: 'account',
		title: 'Compte',
		type: 'text',
		read: (row) => account(row) ?? numbers.get(String(accountId(row))),
	},
	{ name: 'account_id', title: 'Identifiant du compte', type: 'integer', read: accountId },
	{ name: 'line.totals.subtotal', title: 'Total HT', type: 'cents' },
	{ name: 'line.totals.taxes', title: 'Total TVA', type: 'cents' },
	{ name: 'line.totals.due', title: 'Total TTC', type: 'cents' },
	{ name: 'line.id', title: 'Identifiant de la ligne', type: 'integer' },
];

/** Older lines have only a price in whole cents. */
function unitPrice(row: Row): unknown {
	const exact = valueAt(row, 'line.amount_accurately');
	const cents = valueAt(row, 'line.amount');
	return exact ?? (/^-?\d+$/.test(String(cents)) ? `${cents}000` : cents);
}

/** The account number; some lines contain only Sinao's id of the account. */
function account(row: Row): unknown {
	const given = valueAt(row, 'line.account');
	return typeof given === 'object'
		? (valueAt(given, 'accounting_number') ?? valueAt(given, 'number'))
		: given;
}

function accountId(row: Row): unknown {
	return valueAt(row, 'line.account_id') ?? valueAt(row, 'line.account.id');
}

/** The title of a line or section. Lines returned by the API have no title, only a detail. */
function nameOf(member: unknown): unknown {
	return valueAt(member, 'title') || valueAt(member, 'detail');
}

/**
 * The lines of the documents of a resource as a separate resource: one row per line, with its
 * document's number, date, customer and id. A document without lines has one row.
 *
 * @param numbers for lines that contain only the id of their account
 */
export function linesOf(documents: Resource, numbers: AccountNumbers): Resource {
	const columns = documents.columns.filter(({ simple = '' }) => repeated.includes(simple));
	return {
		...documents,
		...documents.lines,
		expand: [...documents.expand, 'content'],
		families: [],
		columns: [
			...columns.map(({ name, title, type, french, usuallyFilled }) => ({
				name,
				title,
				type,
				french,
				usuallyFilled,
			})),
			...lineColumns(numbers),
		],
		rowsOf: (document) => {
			const common = Object.fromEntries(
				columns.map((column) => [column.name, valueOf(column, document)]),
			);
			const lines = linesIn(document.content);
			return (lines.length ? lines : [{}]).map((line) => ({ ...common, ...line }) as Row);
		},
	};
}

interface SectionLine {
	section?: unknown;
	line: Row;
}

/**
 * The lines in the `content` of a document. Three forms are known: only lines; sections that contain
 * `lines`, as returned by the API; and lines mixed with headings, whose position the lines refer to with
 * `style.section_id` (OpenAPI document).
 */
function linesIn(content: unknown, section?: unknown): SectionLine[] {
	const members = rowsIn(content);
	const headings = members.filter((member) => valueAt(member, 'style.type') === 'section');
	const headingOf = (member: Row) =>
		headings.find(
			(heading) =>
				heading !== member && positionOf(heading) === valueAt(member, 'style.section_id'),
		);
	return members.flatMap((member): SectionLine[] => {
		if (rowsIn(member.lines).length) return linesIn(member.lines, nameOf(member));
		if (headings.includes(member) && members.some((line) => headingOf(line) === member)) return [];
		return [{ section: section ?? nameOf(headingOf(member)), line: member }];
	});
}

function positionOf(heading: Row): unknown {
	return valueAt(heading, 'style.position') ?? heading.id;
}
