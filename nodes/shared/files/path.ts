import type { Resource } from '../resource';

/** Longest name of one file or folder, in bytes of UTF-8, its ending included. */
const maximumBytes = 120;

/**
 * Characters that Windows, SharePoint, Dropbox, S3, FTP or a shell treat in a way of their own, and
 * those that cannot be seen: control characters, direction marks, lone surrogates, emoji.
 */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}"*:<>?/\\|#%&+{}~$`'^\uFFFD\uFFF9-\uFFFB]/gu;

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
 * pattern does not say it clearly: two documents may have one number, or names that differ by case
 * alone, and a name must be the same in every run, whatever else is in the account.
 *
 * @param values by placeholder, in small letters; a user may write placeholders as they like
 * @param extension without a dot
 */
export function fileNameFrom(
	pattern: string,
	values: Record<string, string>,
	extension: string,
): string {
	const id = safePart(values.id);
	const name = safePart(
		pattern.replace(/\{(\w+)\}/g, (_, placeholder: string) =>
			safePart(values[placeholder.toLowerCase()] ?? ''),
		),
	);
	const ending = `.${extension}`;
	if (saysId(pattern) && fits(name + ending)) return name + ending;
	const tail = ` (${id})${ending}`;
	return `${shorten(name, maximumBytes - Buffer.byteLength(tail))}${tail}`.trim();
}

/**
 * Whether the id can be told from what stands around it in every name of the pattern. It can where free
 * text stands on one side of it at most, and not against it: `{number} {id}` will do, `{number}{id}` and
 * `{number} {id} {title}` will not.
 */
function saysId(pattern: string): boolean {
	const [before, ...rest] = pattern.toLowerCase().split('{id}');
	if (!rest.length) return false;
	const after = rest.join('{id}');
	const isFixed = (text: string) => !/\{(?!date\})/.test(text);
	return (isFixed(before) && !/^[\w{]/.test(after)) || (isFixed(after) && !/[\w}]$/.test(before));
}

function fits(name: string): boolean {
	return Buffer.byteLength(name) <= maximumBytes;
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
 * Where a file goes: its folder, or, for storage that has no folders or does not create them, the
 * beginning of its name.
 *
 * @param folders from the outside in, e.g. `['Factures', '2024']`
 */
export function folderFor(
	folders: string[],
	structure: FolderStructure,
): { folder: string; prefix: string } {
	const kept = (structure === 'kind' ? folders.slice(0, 1) : folders).map(safePart).filter(Boolean);
	return structure === 'flat'
		? { folder: '', prefix: kept.map((folder) => `${folder} - `).join('') }
		: { folder: kept.join('/'), prefix: '' };
}

/** Folder and name of a file whose name is given. In a flat structure a folder that the name begins with is not said twice. */
export function filePath(
	folders: string[],
	fileName: string,
	structure: FolderStructure,
): { folder: string; fileName: string } {
	const { folder, prefix } = folderFor(
		folders.filter((name) => structure !== 'flat' || !fileName.startsWith(safePart(name))),
		structure,
	);
	return { folder, fileName: prefix + fileName };
}

/** How documents are named unless their kind or the user says otherwise. */
export const defaultPattern = '{date} {number} {customer}';

/** How a user wants document files to be named. */
export interface NamingChoices {
	/** With `{date}`, `{number}`, `{customer}`, `{title}`, `{id}`. */
	pattern: string;
	structure: FolderStructure;
}

/** What the name and folder of a document are made from. */
export interface NamedDocument {
	id: string | number;
	/** Null on drafts. */
	number: string | null;
	/** `yyyy-mm-dd` in the time zone of the run. */
	date: string | null;
	/** Name of the customer or supplier. */
	contact: string | null;
	title: string | null;
	isDraft: boolean;
}

/** Folder and file name of a document: the same in every run, whatever else is in the account. */
export function documentPath(
	resource: Pick<Resource, 'frenchName'>,
	document: NamedDocument,
	extension: string,
	{ pattern, structure }: NamingChoices,
): { folder: string; fileName: string } {
	const { id, number, date, contact, title, isDraft } = document;
	const values = {
		id: String(id),
		number: number ?? (isDraft ? `draft-${id}` : ''),
		date: date ?? '',
		customer: contact ?? '',
		title: title?.replace(new RegExp(`\\.${extension}$`, 'i'), '') ?? '',
	};
	const { folder, prefix } = folderFor(
		[resource.frenchName, date?.slice(0, 4) ?? 'Sans date'],
		structure,
	);
	return { folder, fileName: fileNameFrom(prefix + pattern, values, extension) };
}
