import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/** A file before it is handed to n8n. */
export interface OutputFile {
	resource: string;
	kind: 'csv' | 'jsonl' | 'document' | 'zip' | 'manifest' | 'report' | 'checksums';
	folder: string;
	fileName: string;
	mimeType: string;
	bytes: Buffer;
	/** What else the item says: `rows` of a CSV, `document` of a document. */
	details: IDataObject;
}

export function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The item of one file, as every node of this package gives it: the bytes in n8n's binary storage, and
 * in `json` what a storage step needs to know: `path` is relative, with slashes; `size` in bytes.
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
