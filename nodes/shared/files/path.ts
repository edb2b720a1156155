import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { frenchStatus, type Resource } from '../resource';

/** Maximum length of a file or folder name with its extension, in bytes of UTF-8. */
const maximumBytes = 120;

/**
 * Characters that are special in Windows, SharePoint, Dropbox, S3, FTP or a shell, and invisible ones:
 * control characters, direction marks, lone surrogates. Emoji are replaced too.
 */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\u{10000}-\u{10FFFF}"*:<>?/\\|#%&+{}~$`'^\uFFFD\uFFF9-\uFFFB]/gu;

/** Device names, which Windows does not allow as file names. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A text from Sinao as part of a file name that is valid on every system:
 * `FAC/2024/001` becomes `FAC-2024-001`, `../../home/file` becomes `home-file`.
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
 * A file name from a pattern such as `{date} {number} {customer}`. The id is appended unless the pattern
 * contains it unambiguously: two documents can have the same number, or names that differ only by case,
 * and a name must be the same in every run.
 *
 * @param values by lowercase placeholder; patterns are case-insensitive
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
 * Whether the id is unambiguous in every name of the pattern: free text is on one side of it only, and
 * separated from it. `{number} {id}` is unambiguous, `{number}{id}` and
 * `{number} {id} {title}` are not.
 */
