import { documentFields } from '../../shared/documents/documentMeta';
import {
	type Draft,
	type FileEntry,
	type Manifest,
	manifestSchema,
	type MissingEntry,
	type PendingFile,
} from '../manifest/schema';
import { keyOf } from '../manifest/versions';
import { type Answers, refusal } from './confirmations';

/** Completes a draft: the manifest contains only files that storage confirmed. */
export function finish(draft: Draft, answers: Answers, end: string): Manifest {
	const confirmed: FileEntry[] = [];
	const notStored: MissingEntry[] = [];
	for (const each of draft.pending) {
		const why = refusal(each, answers.get(each.itemPath));
		if (why === undefined) confirmed.push(each.file);
		else notStored.push(notStoredEntry(each, why));
	}
	const missing = [...draft.missing, ...notStored];
	const counts = draft.counts.map((count) => ({
		...count,
		stored:
			count.stored +
			confirmed.filter(({ resource, kind }) => resource === count.resource && kind === count.kind)
				.length,
	}));
	const asked = counts.reduce((sum, count) => sum + count.asked, 0);
	const stored = counts.reduce((sum, count) => sum + count.stored, 0);
	const outcome =
		missing.length === 0 ? 'complete' : asked > 0 && stored === 0 ? 'failed' : 'incomplete';
	return manifestSchema.parse({
		...draft,
		end,
		outcome,
		files: withNewVersions(draft.files, confirmed),
		missing,
		counts,
	});
}

/** Marks older versions as replaced. They stay in the manifest, because they stay in storage. */
function withNewVersions(files: FileEntry[], confirmed: FileEntry[]): FileEntry[] {
	const keys = new Set(confirmed.map(keyOf));
	const paths = new Set(confirmed.map(({ path }) => path));
	const earlier = files
		.filter(({ path }) => !paths.has(path))
		.map((file) =>
			file.state === 'current' && keys.has(keyOf(file))
				? { ...file, state: 'replaced' as const }
				: file,
		);
	return [...earlier, ...confirmed].sort((one, other) =>
		one.path < other.path ? -1 : Number(one.path > other.path),
	);
}

function notStoredEntry({ file }: PendingFile, message: string): MissingEntry {
	const { resource, kind } = file;
	return { resource, kind, ...documentFields(file), reason: 'notStored', message, tries: 1 };
}
