import type { Connection } from '../../shared/api/connection';
import type { MissingDocument } from '../../shared/documents/download';
import type { DocumentFacts } from '../../shared/documents/facts';
import type { Resource } from '../../shared/resource';
import type { Counts, Manifest, MissingEntry, WithoutEntry } from '../manifest/schema';
import { backUpDocuments } from './backUpDocuments';
import type { Emitted, Run } from './emit';
import type { ListResult } from './readList';
import { type Candidate, wantedDocuments, withinMaximum } from './wanted';

export interface AllDocuments {
	emitted: Emitted[];
	missing: Array<MissingDocument & { resource: Resource }>;
	/** Left for the next run by 'Maximum Files'. */
	later: Candidate[];
	without: WithoutEntry[];
	/** Deleted in Sinao while the run went on. */
	deleted: Candidate[];
	counts: Counts[];
}

type Read = Pick<ListResult, 'resource' | 'readAgain' | 'facts'>;

/** Puts out every document that the last manifest does not hold as it is now, within the maximum of one run. */
export async function backUpAllDocuments(
	connection: Connection,
	run: Run,
	lists: Read[],
	manifest?: Manifest,
): Promise<AllDocuments> {
	const all: AllDocuments = {
		emitted: [],
		missing: [],
		later: [],
		without: [],
		deleted: [],
		counts: [],
	};
	const sorted = lists
		.filter(({ resource }) => run.scope.documents.includes(resource))
		.map((list) => ({ ...list, ...wantedDocuments(list.resource, list.facts, run, manifest) }));
	const candidates = sorted.flatMap(({ resource, wanted }) =>
		wanted.map((facts) => ({ resource, facts })),
	);
	const { now, later } = withinMaximum(candidates, run.scope.maximumFiles, manifest);
	all.later = later;
	for (const { resource, readAgain, known, without, wanted } of sorted) {
		const chosen = now
			.filter((candidate) => candidate.resource === resource)
			.map(({ facts }) => facts);
		const backup = await backUpDocuments(connection, run, { resource, readAgain }, chosen);
		all.emitted.push(...backup.emitted);
		all.missing.push(...backup.missing.map((missing) => ({ ...missing, resource })));
		all.without.push(...without, ...backup.without);
		all.deleted.push(...backup.deleted.map((facts) => ({ resource, facts })));
		all.counts.push({
			resource: resource.name,
			kind: 'document',
			asked: known.length + wanted.length - backup.without.length - backup.deleted.length,
			received: known.length + backup.emitted.length,
			stored: known.length,
			transferred: backup.emitted.length,
		});
	}
	return all;
}

/** What the manifest says of a document that is not in the backup. */
export function missingDocument(
	resource: Resource,
	facts: DocumentFacts,
	reason: string,
	message: string,
	tries: number,
): MissingEntry {
	const { id, number, date, amountWithTax, contact } = facts;
	return {
		resource: resource.name,
		kind: 'document',
		id,
		number,
		date,
		amountWithTax,
		contact,
		reason,
		message,
		tries,
	};
}
