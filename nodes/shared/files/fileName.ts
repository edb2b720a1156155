/** Longest name of one file or folder, in bytes of UTF-8, its ending included. */
const maximumBytes = 120;

/**
 * Characters that Windows, SharePoint, Dropbox, S3, FTP or a shell treat in a way of their own, and
 * those that cannot be seen: control characters, direction marks, lone surrogates, emoji.
 */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}"*:<>?/\\|#%&{}~$`'^\uFFFD\uFFF9-\uFFFB]/gu;

/** Names of devices, which Windows does not allow as file names. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A text of Sinao as a part of a file name that every system accepts. Any value is legal in Sinao:
 * `FAC/2024/001` becomes `FAC-2024-001`, `../../etc/passwd` becomes `etc-passwd`.
 */
export function safePart(text: string): string {
	const safe = text
		.normalize('NFC')
		.replace(unsafe, '-')
		.replace(/\s+/g, ' ')
		.replace(/-{2,}/g, '-')
		.replace(/^[\s.\-_]+|[\s.\-_]+$/g, '');
	return reserved.test(safe) ? `_${safe}` : safe;
}

/**
 * A file name from a pattern such as `{date} {number} {customer}`, with the id behind it where the
 * pattern does not hold it: two documents may have one number, or names that differ by case alone, and
 * a name must be the same in every run, whatever else is in the account.
 *
 * @param extension without a dot
 */
export function fileNameFrom(pattern: string, values: Record<string, string>, extension: string): string {
	const id = safePart(values.id);
	const withId = pattern.includes('{id}');
	const filled = pattern.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'id' ? id : safePart(values[name] ?? '')));
	const tail = `${withId ? '' : ` (${id})`}.${extension}`;
	const base = safePart(filled);
	const shortened = shorten(base, maximumBytes - Buffer.byteLength(tail));
	// A pattern that held the id may have lost it in shortening.
	const cut = shortened.length < base.length && withId;
	return cut ? `${shorten(base, maximumBytes - Buffer.byteLength(` (${id})${tail}`))} (${id})${tail}` : `${shortened}${tail}`.trim();
}

/** The longest beginning that fits, without half a character and without a space or dot at its end. */
function shorten(text: string, bytes: number): string {
	let shortened = text;
	while (Buffer.byteLength(shortened) > bytes) shortened = shortened.slice(0, -1);
	return shortened.length < text.length ? shortened.replace(/[\s.\-_]+$/, '') : shortened;
}

/** How folders are laid out. */
export type FolderStructure = 'kindAndYear' | 'kind' | 'flat';

/**
 * Folder and name of a file. `flat` is for storage that has no folders or does not create them: what
 * would be folders stands in front of the name.
 *
 * @param folders from the outside in, e.g. `['Factures', '2024']`
 */
export function placeFile(folders: string[], fileName: string, structure: FolderStructure) {
	const kept = (structure === 'kind' ? folders.slice(0, 1) : folders).map(safePart).filter(Boolean);
	if (structure === 'flat') return { folder: '', fileName: [...kept, fileName].join(' - ') };
	return { folder: kept.join('/'), fileName };
}
