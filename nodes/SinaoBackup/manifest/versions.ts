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
 */
export function versionPath(
	path: string,
	sha256: string,
	versions: FileEntry[] = [],
): Pick<FileEntry, 'path' | 'version'> {
	const same = versions.findLast(
		(version) => version.sha256 === sha256 && version.state !== 'altered',
	);
	if (same) return { path: same.path, version: same.version };
	const version = Math.max(0, ...versions.map((earlier) => earlier.version)) + 1;
	return { path: version === 1 ? path : path.replace(/(\.[^./]*)?$/, ` v${version}$1`), version };
}
