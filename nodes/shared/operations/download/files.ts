import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { bulkSize } from '../../documents/bulk';
import { type DocumentMeta, metaOf } from '../../documents/documentMeta';
import {
	changedSince,
	downloadDocuments,
	downloadUntilUnchanged,
	type MissingDocument,
	type ReadMeta,
} from '../../documents/download';
import { type CheckedDocument, filesOfDocument } from '../../documents/fetch';
import { fileItem, filePath, type NamingChoices, pathOf } from '../../files/path';
import { createZip } from '../../files/zip';
import { hintIfNoMatch } from '../../parameters/filters';
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

/** An entry of a ZIP archive, in `json.documents`. */
interface ZippedDocument extends IDataObject {
	id: string | number;
	path: string;
	/** As in items of single documents. */
	eInvoice?: IDataObject;
	/** Path of the original that this readable copy is from. */
	derivedFrom?: string;
}

export interface DownloadedFiles {
	items: INodeExecutionData[];
	missing: MissingDocument[];
	deleted: DocumentMeta[];
	without: DocumentMeta[];
	/** Documents whose electronic invoice differs from Sinao. */
	differing: DocumentMeta[];
}

/** n8n 3's Compression node rejects archives with more than 1,000 entries. */
const maximumEntries = 999;

/** Downloads the selected documents and creates the items of their files. */
export async function documentFiles(
	job: OperationContext,
	readChosen: ReadSelection,
	choices: FileChoices,
): Promise<DownloadedFiles> {
	const { context, itemIndex, resource } = job;
	const readMeta: ReadMeta = (ids) => metaOf(readChosen(), resource, choices.timeZone, ids);
	const found = await collectById(readMeta());
	if (!found.length) hintIfNoMatch(context, itemIndex, job.hint, resource.plural.toLowerCase());
	const wanted = found.filter(({ isDraft }) => !isDraft || job.options.includeDrafts !== false);
	if (choices.maximumZipSize !== undefined)
		return await zipFiles(job, readMeta, wanted, choices, choices.maximumZipSize);

	const keep = async (checked: CheckedDocument, facts: DocumentMeta) => {
		const { document, readable, eInvoice } = filesOfDocument(resource, checked, facts, choices);
		const items: INodeExecutionData[] = [];
		for (const file of readable ? [document, readable] : [document])
			items.push(await fileItem(context, file, choices.binaryPropertyName, itemIndex));
		return { items, differs: Boolean(eInvoice?.differences.length) };
	};
	const { kept, ...others } = await downloadUntilUnchanged(
		job.connection,
		resource,
		wanted,
		readMeta,
		keep,
	);
	return {
		...others,
		items: kept.flatMap(({ value }) => value.items),
		differing: kept.filter(({ value }) => value.differs).map(({ facts }) => facts),
	};
}

async function zipFiles(
	job: OperationContext,
	readMeta: ReadMeta,
	wanted: DocumentMeta[],
	choices: FileChoices,
	maximumSize: number,
): Promise<DownloadedFiles> {
	const { context, itemIndex, resource } = job;
	const made: INodeExecutionData[] = [];
	const all: DownloadedFiles = {
		items: made,
		missing: [],
		deleted: [],
		without: [],
		differing: [],
	};
	let zip = createZip();
	let documents: ZippedDocument[] = [];

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

	for (let start = 0; start < wanted.length; start += bulkSize) {
		const batch = await downloadDocuments(
			job.connection,
			resource,
			wanted.slice(start, start + bulkSize),
			async (document) => document,
			wanted.length,
		);
		all.missing.push(...batch.missing);
		all.deleted.push(...batch.deleted);
		all.without.push(...batch.without);
		for (const { facts, value } of batch.kept) {
			const { document, readable, eInvoice } = filesOfDocument(resource, value, facts, {
				...choices,
				structure: 'kindAndYear',
			});
			if (eInvoice?.differences.length) all.differing.push(facts);
			for (const file of readable ? [document, readable] : [document]) {
				const path = pathOf(file);
				const isFull =
					documents.length === maximumEntries || zip.sizeWith(path, file.bytes) > maximumSize;
				if (documents.length && isFull) await close();
				zip.add(path, file.bytes, facts.date);
				const { eInvoice: check, derivedFrom } = file.details;
				documents.push({
					id: facts.id,
					path,
					...(check ? { eInvoice: check as IDataObject } : {}),
					...(derivedFrom ? { derivedFrom: String(derivedFrom) } : {}),
				});
			}
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
