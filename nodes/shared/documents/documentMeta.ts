import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Resource, Row } from '../resource';
import { isDeleted } from '../sinao/fetchPage';
import { asText, simplified } from '../values/fields';
import { isCalendarDate } from '../values/units';

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
	/** Changes whenever something in the row changes that a person would call a change. */
	fingerprint: string;
	/** As version 0.1 made it: changes whenever anything in the row changes. */
	wholeFingerprint: string;
}

/** The metadata of a row of a resource with documents. */
export function documentMeta(resource: Resource, row: Row, timeZone: string): DocumentMeta {
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
		fingerprint: documentFingerprint(row),
		wholeFingerprint: sha256(JSON.stringify(row)),
	};
}

/** An MD5 in lower case, without spaces; undefined if a value is none. */
function md5Of(value: unknown): string | undefined {
	const digits = typeof value === 'string' ? value.replace(/\s/g, '').toLowerCase() : '';
	return /^[0-9a-f]{32}$/.test(digits) ? digits : undefined;
}

/** The metadata of rows, page by page, without deleted rows. */
export async function* metaOf(
	pages: AsyncIterable<Row[]>,
	resource: Resource,
	timeZone: string,
): AsyncGenerator<DocumentMeta[]> {
	for await (const rows of pages)
		yield rows.filter((row) => !isDeleted(row)).map((row) => documentMeta(resource, row, timeZone));
}

/** Values that the service works out anew at each reading: balances, and whether and how long something is late. */
const derived =
	/^(?:is_|days_)?(?:late|overdue)(?:_days|_since)?$|(?:^|_)balances?(?:_amount|_at)?$/;

/** A URL, or an address of the service with a signature. */
const address = /^https?:\/\/|^\S*[?&](?:signature|expires|x-amz-\w+|sig|token)=/i;

/** Related objects that say nothing of a document but whose it is. */
const relatedTo = /^(?:account|category|contact|customer|supplier)$/;

/**
 * SHA-256 of what a person would call the content of a row (faults, row 92): without balances and 'late' flags, without
 * the query of URLs, which holds their signature, and without what is empty. The order of the fields does not count.
 */
function rowFingerprint(row: Row): string {
	return sha256(JSON.stringify(stable(row, false)));
}

/**
 * The fingerprint of a list, made while its rows arrive. The order of the rows does not count, and no row is held. A row
 * that comes twice counts twice: then the list may get a version too many, never one too few.
 */
export function createListFingerprint() {
	let sum = 0n;
	return {
		add(rows: Row[]): void {
			for (const row of rows) sum += BigInt(`0x${rowFingerprint(row)}`);
		},
		/** @param form what the file depends on besides its rows */
		finish: (form = ''): string => sha256(`${sum} ${form}`),
	};
}

/**
 * The same for the document of a row. Related objects count by their ID alone, in whichever form they come:
 * `supplier: { id: 7, name: … }` is `supplier_id: 7`.
 */
function documentFingerprint(row: Row): string {
	return sha256(JSON.stringify(stable(row, true)));
}

function stable(value: unknown, ofDocument: boolean): unknown {
	if (typeof value === 'string') return address.test(value) ? withoutQuery(value) : value;
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((member) => stable(member, ofDocument));
	const members: Array<[string, unknown]> = [];
	for (const [name, member] of Object.entries(value as object)) {
		if (derived.test(name)) continue;
		const id = ofDocument && relatedTo.test(name) ? (member as Row | null)?.id : undefined;
		const kept = id === undefined ? stable(member, ofDocument) : id;
		const isEmpty = typeof kept === 'object' && !Object.keys(kept ?? {}).length;
		if (!isEmpty) members.push([id === undefined ? name : `${name}_id`, kept]);
	}
	return Object.fromEntries(members.sort(([one], [other]) => (one < other ? -1 : 1)));
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
