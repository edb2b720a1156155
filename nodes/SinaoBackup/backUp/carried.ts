import type { Counts, FileEntry } from '../manifest/schema';
import { keyOf } from '../manifest/versions';

export interface Seen {
	/** Of which lists and documents Sinao still has an entry. */
	keys: Set<string>;
	/** Resource and kind of everything that was read whole in this run. */
	read: Set<string>;
}

/**
 * The files of the last manifest as they stand after this run: what Sinao no longer has keeps its place
 * and gets a mark.
 */
export function carriedFiles(files: FileEntry[], { keys, read }: Seen, begin: string): FileEntry[] {
	return files.map((file) => {
		const gone = read.has(`${file.resource}/${file.kind}`) && !keys.has(keyOf(file));
		const known = read.has(`${file.resource}/${file.kind}`) ? null : file.deletedAt;
		return {
			...file,
			deletedAt: gone ? (file.deletedAt ?? begin) : known,
		};
	});
}

/** What was asked for again is no longer vouched for: its next version goes beside it (faults, row 42). */
export function markAltered(files: FileEntry[], again: Set<string>): FileEntry[] {
	return files.map((file) => (again.has(file.path) ? { ...file, state: 'altered' } : file));
}

/** One entry for each resource and kind. */
export function addUp(counts: Counts[]): Counts[] {
	const sums = new Map<string, Counts>();
	for (const { resource, kind, asked, received, stored, transferred } of counts) {
		const sum = sums.get(`${resource}/${kind}`) ?? {
			resource,
			kind,
			asked: 0,
			received: 0,
			stored: 0,
			transferred: 0,
		};
		sums.set(`${resource}/${kind}`, {
			...sum,
			asked: sum.asked + asked,
			received: sum.received + received,
			stored: sum.stored + stored,
			transferred: sum.transferred + transferred,
		});
	}
	return [...sums.values()];
}
