import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Resource, Row } from '../resource';
import { isDeleted } from '../sinao/fetchPage';
import { asText, byName, groupBy, simplified } from '../values/fields';
import { isCalendarDate } from '../values/units';
import { type EnteredInvoice, enteredInvoice } from './eInvoice';

/** What is known about a document before the download. */
export interface DocumentMeta {
	id: string | number;
	/** Null on drafts. */
	number: string | null;
	/** `yyyy-mm-dd` in the time zone of the run; null if the row has none. */
	date: string | null;
	status: string | null;
	/** Euros. */
	amountWithTax: number | string | null;
	/** Name of the customer or supplier. */
	contact: string | null;
	title: string | null;
	isDraft: boolean;
	/** MD5 of the file according to the API. */
	md5?: string;
	/** Whether it is not an error if the document is missing. */
	mayBeAbsent: boolean;
	/** To compare with the electronic invoice; only for final invoices and purchases. */
	entered?: EnteredInvoice;
	/** Changes whenever something in the row changes that a person would call a change. */
	fingerprint: string;
	/** As version 0.1 made it: changes whenever anything in the row changes. Set only if a backup compares it. */
	wholeFingerprint?: string;
}

/**
 * The metadata of a row of a resource with documents.
 *
 * @param fingerprint of its document, if it is known
 */
export function documentMeta(
	resource: Resource,
	row: Row,
	timeZone: string,
	fingerprint = fingerprintsOf(row).document,
): DocumentMeta {
	const values = simplified(resource, row, timeZone);
	const { id, amountWithTax } = values;
	const md5 = md5Of(row[resource.document?.md5Field ?? '']);
	const status = asText(values.status);
	const isDraft = status === 'draft';
	const date = asText(values.date);
	return {
		id: typeof id === 'number' ? id : (asText(id) ?? ''),
		number: asText(values.number),
		date: date !== null && isCalendarDate(date) ? date : null,
		status,
		amountWithTax: typeof amountWithTax === 'number' ? amountWithTax : asText(amountWithTax),
		contact: asText(values.contact),
		title: asText(values.title),
		isDraft,
		md5,
		mayBeAbsent: isDraft || Boolean(resource.document?.isMissing?.(row)),
		entered: enteredInvoice(resource, row, timeZone),
		fingerprint,
	};
}

/** An MD5 in lower case, without spaces; undefined if a value is none. */
function md5Of(value: unknown): string | undefined {
	const digits = typeof value === 'string' ? value.replace(/\s/g, '').toLowerCase() : '';
	return /^[0-9a-f]{32}$/.test(digits) ? digits : undefined;
}

/**
 * The metadata of rows, page by page, without deleted rows.
 *
 * @param ids of the rows to include, besides rows without an ID; all if undefined
 */
export async function* metaOf(
	pages: AsyncIterable<Row[]>,
	resource: Resource,
	timeZone: string,
	ids?: Set<unknown>,
): AsyncGenerator<DocumentMeta[]> {
	for await (const rows of pages)
		yield rows
			.filter((row) => !isDeleted(row) && (!ids || row.id === undefined || ids.has(row.id)))
			.map((row) => documentMeta(resource, row, timeZone));
}

/** Values that the service works out anew at each reading: balances, and whether and how long something is late. */
const derived =
	/^(?:is_|days_)?(?:late|overdue)(?:_days|_since)?$|(?:^|_)balances?(?:_amount|_at)?$/;

/** A URL, or an address of the service with a signature. */
const address = /^https?:\/\/|^\S*[?&](?:signature|expires|x-amz-\w+|sig|token)=/i;

/** Related objects that say nothing of a document but whose it is. */
const relatedTo = /^(?:account|category|contact|customer|supplier)$/;

/** SHA-256 of what a person would call the content of a row and of its document. */
export interface RowFingerprints {
	row: string;
	/** Related objects count by their ID alone, in whichever form they come: `supplier: { id: 7, name: … }` is `supplier_id: 7`. */
	readonly document: string;
}

/**
 * Both fingerprints of a row (faults, row 92): without balances and 'late' flags, without the query of URLs, which holds
 * their signature, and without what is empty. The order of the fields does not count.
 */
export function fingerprintsOf(row: Row): RowFingerprints {
	const relations = { areFound: false };
	const whole = sha256(stableJson(row, false, relations));
	return {
		row: whole,
		get document() {
			return relations.areFound ? sha256(stableJson(row, true, relations)) : whole;
		},
	};
}

/** The fingerprint of a row in manifests of version 0.1. */
export function wholeFingerprint(row: Row): string {
	return sha256(JSON.stringify(row));
}

