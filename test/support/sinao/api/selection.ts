import { readRow } from '../data/lazyRow';
import { lowerBound, type RowList } from '../data/rowList';
import type { Row } from '../types';
import { compare, type Filter, predicatesOf, searchPredicate, valuesAt } from './filters';

export interface Order {
	name: string;
	direction: 'asc' | 'desc';
}

export interface Selection {
	filters: Filter[];
	search?: string;
	order: Order[];
	offset: number;
	limit: number;
	/** Whether filters or order need the objects that only `expand` shows. */
	needsRelated: boolean;
	/** Whether to count all rows that match. */
	countAll: boolean;
}

export interface Selected {
	rows: Row[];
	/** Undefined unless it was asked for. */
	total?: number;
}

const BOUNDS = ['<', '>', '<=', '>=', '='];

/** The part of the index that the filters on `id` leave, by binary search. */
function between(rows: Row[], filters: Filter[]): [number, number] {
	let [from, to] = [0, rows.length];
	for (const { comparator, values } of filters) {
		const id = Number(values[0]);
		if (comparator === '>' || comparator === '>=' || comparator === '=')
			from = Math.max(from, lowerBound(rows, comparator === '>' ? id + 1 : id));
		if (comparator === '<' || comparator === '<=' || comparator === '=')
			to = Math.min(to, lowerBound(rows, comparator === '<' ? id : id + 1));
	}
	return [from, Math.max(from, to)];
}

function isBound({ name, comparator, values }: Filter): boolean {
	return name === 'id' && BOUNDS.includes(comparator) && /^\d+$/.test(values[0] ?? '');
}

function sorted(rows: Row[], order: Order[], needsRelated: boolean): Row[] {
	const keyed = rows.map((row) => ({
		row,
		keys: order.map(({ name }) => valuesAt(readRow(row, needsRelated), name.split('.'))[0]),
	}));
	keyed.sort((one, other) => {
		for (const [at, { direction }] of order.entries()) {
			const difference = compare(one.keys[at], other.keys[at]);
			if (difference !== 0) return direction === 'desc' ? -difference : difference;
		}
		return 0;
	});
	return keyed.map(({ row }) => row);
}

/** Picks rows in order; reads no more of a large list than the page needs. */
export function select(list: RowList, selection: Selection): Selected {
	const { filters, search, order, offset, limit, needsRelated, countAll } = selection;
	const index = list.byId();
	const [from, to] = between(index, filters.filter(isBound));
	const tests = predicatesOf(filters.filter((filter) => !isBound(filter)));
	if (search) tests.push(searchPredicate(search));
	const matches = (row: Row) =>
		tests.length === 0 || tests.every((test) => test(readRow(row, needsRelated)));
	const isById = order.length > 0 && order[0].name === 'id';
	if (!isById) {
		const all = sorted(index.slice(from, to).filter(matches), order, needsRelated);
		return { rows: all.slice(offset, offset + limit), total: all.length };
	}
	const descending = order[0].direction === 'desc';
	const at = (place: number) => index[descending ? to - 1 - (place - from) : place];
	if (tests.length === 0) {
		const end = Math.min(from + offset + limit, to);
		const rows: Row[] = [];
		for (let place = from + offset; place < end; place++) rows.push(at(place));
		return { rows, total: to - from };
	}
	const rows: Row[] = [];
	let total = 0;
	for (let place = from; place < to && (countAll || rows.length < limit); place++) {
		if (!matches(at(place))) continue;
		if (total++ >= offset && rows.length < limit) rows.push(at(place));
	}
	return { rows, total: countAll ? total : undefined };
}
