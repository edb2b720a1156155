import { deflateSync, inflateSync } from 'fflate';
import { isLosslessNumber, isSafeNumber, LosslessNumber, parse, stringify } from 'lossless-json';
import type { IDataObject } from 'n8n-workflow';

import type { Column, Resource, Row } from '../resource';
import { euros, eurosFromMilliCents, localDate, percent } from './units';

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

/** Names can contain what Sinao returns, such as IDs, which are many. */
const maximumNames = 1000;

/** What names of fields say, worked out once for each of the first 1,000. */
export function byName<T extends object>(workOut: (name: string) => T): (name: string) => T {
	const known = new Map<string, T>();
	return (name) => {
		const earlier = known.get(name);
		if (earlier) return earlier;
		const facts = workOut(name);
		if (known.size < maximumNames) known.set(name, facts);
		return facts;
	};
}

/** Values by a key, in the order in which they come. */
export function groupBy<T, K>(values: T[], keyOf: (value: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const value of values) {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}

const keysOf = byName((name) => name.split('.'));

/** The value at a dotted name, or undefined. */
export function valueAt(row: unknown, name: string): unknown {
	let value: unknown = row;
	for (const key of keysOf(name)) {
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

/** The value of a column in a row. */
export function valueOf(column: Column, row: Row): unknown {
	return column.read ? column.read(row) : valueAt(row, column.name);
}

/**
 * Reduces a row to its most useful fields, flat: amounts in euros, rates in percent, dates as `yyyy-mm-dd`
 * in the time zone. A value of another type than its column is unchanged.
 */
export function simplified(
	{ columns, itemFields = [] }: Pick<Resource, 'columns' | 'itemFields'>,
	row: Row,
	timeZone: string,
): IDataObject {
	const fields: IDataObject = {};
	for (const column of [...columns, ...itemFields]) {
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

/** The text as a number if it can be represented exactly, else the text. */
function exactNumber(text: string): number | string {
	const digits = text.replace(/\D/g, '').replace(/^0+/, '');
	return digits.length <= 15 && /^-?[\d.]+$/.test(text) ? Number(text) : text;
}

/** Fields that can contain the contact of a document, depending on `expand[]` (docs/sinao-api.md, Lists). */
const relations = ['contact_infos', 'customer', 'supplier', 'contact'];
const identities = ['', '.organization', '.person', '.organization_identity', '.person_identity'];

/** The name of the customer or supplier of a row; undefined if it has none. */
export function contactName(row: Row): string | undefined {
	for (const relation of relations) {
		for (const identity of identities) {
			const name = nameOf(valueAt(row, relation + identity));
			if (name) return name;
		}
	}
	return written(row.supplier_name ?? row.customer_name ?? row.contact_name) || undefined;
}

/** Every name of the customer or supplier of a row, and its SIREN and VAT number without spaces. */
export function identityOf(row: Row): { names: string[]; ids: string[] } {
	const names = new Set<string | undefined>([contactName(row)]);
	const ids = new Set<string | undefined>();
	for (const relation of relations) {
		for (const identity of identities) {
			const contact = valueAt(row, relation + identity);
			if (typeof contact !== 'object' || contact === null) continue;
			const { billing_name: billingName, national_id: registration, vat_id: vat } = contact as Row;
			names.add(nameOf(contact)).add(nameOf({ ...contact, name: null }));
			names.add(written(billingName));
			ids.add(/^(\d{9})(?:\d{5})?$/.exec(written(registration).replace(/\s/g, ''))?.[1]);
			ids.add(/^[A-Z]{2}\w+$/i.exec(written(vat).replace(/[\s.-]/g, ''))?.[0].toUpperCase());
		}
	}
	const texts = (values: Set<string | undefined>) => [...values].filter((value) => Boolean(value));
	return { names: texts(names) as string[], ids: texts(ids) as string[] };
}

/** The name of an organization or individual; undefined if it has none. */
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

/** Persons and organizations are two tables: one id can be in both (docs/sinao-api.md, Relations). */
export type ContactKind = 'organization' | 'person';

export interface Party {
	id: string;
	/** Absent where the row does not say it. */
	kind?: ContactKind;
}

/** Where a document says who its customer or supplier is, the surest first. */
const parties = ['customer', 'supplier', 'contact', 'contact_infos'];

/** The customer or supplier of a document; null where it has none, undefined where the row does not say it. */
export function partyOf(row: Row): Party | null | undefined {
	let isNone = false;
	for (const place of parties) {
		const [given, byId] = [row[place], row[`${place}_id`]];
		const party = given ?? byId;
		if (given === null || byId === null || (Array.isArray(given) && !given.length)) isNone = true;
		if (isId(party)) return { id: String(party), kind: kindBeside(row, party) };
		for (const identity of identities) {
			const id = valueAt(row, `${place}${identity}.id`);
			if (!isId(id)) continue;
			const kind = kindFrom(identity) ?? kindOf(party as Row) ?? kindBeside(row, id);
			return { id: String(id), kind };
		}
	}
	for (const [field, kind] of idsOfKind(row)) {
		if (isId(row[field])) return { id: String(row[field]), kind };
		if (row[field] === null) isNone = true;
	}
	return isNone ? null : undefined;
}

/** Whether a value can be an id. */
export function isId(value: unknown): value is number | string {
	return typeof value === 'number' || (typeof value === 'string' && value !== '');
}

/** The kind of a contact by its type, or by fields that only one kind has (OpenAPI document, PersonIdentity and OrganizationIdentity). */
export function kindOf(contact: Row): ContactKind | undefined {
	if (typeof contact !== 'object' || contact === null) return undefined;
	const named = kindFrom(contact.type ?? contact.contact_type);
	if (named) return named;
	if ('firstname' in contact || 'lastname' in contact) return 'person';
	return 'national_id' in contact || 'billing_name' in contact ? 'organization' : undefined;
}

/** The kind that the row has beside the contact itself. */
function kindBeside(row: Row, id: unknown): ContactKind | undefined {
	return (
		kindFrom(row.customer_type ?? row.contact_type ?? valueAt(row, 'contact_infos.type')) ??
		idsOfKind(row).find(([field]) => String(row[field]) === String(id))?.[1]
	);
}

/** Fields such as `contact_person_id`, with their kind. */
function idsOfKind(row: Row): Array<[string, ContactKind]> {
	return Object.keys(row)
		.filter((field) => /^(?:customer|supplier|contact)_(?:organization|person)_id$/.test(field))
		.map((field) => [field, kindFrom(field) as ContactKind]);
}

function kindFrom(text: unknown): ContactKind | undefined {
	return /person|organization/i.exec(String(text))?.[0].toLowerCase() as ContactKind | undefined;
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

/** Sixteen or more digits outside a string can exceed JavaScript's precision. */
const longNumber = /[:[,]\s*-?[\d.]{16}/;

/**
 * Parses JSON of the API without losing digits: numbers that JavaScript cannot represent exactly
 * become text (12345678901234567 → '12345678901234567').
 *
 * @throws SyntaxError with the position, if the text is not JSON
 */
export function parseExactJson(text: string): unknown {
	const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
	if (!longNumber.test(json)) {
		try {
			return JSON.parse(json);
		} catch {
			// The other parser reports the position.
		}
	}
	return parse(json, textForLongNumber, (digits) =>
		isSafeNumber(digits) ? Number(digits) : new LosslessNumber(digits),
	);
}

/** For each object or array, the keys of numbers that became text. */
const longNumbers = new WeakMap<object, Set<string>>();

function textForLongNumber(this: object, key: string, value: unknown): unknown {
	if (!isLosslessNumber(value)) return value;
	longNumbers.set(this, (longNumbers.get(this) ?? new Set()).add(key));
	return value.toString();
}

/** Serializes a result of `parseExactJson` on one line, with all digits of every number. */
function exactJson(value: object): string {
	const json = JSON.stringify(value);
	if (!/"-?[\d.]{16}/.test(json)) return json;
	return stringify(value, function (this: object, key, member) {
		return longNumbers.get(this)?.has(key) ? new LosslessNumber(member as string) : member;
	}) as string;
}

export interface JsonLines {
	/** Adds a page of rows. A row replaces an earlier row with the same id, and has its own place in the list. */
	add(rows: Row[]): void;
	/** The file; call it once. */
	finish(): { bytes: Buffer; rows: number };
	/** Frees the lines if nobody needs the file. */
	discard(): void;
}

/** The lines of a page. */
interface Page {
	lines: Uint8Array;
	isCompressed: boolean;
	/** Bytes of each line without compression. */
	sizes: number[];
	ids: unknown[];
	/** Position in the list of the first row. */
	first: number;
}

/**
 * Bytes of a list that are kept as they are. A row with its related objects has some kilobytes: 50,000 invoices are more
 * than 100 MB, and less than 20 MB if they are compressed.
 */
const keptAsTheyAre = 8 * 1024 * 1024;

/**
 * Rows as JSON Lines, as returned by the API: one object per line, UTF-8, every field, numbers with all
 * digits. Each page is encoded immediately and its rows are freed. Without rows, the file has one empty line,
 * because n8n's Google Drive node cannot save a file of 0 bytes.
 */
export function createJsonLines(): JsonLines {
	const pages: Page[] = [];
	/** By id, the position of the latest version of the row. */
	const latest = new Map<unknown, number>();
	let count = 0;
	let size = 0;

	const isKept = ({ first, ids }: Page, index: number) =>
		ids[index] === undefined || latest.get(ids[index]) === first + index;

	function keptSizes(page: Page): number[] {
		return page.sizes.filter((_, index) => isKept(page, index));
	}

	function linesOf({ lines, isCompressed, sizes }: Page): Uint8Array {
		return isCompressed ? inflateSync(lines, { out: new Uint8Array(sum(sizes)) }) : lines;
	}

	function free(): void {
		pages.length = 0;
		latest.clear();
	}

	return {
		add(rows) {
			const texts = rows.map((row) => `${exactJson(row)}\n`);
			const written = Buffer.from(texts.join(''));
			const ids = rows.map(({ id }) => id ?? undefined);
			ids.forEach((id, index) => {
				if (id !== undefined) latest.set(id, count + index);
			});
			const isCompressed = size + written.length > keptAsTheyAre;
			pages.push({
				lines: isCompressed ? deflateSync(written, { level: 2, mem: 8 }) : written,
				isCompressed,
				sizes: texts.map((text) => Buffer.byteLength(text)),
				ids,
				first: count,
			});
			count += rows.length;
			size += written.length;
		},
		finish() {
			const kept = pages.map(keptSizes);
			const rows = sum(kept.map(({ length }) => length));
			const bytes = Buffer.allocUnsafe(sum(kept.map(sum)));
			let end = 0;
			// What made the file may stay in memory for the rest of the run, so pages are freed one by one.
			for (let page = pages.shift(); page; page = pages.shift()) {
				const lines = linesOf(page);
				let start = 0;
				for (const [index, length] of page.sizes.entries()) {
					if (isKept(page, index)) {
						bytes.set(lines.subarray(start, start + length), end);
						end += length;
					}
					start += length;
				}
			}
			free();
			return { bytes: rows ? bytes : Buffer.from('\n'), rows };
		},
		discard: free,
	};
}

function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

/** Whether a value is an address, with or without a host. */
export function isLink(value: unknown): value is string {
	return typeof value === 'string' && /^(?:https?:\/)?\/\S+$/i.test(value);
}
