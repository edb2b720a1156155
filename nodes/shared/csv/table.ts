import { parse, unparse } from 'papaparse';

import type { Column, ColumnType, Resource, Row } from '../resource';
import { cell, plain, text } from '../values/units';
import { valueOf } from '../values/fields';
import { type CsvFormat, decode, encode } from './options';
import { createWorkbook, type SheetColumn, type WorkbookLimits } from './workbook';

export interface Csv {
	bytes: Buffer;
	rows: number;
	/** Characters not available in the encoding. */
	lost: string[];
	/** Title of the column with the fields beyond the maximum number of columns, if there is one. */
	rest?: string;
	/** Only for a workbook. */
	limits?: WorkbookLimits;
}

/** Where a workbook is saved and how its worksheet is named. */
export interface SheetPlace {
	name: string;
	folder: string;
}

export interface CsvTable {
	/** Adds a page of rows. A row replaces an earlier row with the same id. */
	add(rows: Row[]): void;
	/** Removes the row with an id, if there is one. */
	drop(id: unknown): void;
	/** Returns the complete file, with further columns at the end. Call one `finish` once. */
	finish(added?: AddedColumn[]): Csv;
	/**
	 * Returns the complete file as an Excel workbook.
	 *
	 * @throws SinaoFailure if it has more cells than fit into memory
	 */
	finishWorkbook(sheet: SheetPlace, added?: AddedColumn[]): Promise<Csv>;
}

/** A column whose values are known only when all rows were read. */
export interface AddedColumn {
	column: Column;
	/** @param id of the row */
	valueOf(id: unknown, format: CsvFormat): unknown;
	/** Whether the values are paths, which are links in a workbook. */
	isLink?: boolean;
}

/** The column 'Fichier' with the path of the document of each row. */
export function pathColumn(pathOf: (id: unknown) => string | undefined): AddedColumn {
	return {
		column: { name: 'document_path', title: 'Fichier', type: 'text' },
		valueOf: pathOf,
		isLink: true,
	};
}

/** A page of encoded rows, with the columns known at the time. */
interface Page {
	bytes: Buffer;
	titles: string[];
	/** For each row, the index of its entry among all entries. */
	entries: number[];
}

const newline = '\r\n';
/** Few enough rows that their cells are freed before V8 moves them to its old generation. */
const sliceRows = 50;
const byteOrderMark = Buffer.from('\uFEFF');

/**
 * A CSV table that is written while its rows arrive: each page is encoded immediately and its rows are freed.
 * If a later page has new columns, `finish` adds them to the earlier pages.
 */
export function createCsvTable(
	resource: Pick<Resource, 'columns' | 'families' | 'rowsOf'>,
	format: CsvFormat,
): CsvTable {
	const columns = createColumns(resource, format);
	const pages: Page[] = [];
	const { rowsOf = (row: Row) => [row] } = resource;
	/** The last entry of each id. */
	const latest = new Map<unknown, number>();
	const replaced = new Set<number>();
	const lost = new Set<string>();
	/** The id of each entry. */
	const ids: unknown[] = [];
	let titles: string[] = [];

	function drop(id: unknown): void {
		const earlier = latest.get(id);
		if (earlier !== undefined) replaced.add(earlier);
		latest.delete(id);
	}

	function addSlice(rows: Row[]): void {
		const entries: number[] = [];
		const tableRows: Row[] = [];
		for (const row of rows) {
			drop(row.id);
			if (row.id !== undefined && row.id !== null) latest.set(row.id, ids.length);
			for (const tableRow of rowsOf(row)) {
				tableRows.push(tableRow);
				entries.push(ids.length);
			}
			ids.push(row.id);
		}
		const bytes = encode(write(columns.cells(tableRows), format), format.encoding, lost);
		const current = columns.titles();
		// Columns are only added, so most pages share one array.
		if (current.length > titles.length) titles = current;
		pages.push({ bytes, titles, entries });
	}

	/** The titles, the number of rows, and the bytes of each page with the final columns. */
	function ending(added: AddedColumn[] = []) {
		const finalTitles = columns.allTitles();
		const constants = columns.constants();
		const header = [...finalTitles];
		for (const { column } of added) header.push(unlike(new Set(header), titleOf(column, format)));
		const lastCells = (entry: number) =>
			added.map(({ column, valueOf }) =>
				cell(wordOf(column, valueOf(ids[entry], format), format), column.type, format),
			);
		const isKept = (entry: number) => !replaced.has(entry);
		return {
			header,
			sheetColumns: (): SheetColumn[] => [
				...columns.sheetColumns(),
				...added.map(({ column, isLink }, index) => ({
					title: header[finalTitles.length + index],
					type: isLink ? ('link' as const) : column.type,
				})),
			],
			rows: pages.reduce((sum, { entries }) => sum + entries.filter(isKept).length, 0),
			bytesOf: (page: Page) =>
				complete(
					page,
					finalTitles,
					constants,
					isKept,
					format,
					lost,
					added.length ? lastCells : undefined,
				),
		};
	}

	return {
		drop,
		add(rows) {
			for (let start = 0; start < rows.length; start += sliceRows)
				addSlice(rows.slice(start, start + sliceRows));
		},
		finish(added) {
			const { header, rows, bytesOf } = ending(added);
			const body: Buffer[] = [];
			// Freed one by one, so no page is in memory twice.
			for (let page = pages.shift(); page; page = pages.shift()) body.push(bytesOf(page));
			const bytes = Buffer.concat([
				...(format.byteOrderMark ? [byteOrderMark] : []),
				encode(write([header], format), format.encoding, lost),
				...body,
			]);
			return { bytes, rows, lost: [...lost], rest: columns.rest() };
		},
		async finishWorkbook(sheet, added) {
			const { sheetColumns, rows, bytesOf } = ending(added);
			const workbook = createWorkbook({ ...sheet, columns: sheetColumns() });
			for (let page = pages.shift(); page; page = pages.shift())
				workbook.add(rowsIn(decode(bytesOf(page), 'utf8'), format));
			return { ...(await workbook.finish()), rows, lost: [], rest: columns.rest() };
		},
	};
}

