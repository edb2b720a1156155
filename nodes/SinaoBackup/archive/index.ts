import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../../shared/failure';
import { fileItem, safePart, sha256 } from '../../shared/files/path';
import { createZip } from '../../shared/files/zip';
import { outputFileProperty } from '../../shared/parameters/properties';
import type { Hint } from '../../shared/run/execute';
import { counted } from '../../shared/values/english';
import { bytes as sizeText } from '../report/labels';
import { type Absent, absentFromExport, absentOf, mailSubject, mailText } from './data';
import { archivePage } from './page';

export const archiveProperties: INodeProperties[] = [
	{
		displayName: 'Archive Name',
		name: 'archiveName',
		type: 'string',
		default: 'Sinao',
		required: true,
		placeholder: 'e.g. Sinao 2026-10',
		description: 'Name of the ZIP file and title of its report',
	},
	{
		displayName: 'Input Binary Field',
		name: 'archiveInputField',
		type: 'string',
		default: 'data',
		required: true,
		hint: 'The name of the input binary field containing the files',
	},
	outputFileProperty,
];

/** The input with what is missing. */
const missingInput = 1;

/** An archive is created in memory. */
const maximumBytes = 500_000_000;

/**
 * Outputs one ZIP archive of all files of the input, in their folders, with a report in French that names what is missing.
 * `mail` of the item has a subject and a text for a mail.
 *
 * @throws SinaoFailure if the archive would be larger than 500 MB
 */
export async function createArchive(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
): Promise<INodeExecutionData[][]> {
	const field = context.getNodeParameter('archiveInputField', itemIndex) as string;
	const outputField = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
	const title = String(context.getNodeParameter('archiveName', itemIndex)).trim() || 'Sinao';
	const zip = createZip();
	const files: IDataObject[] = [];
	const absent: Absent[] = [];
	const hashes = new Map<string, string>();
	for (const item of context.getInputData(0) ?? []) {
		const { json, binary } = item;
		const file = item.error || json.error ? undefined : binary?.[field];
		if (!file) {
			// With 'Always Output Data', n8n adds an empty item where there is none.
			if (item.error || Object.keys(json).length) absent.push(absentOf(item));
			continue;
		}
		absent.push(...absentFromExport(json));
		const content = await context.helpers.getBinaryDataBuffer(itemIndex, file);
		const path = freePath(String(json.path ?? file.fileName ?? 'fichier'), sha256(content), hashes);
		if (!path) continue;
		if (zip.sizeWith(path, content) > maximumBytes) throw new SinaoFailure(tooLarge());
		const { date } = (json.document ?? {}) as IDataObject;
		zip.add(path, content, typeof date === 'string' ? date : null);
		files.push({ ...json, path, size: content.length });
	}
	for (const item of context.getInputData(missingInput) ?? [])
		if (item.error || Object.keys(item.json).length) absent.push(absentOf(item));
	zip.add('rapport.html', Buffer.from(archivePage(title, files, absent)), null);

	const missing = absent.filter(({ isMissing }) => isMissing);
	if (missing.length)
		hint(
			`${counted(missing.length, 'element is', 'elements are')} missing in the archive. See the 'Missing' output.`,
		);
	const archive = zip.finish();
	const mail = {
		subject: mailSubject(title, absent),
		text: mailText(title, files.length, sizeText(archive.length), absent),
	};
	return [
		[
			await fileItem(
				context,
				{
					resource: 'backup',
					kind: 'zip',
					folder: '',
					fileName: `${safePart(title)}.zip`,
					mimeType: 'application/zip',
					bytes: archive,
					details: {
						outcome: missing.length ? 'incomplete' : 'complete',
						files: files.length,
						missing: missing.length,
						mail,
					},
				},
				outputField,
				itemIndex,
			),
		],
		missing.map(({ title: name, reason }) => ({
			json: { title: name, message: reason },
			pairedItem: { item: itemIndex },
		})),
	];
}

/** A path in the archive that no other content has; undefined if the archive contains this file already. */
function freePath(given: string, hash: string, hashes: Map<string, string>): string | undefined {
	const path = given
		.split(/[\\/]/)
		.map((part) => part.trim())
		.filter((part) => part && part !== '.' && part !== '..')
		.join('/');
	for (let number = 1; ; number++) {
		const free = number === 1 ? path : path.replace(/(\.[^./]*)?$/, ` (${number})$1`);
		const key = free.normalize('NFC').toLowerCase();
		const known = hashes.get(key);
		if (known === hash) return undefined;
		if (known !== undefined || key === 'rapport.html') continue;
		hashes.set(key, hash);
		return free;
	}
}

function tooLarge() {
	return finalFailure({
		reason: 'tooLarge' as const,
		message: 'The archive is larger than 500 MB',
		description:
			'Nothing was created. Choose a shorter period, or save the files without an archive.',
	});
}
