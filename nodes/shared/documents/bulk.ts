import { createHash } from 'crypto';

import pLimit from 'p-limit';

import type { EInvoiceReading } from '../eInvoice/eInvoice';
import { invoiceNumberIn, readEInvoice } from '../eInvoice/readInvoice';
import { endsRun, type Outcome, SinaoFailure } from '../failure';
import type { ReadZip, ZipEntry } from '../files/unzip';
import type { DocumentSource, Resource } from '../resource';
import type { ArchiveFindings, Connection } from '../sinao/connection';
import { firstParallel, parallelBytes, parallelDownloads } from '../sinao/pace';
import { counted } from '../values/english';
import { groupBy } from '../values/fields';
import type { DocumentMeta } from './documentMeta';
import { checkEInvoice } from './eInvoice';
import { type CheckedDocument, type FetchedZip, fetchZip, verifyDocument } from './fetch';

/** Documents per request, at first. */
export const bulkSize = 50;

/** Documents per request after an archive that had all of its documents and was small. */
const largestBulkSize = 100;

/** Bytes. A ZIP archive is in memory while it is read. */
const maximumZip = 32e6;

/** Bytes. One with twice as many documents is far from the maximum. */
const smallZip = maximumZip / 4;

/** Documents that n8n stores at the same time. */
const parallelKeeps = 8;

/** Documents hardly shrink in a ZIP, so that one which grows more than this is none of Sinao's. */
const maximumUnpacked = 4 * maximumZip;

export interface BulkResult<T> {
	kept: T;
}

/** What was found out about the archives of a list in this execution; the connection remembers it. */
export function findingsOf(
	{ pace: { archives }, appId }: Connection,
	{ path }: Resource,
): ArchiveFindings {
	const key = `${appId}${path}`;
	const findings = archives.get(key) ?? {};
	archives.set(key, findings);
	return findings;
}

/** An archive that was requested. */
interface RequestedArchive {
	batch: DocumentMeta[];
	/** Whether nothing proves yet that archives are of use. */
	isTrial: boolean;
	answer: Promise<Outcome<FetchedZip>>;
}

/**
 * Downloads many documents at once as ZIP archives (docs/sinao-api.md, Many files at once), and passes each to
 * `keep` once it is identified and complete. Documents not in the result could not be identified and must
 * be downloaded individually; `leave` gets them early if others of their archive were identified. `automatic` stops after
 * the first archive of which it identifies less than half of the documents, or which fails; `always` after two in a row
 * without an identified document. After a complete archive, larger ones are requested, and several at the same time. What a
 * larger one that fails should contain is requested again in smaller ones.
 *
 * @throws SinaoFailure if the key is rejected or the execution is stopped
 */
