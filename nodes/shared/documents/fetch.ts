import { createHash } from 'crypto';

import type { Failure, Outcome } from '../failure';
import { checkDocument, type DocumentType } from '../files/type';
import { type ReadZip, readZip, type ZipLimits } from '../files/unzip';
import type { DocumentSource, Query } from '../resource';
import { type Answer } from '../sinao/answerFailure';
import type { Connection } from '../sinao/connection';
import { send } from '../sinao/request';
import { type Tried, withRetries } from '../sinao/retry';
import { counted } from '../values/english';
import type { DocumentMeta } from './documentMeta';

/** A validated document, unchanged as returned by Sinao. */
export interface CheckedDocument {
	bytes: Buffer;
	type: DocumentType;
}

/** Downloads one document, with retries until it is complete and valid or the failure is final. Never throws. */
export async function fetchDocument(
	connection: Connection,
	path: string,
	source: DocumentSource,
	facts: Pick<DocumentMeta, 'md5' | 'title'>,
	query: Query = [],
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
		if (outcome.failure) return outcome;
		const answer = outcome.value as Answer;
		const failure = lengthFailure(answer);
		if (failure) return { failure };
		const checked = verifyDocument(answer.body, source, facts, answer.headers['content-type']);
		if (checked.value && !isDeclared(checked.value.type, answer.headers['content-type'])) {
			connection.warnings.messages.add(
				'Some documents have a wrong file type in Sinao. Their type was determined from their content.',
			);
		}
		return checked;
	});
}

/** Validates a downloaded document. */
export function verifyDocument(
	bytes: Buffer,
	source: DocumentSource,
	{ md5, title }: Pick<DocumentMeta, 'md5' | 'title'>,
	contentType?: unknown,
): Outcome<CheckedDocument> {
	const { value: type, failure } = checkDocument(bytes, source.content, contentType, title);
	if (failure) return { failure };
	const actual = md5 && createHash('md5').update(bytes).digest('hex');
	if (md5 && actual !== md5) return { failure: wrongHash(md5, actual as string) };
	return { value: { bytes, type: type as DocumentType } };
}

function isDeclared({ mimeType }: DocumentType, contentType: unknown): boolean {
	return (
		typeof contentType === 'string' && contentType.split(';')[0].trim().toLowerCase() === mimeType
	);
}

/** n8n's helper detects an interrupted body; this detects a body with a wrong `Content-Length`. */
export function lengthFailure({ body, headers }: Answer): Failure | undefined {
	const announced = Number(headers['content-length']);
	if (headers['content-encoding'] || !Number.isFinite(announced) || announced === body.length)
		return undefined;
	return {
		reason: 'invalidFile',
		message: `Incomplete download: received ${body.length} of ${counted(announced, 'byte')}`,
		description: 'It was not saved. Try again later.',
		retry: 'backoff',
	};
}

function wrongHash(expected: string, actual: string): Failure {
	return {
		reason: 'invalidFile',
		message: `Checksum mismatch: Sinao reports MD5 ${expected}, the file has ${actual}`,
		description:
			'It was not saved. Open the purchase in Sinao and compare the document with your own.',
		retry: 'backoff',
	};
}

export interface FetchedZip extends ReadZip {
	/** As returned by Sinao. */
	bytes: Buffer;
}

/** Downloads a ZIP archive, with retries until it is complete or the failure is final. Never throws. */
export async function fetchZip(
	connection: Connection,
	path: string,
	query: Query,
	limits: ZipLimits & { zipBytes: number },
): Promise<Outcome<FetchedZip>> {
	const { idleTimeout } = connection.settings;
	return await withRetries(connection, async () => {
		const outcome = await send(connection, {
			path,
			query,
			idleTimeout: idleTimeout.file,
			maximumBytes: limits.zipBytes,
			followsToOtherHosts: true,
		});
		if (outcome.failure) return outcome;
		const answer = outcome.value as Answer;
		const refused = lengthFailure(answer) ?? checkDocument(answer.body, 'any', undefined).failure;
		if (refused) return { failure: refused };
		const { value, failure } = readZip(answer.body, limits);
		return failure ? { failure } : { value: { bytes: answer.body, ...(value as ReadZip) } };
	});
}
