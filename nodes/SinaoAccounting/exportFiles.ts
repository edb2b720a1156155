import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../shared/failure';
import type { FetchedZip } from '../shared/documents/fetch';
import { fileItem, type OutputFile } from '../shared/files/fileItem';
import { type FolderStructure, filePath, safePart } from '../shared/files/path';
import type { ZipEntry } from '../shared/files/unzip';
import type { OperationContext } from '../shared/operations/operation';
import { counted } from '../shared/values/english';
import { checkFec } from './fec';

export interface DownloadedExport extends FetchedZip {
	format: string;
	/** Name of the folder: the first and last day, or the day of the download. */
	period: string;
	/** Added to `json` of each item. */
	details: IDataObject;
}

/** The items of a downloaded export: the files in the ZIP archive, or the archive itself, unchanged. */
export async function exportFiles(
	job: OperationContext,
	{ bytes, entries, listed, format, period, details }: DownloadedExport,
): Promise<INodeExecutionData[]> {
	const { context, itemIndex, options, hint } = job;
	const binaryPropertyName = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const files = filesIn([...entries]).map((file) => ({ ...file, check: checkFile(format, file) }));
	const lacking = listed.filter(isFile).length - files.length;
	if (lacking) throw new SinaoFailure(damagedZip(lacking));
	if (!files.length) throw new SinaoFailure(emptyZip());
	for (const { check } of files) check?.oddities.forEach(hint);
	if (format === 'universal' && !files.some(({ check }) => check))
		hint(`No file could be validated as a FEC: ${files.map(({ name }) => name).join(', ')}.`);

	const item = async (
		name: string,
		content: Buffer,
		more: Pick<OutputFile, 'kind' | 'mimeType' | 'details'>,
	) => {
		const location = exportPath(job, `${period} ${format}`, name);
		const file = {
			resource: job.resource.name,
			...location,
			bytes: content,
			...more,
			details: { format, ...details, ...more.details },
		};
		return await fileItem(context, file, binaryPropertyName, itemIndex);
	};
	if (options.unpack === false) {
		const contents = files.map(({ name, check }) => ({ name, fec: check ?? null }));
		return [
			await item(`${period} ${format}.zip`, bytes, {
				kind: 'zip',
				mimeType: 'application/zip',
				details: { contents },
			}),
		];
	}
	const items: INodeExecutionData[] = [];
	for (const { name, bytes: content, check } of files) {
		items.push(
			await item(name, content, {
				kind: 'document',
				mimeType: 'text/plain',
				details: check ? { fec: check as unknown as IDataObject } : {},
			}),
		);
	}
	return items;
}

/** Some ZIP archives list folders too. */
function isFile(name: string): boolean {
	return !/[\\/]$/.test(name);
}

/** The files of a ZIP archive, named by the last part of their path, or by the whole path if two are the same. */
function filesIn(entries: ZipEntry[]): ZipEntry[] {
	const files = entries
		.filter(({ name }) => isFile(name))
		.map((entry) => ({ ...entry, short: safePart(entry.name.split(/[\\/]/).at(-1) ?? '') }));
	const isTwice = ({ short }: { short: string }) =>
		files.filter((file) => file.short.toLowerCase() === short.toLowerCase()).length > 1;
	return files.map((file) => ({
		name: isTwice(file) ? safePart(file.name) : file.short,
		bytes: file.bytes,
	}));
}

/** Only the universal format is a FEC. The archive may contain other files too. */
function checkFile(format: string, { name, bytes }: ZipEntry) {
	return format === 'universal' && /(?:\.txt|\.csv|^[^.]*)$/i.test(name)
		? checkFec(name, bytes)
		: undefined;
}

function exportPath({ resource, options }: OperationContext, period: string, name: string) {
	const structure = (options.folderStructure ?? 'kindAndYear') as FolderStructure;
	// Several periods can contain the same file name, and this structure has no folder per period.
	return filePath(
		[resource.frenchName, period],
		structure === 'kind' ? `${period} ${name}` : name,
		structure,
	);
}

function emptyZip() {
	return finalFailure({
		reason: 'invalidFile' as const,
		message: 'The accounting export is empty',
		description: 'Nothing was saved. Check in Sinao whether the period has entries.',
	});
}

function damagedZip(lacking: number) {
	return finalFailure({
		reason: 'invalidFile' as const,
		message: `The accounting export is damaged (${counted(lacking, 'unreadable file')})`,
		description:
			"Nothing was saved. Try again later. After 'Since Last Download', choose 'Period' under 'Select By'.",
	});
}
