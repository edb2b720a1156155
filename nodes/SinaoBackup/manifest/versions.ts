import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { fileItem, type OutputFile, pathOf, sha256 } from '../../shared/files/path';
import type { Scope } from '../backUp/scope';
import { type FileEntry, isListFormat, type PendingFile } from './schema';

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
 * Runs that overlap do not know each other's files. Each name therefore has the beginning of the SHA-256 of the file, so that
 * two contents never share a path (docs/reliability.md, fault 93).
 */
function versionPath(
	path: string,
	sha256: string,
	versions: FileEntry[] = [],
): Pick<FileEntry, 'path' | 'version'> {
	const same = versions.findLast(
		(version) => version.sha256 === sha256 && version.state !== 'altered',
	);
	if (same) return { path: same.path, version: same.version };
	const version = Math.max(0, ...versions.map((earlier) => earlier.version)) + 1;
	const number = version === 1 ? '' : ` v${version}`;
	return {
		path: path.replace(/(\.[^./]*)?$/, `${number} ${sha256.slice(0, 8)}$1`),
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

/** A file to save: its item and its manifest entry. */
export interface CreatedFile {
	item: INodeExecutionData;
	pending: PendingFile;
}

/** What one run needs to create files. */
export interface Run {
	context: IExecuteFunctions;
	itemIndex: number;
	id: string;
	scope: Scope;
	/** The files of the last manifest by key. */
	versions: Map<string, FileEntry[]>;
	/** By path: newer fingerprints of files that are as in the last manifest. */
	fingerprints: Map<string, string>;
}

/** What a manifest says of the document in a file. */
export type DocumentDetails = Pick<
	FileEntry,
	'id' | 'number' | 'date' | 'amountWithTax' | 'contact' | 'status' | 'eInvoice' | 'derivedFrom'
>;

/** The details of a list, or of one of its parts. */
export function listDetails(id: FileEntry['id'] = null): DocumentDetails {
	return { id, number: null, date: null, amountWithTax: null, contact: null, status: null };
}

/** Creates the item of a file, with the path of its version. */
export async function createFile(
	{ context, itemIndex, id: runId, scope, versions }: Run,
	file: OutputFile & { kind: FileEntry['kind'] },
	details: DocumentDetails,
	source: string,
	fingerprint: string,
): Promise<CreatedFile> {
	const digest = sha256(file.bytes);
	const plain = pathOf(file);
	const known = versions.get(keyOf({ ...file, id: details.id }));
	const placed =
		scope.replaceLists && isListFormat(file.kind)
			? { path: plain, version: 1 }
			: versionPath(plain, digest, known);
	const itemPath = [scope.folder, placed.path].filter(Boolean).join('/');
	const slash = itemPath.lastIndexOf('/');
	const item = await fileItem(
		context,
		{
			...file,
			folder: itemPath.slice(0, Math.max(slash, 0)),
			fileName: itemPath.slice(slash + 1),
			details: { ...file.details, run: runId },
		},
		scope.binaryPropertyName,
		itemIndex,
	);
	const entry: FileEntry = {
		...placed,
		resource: file.resource,
		kind: file.kind,
		...details,
		rows: typeof file.details.rows === 'number' ? file.details.rows : null,
		size: file.bytes.length,
		sha256: digest,
		source,
		takenAt: new Date().toISOString(),
		fingerprint,
		state: 'current',
		deletedAt: null,
	};
	return { item, pending: { file: entry, itemPath, hashes: storageHashes(file.bytes) } };
}

/** Whether the last manifest contains a list with this fingerprint. */
export function hasFingerprint(
	{ versions }: Pick<Run, 'versions'>,
	list: Pick<FileEntry, 'resource' | 'kind' | 'id'>,
	fingerprint: string,
): boolean {
	return currentOf(versions.get(keyOf(list)))?.fingerprint === fingerprint;
}

/**
 * Whether the last manifest contains this content of a list: the same bytes, or rows with the same fingerprint.
 * In manifests of version 0.1 the fingerprint is the SHA-256 of the bytes.
 */
export function isKnownList(
	{ versions, fingerprints }: Pick<Run, 'versions' | 'fingerprints'>,
	file: OutputFile & { kind: FileEntry['kind']; fingerprint: string },
	id: FileEntry['id'],
): boolean {
	const current = currentOf(versions.get(keyOf({ ...file, id })));
	if (!current) return false;
	if (current.fingerprint === file.fingerprint) return true;
	if (current.sha256 !== sha256(file.bytes)) return false;
	fingerprints.set(current.path, file.fingerprint);
	return true;
}

/** Bytes per block in Dropbox's `content_hash`. */
const block = 4 * 1024 * 1024;

/** Hashes that storage services report: MD5 (S3, Google Drive) and Dropbox's `content_hash`, in hexadecimal. */
function storageHashes(bytes: Buffer): { md5: string; dropbox: string } {
	const blocks = createHash('sha256');
	for (let start = 0; start < bytes.length; start += block) {
		blocks.update(
			createHash('sha256')
				.update(bytes.subarray(start, start + block))
				.digest(),
		);
	}
	return { md5: createHash('md5').update(bytes).digest('hex'), dropbox: blocks.digest('hex') };
}
