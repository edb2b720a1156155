import { type AddedColumn, pathColumn } from '../../shared/csv/table';
import type { CsvFormat } from '../../shared/csv/options';
import { documentFields, type DocumentMeta } from '../../shared/documents/documentMeta';
import {
	downloadUntilUnchanged,
	type MissingDocument,
	type ReadMeta,
} from '../../shared/documents/download';
import { differenceLabel, namesOldParty } from '../../shared/documents/eInvoice';
import { type CheckedDocument, filesOfDocument } from '../../shared/documents/fetch';
import { defaultPattern } from '../../shared/files/path';
import type { DocumentSource, Resource } from '../../shared/resource';
import type { Connection } from '../../shared/sinao/connection';
import { cell } from '../../shared/values/units';
import type {
	Counts,
	EInvoiceEntry,
	FileEntry,
	Manifest,
	MissingEntry,
	WithoutEntry,
} from '../manifest/schema';
import { type CreatedFile, createFile, currentOf, keyOf, type Run } from '../manifest/versions';
import type { Scope } from './scope';

export interface AllDocuments {
	emitted: CreatedFile[];
	missing: Array<MissingDocument & { resource: Resource }>;
	/** Not downloaded in this run because of 'Maximum Files'. */
	later: Candidate[];
	without: WithoutEntry[];
	/** Deleted in Sinao during the run. */
	deleted: Candidate[];
	counts: Counts[];
}

/** A list with documents to back up. */
interface DocumentList {
	resource: Resource;
	facts: DocumentMeta[];
	readAgain: ReadMeta;
}

/** Outputs every document that is new or changed since the last manifest, up to 'Maximum Files'. */
export async function backUpAllDocuments(
	connection: Connection,
	run: Run,
	lists: DocumentList[],
	manifest?: Manifest,
): Promise<AllDocuments> {
	const all: AllDocuments = {
		emitted: [],
		missing: [],
		later: [],
		without: [],
		deleted: [],
		counts: [],
	};
	const sorted = lists
		.filter(({ resource }) => run.scope.documents.includes(resource))
		.map((list) => ({ ...list, ...selectDocuments(list.resource, list.facts, run, manifest) }));
	const candidates = sorted.flatMap(({ resource, wanted, undocumented }) =>
		wanted.map((facts) => ({ resource, facts, isUndocumented: undocumented.has(facts) })),
	);
	const { now, later } = limitSelection(candidates, run.scope.maximumFiles, manifest);
	// Only a downloaded document is compared, and in the first part of a large account most are left for later.
	for (const { facts } of later) facts.entered = undefined;
	all.later = later.filter(({ isUndocumented }) => !isUndocumented);
	all.without = later
		.filter(({ isUndocumented }) => isUndocumented)
		.map(({ resource, facts }) => withoutEntry(resource, facts));
	for (const { resource, readAgain, known, without, wanted } of sorted) {
		const chosen = now
			.filter((candidate) => candidate.resource === resource)
			.map(({ facts }) => facts);
		const backup = await backUpDocuments(connection, run, { resource, readAgain }, chosen);
		all.emitted.push(...backup.emitted);
		all.missing.push(...backup.missing.map((missing) => ({ ...missing, resource })));
		all.without.push(...without, ...backup.without);
		all.deleted.push(...backup.deleted.map((facts) => ({ resource, facts })));
		const unasked = later.filter(
			(candidate) => candidate.resource === resource && candidate.isUndocumented,
		).length;
		all.counts.push({
			resource: resource.name,
			kind: 'document',
			asked: known.length + wanted.length - backup.without.length - backup.deleted.length - unasked,
			received: known.length + backup.received,
			stored: known.length,
			transferred: backup.received,
		});
	}
	return all;
}

/** The manifest entry of a document that is missing from the backup. */
export function missingDocument(
	resource: Resource,
	facts: DocumentMeta,
	reason: string,
	message: string,
	tries: number,
): MissingEntry {
	return {
		resource: resource.name,
		kind: 'document',
		...documentFields(facts),
		reason,
		message,
		tries,
	};
}

export interface DocumentsBackup {
	/** Documents and their readable copies. */
	emitted: CreatedFile[];
	/** Number of documents. */
	received: number;
	missing: MissingDocument[];
	/** Records that have no document, which is not an error. */
	without: WithoutEntry[];
	deleted: DocumentMeta[];
}

