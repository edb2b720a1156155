import type { Row } from '../resource';

/**
 * Calls `visit` with the dotted name and value of every leaf of a row: `{a: {b: 1}, c: [2]}` has
 * `a.b` and `c.0`. Nulls and empty objects and arrays have no leaves.
 */
export function forEachLeaf(row: Row, visit: (name: string, value: unknown) => void): void {
	walk(row, '', visit);
}

function walk(
	container: object,
	prefix: string,
	visit: (name: string, value: unknown) => void,
): void {
	for (const key in container) {
		const value = (container as Record<string, unknown>)[key];
		if (value === null || value === undefined) continue;
		if (typeof value === 'object') walk(value, `${prefix}${key}.`, visit);
		else visit(prefix + key, value);
	}
}

/** The value at a dotted name, or undefined. */
export function valueAt(row: unknown, name: string): unknown {
	let value: unknown = row;
	for (const key of name.includes('.') ? name.split('.') : [name]) {
		if (value === null || typeof value !== 'object') return undefined;
		value = (value as Record<string, unknown>)[key];
	}
	return value ?? undefined;
}

/**
 * The members of a list in a row. PHP writes a list whose first member was removed as an object
 * with numeric keys. Other values have no members.
 */
export function membersOf(list: unknown): unknown[] {
	return typeof list === 'object' && list !== null ? Object.values(list) : [];
}

/** The members that are objects. */
export function rowsIn(list: unknown): Row[] {
	return membersOf(list).filter(
		(member): member is Row => typeof member === 'object' && member !== null,
	);
}
