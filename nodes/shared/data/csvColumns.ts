import type { ColumnType, Resource, Row } from '../resource';
import { cell, plain } from './cell';
import type { CsvFormat } from './csv';
import { forEachLeaf } from './flatten';
import { valueOf } from './simplified';

/** The columns of a table; they grow as fields are met. */
export interface Columns {
	/** The cells of a page of rows, as many in each row as there are columns then. */
	cells(rows: Row[]): string[][];
	/** In the order of the columns; no two are the same. */
	titles(): string[];
}

/** The column of one field of the API. */
interface Place {
	field: string;
	title: string;
	/** Absent: written as the API gave it. */
	type?: ColumnType;
	index: number;
}

/**
 * First the columns that the resource declares, then those of its families in the order of their
 * fields, then every other field in the order in which the rows bring them.
 */
export function createColumns({ columns, families }: Pick<Resource, 'columns' | 'families'>, format: CsvFormat): Columns {
	const declared = columns.map((column) => (format.titles === 'french' ? column.title : column.name));
	/** Fields that a column shows whole; a date column drops the time, so its field is shown again as it came. */
	const shown = new Set(columns.filter((column) => !column.read && column.type !== 'date').map((column) => column.name));
	const members: Place[] = [];
	const others: Place[] = [];
	/** By field; undefined for a field that gets no column of its own. */
	const places = new Map<string, Place | undefined>();

	const titles = () => [...declared, ...[...members, ...others].map(({ title }) => title)];

	function addTo(group: Place[], field: string, title: string, type?: ColumnType): void {
		const place = { field, title: unlike(titles(), title), type, index: declared.length + members.length + others.length };
		group.push(place);
		places.set(field, place);
	}

	/** Families belong to the main columns, so those of a page take their places before its other fields do. */
	function addFamilies(rows: Row[]): void {
		const known = members.length;
		const addMember = (field: string) => {
			for (const { pattern, title, type } of families) {
				const part = pattern.exec(field)?.[1];
				if (part !== undefined) return addTo(members, field, format.titles === 'french' ? title(part) : field, type);
			}
		};
		for (const row of rows) forEachLeaf(row, (field) => places.has(field) || addMember(field));
		if (members.length === known) return;
		members.sort((a, b) => a.field.localeCompare(b.field, 'en', { numeric: true }));
		[...members, ...others].forEach((place, index) => (place.index = declared.length + index));
	}

	function placeOf(field: string): Place | undefined {
		if (!places.has(field)) {
			if (shown.has(field) || format.columns === 'main') places.set(field, undefined);
			else addTo(others, field, field);
		}
		return places.get(field);
	}

	function cellsOf(row: Row): string[] {
		const cells = columns.map((column) => cell(valueOf(column, row), column.type, format));
		forEachLeaf(row, (field, value) => {
			const place = placeOf(field);
			if (place) cells[place.index] = place.type ? cell(value, place.type, format) : plain(value, format);
		});
		return cells;
	}

	return {
		titles,
		cells(rows) {
			if (families.length) addFamilies(rows);
			const made = rows.map(cellsOf);
			const { length } = titles();
			return made.map((cells) => Array.from({ length }, (_, index) => cells[index] ?? ''));
		},
	};
}

function unlike(titles: string[], title: string): string {
	return titles.includes(title) ? unlike(titles, `${title} (API)`) : title;
}
