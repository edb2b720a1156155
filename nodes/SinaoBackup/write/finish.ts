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
		const why = refusal(each, answers);
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
	const files = withNewVersions(draft.files, confirmed);
	const isComplete =
		missing.length === 0 && !(draft.failOnDifferences && differingFiles(files).length);
	const { without } = draft;
	// The lists were validated when the draft was read.
	const others = manifestSchema.parse({
		...draft,
		end,
		outcome: isComplete
			? 'complete'
			: missing.length && asked > 0 && stored === 0
				? 'failed'
				: 'incomplete',
		files: [],
		missing: [],
		without: [],
		counts,
	});
	return { ...others, files, missing, without };
}

/** The newest documents whose electronic invoice differs from Sinao. */
export function differingFiles(files: FileEntry[]): FileEntry[] {
	return files.filter(
		({ state, deletedAt, eInvoice }) =>
			state === 'current' && deletedAt === null && eInvoice?.differences.length,
	);
}

/** The entry of a saved document on the output 'Missing', for 'Fail on E-Invoice Differences'. */
export function differenceEntry(file: FileEntry): MissingEntry {
	const { resource, kind, eInvoice } = file;
	const differences = eInvoice?.differences.map(
		({ field, rate, xml, sinao }) =>
			`${rate === undefined ? field : `${field} ${rate} %`} is '${xml}' in the XML and '${sinao}' in Sinao`,
	);
	const message = `The electronic invoice differs from Sinao: ${differences?.join('; ')}`;
	return { resource, kind, ...documentFields(file), reason: 'differs', message, tries: 0 };
}

/**
 * Marks older versions as replaced, and with them their readable copies. They stay in the manifest, because they
 * stay in storage.
 */
function withNewVersions(files: FileEntry[], confirmed: FileEntry[]): FileEntry[] {
	const keys = new Map(confirmed.map((file) => [keyOf(file), file.path]));
	const paths = new Set(confirmed.map(({ path }) => path));
	const isReplaced = (file: FileEntry) => {
		const original = keys.get(keyOf({ ...file, kind: 'document' }));
		const isOfEarlier = file.kind === 'readable' && original && original !== file.derivedFrom;
		return keys.has(keyOf(file)) || isOfEarlier;
	};
	const earlier = files
		.filter(({ path }) => !paths.has(path))
		.map((file) =>
			file.state === 'current' && isReplaced(file) ? { ...file, state: 'replaced' as const } : file,
		);
	return [...earlier, ...confirmed].sort((one, other) =>
		one.path < other.path ? -1 : Number(one.path > other.path),
	);
}

function notStoredEntry({ file }: PendingFile, message: string): MissingEntry {
	const { resource, kind } = file;
	return { resource, kind, ...documentFields(file), reason: 'notStored', message, tries: 1 };
}
