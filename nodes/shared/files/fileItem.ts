import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** A file to output. */
export interface OutputFile {
	resource: string;
	kind: 'csv' | 'jsonl' | 'document' | 'zip' | 'manifest' | 'report' | 'checksums';
	folder: string;
	fileName: string;
	mimeType: string;
	bytes: Buffer;
	/** Further fields of the item: `rows` of a CSV, `document` of a document. */
	details: IDataObject;
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
	const path = folder ? `${folder}/${fileName}` : fileName;
	return {
		json: {
			resource,
			kind,
			fileName,
			folder,
			path,
			mimeType,
			size: bytes.length,
			sha256: sha256(bytes),
			...details,
		},
		binary: { [binaryPropertyName]: binary },
		pairedItem: { item: itemIndex },
	};
}

/** Files that are named after what they contain. Documents have their ID in the name. */
const sharedNames = ['csv', 'jsonl', 'zip'];

/** The SHA-256 of the file at each path so far. */
export type UniquePaths = Map<string, unknown>;

/**
 * Gives a file another path if an earlier file with other content has the same one: it becomes
 * `Factures (2).csv`, so that no storage overwrites one with the other.
 */
export function makeUnique({ json, binary = {} }: INodeExecutionData, paths: UniquePaths): void {
	if (!sharedNames.includes(String(json.kind))) return;
	const given = String(json.fileName);
	const pathOf = (fileName: string) =>
		json.folder ? `${String(json.folder)}/${fileName}` : fileName;
	const isTaken = (fileName: string) =>
		(paths.get(pathOf(fileName)) ?? json.sha256) !== json.sha256;
	let fileName = given;
	for (let count = 2; isTaken(fileName); count++)
		fileName = given.replace(/(\.\w+)$/, ` (${count})$1`);
	const path = pathOf(fileName);
	paths.set(path, json.sha256);
	Object.assign(json, { fileName, path });
	for (const file of Object.values(binary)) file.fileName = fileName;
}
