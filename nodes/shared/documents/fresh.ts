import type { Connection } from '../api/connection';
import { outcomeOf, SinaoFailure } from '../api/failure';
import type { Resource } from '../resource';
import { type Downloads, downloadDocuments } from './download';
import type { DocumentFacts } from './facts';
import type { CheckedDocument } from './fetchDocument';

/** Reads the facts of documents once more, page by page. */
export type ReadFacts = () => AsyncIterable<DocumentFacts[]>;

/**
 * Downloads documents, then reads their rows once more and downloads again what changed in Sinao
 * between the list and the end of the downloads (faults, row 40). Nothing is read again where nothing
 * was downloaded, or where Sinao asked to come back later.
 *
 * @throws SinaoFailure as `downloadDocuments` does
 */
export async function downloadFresh<T>(
	connection: Connection,
	resource: Resource,
	wanted: DocumentFacts[],
	readCurrent: ReadFacts,
	keep: (document: CheckedDocument, facts: DocumentFacts) => Promise<T>,
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
	before: DocumentFacts[],
	readCurrent: ReadFacts,
): Promise<DocumentFacts[]> {
	if (connection.pace.ended) return [];
	const fingerprints = new Map(before.map(({ id, fingerprint }) => [id, fingerprint]));
	const { value = [], failure } = await outcomeOf(differing(readCurrent(), fingerprints));
	if (failure?.reason === 'cancelled' || failure?.reason === 'unauthorized')
		throw new SinaoFailure(failure);
	if (failure)
		connection.notes.oddities.add(
			`Whether documents changed in Sinao during the download is not known: ${failure.message}.`,
		);
	return value;
}

/** Facts whose fingerprint is another one, the last where a row comes twice. */
async function differing(
	pages: AsyncIterable<DocumentFacts[]>,
	fingerprints: Map<unknown, string>,
): Promise<DocumentFacts[]> {
	const changed = new Map<unknown, DocumentFacts>();
	for await (const page of pages) {
		for (const facts of page) {
			if (!fingerprints.has(facts.id) || fingerprints.get(facts.id) === facts.fingerprint)
				changed.delete(facts.id);
			else changed.set(facts.id, facts);
		}
	}
	return [...changed.values()];
}