function write(rows: string[][], { delimiter }: CsvFormat): string {
	return rows.length ? unparse(rows, { delimiter, newline }) + newline : '';
}

/** The rows of a page; one of which every column is last is an empty line. */
function rowsIn(text: string, { delimiter }: CsvFormat): string[][] {
	return parse<string[]>(text, { delimiter, newline }).data.slice(0, -1);
}

/**
 * A page without replaced rows and with all columns in their final order.
 *
 * @param constants cells of the columns that a page lacks, by title; empty where there is none
 * @param lastCells cells of additional last columns, by entry
 */
function complete(
	page: Page,
	titles: string[],
	constants: Map<string, string>,
	isKept: (entry: number) => boolean,
	format: CsvFormat,
	lost: Set<string>,
	lastCells?: (entry: number) => string[],
): Buffer {
	const isBeginning = page.titles.every((title, index) => title === titles[index]);
	const isWhole = page.entries.every(isKept);
	const lacking = titles.slice(page.titles.length).map((title) => constants.get(title) ?? '');
	const last = (row: number) => lastCells?.(page.entries[row]) ?? [];
	if (isBeginning && isWhole && !lacking.length && !lastCells) return page.bytes;
	const text = decode(page.bytes, format.encoding);
	const completed =
		isBeginning && isWhole
			? padded(text, (row) => cellsAfter([...lacking, ...last(row)], format))
			: rewritten(text, page, titles, constants, isKept, format, last);
	return encode(completed, format.encoding, lost);
}

function rewritten(
	text: string,
	page: Page,
	titles: string[],
	constants: Map<string, string>,
	isKept: (entry: number) => boolean,
	format: CsvFormat,
	last: (row: number) => string[],
): string {
	const data = rowsIn(text, format);
	const sources = titles.map((title) => ({
		column: page.titles.indexOf(title),
		constant: constants.get(title) ?? '',
	}));
	const rows = data.map((cells, row) => [
		...sources.map(({ column, constant }) => cells[column] ?? constant),
		...last(row),
	]);
	return write(
		rows.filter((_, row) => isKept(page.entries[row])),
		format,
	);
}

/** Appends cells to each row. The first alternative skips quoted cells, which can contain line breaks. */
function padded(text: string, cellsOf: (row: number) => string): string {
	let row = 0;
	return text.replace(/"[^"]*"|\r\n/g, (match) =>
		match === newline ? cellsOf(row++) + match : match,
	);
}

function cellsAfter(cells: string[], { delimiter }: CsvFormat): string {
	return cells.length ? delimiter + unparse([cells], { delimiter, newline }) : '';
}

/** The columns of a table. New fields add columns. */
export interface Columns {
	/** The cells of a page of rows, one for each current column. */
	cells(rows: Row[]): string[][];
	/** In column order, without duplicates and without columns that are last so far. */
	titles(): string[];
	/** `titles`, then the columns that are last: declared ones without a value, and others that are equal in every row. */
	allTitles(): string[];
	/** `allTitles` with their types. A field without a type is a number if each of its values is one. */
	sheetColumns(): SheetColumn[];
	/** By title, the cell of every row before the column was first among `titles`. */
	constants(): Map<string, string>;
	/** Title of the column with the fields that have no column of their own. */
	rest(): string | undefined;
}

