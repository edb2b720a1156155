import pLimit from 'p-limit';

import { parallelDownloads } from '../sinao/pace';
import { attempt, endsRun, type Failure, SinaoFailure } from '../failure';
import type { DocumentSource, Resource } from '../resource';
import { type Connection } from '../sinao/connection';
import { fetchRow, prefetch } from '../sinao/fetchPage';
import { downloadInBulk, findingsOf } from './bulk';
import type { DocumentMeta } from './documentMeta';
import { type CheckedDocument, fetchDocument, meansNoDocument } from './fetch';
import { fetchLinked } from './linked';

/** A document that could not be downloaded, and why. */
export interface MissingDocument {
	facts: DocumentMeta;
	failure: Failure;
	tries: number;
}

export interface Downloads<T> {
	/** The results of `keep`, in the order of the list. */
	kept: Array<{ facts: DocumentMeta; value: T }>;
	missing: MissingDocument[];
	/** Deleted in Sinao between the list and the download. */
	deleted: DocumentMeta[];
	/** Rows that have no document, which is not an error. */
	without: DocumentMeta[];
}

type DownloadResult<T> =
	| { kept: T }
	| { missing: Omit<MissingDocument, 'facts'> }
	| 'deleted'
	| 'without';

/** From so many documents on, a first archive is worth trying: if it is in vain, half as much again is downloaded at most. */
const manyDocuments = 100;

/** Whether documents are requested in bulk, at least to try it; `total` as in `downloadDocuments`. */
function isForBulk(
	connection: Connection,
	resource: Resource,
	count: number,
	total: number,
): boolean {
	const { downloadInBulk: way } = connection.settings;
	if (way === 'never' || resource.document?.isOnlySingle || count < 2) return false;
	return (
		way === 'always' ||
		(total >= manyDocuments && findingsOf(connection, resource).areUseful !== false)
	);
}

/**
 * Downloads documents in parallel or in bulk, and passes each to `keep` as soon as it is validated, so its
 * memory can be freed. A document that fails does not affect the others.
 *
 * @param total number of documents of the list that are wanted, if these are a part of them
 * @throws SinaoFailure if the key is rejected or the execution is stopped
 */
export async function downloadDocuments<T>(
	connection: Connection,
	resource: Resource,
	wanted: DocumentMeta[],
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
	total = wanted.length,
): Promise<Downloads<T>> {
	const different: string[] = [];
	// Those of another list may have another size.
	connection.pace.fileBytes = 0;
	const keepAndNote = async (document: CheckedDocument, facts: DocumentMeta) => {
		if (document.otherMd5)
			different.push(`${facts.id} (MD5 ${facts.md5} in Sinao, ${document.otherMd5} saved)`);
		return await keep(document, facts);
	};
	const fetchSingly = async (facts: DocumentMeta) => await fetchOne(connection, resource, facts);
	const limit = pLimit(parallelDownloads(connection));
	const individual = new Map<DocumentMeta, Promise<DownloadResult<T>>>();
	const downloadSingly = (facts: DocumentMeta) => {
		const result = limit(async () => {
			limit.concurrency = parallelDownloads(connection);
			return await download(connection, resource, facts, keepAndNote);
		});
		individual.set(facts, prefetch(result));
		return result;
	};
	let results: Array<DownloadResult<T>>;
	try {
		const inBulk = isForBulk(connection, resource, wanted.length, total)
			? await downloadInBulk(connection, resource, wanted, keep, fetchSingly, downloadSingly)
			: undefined;
		results = await Promise.all(
			wanted.map((facts) => inBulk?.get(facts) ?? individual.get(facts) ?? downloadSingly(facts)),
		);
	} finally {
		limit.clearQueue();
	}
	const downloads = partition(wanted, results);
	if (different.length) {
		const others = different.length > 20 ? ` and ${different.length - 20} more` : '';
		connection.warnings.messages.add(
			`Files that differ from the uploaded ones, also after a second download, saved as returned by Sinao: ${different.slice(0, 20).join(', ')}${others}.`,
		);
	}
	return downloads;
}