/** Downloads and outputs the selected documents of one list. */
async function backUpDocuments(
	connection: Connection,
	run: Run,
	{ resource, readAgain }: Omit<DocumentList, 'facts'>,
	wanted: DocumentMeta[],
): Promise<DocumentsBackup> {
	const keep = async (document: CheckedDocument, facts: DocumentMeta) =>
		await createDocumentFiles(connection, run, resource, document, facts);
	const { kept, missing, deleted, without } = await downloadUntilUnchanged(
		connection,
		resource,
		wanted,
		readAgain,
		keep,
	);
	return {
		emitted: kept.flatMap(({ value }) => value),
		missing,
		deleted,
		received: kept.length,
		without: without.map((facts) => withoutEntry(resource, facts)),
	};
}

/** The file of a document, and its readable copy if it is XML that contains one. */
async function createDocumentFiles(
	{ appId }: Connection,
	run: Run,
	resource: Resource,
	checked: CheckedDocument,
	facts: DocumentMeta,
): Promise<CreatedFile[]> {
	const { file, fileNamePattern: pattern = defaultPattern } = resource.document as DocumentSource;
	const { document, readable, eInvoice } = filesOfDocument(resource, checked, facts, {
		...run.scope,
		pattern,
	});
	const details = { ...documentFields(facts), status: facts.status };
	const list = `/apps/${appId}${resource.path}`;
	const create = async (output: typeof document | NonNullable<typeof readable>, more: object) =>
		await createFile(
			run,
			output,
			{ ...details, ...more },
			file ? `${list}/${facts.id}/${file}` : list,
			facts.fingerprint,
		);
	const original = await create(document, eInvoice ? { eInvoice } : {});
	if (!readable) return [original];
	const { file: entry, itemPath } = original.pending;
	const copy = { ...readable, details: { ...readable.details, derivedFrom: itemPath } };
	return [original, await create(copy, { derivedFrom: entry.path })];
}

function withoutEntry({ name }: Resource, meta: DocumentMeta): WithoutEntry {
	return { resource: name, ...documentFields(meta), fingerprint: meta.fingerprint };
}

/** The documents of one list by what to do with them. */
export interface Selection {
	/** New, changed since the last manifest, or listed in 'Download Again'. */
	wanted: DocumentMeta[];
	/** Unchanged since the last manifest: not downloaded. */
	known: DocumentMeta[];
	/** Records without a document, unchanged since the last manifest. */
	without: WithoutEntry[];
	/** Drafts, and rows without a link, that had no document the last time. They are asked again, because one may come without a change of the row. */
	undocumented: Set<DocumentMeta>;
}

/** Compares all rows of a list with the last manifest, regardless of dates (docs/reliability.md, faults 65 and 66). */
function selectDocuments(
	resource: Resource,
	facts: DocumentMeta[],
	run: Pick<Run, 'versions' | 'fingerprints'>,
	manifest?: Manifest,
): Selection {
	const without = new Map(
		manifest?.without
			.filter((entry) => entry.resource === resource.name)
			.map((entry) => [entry.id, entry]),
	);
	/** Whether a document may come without a change of the row: that of a draft, or a link, which is not compared. */
	const mayCome = ({ isDraft }: DocumentMeta) => isDraft || resource.document?.link !== undefined;
	const sorted: Selection = { wanted: [], known: [], without: [], undocumented: new Set() };
	for (const document of facts) {
		const current = newestOf(resource, run, document);
		const absent = without.get(document.id);
		if (current && isUpToDate(resource, run, document)) {
			run.fingerprints.set(current.path, document.fingerprint);
			sorted.known.push(document);
		} else if (!current && isUnchanged(document, absent) && !mayCome(document))
			sorted.without.push(withoutEntry(resource, document));
		else {
			sorted.wanted.push(document);
			if (!current && absent && mayCome(document)) sorted.undocumented.add(document);
		}
	}
	return sorted;
}

function newestOf(
	{ name }: Resource,
	{ versions }: Pick<Run, 'versions'>,
	{ id }: DocumentMeta,
	kind: 'document' | 'readable' = 'document',
): FileEntry | undefined {
	return currentOf(versions.get(keyOf({ resource: name, kind, id })));
}

/** Manifests of version 0.1 have the fingerprint of the whole row. */
function isUnchanged(
	{ fingerprint, wholeFingerprint }: DocumentMeta,
	entry: { fingerprint: string } | undefined,
): boolean {
	return entry !== undefined && [fingerprint, wholeFingerprint].includes(entry.fingerprint);
}

