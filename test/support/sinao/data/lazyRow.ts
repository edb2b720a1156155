import type { Row } from '../types';
import { ROW_MAKERS } from './rowMakers';
import { idIn, type ListName, type World } from './world';

const ORIGIN = Symbol('origin');
const FIELDS = Symbol('fields');

/** Where an untouched row comes from; gone once the row was looked at. */
interface Origin {
	world: World;
	list: ListName;
	index: number;
}

type LazyFields = Row & { [ORIGIN]?: Origin };

/** Makes a row from its position, with or without its related objects. */
export function makeRow({ world, list, index }: Origin, withRelated: boolean): Row {
	const { row, relatedOf } = ROW_MAKERS[list];
	const made = row(world, index);
	return withRelated && relatedOf ? Object.assign(made, relatedOf(world, index, made)) : made;
}

function fill(fields: LazyFields): Row {
	const origin = fields[ORIGIN];
	if (origin) {
		delete fields[ORIGIN];
		Object.assign(fields, makeRow(origin, true));
	}
	return fields;
}

const handler: ProxyHandler<LazyFields> = {
	get(fields, key) {
		if (key === 'id') return fields.id;
		return key === FIELDS ? fields : Reflect.get(fill(fields), key);
	},
	has: (fields, key) => Reflect.has(fill(fields), key),
	ownKeys: (fields) => Reflect.ownKeys(fill(fields)),
	getOwnPropertyDescriptor: (fields, key) => Reflect.getOwnPropertyDescriptor(fill(fields), key),
	set: (fields, key, value) => Reflect.set(fill(fields), key, value),
	defineProperty: (fields, key, descriptor) =>
		Reflect.defineProperty(fill(fields), key, descriptor),
	deleteProperty: (fields, key) => Reflect.deleteProperty(fill(fields), key),
};

/** A row that is made when it is first looked at, so that a large company costs little memory. */
export function lazyRow(world: World, list: ListName, index: number): Row {
	return new Proxy<LazyFields>(
		{ id: idIn(world, list, index), [ORIGIN]: { world, list, index } },
		handler,
	);
}

/** A row for reading only: an untouched lazy row is made for the moment and not kept. */
export function readRow(row: Row, withRelated: boolean): Row {
	const fields = (row as { [FIELDS]?: LazyFields })[FIELDS] ?? row;
	const origin = (fields as LazyFields)[ORIGIN];
	return origin ? makeRow(origin, withRelated) : fields;
}