export async function downloadInBulk<T>(
	connection: Connection,
	resource: Resource,
	wanted: DocumentMeta[],
	keep: (document: CheckedDocument, facts: DocumentMeta) => Promise<T>,
	fetchSingly: (facts: DocumentMeta) => Promise<Outcome<CheckedDocument>>,
	leave: (facts: DocumentMeta) => unknown,
): Promise<Map<DocumentMeta, BulkResult<T>>> {
	const source = resource.document as DocumentSource;
	const findings = findingsOf(connection, resource);
	const isAutomatic = connection.settings.downloadInBulk === 'automatic';
	const isEqual = async (facts: DocumentMeta, bytes: Buffer) =>
		Boolean((await fetchSingly(facts)).value?.bytes.equals(bytes));
	const selection = selectionOf(wanted);
	const evidenceOf = async (entry: ZipEntry, read: () => EInvoiceReading) =>
		await provenDocuments(entry, selection, source, findings, isEqual, read);
	const results = new Map<DocumentMeta, BulkResult<T>>();
	const limit = pLimit(parallelKeeps);
	// The documents of an archive are kept while the next ones are on their way.
	let keeping: Promise<unknown> = Promise.resolve();
	const left = [...wanted];
	const requested: RequestedArchive[] = [];
	let size = Math.min(bulkSize, findings.largest ?? bulkSize);
	let parallel = 1;
	let fruitless = 0;
	/** Whether the user allows few downloads at the same time: an archive is one, and has to end before others begin. */
	const isAlone = connection.settings.parallelDownloads < 2 * firstParallel;
	const isOver = () => size < 2 || fruitless >= (isAutomatic ? 1 : 2);
	for (;;) {
		while (left.length && requested.length < parallel && !isOver()) {
			const batch = left.splice(0, size);
			const isTrial = isAutomatic && !findings.areUseful;
			const maximumBytes = Math.min(maximumZip, parallelBytes / parallel);
			requested.push({
				batch,
				isTrial,
				answer: requestArchive(connection, resource, batch, isTrial, maximumBytes),
			});
		}
		const archive = requested.shift();
		if (!archive) break;
		const { batch, isTrial, answer } = archive;
		const [{ value, failure }] = await Promise.all([answer, keeping]);
		if (failure && endsRun(failure) && !(isTrial && failure.reason === 'unauthorized'))
			throw new SinaoFailure(failure);
		const mayBeTooLarge = failure?.reason === 'tooLarge' || batch.length > bulkSize;
		if (failure && !isTrial && mayBeTooLarge) {
			left.unshift(...batch);
			size = findings.largest = Math.floor(batch.length / 2);
			parallel = 1;
			continue;
		}
		const documents = value
			? await identify(value, batch, evidenceOf, source)
			: new Map<DocumentMeta, CheckedDocument>();
		keeping = Promise.all(
			[...documents].map(([facts, document]) =>
				limit(async () => results.set(facts, { kept: await keep(document, facts) })),
			),
		);
		const expected = batch.filter(({ mayBeAbsent }) => !mayBeAbsent);
		const isFruitful =
			documents.size > 0 && (!isAutomatic || documents.size * 2 >= expected.length);
		// Where requests are limited, archives come first.
		if (isFruitful && !isAlone && !connection.pace.limit)
			batch.filter((facts) => !documents.has(facts)).forEach(leave);
		fruitless = isFruitful && !isOver() ? 0 : fruitless + 1;
		findings.areUseful = !fruitless;
		if (!value || !isFruitful || !expected.every((facts) => documents.has(facts))) {
			size = findings.largest = Math.min(size, bulkSize);
			parallel = 1;
		} else {
			const { length } = value.bytes;
			if (length <= smallZip) size = Math.min(2 * size, findings.largest ?? largestBulkSize);
			// The others may be twice as large. One archive of a larger size is tried alone.
			const inMemory = Math.floor(parallelBytes / (2 * length));
			parallel =
				isAlone || batch.length < size
					? 1
					: Math.max(1, Math.min(firstParallel, inMemory, parallelDownloads(connection)));
		}
	}
	await keeping;
	if (results.size < wanted.length && !isAutomatic) {
		connection.warnings.messages.add(
			`${counted(wanted.length - results.size, 'document')} could not be identified in Sinao's ZIP archives, and had to be downloaded individually.`,
		);
	}
	return results;
}

/**
 * An archive of more than `bulkSize` documents is requested once: smaller ones may succeed.
 *
 * @param isTrial whether a refusal says nothing about the key, because it is not known whether Sinao returns archives to a key
 */
async function requestArchive(
	connection: Connection,
	{ path }: Resource,
	batch: DocumentMeta[],
	isTrial: boolean,
	maximumBytes: number,
): Promise<Outcome<FetchedZip>> {
	return await fetchZip(
		isTrial ? { ...connection, throttle: { ...connection.throttle } } : connection,
		`/apps/${connection.appId}${path}/download`,
		batch.map(({ id }): [string, string | number] => ['ids[]', id]),
		{
			zipBytes: maximumBytes,
			entries: batch.length * 2,
			entryBytes: connection.settings.maximumFileSize,
			totalBytes: maximumUnpacked,
		},
		isTrial || batch.length > bulkSize,
	);
}

/** The documents that a ZIP archive contains, identified and complete. */
async function identify(
	{ entries }: ReadZip,
	batch: DocumentMeta[],
	evidenceOf: (entry: ZipEntry, read: () => EInvoiceReading) => Promise<DocumentMeta[]>,
	source: DocumentSource,
): Promise<Map<DocumentMeta, CheckedDocument>> {
	const files = new Map<DocumentMeta, Buffer>();
	const found = new Map<DocumentMeta, CheckedDocument>();
	for (const entry of entries) {
		let reading: EInvoiceReading | undefined;
		const evidence = await evidenceOf(entry, () => (reading ??= readEInvoice(entry.bytes)));
		for (const facts of evidence.filter((each) => batch.includes(each))) {
			const other = files.get(facts);
			if (!other) files.set(facts, entry.bytes);
			// If two different files are proven to be the same document, neither is.
			const isDisputed = other && !other.equals(entry.bytes);
			if (isDisputed) found.delete(facts);
			if (other) continue;
			const { value } = verifyDocument(entry.bytes, source, facts);
			if (value) found.set(facts, { ...value, reading });
		}
	}
	return found;
}