/** The result for one document. Throws failures that end the run. */
async function download<T>(
	connection: Connection,
	resource: Resource,
	facts: DocumentMeta,
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
): Promise<DownloadResult<T>> {
	if (resource.document?.link) return await downloadLinked(connection, resource, facts, keep);
	const { value, failure, tries } = await fetchOne(connection, resource, facts);
	if (!failure) return { kept: await keep(value as CheckedDocument, facts) };
	if (endsRun(failure)) throw new SinaoFailure(failure);
	if (!meansNoDocument(failure, facts.isDraft)) return { missing: { failure, tries } };
	if (facts.mayBeAbsent) return 'without';
	const row = await fetchRow(connection, resource.path, facts.id);
	if (row.failure) return { missing: { failure: row.failure, tries } };
	return row.value === null ? 'deleted' : { missing: { failure: noDocument(failure), tries } };
}

/** The result for one document to which its row links; a link that leads to nothing is a missing document. */
async function downloadLinked<T>(
	connection: Connection,
	resource: Resource,
	facts: DocumentMeta,
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
): Promise<DownloadResult<T>> {
	const { value, failure, tries } = await fetchLinked(connection, resource, facts);
	if (failure && endsRun(failure)) throw new SinaoFailure(failure);
	if (failure) return { missing: { failure, tries } };
	return typeof value === 'string' ? value : { kept: await keep(value as CheckedDocument, facts) };
}

async function fetchOne(connection: Connection, { path, document }: Resource, facts: DocumentMeta) {
	const source = document as DocumentSource;
	const address = `/apps/${connection.appId}${path}/${facts.id}/${source.file}`;
	return await fetchDocument(connection, address, source, facts, source.query?.());
}

function partition<T>(wanted: DocumentMeta[], results: Array<DownloadResult<T>>): Downloads<T> {
	const downloads: Downloads<T> = { kept: [], missing: [], deleted: [], without: [] };
	results.forEach((result, index) => {
		const facts = wanted[index];
		if (result === 'deleted' || result === 'without') downloads[result].push(facts);
		else if ('missing' in result) downloads.missing.push({ facts, ...result.missing });
		else downloads.kept.push({ facts, value: result.kept });
	});
	return downloads;
}

function noDocument(failure: Failure): Failure {
	return {
		...failure,
		message: 'No document in Sinao',
		description:
			'The record exists but has no document. Open and save it in Sinao, then run the workflow again.',
	};
}

/** Reads the metadata of documents again, page by page; of those with certain IDs, or of all. */
export type ReadMeta = (ids?: Set<unknown>) => AsyncIterable<DocumentMeta[]>;

/**
 * Downloads documents, then reads their rows again and downloads those that changed in Sinao in the meantime
 * (docs/reliability.md, fault 40). Skips the second reading if nothing was downloaded or Sinao asked to retry
 * later.
 *
 * @throws SinaoFailure like `downloadDocuments`
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
 * The new metadata of documents that changed. If the rows cannot be read again, adds a warning and returns
 * none.
 *
 * @throws SinaoFailure if the key is rejected or the execution is stopped
 */
export async function changedSince(
	connection: Connection,
	before: DocumentMeta[],
	readCurrent: ReadMeta,
): Promise<DocumentMeta[]> {
	if (connection.throttle.ended) return [];
	const fingerprints = new Map(before.map(({ id, fingerprint }) => [id, fingerprint]));
	const { value = [], failure } = await attempt(
		async () => await differing(readCurrent(new Set(fingerprints.keys())), fingerprints),
	);
	if (failure)
		connection.warnings.messages.add(
			`Could not check whether documents changed during the download: ${failure.message}.`,
		);
	return value;
}

/** Metadata with another fingerprint; the last one if a row appears twice. Reads no further than the last of these rows. */
async function differing(
	pages: AsyncIterable<DocumentMeta[]>,
	fingerprints: Map<unknown, string>,
): Promise<DocumentMeta[]> {
	const changed = new Map<unknown, DocumentMeta>();
	const unread = new Set(fingerprints.keys());
	for await (const page of pages) {
		for (const facts of page) {
			unread.delete(facts.id);
			if (fingerprints.get(facts.id) === facts.fingerprint) changed.delete(facts.id);
			else changed.set(facts.id, facts);
		}
		if (!unread.size) break;
	}
	return [...changed.values()];
}
