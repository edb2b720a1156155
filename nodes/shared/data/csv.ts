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
	const places = titles.map((title) => page.titles.indexOf(title));
	const kept = data.filter((_, row) => isKept(page.entries[row]));
	return write(
		kept.map((cells) => places.map((place) => cells[place] ?? '')),
		format,
	);
}

/** Puts empty cells at the end of each row. A quoted cell may hold a line end; the first alternative steps over it. */
function padded(text: string, cells: string): string {
	return text.replace(/"[^"]*"|\r\n/g, (match) => (match === newline ? cells + match : match));
}
