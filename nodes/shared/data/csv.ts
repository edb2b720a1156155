import { parse, unparse } from 'papaparse';

import type { Resource, Row } from '../resource';
import type { ValueFormat } from './cell';
import { createColumns } from './csvColumns';
import { decode, encode, type Encoding } from './encoding';

export interface CsvFormat extends ValueFormat {
	delimiter: string;
	byteOrderMark: boolean;
	encoding: Encoding;
	/** `main`: the columns that the resource declares; `all`: every field of every row besides. */
	columns: 'all' | 'main';
	titles: 'french' | 'api';
}

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
	/** Place of its first row among all that were added. */
	start: number;
	rows: number;
}

const newline = '\r\n';
/** So few rows are cells at a time that they are gone again before the engine would have to move them. */
const sliceRows = 50;
const byteOrderMark = Buffer.from('\uFEFF');

/**
 * A table that is written while its rows arrive: each page becomes bytes at once and its rows are let
 * go. Where a later page brings new columns, the earlier ones are completed when the file is finished.
 */
export function createCsvTable(resource: Pick<Resource, 'columns' | 'families' | 'rowsOf'>, format: CsvFormat): CsvTable {
	const columns = createColumns(resource, format);
	const pages: Page[] = [];
	const { rowsOf = (row: Row) => [row] } = resource;
	/** Where the table rows of an id begin and end. */
	const latest = new Map<unknown, [number, number]>();
	const replaced = new Set<number>();
	const lost = new Set<string>();
	let added = 0;

	function drop(id: unknown): void {
		const [start, end] = latest.get(id) ?? [0, 0];
		for (let place = start; place < end; place++) replaced.add(place);
		latest.delete(id);
	}

	function addSlice(rows: Row[]): void {
		const tableRows = rows.map(rowsOf);
		const cells = columns.cells(tableRows.flat());
		pages.push({ bytes: encode(write(cells, format), format.encoding, lost), titles: columns.titles(), start: added, rows: cells.length });
		rows.forEach(({ id }, index) => {
			drop(id);
			const next = added + tableRows[index].length;
			if (id !== undefined && id !== null) latest.set(id, [added, next]);
			added = next;
		});
	}

	return {
		drop,
		add(rows) {
			for (let start = 0; start < rows.length; start += sliceRows) addSlice(rows.slice(start, start + sliceRows));
		},
		finish() {
			const titles = columns.titles();
			const header = encode(write([titles], format), format.encoding, lost);
			const body: Buffer[] = [];
			// Let go one by one, so that a completed page does not stand beside its earlier form.
			for (let page = pages.shift(); page; page = pages.shift()) body.push(complete(page, titles, replaced, format));
			const bytes = Buffer.concat([...(format.byteOrderMark ? [byteOrderMark] : []), header, ...body]);
			return { bytes, rows: added - replaced.size, lost: [...lost] };
		},
	};
}

function write(cells: string[][], { delimiter }: CsvFormat): string {
	return cells.length ? unparse(cells, { delimiter, newline }) + newline : '';
}

/** A page without the rows that came again later, and with all columns in their order. */
function complete(page: Page, titles: string[], replaced: Set<number>, format: CsvFormat): Buffer {
	const isKept = (index: number) => !replaced.has(page.start + index);
	const isBeginning = page.titles.every((title, index) => title === titles[index]);
	const isWhole = Array.from({ length: page.rows }, (_, index) => index).every(isKept);
	const lacking = titles.length - page.titles.length;
	if (isBeginning && isWhole && !lacking) return page.bytes;
	const text = decode(page.bytes, format.encoding);
	const completed = isBeginning && isWhole ? padded(text, format.delimiter.repeat(lacking)) : rewritten(text, page, titles, isKept, format);
	return encode(completed, format.encoding, new Set());
}

function rewritten(text: string, page: Page, titles: string[], isKept: (index: number) => boolean, format: CsvFormat): string {
	const { data } = parse<string[]>(text, { delimiter: format.delimiter, newline, skipEmptyLines: true });
	const places = titles.map((title) => page.titles.indexOf(title));
	return write(data.filter((_, index) => isKept(index)).map((cells) => places.map((place) => cells[place] ?? '')), format);
}

/** Puts empty cells at the end of each row. A quoted cell may hold a line end; the first alternative steps over it. */
function padded(text: string, cells: string): string {
	return text.replace(/"[^"]*"|\r\n/g, (match) => (match === newline ? cells + match : match));
}
