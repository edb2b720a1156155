import { createHash } from 'crypto';
import { unzlibSync } from 'fflate';

import { endsRun, SinaoFailure } from '../failure';
import type { ReadZip, ZipEntry } from '../files/unzip';
import type { DocumentSource, Query, Resource } from '../resource';
import type { Connection } from '../sinao/connection';
import { counted } from '../values/english';
import type { DocumentMeta } from './documentMeta';
import { type CheckedDocument, fetchZip, verifyDocument } from './fetch';

/** Documents asked for in one request. */
export const bulkSize = 50;

/** A ZIP is held whole while it is taken apart. */
const maximumZip = 32e6;

export type BulkResult<T> = { kept: T } | 'without';

/**
 * Fetches documents many at a time, as ZIP files (docs/sinao-api.md, Many files at once), and hands each to
 * `keep` when it is proven which one it is and that it is whole. What is not in the outcome was not
 * proven and is to be fetched singly; where two ZIPs in a row prove nothing, no third is asked for.
 *
 * @throws SinaoFailure where the key is refused or the user pressed Stop
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
 * Keeps what a ZIP proves. Where everything in it is whole and proven, and what was asked for is there but
 * documents that may be lacking, those lack rightly.
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

/** Numbers that can be told from other text: four characters or more, a digit among them, nothing that is written in several ways. */
const tellable = /^(?=.*\d)[\w./-]{4,}$/;

/**
 * Which of the wanted documents an entry of a ZIP is. A name alone proves nothing, because nobody has
 * documented the names inside (docs/sinao-api.md, Many files at once). Proof is, in this order:
 * - the MD5 that the API gives of an uploaded file; one file uploaded twice is both documents
 * - the number in the invoice data of a Factur-X PDF
 * - a name with the number or id of one wanted document, in whose PDF that number stands and no other wanted one
 *
 * Empty where there is no proof.
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

/** `Facture FAC/2024/1` → `-facture-fac-2024-1-`, so that 1 is not found in 12. */
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

/** Pages and embedded XML are far below these; fonts and pictures, which are not read, are above. */
const maximumStream = 32_768;
const maximumStreams = 60;
const maximumText = 262_144;

/** Room for one unpacked part, which is text before the next one comes. */
const unpacked = new Uint8Array(maximumText);

/**
 * What can be read of a PDF without its fonts: titles, metadata, embedded XML and the text of pages that
 * is written in plain letters. Compressed parts are unpacked, within bounds.
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

/** The number in the invoice data that a Factur-X PDF carries; undefined where it carries none that can be read. */
export function facturXNumber(text: string): string | undefined {
	return /<(?:\w+:)?ExchangedDocument>\s*<(?:\w+:)?ID>([^<]*)</.exec(text)?.[1];
}
