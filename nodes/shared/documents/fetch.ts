import { createHash } from 'crypto';

import type { EInvoiceReading } from '../eInvoice/eInvoice';
import { readEInvoice } from '../eInvoice/readInvoice';
import type { Failure, Outcome } from '../failure';
import { documentPath, type NamingChoices, type OutputFile, pathOf } from '../files/path';
import { checkDocument, type DocumentType } from '../files/type';
import { type ReadZip, readZip, type ZipLimits } from '../files/unzip';
import type { DocumentSource, Query, Resource } from '../resource';
import { type Answer } from '../sinao/answer';
import { type Tried, withRetries } from '../sinao/pace';
import type { Connection } from '../sinao/connection';
import { send } from '../sinao/request';
import { type DocumentMeta, publicMeta } from './documentMeta';
import { checkEInvoice, type EInvoiceCheck } from './eInvoice';

/** A validated document, unchanged as returned by Sinao. */
export interface CheckedDocument {
	bytes: Buffer;
	type: DocumentType;
	/** The MD5 of the bytes, where the service names another one. */
	otherMd5?: string;
	/** The electronic invoice in it, if it was read already. */
	reading?: EInvoiceReading;
}

/** The files of a document, each with its name and its details. */
export interface DocumentFiles {
	document: OutputFile & { kind: 'document' };
	/** Only for invoices that were issued or received. */
	eInvoice?: EInvoiceCheck;
	/** The PDF for people that an invoice in XML contains. */
	readable?: OutputFile & { kind: 'readable' };
}

export function filesOfDocument(
	resource: Resource,
	{ bytes, type, reading }: CheckedDocument,
	facts: DocumentMeta,
	choices: NamingChoices,
): DocumentFiles {
	const role = resource.document?.eInvoice;
	const read = role && facts.entered ? (reading ?? readEInvoice(bytes)) : undefined;
	const eInvoice =
		read && role && facts.entered ? checkEInvoice(read, facts.entered, role) : undefined;
	const details = { document: publicMeta(facts) };
	const place = documentPath(resource, facts, type.extension, choices);
	const copy = eInvoice?.hasReadableCopy && read?.invoice?.readableCopy;
	return {
		document: {
			resource: resource.name,
			kind: 'document',
			...place,
			mimeType: type.mimeType,
			bytes,
			details: eInvoice ? { ...details, eInvoice: { ...eInvoice } } : details,
		},
		eInvoice,
		readable: copy
			? {
					resource: resource.name,
					kind: 'readable',
					folder: place.folder,
					fileName: place.fileName.replace(/(?:\.[^.]*)?$/, ' - lisible.pdf'),
					mimeType: 'application/pdf',
					bytes: copy.bytes,
					details: {
						...details,
						derivedFrom: pathOf(place),
					},
				}
			: undefined,
	};
}

/**
 * Downloads one document, with retries until it is complete and valid or the failure is final. Never throws.
 * HTTP itself ensures that the announced number of bytes arrives, also for compressed answers (docs/reliability.md,
 * faults 13 and 88). A document that differs from its MD5 is downloaded once more, and the second one is used: Sinao
 * may have converted the uploaded file (faults 43 and 87).
 */
export async function fetchDocument(
	connection: Connection,
	path: string,
	source: DocumentSource,
	facts: Pick<DocumentMeta, 'md5' | 'title' | 'isDraft'>,
	query: Query = [],
): Promise<Tried<CheckedDocument>> {
	const first = await fetchWhole(connection, path, source, facts, query);
	if (!first.value?.otherMd5) return first;
	const second = await fetchWhole(connection, path, source, facts, query);
	return { ...second, tries: first.tries + second.tries };
}