/**
 * The fingerprint of a list, made while its rows arrive. The order of the rows does not count, and no row is held. A row
 * that comes twice counts twice: then the list may get a version too many, never one too few.
 */
export function createListFingerprint() {
	let sum = 0n;
	return {
		/** @param fingerprint of a row */
		add(fingerprint: string): void {
			sum += BigInt(`0x${fingerprint}`);
		},
		/** @param form what the file depends on besides its rows */
		finish: (form = ''): string => sha256(`${sum} ${form}`),
	};
}

/**
 * JSON of what counts in a value, with the fields in the order of their names, numbers first.
 *
 * @param relations `areFound` is set if there are related objects: only then do the fingerprints of row and document differ
 */
function stableJson(value: unknown, ofDocument: boolean, relations: { areFound: boolean }): string {
	if (typeof value === 'string') return JSON.stringify(withoutSignature(value));
	if (typeof value !== 'object' || value === null) return String(value);
	if (Array.isArray(value))
		return `[${value.map((member) => stableJson(member, ofDocument, relations)).join(',')}]`;
	const row = value as Row;
	let text = '';
	let lastName = '';
	let lastBegin = 0;
	for (const { name, source, isId } of orderedMembers(row, ofDocument, relations)) {
		const member = row[source];
		const json = stableJson(isId ? (member as Row).id : member, ofDocument, relations);
		// To look up a long text, the engine would read all of it.
		if (json.length <= 4 && empty.has(json)) continue;
		// The last of two with the same name counts.
		if (text && name === lastName) text = text.slice(0, lastBegin);
		lastName = name;
		lastBegin = text.length;
		text += `${text && ','}${factsOf(name).quoted}:${json}`;
	}
	return `{${text}}`;
}

const empty = new Set(['null', '{}', '[]']);

interface Member {
	name: string;
	/** The field of the row. */
	source: string;
	/** Whether the ID of the related object in the field counts in its place. */
	isId: boolean;
}

/** Objects with more fields are data, and rarely occur in other rows. With numbers as names, only small ones do, such as VAT by rate. */
const mostNames = 200;
const mostNumbers = 20;

/** The fields of a row that count, in the order of an object: numbers first. Most rows have the same fields as others. */
function orderedMembers(row: Row, ofDocument: boolean, relations: { areFound: boolean }): Member[] {
	const names = Object.keys(row);
	const related = names.filter(
		(name) => factsOf(name).isRelated && (row[name] as Row | null)?.id !== undefined,
	);
	if (related.length) relations.areFound = true;
	const byId = ofDocument ? related : [];
	const hasNumbers = names.some(isDigit);
	if (names.length > (hasNumbers ? mostNumbers : mostNames)) return inOrder(names, byId);
	return (hasNumbers ? membersOfNumbers : membersOfShape)(JSON.stringify([names, byId]));
}

const isDigit = (name: string) => name >= '0' && name < ':';

const ofShape = (shape: string) => inOrder(...(JSON.parse(shape) as [string[], string[]]));
const membersOfShape = byName(ofShape);
const membersOfNumbers = byName(ofShape);

function inOrder(names: string[], byId: string[]): Member[] {
	const members = names
		.filter((name) => !factsOf(name).isDerived)
		.map((source): Member => {
			const isId = byId.includes(source);
			return { name: isId ? `${source}_id` : source, source, isId };
		});
	const named = groupBy(members, ({ name }) => name);
	const sorted = [...named.keys()].sort().map((name) => [name, true]);
	return Object.keys(Object.fromEntries(sorted)).flatMap((name) => named.get(name) ?? []);
}

const factsOf = byName((name) => ({
	quoted: JSON.stringify(name),
	isDerived: derived.test(name),
	isRelated: relatedTo.test(name),
}));

function withoutSignature(text: string): string {
	const mayHaveQuery = text.includes('?') || text.includes('#');
	return mayHaveQuery && address.test(text) ? withoutQuery(text) : text;
}

function withoutQuery(url: string): string {
	return url.replace(/[?#].*$/s, '');
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

/** The fields by which manifests and items name a document. */
export type DocumentFields = Pick<
	DocumentMeta,
	'id' | 'number' | 'date' | 'amountWithTax' | 'contact'
>;

/** Only the fields of `DocumentFields`, of anything that has them. */
export function documentFields<T extends Record<keyof DocumentFields, unknown>>({
	id,
	number,
	date,
	amountWithTax,
	contact,
}: T): Pick<T, keyof DocumentFields> {
	return { id, number, date, amountWithTax, contact };
}

/** `json.document` of an item. */
export function publicMeta(meta: DocumentMeta): IDataObject {
	return { ...documentFields(meta), status: meta.status };
}
