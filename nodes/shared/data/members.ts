import type { Row } from '../resource';

/**
 * The members of a list within a row. PHP writes a list whose first member was taken out as an object
 * with numeric keys; what is no list has none.
 */
export function membersOf(list: unknown): unknown[] {
	return typeof list === 'object' && list !== null ? Object.values(list) : [];
}

/** Those members that are objects. */
export function rowsIn(list: unknown): Row[] {
	return membersOf(list).filter(
		(member): member is Row => typeof member === 'object' && member !== null,
	);
}
