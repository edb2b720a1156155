import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../shared/failure';
import { readFolders } from '../shared/parameters/settings';
import type { FetchedExport } from './fetchExport';
import { fileItem, filePath, type OutputFile, safePart } from '../shared/files/path';
import { typeOfFile } from '../shared/files/type';
import type { ZipEntry } from '../shared/files/unzip';
import type { OperationContext } from '../shared/operations/operation';
import { counted } from '../shared/values/english';
import { checkFec, type FecCheck } from './fec';

export interface DownloadedExport extends FetchedExport {
	format: string;
	/** The first and last day, or the time of the download. */
	period: string;
	/** What tells it apart from other exports of the same period; empty if the period does. */
	mark: string;
	/** Added to `json` of each item. */
	details: IDataObject;
}

/**
 * The items of a downloaded export: the files in the ZIP archive, or the archive itself, unchanged. Files
 * are unpacked one at a time, because an archive for Agiris contains the documents.
 */
export async function exportFiles(
	job: OperationContext,
	{ bytes, isZip, entries, listed, format, period, mark, details }: DownloadedExport,
): Promise<INodeExecutionData[]> {
	const { context, itemIndex, options, hint, connection } = job;
	const binaryPropertyName = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const folder = `${period} ${format} (${connection.appId}) ${mark}`.trim();
	const item = async (
		name: string,
		content: Buffer,
		more: Pick<OutputFile, 'kind' | 'mimeType' | 'details'>,
	) => {
		const file = {
			resource: job.resource.name,
			...exportPath(job, folder, name),
			bytes: content,
			...more,
			details: { format, ...details, ...more.details },
		};
		return await fileItem(context, file, binaryPropertyName, itemIndex);
	};

	const keepsZip = isZip && options.unpack === false;
	const nameOf = shortNames(listed.filter(isFile));
	const items: INodeExecutionData[] = [];
	const contents: Array<{ name: string; fec: FecCheck | null }> = [];
	for (const entry of filesOf({ entries, listed })) {
		const name = nameOf(entry.name);
		const check = checkFile(format, name, entry.bytes);
		check?.oddities.forEach(hint);
		contents.push({ name, fec: check ?? null });
		if (keepsZip) continue;
		items.push(
			await item(name, entry.bytes, {
				kind: 'document',
				mimeType: typeOfFile(entry.bytes, name).mimeType,
				details: check ? { fec: check as unknown as IDataObject } : {},
			}),
		);
	}
	if (format === 'universal' && !contents.some(({ fec }) => fec))
		hint(`No file could be validated as a FEC: ${contents.map(({ name }) => name).join(', ')}.`);
	if (!keepsZip) return items;
	return [
		await item(`${folder}.zip`, bytes, {
			kind: 'zip',
			mimeType: 'application/zip',
			details: { contents: contents as unknown as IDataObject[] },
		}),
	];
}

/**
 * The files of a downloaded export, one at a time.
 *
 * @throws SinaoFailure at the end, if the archive is damaged or empty
 */
export function* filesOf({
	entries,
	listed,
}: Pick<FetchedExport, 'entries' | 'listed'>): Generator<ZipEntry> {
	let count = 0;
	for (const entry of entries) {
		if (!isFile(entry.name)) continue;
		count += 1;
		yield entry;
	}
	const lacking = listed.filter(isFile).length - count;
	if (lacking) throw new SinaoFailure(damagedZip(lacking));
	if (!count) throw new SinaoFailure(emptyZip());
}

/** Some ZIP archives list folders too. */
function isFile(name: string): boolean {
	return !/[\\/]$/.test(name);
}

/** How files are named: by the last part of the name in the ZIP, or by the whole of it where two have the same. */
function shortNames(names: string[]): (name: string) => string {
	const short = (name: string) => safePart(name.split(/[\\/]/).at(-1) ?? '');
	const counts = new Map<string, number>();
	for (const name of names) {
		const key = short(name).toLowerCase();
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return (name) =>
		(counts.get(short(name).toLowerCase()) ?? 0) > 1 ? safePart(name) : short(name);
}

/** Only the universal format is a FEC; Sinao may put other files beside it. */
function checkFile(format: string, name: string, bytes: Buffer): FecCheck | undefined {
	return format === 'universal' && /(?:\.txt|\.csv|^[^.]*)$/i.test(name)
		? checkFec(name, bytes)
		: undefined;
}

function exportPath({ resource, options }: OperationContext, period: string, name: string) {
	const { structure } = readFolders(options);
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
			"Nothing was saved. Try again later, or increase 'Maximum File Size (MB)' in the options. After 'Since Last Download', choose 'Period' under 'Select By'.",
	});
}
