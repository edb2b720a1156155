import type { Row } from '../types';
import { lazyRow, makeRow } from './lazyRow';
import { ROW_MAKERS } from './rowMakers';
import type { ListName, World } from './world';

/** Above this many rows a list is made lazily. */
const LAZY_FROM = 2000;

/** The rows of one list: an array to change freely, and an index by id that follows the changes. */
export interface RowList {
	rows: Row[];
	/** Ascending by id; rows of one id keep their order. */
	byId(): Row[];
	find(id: number): Row | undefined;
}

/** Position of the first row whose id is not below `id`. */
export function lowerBound(rows: Row[], id: number): number {
	let low = 0;
	let high = rows.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (rows[middle].id < id) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Watches an array, so that the index is made anew only after a change. */
function watchedList(initial: Row[]): RowList {
	let sorted: Row[] | undefined;
	const rows = new Proxy(initial, {
		set(target, key, value) {
			sorted = undefined;
			return Reflect.set(target, key, value);
		},
		deleteProperty(target, key) {
			sorted = undefined;
			return Reflect.deleteProperty(target, key);
		},
	});
	const byId = () => (sorted ??= [...initial].sort((one, other) => one.id - other.id));
	const find = (id: number) => {
		const row = byId()[lowerBound(byId(), id)];
		return row?.id === id ? row : undefined;
	};
	return { rows, byId, find };
}

/** The list as it is when the company is made. */
export function madeList(world: World, list: ListName): RowList {
	const count = ROW_MAKERS[list].count(world.size);
	const make =
		count > LAZY_FROM
			? (index: number) => lazyRow(world, list, index)
			: (index: number) => makeRow({ world, list, index }, true);
	return watchedList(Array.from({ length: count }, (_, index) => make(index)));
}
