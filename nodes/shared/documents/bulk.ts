import { createHash } from 'crypto';
import { unzlibSync } from 'fflate';

import { endsRun, SinaoFailure } from '../failure';
import type { ReadZip, ZipEntry } from '../files/unzip';
import type { DocumentSource, Query, Resource } from '../resource';
import type { Connection } from '../sinao/connection';
import { counted } from '../values/english';
import type { DocumentMeta } from './documentMeta';
import { type CheckedDocument, fetchZip, verifyDocument } from './fetch';

/** Documents per request. */
export const bulkSize = 50;

/** Bytes. A ZIP archive is in memory while it is read. */
const maximumZip = 32e6;

export type BulkResult<T> = { kept: T } | 'without';

/**
 * Downloads many documents at once as ZIP archives (docs/sinao-api.md, Many files at once), and passes each to
 * `keep` once it is identified and complete. Documents not in the result could not be identified and must
 * be downloaded individually. Stops after two ZIP archives in a row without an identified document.
 *
 * @throws SinaoFailure if the key is rejected or the execution is stopped
 */
export async function downloadInBulk<T>(
	connection: Connection,
	resource: Resource,
	wanted: DocumentMeta[],
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
	query: Query,
): Promise<Map<DocumentMeta, BulkResult<T>>> {
	const fates = new Map<DocumentMeta, BulkResult<T>>();
	let size = bulkSize;
	let fruitless = 0;
	for (let at = 0; at < wanted.length && size > 1 && fruitless < 2; ) {
		const batch = wanted.slice(at, at + size);
		const ids = batch.map(({ id }): [string, string | number] => ['ids[]', id]);
		const limits = {
			zipBytes: maximumZip,
			entries: batch.length * 2,
			entryBytes: connection.settings.maximumFileSize,
		};
		const { value, failure } = await fetchZip(
			connection,
			`/apps/${connection.appId}${resource.path}/download`,
			[...ids, ...query],
			limits,
		);
		if (failure && endsRun(failure)) throw new SinaoFailure(failure);
		if (failure?.reason === 'tooLarge') {
			size = Math.floor(size / 2);
			continue;
		}
		const before = fates.size;
		if (value) await keepProven(value, batch, resource.document as DocumentSource, keep, fates);
		fruitless = fates.size > before ? 0 : fruitless + 1;
		at += batch.length;
	}
	if (fates.size < wanted.length) {
		connection.warnings.messages.add(
			`${counted(wanted.length - fates.size, 'document')} could not be identified in Sinao's ZIP archives, and had to be downloaded individually.`,
		);
	}
	return fates;
}

/**
 * Keeps the documents identified in a ZIP archive. If all its entries are complete and identified, and only
 * documents that may be absent are missing, those have no document.
 */
async function keepProven<T>(
	{ listed, entries }: ReadZip,
	batch: DocumentMeta[],
	source: DocumentSource,
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
	fates: Map<DocumentMeta, BulkResult<T>>,
): Promise<void> {
	let clear = 0;
	for (const entry of entries) {
		const proven = provenDocuments(entry, batch, source).filter((facts) => !fates.has(facts));
		const before = fates.size;
		for (const facts of proven) {
			const { value } = verifyDocument(entry.bytes, source, facts);
			if (value) fates.set(facts, { kept: await keep(value, facts) });
		}
		if (proven.length && fates.size === before + proven.length) clear++;
	}
	const lacking = batch.filter((facts) => !fates.has(facts));
	if (clear === listed.length && lacking.every(({ mayBeAbsent: mayLack }) => mayLack))
		lacking.forEach((facts) => fates.set(facts, 'without'));
}

/** Numbers that are distinctive in a text: four or more characters, with a digit, without characters that have variants. */
const tellable = /^(?=.*\d)[\w./-]{4,}$/;

