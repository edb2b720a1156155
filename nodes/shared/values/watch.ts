import { issuesPage } from '../failure';
import type { Column, Resource, Row } from '../resource';
import { counted } from './english';
import { forEachLeaf, membersOf, valueOf } from './fields';

/** Looks at rows as they pass. */
export interface Watch {
	see(row: Row): void;
	/**
	 * What was odd, in sentences.
	 *
	 * @param isWhole whether every row of the list was seen
	 */
	warnings(isWhole: boolean): string[];
}

/** Fewer rows say nothing about a field (faults, row 125). */
const enough = 20;

/**
 * Watches for what a service that changed looks like: a column that is empty in every row, a field that no row has,
 * a value in a form that nobody has documented, a related object that was requested in vain. A column is looked at
 * until it is found filled, its form until one is found odd, so that a row costs next to nothing.
 */
export function watchRows(
	{ plural, columns = [], relations = [], rowsOf, statuses = [] }: Partial<Resource>,
	expand: string[],
): Watch {
	const isWatched = plural !== undefined && !rowsOf;
	let empty = isWatched ? columns.filter(({ usuallyFilled }) => usuallyFilled) : [];
	let absent = isWatched ? columns.filter(({ read, mayBeAbsent }) => !read && !mayBeAbsent) : [];
	let formed = isWatched
		? columns.filter(({ type, name }) => type in forms || name === 'status')
		: [];
	// No column of a list needs the lines of its documents. An object in another one is absent with it.
	let unseen = isWatched ? expand.filter((name) => name !== 'content' && !name.includes('.')) : [];
	let related = unseen;
	const lone = new Set(relations.map(({ name }) => name));
	const odd: string[] = [];
	const states = new Set(statuses.map(({ value }) => value));
	let rows = 0;
	let deleted = 0;

	const isOdd = (column: Column, row: Row) => {
		const value = valueOf(column, row);
		if (value === null || value === undefined || value === '') return false;
		const isKnown = forms[column.type]?.(value) ?? (!states.size || states.has(value as string));
		if (!isKnown)
			odd.push(
				column.name === 'status'
					? `The list '${plural}' contains the status '${String(value).slice(0, 30)}' ('${column.title}'), which is not documented. Its records are included. Report it at ${issuesPage}.`
					: `The column '${column.title}' of the list '${plural}' contains a value in a form that is not documented (${shapeOf(value)}). It was kept as it is. Report it at ${issuesPage}.`,
			);
		return !isKnown;
	};

	return {
		see(row) {
			rows++;
			if (isWatched && row.deleted_at) deleted++;
			if (empty.length)
				empty = empty.filter(
					(column) => isEmpty(valueOf(column, row)) && !isById(row, column.name),
				);
			if (absent.length) absent = absent.filter(({ name }) => !has(row, name));
			if (unseen.length) unseen = unseen.filter((name) => !says(row, name));
			if (formed.some((column) => isOdd(column, row)))
				formed = formed.filter((column) => !odd.some((text) => text.includes(`'${column.title}'`)));
			for (const name of related) {
				const value = row[name];
				if (!isOddRelation(value, lone.has(name))) continue;
				odd.push(
					`The related object '${name}' of the list '${plural}' is neither an object nor an ID (${shapeOf(value)}). Report it at ${issuesPage}.`,
				);
				related = related.filter((each) => each !== name);
			}
		},
		warnings(isWhole) {
			if (deleted)
				odd.push(
					`${counted(deleted, 'record')} of the list '${plural}' ${deleted === 1 ? 'is' : 'are'} deleted in Sinao ('deleted_at'), but returned with the others.`,
				);
			// A single row is enough here: an object that was requested is at least null or an empty list.
			const vain = (rows ? unseen : []).map(
				(name) =>
					`Sinao does not return '${name}' with the list '${plural}', so the columns that need it may be empty.`,
			);
			if (!isWhole || rows < enough) return [...odd, ...vain];
			return [
				...odd,
				...vain,
				...absent.map(
					({ name }) =>
						`No record of the list '${plural}' has the field '${name}' any more. Sinao may have changed; report it at ${issuesPage}.`,
				),
				...empty
					.filter((column) => !absent.includes(column))
					.map(
						({ title }) =>
							`The column '${title}' of the list '${plural}' is empty in every record. If Sinao shows values there, report it at ${issuesPage}.`,
					),
			];
		},
	};
}

/** The documented forms of a value (docs/sinao-api.md, Units and types). */
const forms: Partial<Record<Column['type'], (value: unknown) => boolean>> = {
	cents: isWhole,
	milliCents: isWhole,
	basisPoints: isWhole,
	date: isDate,
	dateTime: isDate,
};

/** Above 2^53 a whole number comes as text. */
function isWhole(value: unknown): boolean {
	return typeof value === 'number'
		? Number.isSafeInteger(value)
		: typeof value === 'string' && /^-?\d+$/.test(value);
}

function isDate(value: unknown): boolean {
	return typeof value === 'string' && /^[-+]?\d{4,6}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/.test(value);
}

/**
 * Whether a related object is neither an object nor an ID: a text, or a list of IDs.
 *
 * @param isLone whether there is one at most, so that any list is odd
 */
function isOddRelation(value: unknown, isLone: boolean): boolean {
	if (Array.isArray(value))
		return value.length > 0 && (isLone || value.some((member) => typeof member !== 'object'));
	return (typeof value === 'string' || typeof value === 'boolean') && !/^\d*$/.test(String(value));
}

function isEmpty(value: unknown): boolean {
	return (
		value === null ||
		value === undefined ||
		value === '' ||
		(typeof value === 'object' && !membersOf(value).length)
	);
}

/** Whether a row has a field, even as null. What its related objects contain depends on which ones they are. */
function has(row: Row, name: string): boolean {
	return name in row || (name.includes('.') && says(row, name));
}

/** Whether a row says by an ID alone which related object a column is about. */
function isById(row: Row, name: string): boolean {
	return name.includes('.') && !(name.split('.')[0] in row) && says(row, name);
}

/** Names under which a row can say who its customer or supplier is (docs/sinao-api.md, Relations). */
const contacts = ['contact', 'customer', 'supplier'];

/** Whether a row says something of a related object: itself, or which one it is. */
function says(row: Row, name: string): boolean {
	const [first] = name.split('.');
	const names = contacts.includes(first) ? contacts : [first];
	return (
		first in row || Object.keys(row).some((key) => names.some((each) => key.startsWith(`${each}_`)))
	);
}

/** The form of a value without the value: digits as 9, letters as x. */
function shapeOf(value: unknown): string {
	if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
	return String(value).slice(0, 30).replace(/\d/g, '9').replace(/\p{L}/gu, 'x');
}

/** Watches whether what a search found contains the text: a service that ignores a search gives everything. */
export function watchSearch(search: string): Watch & { isInAll(): boolean } {
	const words = plain(search).split(/\s+/).filter(Boolean);
	let [rows, matching] = [0, 0];
	const isIn = (row: Row) => {
		const values: string[] = [];
		forEachLeaf(row, (_, value) => values.push(String(value)));
		const text = plain(values.join('\n'));
		return words.some((word) => text.includes(word));
	};
	return {
		isInAll: () => matching === rows,
		see(row) {
			rows++;
			if (isIn(row)) matching++;
		},
		warnings: () =>
			rows && matching * 2 < rows
				? [
						`Most of the ${rows} records do not contain '${search}'. Sinao may have ignored 'Search'; check the result.`,
					]
				: [],
	};
}

/** A text without case and accents. */
function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
