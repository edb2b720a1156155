import type { ColumnType, Resource, Row } from '../resource';
import { cell, plain } from './cell';
import type { CsvFormat } from './csv';
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
	/** Rank by first appearance, which is not the order of the columns. */
	rank: number;
}

/** A field that was met, with those inside it: found key by key, so that no name is put together for a known one. */
interface Field {
	/** Dotted; empty for the row itself. */
	name: string;
	/** Absent: not looked for yet; null: no column of its own. */
	place?: Place | null;
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
	const members: Place[] = [];
	const others: Place[] = [];
	const root: Field = { name: '', inner: new Map() };

	const titles = () => [...declared, ...[...members, ...others].map(({ title }) => title)];

	function addTo(group: Place[], field: string, title: string, type?: ColumnType): Place {
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
	function addMember(field: string): Place | undefined {
		for (const { pattern, title, type } of families) {
			const part = pattern.exec(field)?.[1];
			if (part === undefined) continue;
			return addTo(members, field, format.titles === 'french' ? title(part) : field, type);
		}
		return undefined;
	}

	function addPlace(field: string): Place | null {
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
			if (field.place === undefined) field.place = addPlace(field.name);
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
function byField({ field: one }: Place, { field: other }: Place): number {
	return collator.compare(one, other) || (one < other ? -1 : 1);
}

function unlike(titles: string[], title: string): string {
	return titles.includes(title) ? unlike(titles, `${title} (API)`) : title;
}
