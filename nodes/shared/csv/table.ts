import { parse, unparse } from 'papaparse';

import type { ColumnType, Resource, Row } from '../resource';
import { cell, plain } from '../values/cell';
import { valueOf } from '../values/fields';
import { type CsvFormat, decode, encode } from './format';

export interface Csv {
	bytes: Buffer;
	rows: number;
	/** Characters that the encoding could not hold. */
	lost: string[];
}

export interface CsvTable {
	/** Adds a page of rows; a row whose id was added before replaces the earlier one. */
	add(rows: Row[]): void;
	/** Takes the row of an id out again, where it was added. */
	drop(id: unknown): void;
	/** The whole file. Call once. */
	finish(): Csv;
}

/** A page of rows in its final words, if not yet in its final columns. */
interface Page {
	bytes: Buffer;
	titles: string[];
	/** For each row, the place of its entry among all that were added. */
	entries: number[];
}

const newline = '\r\n';
/** So few rows are cells at a time that they are gone again before the engine would have to move them. */
const sliceRows = 50;
const byteOrderMark = Buffer.from('\uFEFF');

/**
 * A table that is written while its rows arrive: each page becomes bytes at once and its rows are let
 * go. Where a later page brings new columns, the earlier ones are completed when the file is finished.
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
	let added = 0;
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
			if (row.id !== undefined && row.id !== null) latest.set(row.id, added);
			for (const tableRow of rowsOf(row)) {
				tableRows.push(tableRow);
				entries.push(added);
			}
			added++;
		}
		const bytes = encode(write(columns.cells(tableRows), format), format.encoding, lost);
		const current = columns.titles();
		// Columns only come, so that most pages share one list.
		if (current.length > titles.length) titles = current;
		pages.push({ bytes, titles, entries });
	}

	return {
		drop,
		add(rows) {
			for (let start = 0; start < rows.length; start += sliceRows)
				addSlice(rows.slice(start, start + sliceRows));
		},
		finish() {
			const finalTitles = columns.titles();
			const header = encode(write([finalTitles], format), format.encoding, lost);
			const body: Buffer[] = [];
			const isKept = (entry: number) => !replaced.has(entry);
			let rows = 0;
			// Let go one by one, so that a completed page does not stand beside its earlier form.
			for (let page = pages.shift(); page; page = pages.shift()) {
				body.push(complete(page, finalTitles, isKept, format));
				rows += page.entries.filter(isKept).length;
			}
			const bytes = Buffer.concat([
				...(format.byteOrderMark ? [byteOrderMark] : []),
				header,
				...body,
			]);
			return { bytes, rows, lost: [...lost] };
		},
	};
}

function write(rows: string[][], { delimiter }: CsvFormat): string {
	return rows.length ? unparse(rows, { delimiter, newline }) + newline : '';
}

/** A page without the rows that came again later, and with all columns in their order. */
function complete(
	page: Page,
	titles: string[],
	isKept: (entry: number) => boolean,
	format: CsvFormat,
): Buffer {
	const isBeginning = page.titles.every((title, index) => title === titles[index]);
	const isWhole = page.entries.every(isKept);
	const lacking = titles.length - page.titles.length;
	if (isBeginning && isWhole && !lacking) return page.bytes;
	const text = decode(page.bytes, format.encoding);
	const completed =
		isBeginning && isWhole
			? padded(text, format.delimiter.repeat(lacking))
			: rewritten(text, page, titles, isKept, format);
	return encode(completed, format.encoding, new Set());
}

function rewritten(
	text: string,
	page: Page,
	titles: string[],
	isKept: (entry: number) => boolean,
	format: CsvFormat,
): string {
	const { data } = parse<string[]>(text, {
		delimiter: format.delimiter,
		newline,
		skipEmptyLines: true,
	});
	const columnIndexes = titles.map((title) => page.titles.indexOf(title));
	const kept = data.filter((_, row) => isKept(page.entries[row]));
	return write(
		kept.map((cells) => columnIndexes.map((column) => cells[column] ?? '')),
		format,
	);
}

/** Puts empty cells at the end of each row. A quoted cell may hold a line end; the first alternative steps over it. */
function padded(text: string, cells: string): string {
	return text.replace(/"[^"]*"|\r\n/g, (match) => (match === newline ? cells + match : match));
}

