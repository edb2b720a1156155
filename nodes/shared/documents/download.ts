import pLimit from 'p-limit';

import { parallelDownloads } from '../sinao/retry';
import { attempt, endsRun, type Failure, SinaoFailure } from '../failure';
import type { DocumentSource, Query, Resource } from '../resource';
import { type Connection } from '../sinao/connection';
import { fetchRow } from '../sinao/list';
import { downloadInBulk } from './bulk';
import type { DocumentMeta } from './documentMeta';
import { type CheckedDocument, fetchDocument, meansNoDocument } from './fetch';

/** A document that could not be had, and why. */
export interface MissingDocument {
	facts: DocumentMeta;
	failure: Failure;
	tries: number;
}

export interface Downloads<T> {
	/** What `keep` made of each document, in the order of the list. */
	kept: Array<{ facts: DocumentMeta; value: T }>;
	missing: MissingDocument[];
	/** Deleted in Sinao between the list and the download. */
	deleted: DocumentMeta[];
	/** Rows that have no document, rightly. */
	without: DocumentMeta[];
}

type DownloadResult<T> =
	| { kept: T }
	| { missing: Omit<MissingDocument, 'facts'> }
	| 'deleted'
	| 'without';

/**
 * Fetches documents, some at a time or in bulk, and hands each to `keep` as soon as it is checked, so
 * that its bytes can go. One that cannot be had costs no other.
 *
 * @throws SinaoFailure where the key is refused or the user pressed Stop: nothing after that can be true
 */
export async function downloadDocuments<T>(
	connection: Connection,
	resource: Resource,
	wanted: DocumentMeta[],
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
	query: Query = [],
): Promise<Downloads<T>> {
	const inBulk =
		connection.settings.downloadInBulk && !resource.document?.isOnlySingle && wanted.length > 1;
	const different: string[] = [];
	const keepAndNote = async (document: CheckedDocument, facts: DocumentMeta) => {
		if (document.otherMd5)
			different.push(`${facts.id} (MD5 ${facts.md5} in Sinao, ${document.otherMd5} saved)`);
		return await keep(document, facts);
	};
	const fetchSingly = async (facts: DocumentMeta) =>
		await fetchOne(connection, resource, facts, query);
	const fetched = inBulk
		? await downloadInBulk(connection, resource, wanted, keep, query, fetchSingly)
		: undefined;
	const limit = pLimit(parallelDownloads(connection));
	const fates = wanted.map(
		async (facts) =>
			fetched?.get(facts) ??
			(await limit(async () => {
				// Downloads may have been halved since.
				limit.concurrency = parallelDownloads(connection);
				return await download(connection, resource, facts, keepAndNote, query);
			})),
	);
	const downloads = partition(wanted, await Promise.all(fates).finally(() => limit.clearQueue()));
	if (different.length) {
		const others = different.length > 20 ? ` and ${different.length - 20} more` : '';
		connection.warnings.messages.add(
			`${resource.plural} whose file is not the one that was uploaded, also when requested again; it was saved as Sinao sent it: ${different.slice(0, 20).join(', ')}${others}.`,
		);
	}
	return downloads;
}

/** The outcome for one document; throws what ends the whole run. */
async function download<T>(
	connection: Connection,
	resource: Resource,
	facts: DocumentMeta,
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
	query: Query,
): Promise<DownloadResult<T>> {
	const { value, failure, tries } = await fetchOne(connection, resource, facts, query);
	if (!failure) return { kept: await keep(value as CheckedDocument, facts) };
	if (endsRun(failure)) throw new SinaoFailure(failure);
	if (!meansNoDocument(failure, facts.isDraft)) return { missing: { failure, tries } };
	if (facts.mayBeAbsent) return 'without';
	const row = await fetchRow(connection, resource.path, facts.id);
	if (row.failure) return { missing: { failure: row.failure, tries } };
	return row.value === null ? 'deleted' : { missing: { failure: noDocument(failure), tries } };
}

