import { finalFailure, SinaoFailure } from '../../shared/failure';
import type { FileEntry } from './schema';

/** What stays the same while a file changes: the list, or the document. */
export function keyOf({ resource, kind, id }: Pick<FileEntry, 'resource' | 'kind' | 'id'>): string {
	return `${resource}/${kind}/${id ?? ''}`;
}

/** The files of a manifest by what they are of, oldest version first. */
export function versionsByKey(files: FileEntry[]): Map<string, FileEntry[]> {
	const versions = new Map<string, FileEntry[]>();
	for (const file of files) {
		const key = keyOf(file);
		const known = versions.get(key);
		if (known) known.push(file);
		else versions.set(key, [file]);
	}
	for (const known of versions.values()) known.sort((a, b) => a.version - b.version);
	return versions;
}

export function currentOf(versions: FileEntry[] | undefined): FileEntry | undefined {
	return versions?.findLast(({ state }) => state === 'current');
}

/**
 * Where a file goes: to the path of the version that has its bytes, else beside the earlier versions,
 * so that no path of a manifest ever gets other bytes, and a run that is repeated writes the same again.
 *
 * Two runs that overlap do not know of each other's files. From the second version on, and always where no MD5
 * of Sinao says which bytes are right, the beginning of the SHA-256 is therefore in the name, so that two
 * contents never share a path (faults, row 93).
 */
export function versionPath(
	path: string,
	sha256: string,
	versions: FileEntry[] = [],
	mayDiffer = false,
): Pick<FileEntry, 'path' | 'version'> {
	const same = versions.findLast(
		(version) => version.sha256 === sha256 && version.state !== 'altered',
	);
	if (same) return { path: same.path, version: same.version };
	const version = Math.max(0, ...versions.map((earlier) => earlier.version)) + 1;
	const mark = ` ${sha256.slice(0, 8)}`;
	const withMark = path.replace(/(\.[^./]*)?$/, `${mark}$1`);
	// A modified file keeps its path, so that its next version goes beside it.
	const isTaken = versions.some((earlier) => earlier.path === withMark);
	if (mayDiffer && !isTaken) return { path: withMark, version };
	return {
		path: version === 1 ? path : path.replace(/(\.[^./]*)?$/, ` v${version}${mark}$1`),
		version,
	};
}

/**
 * The paths of a manifest that a user means, who may have put the folder of the backup in front.
 *
 * @throws SinaoFailure where the manifest does not have one of them
 */
export function knownPaths(wanted: string[], files: FileEntry[], folder: string): Set<string> {
	const paths = new Set(files.map(({ path }) => path));
	const found = wanted.map((given) => {
		const path = given
			.normalize('NFC')
			.replace(/\\/g, '/')
			.replace(/^(?:\.?\/)+/, '');
		const inFolder = folder && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
		return [path, inFolder].find((each) => paths.has(each));
	});
	const unknown = wanted.filter((_, index) => found[index] === undefined);
	if (!unknown.length) return new Set(found.filter((path) => path !== undefined));
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `The manifest does not contain '${unknown[0]}'`,
			description: `Check 'Download Again' under 'Options': it takes paths of the last manifest.${unknown.length > 1 ? ` ${unknown.length} paths are unknown.` : ''}`,
		}),
	);
}