/** The columns of a table; they grow as fields are met. */
export interface Columns {
	/** The cells of a page of rows, as many in each row as there are columns then. */
	cells(rows: Row[]): string[][];
	/** In the order of the columns; no two are the same. */
	titles(): string[];
}

/** The column of one field of the API. */
interface FieldColumn {
	field: string;
	title: string;
	/** Absent: written as the API gave it. */
	type?: ColumnType;
	/** Rank by first appearance, which is not the order of the columns. */
	rank: number;
}

/** A field that was met, with those inside it: found key by key, so that no name is put together for a known one. */
interface Field {
	/** Dotted; empty for the row itself. */
	name: string;
	/** Absent: not looked for yet; null: no column of its own. */
	place?: FieldColumn | null;
	inner: Map<string, Field>;
}

/**
 * First the columns that the resource declares, then those of its families, then every other field. The
 * last two stand in the order of their names, so that no order of rows and no new value moves a column.
 */
export function createColumns(
	{ columns, families }: Pick<Resource, 'columns' | 'families'>,
	format: CsvFormat,
): Columns {
	const declared = columns.map((column) =>
		format.titles === 'french' ? column.title : column.name,
	);
	/** Fields that a column shows whole; a date column drops the time, so its field is shown again as it came. */
	const shown = new Set(
		columns.filter((column) => !column.read && column.type !== 'date').map((column) => column.name),
	);
	const members: FieldColumn[] = [];
	const others: FieldColumn[] = [];
	const root: Field = { name: '', inner: new Map() };

	const titles = () => [...declared, ...[...members, ...others].map(({ title }) => title)];

	function addTo(
		group: FieldColumn[],
		field: string,
		title: string,
		type?: ColumnType,
	): FieldColumn {
		const place = {
			field,
			title: unlike(titles(), title),
			type,
			rank: members.length + others.length,
		};
		group.push(place);
		group.sort(byField);
		return place;
	}

	/** Families belong to the main columns, so their members stand before other fields. */
	function addMember(field: string): FieldColumn | undefined {
		for (const { pattern, title, type } of families) {
			const part = pattern.exec(field)?.[1];
			if (part === undefined) continue;
			return addTo(members, field, format.titles === 'french' ? title(part) : field, type);
		}
		return undefined;
	}

	function addColumn(field: string): FieldColumn | null {
		const isShown = shown.has(field) || format.columns === 'main';
		return addMember(field) ?? (isShown ? null : addTo(others, field, field));
	}

	/** Puts the cells of all fields inside a container where the rank of their places says. */
	function fill(cells: string[], container: object, { name, inner }: Field): string[] {
		for (const key in container) {
			const value = container[key as keyof typeof container] as unknown;
			if (value === null || value === undefined) continue;
			const field: Field = inner.get(key) ?? {
				name: name ? `${name}.${key}` : key,
				inner: new Map(),
			};
			if (!inner.has(key)) inner.set(key, field);
			if (typeof value === 'object') {
				fill(cells, value, field);
				continue;
			}
			if (field.place === undefined) field.place = addColumn(field.name);
			if (field.place)
				cells[field.place.rank] = field.place.type
					? cell(value, field.place.type, format)
					: plain(value, format);
		}
		return cells;
	}

	return {
		titles,
		cells(rows) {
			const known = members.length + others.length;
			const fields = rows.map((row) => fill(new Array<string>(known), row, root));
			const ranks = [...members, ...others].map(({ rank }) => rank);
			return rows.map((row, index) => {
				const cells = new Array<string>(columns.length + ranks.length);
				columns.forEach(
					(column, place) => (cells[place] = cell(valueOf(column, row), column.type, format)),
				);
				ranks.forEach((rank, place) => (cells[columns.length + place] = fields[index][rank] ?? ''));
				return cells;
			});
		},
	};
}

const collator = new Intl.Collator('en', { numeric: true });

/** `lines.2.title` before `lines.10.title`. */
function byField({ field: one }: FieldColumn, { field: other }: FieldColumn): number {
	return collator.compare(one, other) || (one < other ? -1 : 1);
}

function unlike(titles: string[], title: string): string {
	return titles.includes(title) ? unlike(titles, `${title} (API)`) : title;
}
