import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import type { Resource, Row } from '../resource';
import { asText, simplified } from '../values/fields';

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
	/** Changes whenever anything in the row changes. */
	fingerprint: string;
}

/** The metadata of a row of a resource with documents. */
export function documentMeta(resource: Resource, row: Row, timeZone: string): DocumentMeta {
	const values = simplified(resource, row, timeZone);
	const { id, amountWithTax } = values;
	const md5 = resource.document?.md5Field ? row[resource.document.md5Field] : undefined;
	const status = asText(values.status);
	const isDraft = status === 'draft';
	return {
		id: typeof id === 'number' ? id : (asText(id) ?? ''),
		number: asText(values.number),
		date: asText(values.date),
		status,
		amountWithTax: typeof amountWithTax === 'number' ? amountWithTax : asText(amountWithTax),
		contact: asText(values.contact),
		title: asText(values.title),
		isDraft,
		md5: typeof md5 === 'string' && /^[0-9a-f]{32}$/i.test(md5) ? md5.toLowerCase() : undefined,
		mayBeAbsent: isDraft || Boolean(resource.document?.isMissing?.(row)),
		fingerprint: fingerprint(row),
	};
}

/** The metadata of rows, page by page. */
export async function* metaOf(
	pages: AsyncIterable<Row[]>,
	resource: Resource,
	timeZone: string,
): AsyncGenerator<DocumentMeta[]> {
	for await (const rows of pages) yield rows.map((row) => documentMeta(resource, row, timeZone));
}

/** SHA-256 of the row as returned by the API, to detect any change. */
function fingerprint(row: Row): string {
	return createHash('sha256').update(JSON.stringify(row)).digest('hex');
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
