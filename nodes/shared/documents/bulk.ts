import type { Connection } from '../api/connection';
import { SinaoFailure } from '../api/failure';
import type { Query } from '../api/send';
import type { ReadZip } from '../files/unzip';
import type { DocumentSource, Resource } from '../resource';
import type { DocumentFacts } from './facts';
import { type CheckedDocument, verifyDocument } from './fetchDocument';
import { fetchZip } from './fetchZip';
import { provenDocuments } from './proof';

/** Documents asked for in one request. */
export const bulkSize = 50;

/** A ZIP is held whole while it is taken apart. */
const maximumZip = 32e6;

export type BulkFate<T> = { kept: T } | 'without';

/**
 * Fetches documents many at a time, as ZIP files (sinao-api, Many files at once), and hands each to
 * `keep` when it is proven which one it is and that it is whole. What is not in the outcome was not
 * proven and is to be fetched singly; where two ZIPs in a row prove nothing, no third is asked for.
 *
 * @throws SinaoFailure where the key is refused or the user pressed Stop
 */
export async function downloadInBulk<T>(
	connection: Connection,
	resource: Resource,
	wanted: DocumentFacts[],
	keep: (document: CheckedDocument, facts: DocumentFacts) => Promise<T>,
	query: Query,
): Promise<Map<DocumentFacts, BulkFate<T>>> {
	const fates = new Map<DocumentFacts, BulkFate<T>>();
	let size = bulkSize;
	let fruitless = 0;
	for (let at = 0; at < wanted.length && size > 1 && fruitless < 2; ) {
		const batch = wanted.slice(at, at + size);
		const ids = batch.map(({ id }): [string, string | number] => ['ids[]', id]);
		const limits = {
			zipBytes: maximumZip,
			entries: batch.length * 2,
			entryBytes: connection.settings.maximumFileSize,
		};
		const { value, failure } = await fetchZip(
			connection,
			`/apps/${connection.appId}${resource.path}/download`,
			[...ids, ...query],
			limits,
		);
		if (failure?.reason === 'cancelled' || failure?.reason === 'unauthorized')
			throw new SinaoFailure(failure);
		if (failure?.reason === 'tooLarge') {
			size = Math.floor(size / 2);
			continue;
		}
		const before = fates.size;
		if (value) await takeApart(value, batch, resource.document as DocumentSource, keep, fates);
		fruitless = fates.size > before ? 0 : fruitless + 1;
		at += batch.length;
	}
	if (fates.size < wanted.length) {
		connection.notes.oddities.add(
			`${wanted.length - fates.size} documents were not there or not proven in the ZIP files of Sinao; they were asked for one by one.`,
		);
	}
	return fates;
}

/**
 * Keeps what a ZIP proves. Where everything in it is whole and proven, and what was asked for is there but
 * documents that may be lacking, those lack rightly.
 */
async function takeApart<T>(
	{ listed, entries }: ReadZip,
	batch: DocumentFacts[],
	source: DocumentSource,
	keep: (document: CheckedDocument, facts: DocumentFacts) => Promise<T>,
	fates: Map<DocumentFacts, BulkFate<T>>,
): Promise<void> {
	let clear = 0;
	for (const entry of entries) {
		const proven = provenDocuments(entry, batch, source).filter((facts) => !fates.has(facts));
		const before = fates.size;
		for (const facts of proven) {
			const { value } = verifyDocument(entry.bytes, source, facts);
			if (value) fates.set(facts, { kept: await keep(value, facts) });
		}
		if (proven.length && fates.size === before + proven.length) clear++;
	}
	const lacking = batch.filter((facts) => !fates.has(facts));
	if (clear === listed.length && lacking.every(({ mayLack }) => mayLack))
		lacking.forEach((facts) => fates.set(facts, 'without'));
}
