import { createHash } from 'crypto';

import type { EInvoiceReading } from '../eInvoice/eInvoice';
import { invoiceNumberIn, readEInvoice } from '../eInvoice/readInvoice';
import { endsRun, type Outcome, SinaoFailure } from '../failure';
import type { ReadZip, ZipEntry } from '../files/unzip';
import type { DocumentSource, Query, Resource } from '../resource';
import type { Connection } from '../sinao/connection';
import { counted } from '../values/english';
import type { DocumentMeta } from './documentMeta';
import { checkEInvoice } from './eInvoice';
import { type CheckedDocument, fetchZip, verifyDocument } from './fetch';

/** Documents per request. */
export const bulkSize = 50;

/** Bytes. A ZIP archive is in memory while it is read. */
const maximumZip = 32e6;

/** Documents hardly shrink in a ZIP, so that one which grows more than this is none of Sinao's. */
const maximumUnpacked = 4 * maximumZip;

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
	fetchSingly: (facts: DocumentMeta) => Promise<Outcome<CheckedDocument>>,
): Promise<Map<DocumentMeta, BulkResult<T>>> {
	const source = resource.document as DocumentSource;
	const names: Names = {};
	const isEqual = async (facts: DocumentMeta, bytes: Buffer) =>
		Boolean((await fetchSingly(facts)).value?.bytes.equals(bytes));
	const evidenceOf = async (entry: ZipEntry, read: () => EInvoiceReading) =>
		await provenDocuments(entry, wanted, source, names, isEqual, read);
	const results = new Map<DocumentMeta, BulkResult<T>>();
	let size = bulkSize;
	let fruitless = 0;
	for (let at = 0; at < wanted.length && size > 1 && fruitless < 2; ) {
		const batch = wanted.slice(at, at + size);
		const ids = batch.map(({ id }): [string, string | number] => ['ids[]', id]);
		const limits = {
			zipBytes: maximumZip,
			entries: batch.length * 2,
			entryBytes: connection.settings.maximumFileSize,
			totalBytes: maximumUnpacked,
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
		const before = results.size;
		if (value) await keepProven(value, batch, evidenceOf, source, keep, results);
		fruitless = results.size > before ? 0 : fruitless + 1;
		at += batch.length;
	}
	if (results.size < wanted.length) {
		connection.warnings.messages.add(
			`${counted(wanted.length - results.size, 'document')} could not be identified in Sinao's ZIP archives, and had to be downloaded individually.`,
		);
	}
	return results;
}

/** What is known of the names in the ZIP files of a run. */
export interface Names {
	/** Whether a document that was named by an entry had the same bytes when it was requested singly. */
	areRight?: boolean;
}

/**
 * Keeps the documents identified in a ZIP archive. If all its entries are complete and identified, and only
 * documents that may be absent are missing, those have no document.
 */
async function keepProven<T>(
	{ listed, entries }: ReadZip,
	batch: DocumentMeta[],
	evidenceOf: (entry: ZipEntry, read: () => EInvoiceReading) => Promise<DocumentMeta[]>,
	source: DocumentSource,
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
	results: Map<DocumentMeta, BulkResult<T>>,
): Promise<void> {
	const proofs: Array<{ entry: ZipEntry; proven: DocumentMeta[]; reading?: EInvoiceReading }> = [];
	for (const entry of entries) {
		let reading: EInvoiceReading | undefined;
		const evidence = await evidenceOf(entry, () => (reading ??= readEInvoice(entry.bytes)));
		const proven = evidence.filter((facts) => batch.includes(facts) && !results.has(facts));
		proofs.push({ entry, proven, reading });
	}
	/** Whether another file is proven to be the same document, so that neither is. */
	const isDisputed = (document: DocumentMeta, { bytes }: ZipEntry) =>
		proofs.some(({ entry, proven }) => proven.includes(document) && !entry.bytes.equals(bytes));
	let clear = 0;
	for (const { entry, proven, reading } of proofs) {
		let kept = 0;
		for (const facts of proven) {
			if (isDisputed(facts, entry)) continue;
			const { value } = verifyDocument(entry.bytes, source, facts);
			if (!value) continue;
			if (!results.has(facts))
				results.set(facts, { kept: await keep({ ...value, reading }, facts) });
			kept++;
		}
		if (proven.length && kept === proven.length) clear++;
	}
	const absent = batch.filter((facts) => !results.has(facts));
	if (clear === listed.length && absent.every(({ mayBeAbsent }) => mayBeAbsent))
		absent.forEach((facts) => results.set(facts, 'without'));
}

/**
 * The selected documents that a ZIP entry matches. Accepted as proof, in this order:
 * - the MD5 of an uploaded file in the API; a file uploaded twice matches both documents
 * - the number in the electronic invoice that the entry contains, exactly, unless the rest of it differs from the row
 * - a name that is the ID or the exact number of one document and of no other, with or without words in front.
 *   Sinao does not document the names (docs/sinao-api.md, Many files at once): the first document with such a name
 *   is also downloaded individually, and must be identical.
 *
 * Empty if there is no proof: such a document is downloaded individually.
 *
 * @param read the electronic invoice in the entry
 */
export async function provenDocuments(
	{ name, bytes }: ZipEntry,
	wanted: DocumentMeta[],
	source: DocumentSource,
	names: Names,
	isEqual: (facts: DocumentMeta, bytes: Buffer) => Promise<boolean>,
	read = () => readEInvoice(bytes),
): Promise<DocumentMeta[]> {
	if (source.md5Field) {
		const md5 = createHash('md5').update(bytes).digest('hex');
		return wanted.filter((facts) => facts.md5 === md5);
	}
	const reading = read();
	const invoiceNumber = invoiceNumberIn(reading);
	const candidates =
		invoiceNumber === undefined
			? wanted.filter((facts) => isNamed(name, facts))
			: wanted.filter(({ number }) => number === invoiceNumber);
	if (candidates.length !== 1 || contradicts(reading, candidates[0], source)) return [];
	if (invoiceNumber !== undefined) return candidates;
	names.areRight ??= await isEqual(candidates[0], bytes);
	return names.areRight ? candidates : [];
}

/** Whether an electronic invoice has another date, other amounts or another customer than the row of a document. */
function contradicts(
	reading: EInvoiceReading,
	{ entered }: DocumentMeta,
	{ eInvoice }: DocumentSource,
): boolean {
	return Boolean(
		entered && eInvoice && checkEInvoice(reading, entered, eInvoice).differences.length,
	);
}

/** Shorter ones may be a counter: `document (12).pdf`. */
const shortestToken = 4;

function isNamed(name: string, { id, number }: DocumentMeta): boolean {
	const stem = name.replace(/\.[a-z]{3}$/i, '');
	// `Facture FAC-00041`: words without a digit may stand in front, and nothing behind.
	const [, last = ''] = /^\P{N}*\s(\S+)$/u.exec(stem) ?? [];
	const tokens = [stem, last].map(tokenOf).filter(isTellable);
	return [String(id), number ?? ''].some((known) => tokens.includes(tokenOf(known)));
}

function isTellable(token: string): boolean {
	return token.length >= shortestToken && /\p{N}/u.test(token);
}

/** `FAC/2024/1` → `fac-2024-1`: services replace what is not allowed in a name, each in its own way. */
function tokenOf(text: string): string {
	return text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-|-$/g, '');
}
