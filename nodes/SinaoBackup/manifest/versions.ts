import { finalFailure, SinaoFailure } from '../../shared/failure';
import type { FileEntry } from './schema';

/** Identifies the list or document of a file across its versions. */
export function keyOf({ resource, kind, id }: Pick<FileEntry, 'resource' | 'kind' | 'id'>): string {
	return `${resource}/${kind}/${id ?? ''}`;
}

/** The files of a manifest by key, oldest version first. */
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
 * The path of a file: that of the version with the same content, else a new path next to earlier versions.
 * No path in a manifest is ever reused for other content, and a repeated run writes the same files.
 *
 * Runs that overlap do not know each other's files. New versions, and documents that no MD5 in Sinao proves,
 * therefore have the beginning of their SHA-256 in the name, so that two contents never share a path
 * (docs/reliability.md, fault 93).
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
 * The paths of a manifest that the user entered, with or without the folder of the backup.
 *
 * @throws SinaoFailure if the manifest does not contain one of them
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
			description: `Check 'Download Again' under 'Options': enter paths from the last manifest.${unknown.length > 1 ? ` Unknown: ${unknown.slice(0, 20).join(', ')}.` : ''}`,
		}),
	);
}
