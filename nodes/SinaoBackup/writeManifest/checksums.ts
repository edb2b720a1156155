import type { FileEntry } from '../manifest/schema';

/**
 * The text of SHA256SUMS, which `sha256sum -c` accepts in the folder of the backup: every saved file
 * that the manifest vouches for. Paths need no escapes: they hold neither line ends nor backslashes.
 */
export function checksums(files: Array<Pick<FileEntry, 'path' | 'sha256'>>): string {
	return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}
