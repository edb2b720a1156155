import type { INodeExecutionData } from 'n8n-workflow';

import { bulkSize } from '../../documents/bulk';
import { type DocumentMeta, metaOf } from '../../documents/documentMeta';
import {
	changedSince,
	downloadDocuments,
	downloadUntilUnchanged,
	type MissingDocument,
	type ReadMeta,
} from '../../documents/download';
import { type CheckedDocument, documentFile } from '../../documents/fetch';
import { documentPath, fileItem, filePath, type NamingChoices } from '../../files/path';
import { createZip } from '../../files/zip';
import { collectById } from '../../sinao/rows';
import { counted } from '../../values/english';
import type { OperationContext } from '../operation';
import type { ReadSelection } from './selection';

export interface FileChoices extends NamingChoices {
	timeZone: string;
	binaryPropertyName: string;
	/** Maximum size of a ZIP archive in bytes; absent: separate files. */
	maximumZipSize?: number;
}

export interface DocumentFiles {
	items: INodeExecutionData[];
	missing: MissingDocument[];
	deleted: DocumentMeta[];
	without: DocumentMeta[];
}

/** n8n 3's Compression node rejects archives with more than 1,000 entries. */
const maximumEntries = 999;

/** Downloads the selected documents and creates the items of their files. */
export async function documentFiles(
	job: OperationContext,
	readChosen: ReadSelection,
	choices: FileChoices,
): Promise<DocumentFiles> {
	const { context, itemIndex, resource } = job;
	const readMeta = () => metaOf(readChosen(), resource, choices.timeZone);
	const wanted = (await collectById(readMeta())).filter(
		({ isDraft }) => !isDraft || job.options.includeDrafts !== false,
	);
	if (choices.maximumZipSize !== undefined)
		return await zipFiles(job, readMeta, wanted, choices, choices.maximumZipSize);

	const keep = async (document: CheckedDocument, facts: DocumentMeta) =>
		await fileItem(
			context,
			documentFile(resource, document, facts, choices),
			choices.binaryPropertyName,
			itemIndex,
		);
	const downloads = await downloadUntilUnchanged(job.connection, resource, wanted, readMeta, keep);
	return { ...downloads, items: downloads.kept.map(({ value }) => value) };
}

async function zipFiles(
	job: OperationContext,
	readMeta: ReadMeta,
	wanted: DocumentMeta[],
	choices: FileChoices,
	maximumSize: number,
): Promise<DocumentFiles> {
	const { context, itemIndex, resource } = job;
	const made: INodeExecutionData[] = [];
	const all: DocumentFiles = { items: made, missing: [], deleted: [], without: [] };
	let zip = createZip();
	let documents: Array<{ id: string | number; path: string }> = [];

	async function close() {
		if (!documents.length) return;
		const location = filePath(
			[resource.frenchName],
			`${resource.frenchName} ${made.length + 1}.zip`,
			choices.structure,
		);
		const file = {
			resource: resource.name,
			kind: 'zip' as const,
			...location,
			mimeType: 'application/zip',
			bytes: zip.finish(),
			details: { documents },
		};
		made.push(await fileItem(context, file, choices.binaryPropertyName, itemIndex));
		zip = createZip();
		documents = [];
	}

	const { downloadInBulk, parallelDownloads } = job.connection.settings;
	const batchSize = downloadInBulk ? bulkSize : parallelDownloads * 4;
	for (let start = 0; start < wanted.length; start += batchSize) {
		const batch = await downloadDocuments(
			job.connection,
			resource,
			wanted.slice(start, start + batchSize),
			async (document) => document,
		);
		all.missing.push(...batch.missing);
		all.deleted.push(...batch.deleted);
		all.without.push(...batch.without);
		for (const { facts, value } of batch.kept) {
			const { folder, fileName } = documentPath(resource, facts, value.type.extension, {
				...choices,
				structure: 'kindAndYear',
			});
			const path = `${folder}/${fileName}`;
			const isFull =
				documents.length === maximumEntries || zip.sizeWith(path, value.bytes) > maximumSize;
			if (documents.length && isFull) await close();
			zip.add(path, value.bytes, facts.date);
			documents.push({ id: facts.id, path });
		}
	}
	await close();
	const changed = made.length ? await changedSince(job.connection, wanted, readMeta) : [];
	if (changed.length)
		job.hint(
			`${counted(changed.length, 'document')} changed during the download. Run the workflow again to get the latest version.`,
		);
	return all;
}