/** Of fields that are not declared. Spreadsheets have 16,384 columns, and users need far fewer (docs/reliability.md, fault 107). */
export const maximumFieldColumns = 1000;

/** The column of one field of the API. */
interface FieldColumn {
	field: string;
	title: string;
	/** Absent: the value is written as returned by the API. */
	type?: ColumnType;
	/** Order of first appearance, which differs from the order of the columns. */
	rank: number;
	/** The cell of every row up to the first one that differs; absent if the first row has no such field. */
	constant?: string;
	isConstant: boolean;
	/** Whether each value so far is a number, not text that looks like one. */
	isNumeric: boolean;
}

/** The cells of the fields of a row, by the rank of their columns, and the fields without a column. */
interface FieldCells {
	cells: string[];
	/** Members of a JSON object. */
	more: string[];
}

/** A known field and its nested fields, found key by key to avoid building dotted names repeatedly. */
interface Field {
	/** Dotted; empty for the row itself. */
	name: string;
	/** Absent: not looked up yet; null: no separate column. */
	column?: FieldColumn | null;
	inner: Map<string, Field>;
}

/** What a row is and what it is worth: such a column stays in its place if it is empty. */
function isEssential({ usuallyFilled, type, mayBeAbsent }: Column): boolean {
	return usuallyFilled || (/cents$/i.test(type) && !mayBeAbsent);
}

/**
 * The declared columns, then those of the families, then every other field. The last two groups are sorted
 * by name, so the order of rows does not change the order of columns.
 */