/** Whether the last manifest has the current version of the document, its readable copy if there is one, and a comparison with the same parties. */
export function isUpToDate(
	resource: Resource,
	run: Pick<Run, 'versions'>,
	document: DocumentMeta,
): boolean {
	const current = newestOf(resource, run, document);
	if (!current || !isUnchanged(document, current)) return false;
	const { eInvoice } = current;
	if (eInvoice?.hasReadableCopy && !newestOf(resource, run, document, 'readable')) return false;
	return !(eInvoice && document.entered && namesOldParty(eInvoice, document.entered));
}

export interface Candidate {
	resource: Resource;
	facts: DocumentMeta;
	/** A draft that had no document the last time. */
	isUndocumented?: boolean;
}

/**
 * The documents to download in this run, oldest first. Those that were missing in the last run, and drafts
 * that had no document, come last, so that they do not block all others.
 */
function limitSelection(
	candidates: Candidate[],
	maximum: number | null,
	manifest?: Manifest,
): { now: Candidate[]; later: Candidate[] } {
	const failed = new Set(manifest?.missing.filter(({ reason }) => reason !== 'notYet').map(keyOf));
	const rank = ({ resource, facts, isUndocumented }: Candidate) =>
		isUndocumented || failed.has(keyOf({ resource: resource.name, kind: 'document', id: facts.id }))
			? 1
			: 0;
	// Array.sort is stable: within a day, lists and ids keep their order.
	const ordered = candidates
		.map((candidate) => ({
			candidate,
			rank: rank(candidate),
			date: candidate.facts.date ?? '9999',
		}))
		.sort(
			(one, other) =>
				one.rank - other.rank || (one.date < other.date ? -1 : Number(one.date > other.date)),
		)
		.map(({ candidate }) => candidate);
	const count = maximum ?? ordered.length;
	return { now: ordered.slice(0, count), later: ordered.slice(count) };
}

/**
 * What the list of a resource says of the documents in the backup: the path of each, and of invoices and purchases
 * what the electronic invoice in it says.
 *
 * @param fileOf the file of the document of a row, saved in this run or an earlier one
 */
export function documentColumns(
	resource: Resource,
	{ documents }: Pick<Scope, 'documents'>,
	fileOf: (id: unknown) => FileEntry | undefined,
): AddedColumn[] {
	const path = pathColumn((id) => fileOf(id)?.path);
	if (!resource.document?.eInvoice || !documents.includes(resource)) return [path];
	return [
		{
			column: {
				name: 'e_invoice',
				title: 'Facture électronique',
				type: 'text',
				french: {
					'factur-x': 'Factur-X',
					cii: 'CII',
					ubl: 'UBL',
					encrypted: 'PDF chiffré',
					unknown: 'XML inconnu',
					unreadable: 'illisible',
					none: 'non',
				},
			},
			valueOf: (id) => eInvoiceState(fileOf(id)?.eInvoice),
		},
		{
			column: { name: 'e_invoice_profile', title: 'Profil', type: 'text' },
			valueOf: (id) => fileOf(id)?.eInvoice?.profile,
		},
		{
			column: { name: 'e_invoice_differences', title: 'Écart', type: 'text' },
			valueOf: (id, format) => differencesText(fileOf(id)?.eInvoice, format),
		},
		path,
	];
}

/** The format, or why there is none; undefined for a document that was not examined, such as a draft. */
function eInvoiceState(eInvoice: EInvoiceEntry | undefined): string | undefined {
	if (!eInvoice || eInvoice.format) return eInvoice?.format ?? undefined;
	if (eInvoice.problems.includes('encrypted')) return 'encrypted';
	if (eInvoice.problems.includes('unknownFormat')) return 'unknown';
	return eInvoice.problems.length ? 'unreadable' : 'none';
}

/** `TVA à 5,5 % : 27,50 (XML), 28,00 (Sinao) ; …`; JSON for programs. */
function differencesText(
	{ differences = [] }: Partial<EInvoiceEntry> = {},
	format: CsvFormat,
): string | undefined {
	if (!differences.length) return undefined;
	if (!format.forReaders) return JSON.stringify(differences);
	// Excel does not translate what stands within a text.
	const inText: CsvFormat = format.isWorkbook
		? { ...format, decimalMark: ',', dateFormat: 'dd/mm/yyyy' }
		: format;
	const shown = (value: string | number, field: string) =>
		typeof value === 'number'
			? cell(Math.round(value * 100), 'cents', inText)
			: cell(value, field === 'date' ? 'date' : 'text', inText);
	return differences
		.map(
			({ field, rate, xml, sinao }) =>
				`${differenceLabel({ field, rate })} : ${shown(xml, field)} (XML), ${shown(sinao, field)} (Sinao)`,
		)
		.join(' ; ');
}