function saysId(pattern: string): boolean {
	const [before, ...rest] = pattern.toLowerCase().split('{id}');
	if (!rest.length) return false;
	const after = rest.join('{id}');
	// Drafts have no date, and a date contains hyphens: beside another one, `2024` can be an ID.
	const free = pattern.includes('-') ? /\{/ : /\{(?!date\})/i;
	const isFixed = (text: string) => !free.test(text);
	return (isFixed(before) && !/^[\w{]/.test(after)) || (isFixed(after) && !/[\w}]$/.test(before));
}

function fits(name: string): boolean {
	return Buffer.byteLength(name) <= maximumBytes;
}

/** Shortens a text to a number of bytes, without splitting a character or ending with a space or dot. */
function shorten(text: string, bytes: number): string {
	let shortened = text;
	while (Buffer.byteLength(shortened) > bytes) shortened = shortened.slice(0, -1);
	return shortened.length < text.length ? shortened.replace(/[\s.\-_]+$/, '') : shortened;
}

/** How files are organized into folders. */
export type FolderStructure = 'kindAndYear' | 'kind' | 'flat';

/** The folders of documents as the user wrote them. */
export interface FolderPattern {
	/** Folders with placeholders, outermost first, between slashes; checked by `invalidFolder`. */
	pattern: string;
	/** First month of the fiscal year, 1 to 12. */
	fiscalYearMonth: number;
}

/** Placeholders of a folder pattern; they are case-insensitive. */
export const folderPlaceholders = ['type', 'year', 'month', 'fiscalYear', 'customer', 'status'];

const placeholder = new RegExp(`\\{(${folderPlaceholders.join('|')})\\}`, 'gi');

/** The first folder of a pattern that is empty, has an unknown placeholder, or is no valid name on some system. */
export function invalidFolder(pattern: string): string | undefined {
	return pattern.split('/').find((folder) => {
		const example = folder.replace(placeholder, 'x');
		return !example || safePart(example) !== example.normalize('NFC');
	});
}

/** Maximum length in bytes of a folder from a pattern, so that paths stay within the 260 characters of Windows. */
const maximumFolderBytes = 60;

/** A folder with such a name could be in the place of a list or of a file of a backup. */
const nameOfFile = /^SHA256SUMS$|\.(?:csv|html|jsonl?|pdf|txt|xlsx|xml|zip)$/i;

/**
 * The folder of a file or, for storage without folders, the prefix of its name.
 *
 * @param folders outermost first, e.g. `['Factures', '2024']`
 */
function folderFor(
	folders: string[],
	structure: FolderStructure,
): { folder: string; prefix: string } {
	const kept = (structure === 'kind' ? folders.slice(0, 1) : folders).map(safePart).filter(Boolean);
	return structure === 'flat'
		? { folder: '', prefix: kept.map((folder) => `${folder} - `).join('') }
		: { folder: kept.join('/'), prefix: '' };
}

/** Folder and name of a file with a fixed name. In a flat structure, a folder that the name begins with is not repeated. */
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

/** Begins the name of a file that is sorted before the documents of a flat structure. */
export const sortedFirst = '0 - ';

/** Folder and name of the file of a list. Among the documents of a flat structure, lists are sorted first. */
export function listPath(
	{ frenchName }: Pick<Resource, 'frenchName'>,
	fileName: string,
	structure: FolderStructure,
): { folder: string; fileName: string } {
	const place = filePath([frenchName], fileName, structure);
	return structure === 'flat' ? { ...place, fileName: sortedFirst + place.fileName } : place;
}

/** Default pattern of document names. */
export const defaultPattern = '{date} {number} {customer}';

/** How to name document files. */
export interface NamingChoices {
	/** With `{date}`, `{number}`, `{customer}`, `{title}`, `{id}`. */
	pattern: string;
	structure: FolderStructure;
	/** The folders of documents, instead of those of `structure`. */
	folders?: FolderPattern;
}

/** The values for the name and folder of a document. */
export interface NamedDocument {
	id: string | number;
	/** Null on drafts. */
	number: string | null;
	/** `yyyy-mm-dd` in the time zone of the run. */
	date: string | null;
	/** Name of the customer or supplier. */
	contact: string | null;
	title: string | null;
	status: string | null;
	isDraft: boolean;
}

type NamedResource = Pick<Resource, 'frenchName' | 'columns' | 'contactField'>;

/** Folder and file name of a document, the same in every run in which the values are the same. */
export function documentPath(
	resource: NamedResource,
	document: NamedDocument,
	extension: string,
	{ pattern, structure, folders }: NamingChoices,
): { folder: string; fileName: string } {
	const { id, number, date, contact, title, isDraft } = document;
	const values = {
		id: String(id),
		number: number ?? (isDraft ? `draft-${id}` : ''),
		date: date ?? '',
		customer: contact ?? '',
		title: title?.replace(new RegExp(`\\.${extension}$`, 'i'), '') ?? '',
	};
	const { folder, prefix } = folders
		? folderFromPattern(resource, document, folders)
		: folderFor([resource.frenchName, date?.slice(0, 4) ?? 'Sans date'], structure);
	return { folder, fileName: fileNameFrom(prefix + pattern, values, extension) };
}

/**
 * The folder of a document from a pattern. IDs are unique within a type, so the file name begins with the type unless a
 * folder contains it in full.
 */
function folderFromPattern(
	{ frenchName, columns, contactField }: NamedResource,
	{ date, contact, status }: NamedDocument,
	{ pattern, fiscalYearMonth }: FolderPattern,
): { folder: string; prefix: string } {
	const [year, month] = date?.split('-') ?? [];
	const values: Record<string, string | null | undefined> = {
		type: frenchName,
		year: year ?? 'Sans date',
		month: month ?? 'Sans date',
		fiscalyear: date ? fiscalYear(Number(year), Number(month), fiscalYearMonth) : 'Sans date',
		customer: contact,
		status: frenchStatus({ columns }, status),
	};
	const without: Record<string, string> = {
		customer: contactField === 'supplier.id' ? 'Sans fournisseur' : 'Sans client',
		status: 'Sans statut',
	};
	let isTypeShown = false;
	const folders = pattern.split('/').map((folder) => {
		const filled = folder.replace(placeholder, (_, name: string) => {
			const key = name.toLowerCase();
			return safePart(values[key] ?? '') || without[key];
		});
		const whole = safePart(filled);
		const name = safePart(shorten(whole, maximumFolderBytes));
		isTypeShown ||= /\{type\}/i.test(folder) && name === whole;
		return nameOfFile.test(name) ? `_${name}` : name;
	});
	return {
		folder: folders.join('/'),
		prefix: isTypeShown ? '' : `${safePart(frenchName)} - `,
	};
}

/** The name of a fiscal year (exercice): `2025` if it is the calendar year, else `2025-2026`. */
function fiscalYear(year: number, month: number, firstMonth: number): string {
	const first = month < firstMonth ? year - 1 : year;
	return firstMonth === 1 ? String(year) : `${first}-${first + 1}`;
}

/** A file to output. */
export interface OutputFile {
	resource: string;
	kind:
		| 'csv'
		| 'xlsx'
		| 'jsonl'
		| 'document'
		| 'readable'
		| 'zip'
		| 'manifest'
		| 'report'
		| 'checksums';
	folder: string;
	fileName: string;
	mimeType: string;
	bytes: Buffer;
	/** Further fields of the item: `rows` of a CSV, `document` of a document. */
	details: IDataObject;
}

/** Relative, with slashes. */
export function pathOf({ folder, fileName }: Pick<OutputFile, 'folder' | 'fileName'>): string {
	return folder ? `${folder}/${fileName}` : fileName;
}

/** The JSON Lines file of a list. */
export function jsonLinesFile(
	resource: Resource,
	{ bytes, rows }: { bytes: Buffer; rows: number },
	structure: FolderStructure,
): OutputFile {
	return {
		resource: resource.name,
		kind: 'jsonl',
		...listPath(resource, `${safePart(resource.frenchName)}.jsonl`, structure),
		mimeType: 'application/jsonl',
		bytes,
		details: { rows },
	};
}

/** Entries of a list that are written at a time. */
const entriesAtOnce = 500;

/**
 * `JSON.stringify(value, null, '\t')` and a line break, in UTF-8. Long lists among the members are written in parts, so
 * that the text of a large file is never in memory as a whole. `readInParts` (SinaoBackup/manifest/file.ts) relies
 * on the indentation.
 */
export function jsonFile(value: object): Buffer {
	// The texts are made twice: the size is known first, so that there is only one buffer.
	let size = 0;
	for (const text of textsOf(value)) size += Buffer.byteLength(text);
	const bytes = Buffer.allocUnsafe(size);
	let end = 0;
	for (const text of textsOf(value)) end += bytes.write(text, end);
	return bytes;
}

function* textsOf(value: object): Generator<string> {
	let separator = '{';
	for (const [name, member] of Object.entries(value)) {
		if (member === undefined) continue;
		yield `${separator}\n\t${JSON.stringify(name)}: `;
		separator = ',';
		if (isLongList(member)) yield* textsOfList(member);
		else yield inside(JSON.stringify(member, null, '\t'));
	}
	yield separator === '{' ? '{}\n' : '\n}\n';
}

function* textsOfList(list: object[]): Generator<string> {
	for (let start = 0; start < list.length; start += entriesAtOnce) {
		const entries = JSON.stringify(list.slice(start, start + entriesAtOnce), null, '\t');
		yield `${start ? ',' : '['}${inside(entries.slice('['.length, -'\n]'.length))}`;
	}
	yield '\n\t]';
}

/** Lines of a member of an object: JSON has no line breaks within texts. */
const inside = (json: string) => json.replace(/\n/g, '\n\t');

function isLongList(member: unknown): member is object[] {
	return Array.isArray(member) && member.length > entriesAtOnce;
}

export function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Creates the item of one file: the content in n8n's binary data storage, and in `json` what a storage node
 * needs. `path` is relative, with slashes; `size` is in bytes.
 */
export async function fileItem(
	context: IExecuteFunctions,
	file: OutputFile,
	binaryPropertyName: string,
	itemIndex: number,
): Promise<INodeExecutionData> {
	const { resource, kind, folder, fileName, mimeType, bytes, details } = file;
	const binary = await context.helpers.prepareBinaryData(bytes, fileName, mimeType);
	return {
		json: {
			resource,
			kind,
			fileName,
			folder,
			path: pathOf(file),
			mimeType,
			size: bytes.length,
			sha256: sha256(bytes),
			...details,
		},
		binary: { [binaryPropertyName]: binary },
		pairedItem: { item: itemIndex },
	};
}

/** Files that are named after what they contain. Documents have their ID in the name, apart from accounting exports. */
const sharedNames = ['csv', 'xlsx', 'jsonl', 'zip'];

/** The content of the file at each path so far: its SHA-256, and the company of a document. Storages may ignore case. */
export type UniquePaths = Map<string, { sha256: unknown; companyId: string }>;

/**
 * Gives a file another path if an earlier file with other content has the same one: it becomes
 * `Factures (2).csv`, so that no storage overwrites one with the other. The ID makes the path of a document unique
 * within its company.
 */
export function makeUnique(
	{ json, binary = {} }: INodeExecutionData,
	companyId: string,
	paths: UniquePaths,
): void {
	if (json.fileName === undefined) return;
	const { kind, resource, sha256: digits } = json;
	const isShared = sharedNames.includes(String(kind)) || resource === 'accountingExports';
	const given = String(json.fileName);
	const pathWith = (fileName: string) => pathOf({ folder: String(json.folder || ''), fileName });
	const keyOf = (fileName: string) => pathWith(fileName).normalize('NFC').toLowerCase();
	const isTaken = (fileName: string) => {
		const earlier = paths.get(keyOf(fileName));
		if (!earlier || earlier.sha256 === digits) return false;
		return isShared || earlier.companyId !== companyId;
	};
	let fileName = given;
	for (let count = 2; isTaken(fileName); count++)
		fileName = given.replace(/(?:\.\w+)?$/, (ending) => ` (${count})${ending}`);
	const path = pathWith(fileName);
	paths.set(keyOf(fileName), { sha256: digits, companyId });
	Object.assign(json, { fileName, path });
	for (const file of Object.values(binary)) file.fileName = fileName;
}
