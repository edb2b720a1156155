import { parse, unparse } from 'papaparse';

import type { ColumnFamily, ColumnType, Resource, Row } from '../resource';
import { cell, plain, type ValueFormat } from './cell';
import { decode, encode, type Encoding } from './encoding';
import { forEachLeaf } from './flatten';
import { valueOf } from './simplified';

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
	/** The whole file. Call once. */
	finish(): Csv;
}

interface Page {
	bytes: Buffer;
	columns: number;
	ids: unknown[];
}

const newline = '\r\n';
const byteOrderMark = Buffer.from('\uFEFF');

/**
 * A table that is written while its rows arrive: each page becomes bytes at once and its rows are let
 * go. A field that first appears on a later page becomes a column at the end, and the earlier rows are
 * padded when the file is finished.
 */
export function createCsvTable(resource: Pick<Resource, 'columns' | 'families'>, format: CsvFormat): CsvTable {
	const layout = createLayout(resource, format);
	const pages: Page[] = [];
	const pageOf = new Map<unknown, Page>();
	const lost = new Set<string>();
	const replaced = new Map<Page, Set<unknown>>();

	return {
		add(rows) {
			layout.learnFamilies(rows);
			const cells = rows.map((row) => layout.cells(row));
			const text = cells.length ? unparse(cells, { delimiter: format.delimiter, newline }) + newline : '';
			const page = { bytes: encode(text, format.encoding, lost), columns: layout.titles().length, ids: rows.map((row) => row.id) };
			for (const id of page.ids) {
				const earlier = id === undefined ? undefined : pageOf.get(id);
				if (earlier) replaced.set(earlier, (replaced.get(earlier) ?? new Set()).add(id));
				pageOf.set(id, page);
			}
			pages.push(page);
		},
		finish() {
			const titles = layout.titles();
			const header = encode(unparse([titles], { delimiter: format.delimiter }) + newline, format.encoding, lost);
			const parts = [...(format.byteOrderMark ? [byteOrderMark] : []), header];
			let rows = 0;
			for (const page of pages) {
				const without = replaced.get(page);
				rows += page.ids.length - (without?.size ?? 0);
				parts.push(complete(page, without, titles.length, format));
			}
			return { bytes: Buffer.concat(parts), rows, lost: [...lost] };
		},
	};
}

/** A page without the rows that came again later, and with a cell for each column. */
function complete(page: Page, without: Set<unknown> | undefined, columns: number, format: CsvFormat): Buffer {
	const padding = format.delimiter.repeat(columns - page.columns);
	if (!padding && !without) return page.bytes;
	let text = decode(page.bytes, format.encoding);
	if (without) {
		const { data } = parse<string[]>(text, { delimiter: format.delimiter, newline, skipEmptyLines: true });
		const kept = data.filter((_, index) => !without.has(page.ids[index]));
		text = kept.length ? unparse(kept, { delimiter: format.delimiter, newline }) + newline : '';
	}
	// A quoted cell may hold a line end; the first alternative steps over it.
	const padded = padding ? text.replace(/"[^"]*"|\r\n/g, (match) => (match === newline ? padding + match : match)) : text;
	return encode(padded, format.encoding, new Set());
}

interface Layout {
	learnFamilies(rows: Row[]): void;
	cells(row: Row): string[];
	titles(): string[];
}

/** Which value stands in which column; grows as fields are met. */
function createLayout({ columns, families }: Pick<Resource, 'columns' | 'families'>, format: CsvFormat): Layout {
	const titles = columns.map((column) => (format.titles === 'french' ? column.title : column.name));
	/** Dotted field name → its column, its type, or that it has none. */
	const places = new Map<string, { index: number; type?: ColumnType } | undefined>();
	/** Fields that a column shows whole; a date column drops the time, so its field is shown again as it came. */
	const named = new Set(columns.filter((column) => !column.read && column.type !== 'date').map((column) => column.name));

	function addColumn(name: string, title: string, type?: ColumnType) {
		const unique = titles.includes(title) ? `${title} (API)` : title;
		const place = { index: titles.push(unique) - 1, type };
		places.set(name, place);
		return place;
	}

	function familyOf(name: string): { family: ColumnFamily; part: string } | undefined {
		for (const family of families) {
			const part = family.pattern.exec(name)?.[1];
			if (part !== undefined) return { family, part };
		}
		return undefined;
	}

	function placeOf(name: string) {
		if (places.has(name)) return places.get(name);
		const member = familyOf(name);
		if (member) return addColumn(name, format.titles === 'french' ? member.family.title(member.part) : name, member.family.type);
		if (named.has(name) || format.columns === 'main') {
			places.set(name, undefined);
			return undefined;
		}
		return addColumn(name, name);
	}

	return {
		/** Families belong to the main columns: those of a page get their place before other fields do. */
		learnFamilies(rows) {
			if (!families.length) return;
			const found = new Set<string>();
			for (const row of rows) forEachLeaf(row, (name) => familyOf(name) && found.add(name));
			for (const name of [...found].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))) placeOf(name);
		},
		cells(row) {
			const cells = columns.map((column) => cell(valueOf(column, row), column.type, format));
			forEachLeaf(row, (name, value) => {
				const place = placeOf(name);
				if (!place) return;
				while (cells.length <= place.index) cells.push('');
				cells[place.index] = place.type ? cell(value, place.type, format) : plain(value, format);
			});
			while (cells.length < titles.length) cells.push('');
			return cells;
		},
		titles: () => titles,
	};
}