/**
 * Selected documents by what a ZIP entry can say about them, for `provenDocuments`: each entry is compared with all of them,
 * and they are many.
 */
export function selectionOf(wanted: DocumentMeta[]) {
	const names = wanted.flatMap((facts) =>
		[String(facts.id), facts.number ?? ''].map((text) => ({ name: nameOf(text), facts })),
	);
	return {
		byMd5: groupBy(wanted, ({ md5 }) => md5),
		byNumber: groupBy(wanted, ({ number }) => number),
		/** By ID and number, as names of files contain them. */
		byName: groupBy(names, ({ name }) => name),
		byTitle: groupBy(wanted, ({ title }) => folded(title ?? '')),
	};
}

type Selection = ReturnType<typeof selectionOf>;

/**
 * The selected documents that a ZIP entry matches. Accepted as proof, in this order:
 * - the MD5 of an uploaded file in the API; a file uploaded twice matches both documents
 * - the number in the electronic invoice that the entry contains, exactly, unless the rest of it differs from the row
 * - a name that is the ID or the exact number of one document, and neither that nor the title of another one, with or
 *   without words in front. Sinao does not document the names (docs/sinao-api.md, Many files at once): the first
 *   document with such a name is also downloaded individually, and must be identical; the others have the same words
 *   in front.
 *
 * Empty if there is no proof: such a document is downloaded individually.
 *
 * @param read the electronic invoice in the entry
 */
export async function provenDocuments(
	{ name, bytes }: ZipEntry,
	selection: Selection,
	source: DocumentSource,
	findings: Pick<ArchiveFindings, 'wordsInFront'>,
	isEqual: (facts: DocumentMeta, bytes: Buffer) => Promise<boolean>,
	read = () => readEInvoice(bytes),
): Promise<DocumentMeta[]> {
	if (source.md5Field) {
		const md5 = createHash('md5').update(bytes).digest('hex');
		return selection.byMd5.get(md5) ?? [];
	}
	const reading = read();
	const invoiceNumber = invoiceNumberIn(reading);
	if (invoiceNumber !== undefined) {
		const numbered = selection.byNumber.get(invoiceNumber) ?? [];
		return numbered.length === 1 && !contradicts(reading, numbered[0], source) ? numbered : [];
	}
	const named = namedDocument(name, selection);
	if (!named || contradicts(reading, named.facts, source)) return [];
	if (findings.wordsInFront === undefined)
		findings.wordsInFront = (await isEqual(named.facts, bytes)) ? named.words : false;
	return findings.wordsInFront === named.words ? [named.facts] : [];
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

/** Shorter ones, and lower numbers, may be a counter: `document (12).pdf`, `0031.pdf`. */
const shortestName = 4;
const highestCounter = 2 * largestBulkSize;

/** The document whose ID or number the name of an entry is or ends with, and the words in front of it. */
function namedDocument(
	name: string,
	{ byName, byTitle }: Selection,
): { facts: DocumentMeta; words: string } | undefined {
	const stem = name.replace(/\.[a-z]{3}$/i, '');
	// `Facture FAC-00041`: words without a digit may stand in front, and nothing behind.
	const [, words = '', last = stem] = /^(\P{N}*\s)(\S+)$/u.exec(stem) ?? [];
	const named = (text: string) =>
		isTelling(text) ? [plain(text), folded(text)].flatMap((key) => byName.get(key) ?? []) : [];
	const matches = [
		...named(stem).map(({ facts }) => ({ facts, words: '' })),
		...named(last).map(({ facts }) => ({ facts, words })),
	];
	// A service may name a document without a number by its title, which can mention the number of another one.
	const titled = byTitle.get(folded(stem)) ?? [];
	const documents = new Set([...matches.map(({ facts }) => facts), ...titled]);
	return documents.size === 1 ? matches.at(-1) : undefined;
}

function isTelling(text: string): boolean {
	const isCounter = /^\d+$/.test(text) && Number(text) <= highestCounter;
	return text.length >= shortestName && /\p{N}/u.test(text) && !isCounter;
}

/** What no name of a file may contain on every system, so that services replace it, each in its own way. */
const notInNames = /[\\/:*?"<>|]/;

/** An ID or number as names of files contain it: as it is, or folded if a name cannot contain it. */
function nameOf(text: string): string {
	return notInNames.test(text) ? folded(text) : plain(text);
}

function plain(text: string): string {
	return `=${text.normalize('NFC').toLowerCase()}`;
}

/** `FAC/2024/1` → `fac-2024-1` */
function folded(text: string): string {
	return text
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, '-')
		.replace(/^-|-$/g, '');
}