async function fetchWhole(
	connection: Connection,
	path: string,
	source: DocumentSource,
	facts: Pick<DocumentMeta, 'md5' | 'title' | 'isDraft'>,
	query: Query,
): Promise<Tried<CheckedDocument>> {
	const { idleTimeout, maximumFileSize } = connection.settings;
	return await withRetries(connection, async () => {
		const outcome = await send(connection, {
			path,
			query,
			idleTimeout: idleTimeout.file,
			maximumBytes: maximumFileSize,
			followsToOtherHosts: true,
		});
		if (outcome.failure)
			return { failure: facts.isDraft ? ofDraft(outcome.failure) : outcome.failure };
		const answer = outcome.value as Answer;
		const checked = verifyDocument(answer.body, source, facts, answer.headers);
		if (checked.value && !isDeclared(checked.value.type, answer.headers['content-type'])) {
			connection.warnings.messages.add(
				'Some documents have a wrong file type in Sinao. Their type was determined from their content.',
			);
		}
		return checked;
	});
}

/** Statuses that can mean that a draft has no document yet (docs/reliability.md, fault 91). */
const noDocumentYet = ['400', '404', '422', '500'];

/** Whether a failure means that there is no document. */
export function meansNoDocument({ reason, httpCode = '' }: Failure, isDraft: boolean): boolean {
	return reason === 'notFound' || (isDraft && noDocumentYet.includes(httpCode));
}

/** Limits the attempts for a draft, because this error is probably permanent. */
function ofDraft(failure: Failure): Failure {
	return failure.httpCode === '500' ? { ...failure, retry: 'once' } : failure;
}

/**
 * Validates a downloaded document.
 *
 * @param headers of the answer, if the bytes are one
 */
export function verifyDocument(
	bytes: Buffer,
	source: DocumentSource,
	{ md5, title }: Pick<DocumentMeta, 'md5' | 'title'>,
	headers: Record<string, unknown> = {},
): Outcome<CheckedDocument> {
	const actual = md5 && createHash('md5').update(bytes).digest('hex');
	const { value: type, failure } = checkDocument(bytes, {
		content: source.content,
		names: [title, fileNameIn(headers['content-disposition'])],
		contentType: headers['content-type'],
		isProven: md5 === undefined ? undefined : actual === md5,
	});
	if (failure) return { failure };
	const otherMd5 = actual === md5 ? undefined : actual;
	return { value: { bytes, type: type as DocumentType, otherMd5 } };
}

/** The name of a file in `Content-Disposition` (RFC 6266), a text to compare. */
function fileNameIn(disposition: unknown): string | undefined {
	const [, quoted, plain] =
		/filename\*?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/i.exec(String(disposition ?? '')) ?? [];
	return quoted ?? plain;
}

function isDeclared({ mimeType }: DocumentType, contentType: unknown): boolean {
	return (
		typeof contentType === 'string' && contentType.split(';')[0].trim().toLowerCase() === mimeType
	);
}

export interface FetchedZip extends ReadZip {
	/** As returned by Sinao. */
	bytes: Buffer;
}

/**
 * Downloads a ZIP archive, with retries until it is complete or the failure is final. Never throws.
 *
 * @param isSentOnce whether only a request that was one too many is worth a second one
 */
export async function fetchZip(
	connection: Connection,
	path: string,
	query: Query,
	limits: ZipLimits & { zipBytes: number },
	isSentOnce: boolean,
): Promise<Outcome<FetchedZip>> {
	const { idleTimeout } = connection.settings;
	const fetchOnce = async (): Promise<Outcome<FetchedZip>> => {
		const outcome = await send(connection, {
			path,
			query,
			idleTimeout: idleTimeout.file,
			maximumBytes: limits.zipBytes,
			followsToOtherHosts: true,
		});
		if (outcome.failure) return outcome;
		const answer = outcome.value as Answer;
		const refused = checkDocument(answer.body, { content: 'any' }).failure;
		if (refused) return { failure: refused };
		const { value, failure } = readZip(answer.body, limits);
		return failure ? { failure } : { value: { bytes: answer.body, ...(value as ReadZip) } };
	};
	return await withRetries(connection, async () => {
		const outcome = await fetchOnce();
		return isSentOnce && outcome.failure && outcome.failure.reason !== 'rateLimited'
			? { failure: { ...outcome.failure, retry: 'never' } }
			: outcome;
	});
}
