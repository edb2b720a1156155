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