/**
 * The selected documents that a ZIP entry matches. A name alone is not enough, because Sinao does not document
 * the names in the archive (docs/sinao-api.md, Many files at once). Accepted as proof, in this order:
 * - the MD5 of an uploaded file in the API; a file uploaded twice matches both documents
 * - the number in the invoice data of a Factur-X PDF
 * - a name with the number or id of one document, and a PDF that contains this number and no other selected one
 *
 * Empty if there is no proof.
 */
export function provenDocuments(
	{ name, bytes }: ZipEntry,
	wanted: DocumentMeta[],
	source: DocumentSource,
): DocumentMeta[] {
	if (source.md5Field) {
		const md5 = createHash('md5').update(bytes).digest('hex');
		return wanted.filter((facts) => facts.md5 === md5);
	}
	const text = readablePdfText(bytes);
	const invoiceNumber = facturXNumber(text);
	const candidates =
		invoiceNumber === undefined
			? wanted.filter((facts) => isNamed(name, facts))
			: numbered(wanted, invoiceNumber);
	if (candidates.length !== 1 || invoiceNumber !== undefined)
		return candidates.length === 1 ? candidates : [];
	const mentioned = wanted.filter(
		({ number }) => number !== null && tellable.test(number) && mentions(text, number),
	);
	return mentioned.length === 1 && mentioned[0] === candidates[0] ? candidates : [];
}

function numbered(wanted: DocumentMeta[], invoiceNumber: string): DocumentMeta[] {
	return tellable.test(invoiceNumber)
		? wanted.filter(({ number }) => number === invoiceNumber)
		: [];
}

function isNamed(name: string, { id, number }: DocumentMeta): boolean {
	const words = wordsOf(name.replace(/\.\w+$/, ''));
	return [String(id), ...(number ? [number] : [])]
		.map(wordsOf)
		.some((part) => part.length > 2 && words.includes(part));
}

/** `Facture FAC/2024/1` → `-facture-fac-2024-1-`, so 1 does not match 12. */
function wordsOf(text: string): string {
	return `-${text.toLowerCase()}-`.replace(/[^\p{L}\p{N}]+/gu, '-');
}

function mentions(text: string, number: string): boolean {
	for (let at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
		if (!/\w/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + number.length] ?? ''))
			return true;
	}
	return false;
}

/** Bytes. Pages and embedded XML are much smaller; fonts and images, which are skipped, are larger. */
const maximumStream = 32_768;
const maximumStreams = 60;
const maximumText = 262_144;

/** Buffer for one unpacked part, reused for the next one. */
const unpacked = new Uint8Array(maximumText);

/**
 * The text of a PDF that can be read without fonts: titles, metadata, embedded XML and plain page text.
 * Compressed parts are unpacked up to a size limit.
 */
export function readablePdfText(pdf: Buffer): string {
	const parts: string[] = [];
	let at = 0;
	for (let streams = 0; streams < maximumStreams; streams++) {
		const begin = pdf.indexOf('stream', at);
		const end = begin < 0 ? -1 : pdf.indexOf('endstream', begin);
		if (end < 0) break;
		const dictionary = pdf.subarray(at, begin).toString('latin1');
		const skipped = pdf[begin + 6] === 0x0d ? 8 : 7;
		parts.push(dictionary, streamText(pdf.subarray(begin + skipped, end), dictionary));
		at = end + 'endstream'.length;
	}
	parts.push(pdf.subarray(at, at + maximumText).toString('latin1'));
	return parts.join('\n');
}

function streamText(stream: Buffer, dictionary: string): string {
	if (stream.length > maximumStream) return '';
	if (!dictionary.includes('/FlateDecode')) return stream.toString('latin1');
	try {
		const { buffer, byteOffset, byteLength } = unzlibSync(stream, { out: unpacked });
		return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
	} catch {
		return '';
	}
}

/** The invoice number in the data of a Factur-X PDF; undefined if it has none that can be read. */
export function facturXNumber(text: string): string | undefined {
	return /<(?:\w+:)?ExchangedDocument>\s*<(?:\w+:)?ID>([^<]*)</.exec(text)?.[1];
}
