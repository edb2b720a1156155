import type { IDataObject } from 'n8n-workflow';

import type { Column, Resource, Row } from '../resource';
import { euros, eurosFromMilliCents, localDate, percent } from './units';

/**
 * Calls `visit` with the dotted name and value of every leaf of a row: `{a: {b: 1}, c: [2]}` gives
 * `a.b` and `c.0`. Empty objects and arrays and nulls have no leaf.
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

/** The value of a column in a row. */
export function valueOf(column: Column, row: Row): unknown {
	return column.read ? column.read(row) : valueAt(row, column.name);
}

/**
 * A row reduced to at most ten flat fields: amounts in euros, rates in percent, dates as `yyyy-mm-dd`
 * in the time zone. A value that is not of its column's type stays as it came.
 */
export function simplified(
	resource: Pick<Resource, 'columns'>,
	row: Row,
	timeZone: string,
): IDataObject {
	const fields: IDataObject = {};
	for (const column of resource.columns) {
		if (column.simple)
			fields[column.simple] = simpleValue(
				column,
				valueOf(column, row),
				timeZone,
			) as IDataObject[string];
	}
	return fields;
}

function simpleValue({ type }: Column, value: unknown, timeZone: string): unknown {
	if (value === null || value === undefined) return null;
	switch (type) {
		case 'cents':
			return exactNumber(euros(value, '.'));
		case 'milliCents':
			return exactNumber(eurosFromMilliCents(value, '.'));
		case 'basisPoints':
			return exactNumber(percent(value, '.'));
		case 'date':
		case 'dateTime':
			return localDate(value, timeZone) ?? value;
		default:
			return value;
	}
}

/** A number where it says the same as the text, else the text. */
function exactNumber(text: string): number | string {
	const digits = text.replace(/\D/g, '').replace(/^0+/, '');
	return digits.length <= 15 && /^-?[\d.]+$/.test(text) ? Number(text) : text;
}

/** Where the service puts the other side of a document, depending on what was expanded (sinao-api, Lists). */
const relations = ['contact_infos', 'customer', 'supplier', 'contact'];
const identities = ['', '.organization', '.person', '.organization_identity', '.person_identity'];

/** The name of the customer or supplier of a row, wherever the service put it; undefined where it has none. */
export function contactName(row: Row): string | undefined {
	for (const place of relations) {
		for (const identity of identities) {
			const name = nameOf(valueAt(row, place + identity));
			if (name) return name;
		}
	}
	return written(row.supplier_name ?? row.customer_name ?? row.contact_name) || undefined;
}

/** The name of a company or person; undefined where it has none. */
export function nameOf(contact: unknown): string | undefined {
	if (typeof contact === 'string') return contact || undefined;
	if (typeof contact !== 'object' || contact === null) return undefined;
	const { name, billing_name: billingName, firstname, lastname } = contact as Row;
	return (
		written(name) ||
		written(billingName) ||
		[firstname, lastname].map(written).filter(Boolean).join(' ') ||
		undefined
	);
}

/** A name as text, whatever JSON it is; empty where there is none. */
function written(name: unknown): string {
	const isEmpty = typeof name === 'object' && !membersOf(name).length;
	return isEmpty ? '' : (asText(name) ?? '');
}

/** A value as text: an object as JSON; null where there is none. */
export function asText(value: unknown): string | null {
	if (value === null || value === undefined) return null;
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
