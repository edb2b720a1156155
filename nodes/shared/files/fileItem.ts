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