function createColumns(
	{ columns, families }: Pick<Resource, 'columns' | 'families'>,
	format: CsvFormat,
): Columns {
	const declared = columns.map((column) => titleOf(column, format));
	/** Positions of the declared columns that are last as long as no row has a value there. */
	const empty = new Set(
		format.forReaders && format.columns === 'all'
			? [...columns.keys()].filter((position) => !isEssential(columns[position]))
			: [],
	);
	/** Fields that a column contains. A date column drops the time, so that others than readers get its field again unchanged. */
	const shown = new Set(
		columns
			.filter((column) => !column.read && (format.forReaders || column.type !== 'date'))
			.map((column) => column.name),
	);
	const twins = format.forReaders ? columns.flatMap(({ twins = [] }) => twins) : [];
	const isTwin = (field: string) =>
		twins.some((twin) => (typeof twin === 'string' ? twin === field : twin.test(field)));
	const members: FieldColumn[] = [];
	const others: FieldColumn[] = [];
	/** Contains the fields for which there was no column left, as one JSON object. */
	let rest: FieldColumn | undefined;
	const root: Field = { name: '', inner: new Map() };
	const taken = new Set(declared);
	let ordered: FieldColumn[] = [];

	let isFirstRow = true;

	const count = () => members.length + others.length + (rest ? 1 : 0);

	function inOrder(): FieldColumn[] {
		if (ordered.length < count())
			ordered = [...members.sort(byField), ...others.sort(byField), ...(rest ? [rest] : [])];
		return ordered;
	}

	const varying = () => inOrder().filter(({ isConstant }) => !isConstant);
	/** Of a table without rows, every declared column is in its place. */
	const inPlace = () =>
		[...columns.keys()].filter((position) => isFirstRow || !empty.has(position));
	const sheetColumnsAt = (positions: number[]): SheetColumn[] =>
		positions.map((position) => ({ title: declared[position], type: columns[position].type }));
	const sheetColumnsOf = (fields: FieldColumn[]): SheetColumn[] =>
		fields.map(({ title, type, isNumeric }) => ({
			title,
			type: type ?? (isNumeric ? 'number' : 'text'),
		}));
	const current = () => [...sheetColumnsAt(inPlace()), ...sheetColumnsOf(varying())];
	const sheetColumns = () => [
		...current(),
		...sheetColumnsAt(isFirstRow ? [] : [...empty]),
		...sheetColumnsOf(others.filter(({ isConstant }) => isConstant)),
	];
	const titlesOf = (given: SheetColumn[]) => given.map(({ title }) => title);

	function createColumn(
		field: string,
		wanted: string,
		type?: ColumnType,
		isConstant = false,
	): FieldColumn {
		const title = unlike(taken, text(wanted, format));
		taken.add(title);
		return { field, title, type, rank: count(), isConstant, isNumeric: true };
	}

	function addTo(
		group: FieldColumn[],
		field: string,
		title: string,
		type?: ColumnType,
	): FieldColumn {
		if (rest || count() >= maximumFieldColumns) {
			rest ??= createColumn(
				'',
				format.titles === 'french' ? 'Autres champs (JSON)' : 'other_fields',
			);
			return rest;
		}
		const isConstant = format.forReaders && group === others && isFirstRow;
		const column = createColumn(field, title, type, isConstant);
		group.push(column);
		return column;
	}

	/** Families belong to the main columns, so their columns come before other fields. */
	function addMember(field: string): FieldColumn | undefined {
		for (const { pattern, title, type } of families) {
			const part = pattern.exec(field)?.[1];
			if (part === undefined) continue;
			return addTo(members, field, format.titles === 'french' ? title(part) : field, type);
		}
		return undefined;
	}

	function addColumn(field: string): FieldColumn | null {
		const isShown = format.columns === 'main' || shown.has(field) || isTwin(field);
		return addMember(field) ?? (isShown ? null : addTo(others, field, field));
	}

	/** Adds the cells of all fields in a container. */
	function fill(row: FieldCells, container: object, { name, inner }: Field): FieldCells {
		for (const key in container) {
			const value = container[key as keyof typeof container] as unknown;
			if (value === null || value === undefined) continue;
			const field: Field = inner.get(key) ?? {
				name: name ? `${name}.${key}` : key,
				inner: new Map(),
			};
			if (!inner.has(key)) inner.set(key, field);
			if (typeof value === 'object') {
				fill(row, value, field);
				continue;
			}
			if (field.column === undefined) field.column = addColumn(field.name);
			if (!field.column) continue;
			if (field.column === rest)
				row.more.push(`${JSON.stringify(field.name)}:${JSON.stringify(value)}`);
			else {
				if (typeof value !== 'number') field.column.isNumeric = false;
				row.cells[field.column.rank] = cellOf(value, field.column.type);
			}
		}
		return row;
	}

	function fieldCells(row: Row): string[] {
		const { cells, more } = fill({ cells: new Array<string>(count()), more: [] }, row, root);
		if (rest && more.length) cells[rest.rank] = `{${more.join(',')}}`;
		for (const column of others) {
			if (isFirstRow && column.isConstant) column.constant = cells[column.rank];
			column.isConstant &&= column.constant === cells[column.rank];
		}
		isFirstRow = false;
		return cells;
	}

	function declaredCells(row: Row): string[] {
		const cells = columns.map((column) =>
			cell(wordOf(column, valueOf(column, row), format), column.type, format),
		);
		for (const position of empty) if (cells[position] !== '') empty.delete(position);
		return cells;
	}

	/** A cell of a field. Readers get booleans as words. */
	function cellOf(value: unknown, type?: ColumnType): string {
		const known = type ?? (format.forReaders && typeof value === 'boolean' ? 'boolean' : undefined);
		return known ? cell(value, known, format) : plain(value, format);
	}

	return {
		titles: () => titlesOf(current()),
		allTitles: () => titlesOf(sheetColumns()),
		sheetColumns,
		constants: () => new Map(others.map(({ title, constant = '' }) => [title, constant])),
		rest: () => rest?.title,
		cells(rows) {
			const fields = rows.map(fieldCells);
			const own = rows.map(declaredCells);
			const positions = inPlace();
			const ranks = varying().map(({ rank }) => rank);
			return rows.map((_, index) => {
				const cells = new Array<string>(positions.length + ranks.length);
				positions.forEach((position, at) => (cells[at] = own[index][position]));
				ranks.forEach(
					(rank, position) => (cells[positions.length + position] = fields[index][rank] ?? ''),
				);
				return cells;
			});
		},
	};
}

function titleOf({ name, title }: Column, { titles }: CsvFormat): string {
	return titles === 'french' ? title : name;
}

/** Readers get values in French. */
function wordOf(column: Column, value: unknown, { forReaders }: CsvFormat): unknown {
	return forReaders ? inFrench(column, value) : value;
}

/** The value of a column, in French if there is a word for it. */
function inFrench({ french = {} }: Column, value: unknown): unknown {
	return typeof value === 'string' && Object.hasOwn(french, value) ? french[value] : value;
}

const collator = new Intl.Collator('en', { numeric: true });

/** `lines.2.title` before `lines.10.title`. */
function byField({ field: one }: FieldColumn, { field: other }: FieldColumn): number {
	return collator.compare(one, other) || (one < other ? -1 : 1);
}

function unlike(titles: Set<string>, title: string): string {
	return titles.has(title) ? unlike(titles, `${title} (API)`) : title;
}