async function fetchOne(
	connection: Connection,
	{ path, document }: Resource,
	facts: DocumentMeta,
	query: Query,
) {
	const source = document as DocumentSource;
	const address = `/apps/${connection.appId}${path}/${facts.id}/${source.file}`;
	return await fetchDocument(connection, address, source, facts, [
		...query,
		...(source.query?.() ?? []),
	]);
}

function partition<T>(wanted: DocumentMeta[], fates: Array<DownloadResult<T>>): Downloads<T> {
	const downloads: Downloads<T> = { kept: [], missing: [], deleted: [], without: [] };
	fates.forEach((fate, index) => {
		const facts = wanted[index];
		if (fate === 'deleted' || fate === 'without') downloads[fate].push(facts);
		else if ('missing' in fate) downloads.missing.push({ facts, ...fate.missing });
		else downloads.kept.push({ facts, value: fate.kept });
	});
	return downloads;
}

function noDocument(failure: Failure): Failure {
	return {
		...failure,
		message: 'Sinao has no document for it',
		description:
			'The entry exists, but its document does not. Open it in Sinao, save it once more there, and run the workflow again.',
	};
}

/** Reads the facts of documents once more, page by page. */
export type ReadMeta = () => AsyncIterable<DocumentMeta[]>;

/**
 * Downloads documents, then reads their rows once more and downloads again what changed in Sinao
 * between the list and the end of the downloads (faults, row 40). Nothing is read again where nothing
 * was downloaded, or where Sinao asked to come back later.
 *
 * @throws SinaoFailure as `downloadDocuments` does
 */
export async function downloadUntilUnchanged<T>(
	connection: Connection,
	resource: Resource,
	wanted: DocumentMeta[],
	readCurrent: ReadMeta,
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
): Promise<Downloads<T>> {
	const downloads = await downloadDocuments(connection, resource, wanted, keep);
	if (!downloads.kept.length) return downloads;
	const changed = await changedSince(
		connection,
		downloads.kept.map(({ facts }) => facts),
		readCurrent,
	);
	if (!changed.length) return downloads;
	const renewed = await downloadDocuments(connection, resource, changed, keep);
	const values = new Map(renewed.kept.map((document) => [document.facts.id, document]));
	const lost = new Set([
		...renewed.missing.map(({ facts }) => facts.id),
		...renewed.deleted.map(({ id }) => id),
	]);
	return {
		kept: downloads.kept
			.filter(({ facts }) => !lost.has(facts.id))
			.map((document) => values.get(document.facts.id) ?? document),
		missing: [...downloads.missing, ...renewed.missing],
		deleted: [...downloads.deleted, ...renewed.deleted],
		without: downloads.without,
	};
}

/**
 * The newer facts of what is not as it was. Where the rows cannot be read again nobody knows, which is
 * noted and costs no document.
 *
 * @throws SinaoFailure where the key is refused or the user pressed Stop
 */
export async function changedSince(
	connection: Connection,
	before: DocumentMeta[],
	readCurrent: ReadMeta,
): Promise<DocumentMeta[]> {
	if (connection.throttle.ended) return [];
	const fingerprints = new Map(before.map(({ id, fingerprint }) => [id, fingerprint]));
	const { value = [], failure } = await attempt(
		async () => await differing(readCurrent(), fingerprints),
	);
	if (failure)
		connection.warnings.messages.add(
			`Whether documents changed in Sinao during the download is not known: ${failure.message}.`,
		);
	return value;
}

/** Facts whose fingerprint is another one, the last where a row comes twice. */
async function differing(
	pages: AsyncIterable<DocumentMeta[]>,
	fingerprints: Map<unknown, string>,
): Promise<DocumentMeta[]> {
	const changed = new Map<unknown, DocumentMeta>();
	for await (const page of pages) {
		for (const facts of page) {
			if (!fingerprints.has(facts.id) || fingerprints.get(facts.id) === facts.fingerprint)
				changed.delete(facts.id);
			else changed.set(facts.id, facts);
		}
	}
	return [...changed.values()];
}
