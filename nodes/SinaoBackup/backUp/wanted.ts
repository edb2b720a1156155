import type { DocumentFacts } from '../../shared/documents/facts';
import type { Resource } from '../../shared/resource';
import type { Manifest, WithoutEntry } from '../manifest/schema';
import { currentOf, keyOf } from '../manifest/versions';
import type { Run } from './emit';

/** The documents of one list, sorted by what is to be done about them. */
export interface Wanted {
	/** Not in the last manifest, changed since, or asked for again. */
	wanted: DocumentFacts[];
	/** As in the last manifest: nothing is downloaded. */
	known: DocumentFacts[];
	/** Known to have no document, and unchanged since. */
	without: WithoutEntry[];
}

/** Compares the rows of a list with the last manifest, whole: no date decides (faults, rows 65 and 66). */
export function wantedDocuments(
	resource: Resource,
	facts: DocumentFacts[],
	{ versions }: Pick<Run, 'versions'>,
	manifest?: Manifest,
): Wanted {
	const without = new Map(
		manifest?.without
			.filter((entry) => entry.resource === resource.name)
			.map((entry) => [entry.id, entry]),
	);
	const sorted: Wanted = { wanted: [], known: [], without: [] };
	for (const document of facts) {
		const { id, fingerprint } = document;
		const current = currentOf(
			versions.get(keyOf({ resource: resource.name, kind: 'document', id })),
		);
		const absent = without.get(id);
		if (current?.fingerprint === fingerprint) sorted.known.push(document);
		else if (!current && absent?.fingerprint === fingerprint) sorted.without.push(absent);
		else sorted.wanted.push(document);
	}
	return sorted;
}

export interface Candidate {
	resource: Resource;
	facts: DocumentFacts;
}

/**
 * The documents of one bounded run: the oldest first, and last those that could not be had the last
 * time, so that they do not stand in the way of all others.
 */
export function withinMaximum(
	candidates: Candidate[],
	maximum: number | null,
	manifest?: Manifest,
): { now: Candidate[]; later: Candidate[] } {
	const failed = new Set(manifest?.missing.filter(({ reason }) => reason !== 'notYet').map(keyOf));
	const rank = ({ resource, facts }: Candidate) =>
		failed.has(keyOf({ resource: resource.name, kind: 'document', id: facts.id })) ? 1 : 0;
	// Array.sort is stable: within a day the order of the lists and of the ids stays.
	const ordered = candidates
		.map((candidate) => ({
			candidate,
			rank: rank(candidate),
			date: candidate.facts.date ?? '9999',
		}))
		.sort(
			(one, other) =>
				one.rank - other.rank || (one.date < other.date ? -1 : Number(one.date > other.date)),
		)
		.map(({ candidate }) => candidate);
	const count = maximum ?? ordered.length;
	return { now: ordered.slice(0, count), later: ordered.slice(count) };
}
