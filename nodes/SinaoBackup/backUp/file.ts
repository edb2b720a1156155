import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { fileItem, type OutputFile, sha256 } from '../../shared/files/path';
import type { FileEntry, PendingFile } from '../manifest/schema';
import { currentOf, keyOf, versionPath } from '../manifest/versions';
import type { Scope } from './scope';

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
	'id' | 'number' | 'date' | 'amountWithTax' | 'contact' | 'status'
>;

/** The details of a list, or of one of its parts. */
export function listDetails(id: FileEntry['id'] = null): DocumentDetails {
	return { id, number: null, date: null, amountWithTax: null, contact: null, status: null };
}

/**
 * Creates the item of a file, with the path of its version.
 *
 * @param mayDiffer whether Sinao may return other bytes for each request
 */
export async function createFile(
	{ context, itemIndex, id: runId, scope, versions }: Run,
	file: OutputFile & { kind: FileEntry['kind'] },
	details: DocumentDetails,
	source: string,
	fingerprint: string,
	mayDiffer = false,
): Promise<CreatedFile> {
	const digest = sha256(file.bytes);
	const plain = [file.folder, file.fileName].filter(Boolean).join('/');
	const known = versions.get(keyOf({ ...file, id: details.id }));
	const placed =
		scope.replaceLists && file.kind !== 'document'
			? { path: plain, version: 1 }
			: versionPath(plain, digest, known, mayDiffer);
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
