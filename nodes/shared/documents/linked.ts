import { attempt, type Failure, finalFailure, issuesPage, valueOrThrow } from '../failure';
import type { DocumentSource, Resource, Row } from '../resource';
import type { Connection } from '../sinao/connection';
import { isDeleted } from '../sinao/fetchPage';
import { type Tried, withRetries } from '../sinao/pace';
import { everyRow, listRequest } from '../sinao/rows';
import { fetchWholeList } from '../sinao/wholeList';
import { simplified } from '../values/fields';
import type { DocumentMeta } from './documentMeta';
import { type CheckedDocument, fetchDocument, meansNoDocument } from './fetch';

/**
 * Downloads a document to which its row links (docs/sinao-api.md, Files). The link is read only for the download,
 * because it can give access to the document and expire: it is in no file, and each retry uses a new one. Another host
 * does not receive the credential. Never throws, unless the key is rejected or the execution is stopped.
 */
export async function fetchLinked(
	connection: Connection,
	resource: Resource,
	facts: DocumentMeta,
): Promise<Tried<CheckedDocument | 'without' | 'deleted'>> {
	const { settings } = connection;
	const source = resource.document as DocumentSource;
	let isFirst = true;
	return await withRetries<CheckedDocument | 'without' | 'deleted'>(connection, async () => {
		const { value: rows, failure } = await attempt(
			async () => await readRawRows(connection, resource, isFirst),
		);
		isFirst = false;
		if (!rows) return { failure: { ...failure, retry: 'never' } };
		const row = rows.get(String(facts.id));
		if (!row && facts.id !== '') return { value: 'deleted' };
		if (!row) return { failure: withoutId(resource) };
		const link = source.link?.(row);
		if (!link) return { value: 'without' };
		// The list was just read, so a refusal says nothing about the key, and must not end the run.
		const throttle = { ...connection.throttle };
		const once = { ...connection, throttle, settings: { ...settings, tries: 1 } };
		const url = new URL(link.url, connection.baseUrl).href;
		const outcome = await fetchDocument(once, url, source, facts);
		const { failure: failed } = outcome;
		if (failed?.reason === 'unauthorized') return { failure: noAccess(failed) };
		if (failed && (link.mayBePage || facts.isDraft) && isNoDocument(failed))
			return { value: 'without' };
		return outcome;
	});
}

/**
 * The rows of an unpaged list by ID, with the links that `withoutSecrets` removes; requested once for all documents.
 *
 * @param mayBeKnown whether rows that were read before are recent enough
 * @throws SinaoFailure if the list cannot be read
 */
async function readRawRows(
	connection: Connection,
	resource: Resource,
	mayBeKnown: boolean,
): Promise<Map<string, Row>> {
	const key = `${resource.path} with links`;
	const known = mayBeKnown ? connection.related.get(key) : undefined;
	const reading = known ?? read();
	connection.related.set(key, reading);
	return (await reading) as Map<string, Row>;

	async function read() {
		const list = await fetchWholeList(connection, listRequest(resource, everyRow));
		const rows = valueOrThrow(list).filter((row) => !isDeleted(row));
		return new Map(rows.map((row) => [String(simplified(resource, row, 'UTC').id), row]));
	}
}

function isNoDocument(failure: Failure): boolean {
	return failure.reason === 'invalidFile' || meansNoDocument(failure, true);
}

function noAccess(failure: Failure): Failure {
	return finalFailure({
		...failure,
		reason: 'forbidden',
		message: 'The link in Sinao does not accept the API key or login',
		description: 'Download the document in Sinao.',
	});
}

function withoutId({ path }: Resource): Failure {
	return finalFailure({
		reason: 'invalidJson',
		message: 'Sinao returned a record without an ID',
		description: `Its document was not downloaded. Report it at ${issuesPage}.`,
		details: path,
	});
}
