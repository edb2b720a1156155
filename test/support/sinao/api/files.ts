import { readRow } from '../data/lazyRow';
import type { SourceDocument } from '../documents';
import { makeZip, type ZipEntry } from '../documents/zip';
import { servedDocument } from '../forms/files';
import type { Answer, DocumentList, Row } from '../types';
import { file, refuse } from './answers';
import { type Context, faultOf } from './context';
import { textOf, valuesOf } from './query';

const TEMPLATES = ['', 'delivery', 'command'];

function templateOf(context: Context, list: DocumentList): string {
	const template = textOf(context.query.template) ?? '';
	if (list !== 'invoices' && list !== 'quotes') return '';
	if (!TEMPLATES.includes(template))
		refuse(422, 'The given data was invalid.', { template: ['The selected template is invalid.'] });
	return template;
}

/** A valid file of the same kind whose hash is another one (faults.md, row 43). */
function altered(bytes: Buffer): Buffer {
	const end = bytes.lastIndexOf('%%EOF');
	if (end < 0) return Buffer.concat([bytes, Buffer.from('\n')]);
	return Buffer.concat([bytes.subarray(0, end), Buffer.from('% altered\n'), bytes.subarray(end)]);
}

/** `/invoices/{id}/pdf`, `/quotes/{id}/pdf`, `/purchases/{id}/original`, `/attachments/{id}/pdf`. */
export function answerFile(context: Context, list: DocumentList, id: number): Answer {
	const { company, variants, reading } = context;
	const template = templateOf(context, list);
	const document = servedDocument(company, variants, list, id, reading, template);
	if (!document)
		return refuse(
			company.find(list, id)?.status === 'draft' ? variants.draftPdf : 404,
			`No file for [${list}] ${id}`,
		);
	const bytes = faultOf(context, 'otherBytes') ? altered(document.bytes) : document.bytes;
	return file(bytes, document.contentType, document.name);
}

/** The name of a file inside the zip, which nobody has documented. */
function entryName(context: Context, row: Row, document: SourceDocument, at: number): string {
	switch (context.variants.zipNames) {
		case 'id':
			return `${row.id}.${document.extension}`;
		case 'opaque':
			return `document (${at + 1}).${document.extension}`;
		default: {
			const text = String(row.number ?? row.title ?? row.name ?? row.id)
				.replace(/[^\p{L}\p{N}._ -]+/gu, '-')
				.slice(0, 100);
			return `${text}.${document.extension}`;
		}
	}
}

function withoutClash(name: string, entries: ZipEntry[]): string {
	const taken = new Set(entries.map((entry) => entry.name));
	let candidate = name;
	for (let copy = 2; taken.has(candidate); copy++)
		candidate = name.replace(/(\.[^.]*)?$/, ` (${copy})$1`);
	return candidate;
}

const zipMaximum = 50;

/** `GET /<list>/download?ids[]=` (sinao-api.md, Many files at once): files that do not exist are left out. */
export function answerDownload(context: Context, list: DocumentList): Answer {
	const requested = valuesOf(context.query.ids).map(Number);
	if (requested.length === 0)
		refuse(422, 'The given data was invalid.', { ids: ['The ids field is required.'] });
	const { zipMost } = context.variants;
	if (zipMost === 'refused' && requested.length > zipMaximum)
		refuse(422, 'The given data was invalid.', {
			ids: [`The ids may not have more than ${zipMaximum} items.`],
		});
	const ids = zipMost === 'first50' ? requested.slice(0, zipMaximum) : requested;
	const template = templateOf(context, list);
	const entries: ZipEntry[] = [];
	for (const [at, id] of ids.entries()) {
		const row = context.company.find(list, id);
		const next =
			context.variants.zipNames === 'shifted'
				? context.company.find(list, ids[(at + 1) % ids.length])
				: undefined;
		if (!row) return refuse(404, `No query results for model [${list}] ${id}`);
		const document = servedDocument(
			context.company,
			context.variants,
			list,
			id,
			context.reading,
			template,
		);
		if (document)
			entries.push({
				// A row that is looked at has its related objects from then on, and another document.
				name: withoutClash(entryName(context, readRow(next ?? row, false), document, at), entries),
				bytes: document.bytes,
			});
	}
	return file(makeZip(entries, faultOf(context, 'zip')), 'application/zip', `${list}.zip`);
}
