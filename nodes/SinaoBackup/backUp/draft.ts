import { documentFields } from '../../shared/documents/documentMeta';
import { sortedFirst } from '../../shared/files/path';
import type { Company } from '../../shared/sinao/readPages';
import type { Connection } from '../../shared/sinao/connection';
import {
	type AccountingInvoice,
	type Counts,
	type Draft,
	type FileEntry,
	formatName,
	formatVersion,
	type MissingEntry,
	type PendingFile,
	tool,
} from '../manifest/schema';
import { currentOf, keyOf, type Run } from '../manifest/versions';
import type { AccountingBackup } from './accounting';
import { type AllDocuments, missingDocument } from './documents';
import type { InvoiceId, InvoiceRow, ListsBackup } from './lists';
import type { Previous } from './scope';

/** The draft of the manifest, before storage has confirmed the new files. */
export function draftOf(
	{ warnings: notes }: Connection,
	run: Run,
	begin: string,
	company: Company,
	previous: Previous | undefined,
	files: FileEntry[],
	lists: ListsBackup,
	documents: AllDocuments,
	accounting?: AccountingBackup,
): Draft {
	const { scope } = run;
	const before = previous?.manifest;
	const emitted = [...lists.emitted, ...documents.emitted, ...(accounting?.emitted ?? [])].map(
		({ pending }) => pending,
	);
	const missing = [
		...missingEntries(lists, documents, before?.missing),
		...(accounting?.missing ?? []).map(({ entry }) => entry),
	];
	const withFingerprint = (file: FileEntry) => {
		const fingerprint = run.fingerprints.get(file.path) ?? file.fingerprint;
		return fingerprint === file.fingerprint ? file : { ...file, fingerprint };
	};
	return {
		format: formatName,
		formatVersion,
		tool,
		company: { id: company.id, name: company.name, siren: company.siren ?? null },
		run: { id: run.id, number: (before?.run.number ?? 0) + 1, begin },
		scope: {
			lists: scope.lists.map(({ name }) => name),
			listFormats: scope.listFormats,
			documents: [
				...scope.documents.map(({ name }) => name),
				...(scope.accounting ? ['accountingExports'] : []),
			],
			maximumFiles: scope.maximumFiles,
			timeZone: scope.timeZone,
			folderStructure: scope.structure,
			folders: scope.folders,
		},
		files: previousFiles(
			files.map(withFingerprint).map((file) => withoutOldTable(file, lists.keys)),
			seenIn(run, lists, documents, accounting),
			begin,
		),
		missing: [...missing, ...lostEntries(run, emitted, missing)],
		without: [
			...documents.without,
			...(before?.without ?? []).filter(({ resource }) => !wasRead(lists, resource, run)),
		],
		counts: addUp([...lists.counts, ...documents.counts, ...(accounting?.counts ?? [])]),
		previous:
			previous && before
				? {
						sha256: previous.sha256,
						runId: before.run.id,
						number: before.run.number,
						end: before.end,
					}
				: null,
		pagePrefix: pagePrefixFor(scope, before),
		notes: [...notes.messages, ...clockNotes(begin, before?.end)],
		folder: scope.folder,
		failOnDifferences: scope.failOnDifferences,
		leavingChecklist: scope.leavingChecklist,
		pending: emitted,
		invoices: linkInvoices(lists.read.flatMap(({ invoices }) => invoices)),
		accounting: accounting?.state,
	};
}

/**
 * The beginning of the pages' names: in a flat structure they are sorted before all documents, like lists. The first
 * backup decides, and later ones keep the names, so that no page of an earlier run stays next to a newer one.
 */
function pagePrefixFor(
	{ structure }: Run['scope'],
	before: Pick<Draft, 'pagePrefix'> | undefined,
): Draft['pagePrefix'] {
	if (before) return before.pagePrefix;
	return structure === 'flat' ? sortedFirst : undefined;
}

/** A document that failed in the last run and is left for the next one keeps its reason, so that it stays behind the others. */
function missingEntries(
	lists: ListsBackup,
	documents: AllDocuments,
	before: MissingEntry[] = [],
): MissingEntry[] {
	const failed = new Map(
		before
			.filter(({ reason }) => reason !== 'notYet' && reason !== 'lost')
			.map((entry) => [keyOf(entry), entry]),
	);
	return [
		...lists.missing.map(({ entry }) => entry),
		...documents.missing.map(({ resource, facts, failure, tries }) =>
			missingDocument(resource, facts, failure.reason, failure.message, tries),
		),
		...documents.later.map(({ resource, facts }) => {
			const earlier = failed.get(
				keyOf({ resource: resource.name, kind: 'document', id: facts.id }),
			);
			return missingDocument(
				resource,
				facts,
				earlier?.reason ?? 'notYet',
				earlier?.message ?? "To be downloaded in the next run ('Maximum Files' reached)",
				earlier?.tries ?? 0,
			);
		}),
	];
}

function seenIn(
	{ scope }: Run,
	lists: ListsBackup,
	documents: AllDocuments,
	accounting?: AccountingBackup,
) {
	const documentsRead = lists.read
		.filter(({ resource }) => scope.documents.includes(resource))
		.map(({ resource }) => `${resource.name}/document`);
	const keys = new Set(lists.keys);
	for (const { resource, facts } of lists.read)
		for (const { id } of facts) keys.add(keyOf({ resource: resource.name, kind: 'document', id }));
	for (const { resource, facts } of documents.deleted)
		keys.delete(keyOf({ resource: resource.name, kind: 'document', id: facts.id }));
	for (const key of accounting?.keys ?? []) keys.add(key);
	// Without access, nothing is known of what was saved earlier.
	const accountingRead = accounting?.keys ? ['accountingExports/document'] : [];
	return { keys, read: new Set([...lists.whole, ...documentsRead, ...accountingRead]) };
}

function wasRead(lists: ListsBackup, name: string, { scope }: Run): boolean {
	return (
		lists.read.some(({ resource }) => resource.name === name) &&
		scope.documents.some((resource) => resource.name === name)
	);
}

/** Dates do not affect what is backed up, but a wrong clock should be fixed (docs/reliability.md, fault 66). */
function clockNotes(begin: string, previousEnd?: string): string[] {
	return previousEnd && previousEnd > begin
		? [
				`The last manifest has a date in the future (${previousEnd}): a clock is or was wrong. Everything was compared anyway.`,
			]
		: [];
}

/** A CSV file whose list is a workbook now, or the reverse, is an earlier version of the list. */
function withoutOldTable(file: FileEntry, keys: Set<string>): FileEntry {
	const isOld = !keys.has(keyOf(file)) && isOtherTableIn(keys, file);
	return isOld && file.state === 'current' ? { ...file, state: 'replaced' } : file;
}

const otherTable: Partial<Record<FileEntry['kind'], FileEntry['kind']>> = {
	csv: 'xlsx',
	xlsx: 'csv',
};

/** Whether the list of a CSV file is there as a workbook, or the reverse. */
function isOtherTableIn(keys: Set<string>, file: FileEntry): boolean {
	const kind = otherTable[file.kind];
	return kind !== undefined && keys.has(keyOf({ ...file, kind }));
}

export interface Seen {
	/** Keys of the lists and documents that still exist in Sinao. */
	keys: Set<string>;
	/** Resource and kind of everything that was read completely in this run. */
	read: Set<string>;
}

/**
 * The files of the last manifest after this run. Files that no longer exist in Sinao stay in the manifest
 * and get `deletedAt`.
 */
function previousFiles(files: FileEntry[], { keys, read }: Seen, begin: string): FileEntry[] {
	return files.map((file) => {
		const source = file.kind === 'readable' ? { ...file, kind: 'document' as const } : file;
		const isRead = read.has(`${source.resource}/${source.kind}`);
		const gone = isRead && !keys.has(keyOf(source)) && !isOtherTableIn(keys, source);
		const known = isRead ? null : file.deletedAt;
		const deletedAt = gone ? (file.deletedAt ?? begin) : known;
		return deletedAt === file.deletedAt ? file : { ...file, deletedAt };
	});
}

/** Files that were modified or lost in storage and that nothing replaces, because Sinao no longer has them (docs/reliability.md, fault 108). */
function lostEntries(
	{ versions }: Run,
	emitted: PendingFile[],
	missing: MissingEntry[],
): MissingEntry[] {
	const again = missing.filter(({ kind }) => kind === 'document');
	const named = new Set(
		[
			...emitted.map(({ file }) => file),
			...missing,
			...again.map((entry) => ({ ...entry, kind: 'readable' as const })),
		].map(keyOf),
	);
	return [...versions]
		.filter(
			([key, known]) => known.at(-1)?.state === 'altered' && !currentOf(known) && !named.has(key),
		)
		.map(([, known]) => known.at(-1) as FileEntry)
		.map((file) => ({
			resource: file.resource,
			kind: file.kind,
			...documentFields(file),
			reason: 'lost',
			message: `Modified or lost in storage, and no longer in Sinao: ${file.path}`,
			tries: 0,
		}));
}

/** Marks the files of 'Download Again' as modified: their next version gets a new path (docs/reliability.md, fault 42). */
export function markAltered(files: FileEntry[], again: Set<string>): FileEntry[] {
	return files.map((file) => (again.has(file.path) ? { ...file, state: 'altered' } : file));
}

/** One entry per resource and kind. */
function addUp(counts: Counts[]): Counts[] {
	const sums = new Map<string, Counts>();
	for (const { resource, kind, asked, received, stored, transferred } of counts) {
		const sum = sums.get(`${resource}/${kind}`) ?? {
			resource,
			kind,
			asked: 0,
			received: 0,
			stored: 0,
			transferred: 0,
		};
		sums.set(`${resource}/${kind}`, {
			...sum,
			asked: sum.asked + asked,
			received: sum.received + received,
			stored: sum.stored + stored,
			transferred: sum.transferred + transferred,
		});
	}
	return [...sums.values()];
}

/** Links credit notes to the invoices they cancel, and deposit invoices to the invoices that deduct them. */
function linkInvoices(rows: InvoiceRow[]): AccountingInvoice[] {
	const links = new Map<InvoiceId, Set<InvoiceId>>();
	const link = (from: InvoiceId, to: InvoiceId) =>
		links.set(from, (links.get(from) ?? new Set()).add(to));
	for (const { id, undoes, undoneBy, deposits } of rows) {
		if (undoes !== undefined) link(id, undoes);
		if (undoneBy !== undefined) link(undoneBy, id);
		for (const deposit of deposits) link(deposit, id);
	}
	const byQuote = new Map(
		rows
			.filter(({ kind, quote }) => kind === 'facture' && quote !== undefined)
			.map(({ quote, id }) => [quote, id]),
	);
	for (const { id, kind, quote } of rows) {
		const invoice = byQuote.get(quote);
		if (kind === 'acompte' && !links.has(id) && invoice !== undefined) link(id, invoice);
	}
	return rows.map(({ id, number, date, kind, imported }) => ({
		id,
		number,
		date,
		kind,
		imported,
		linkedTo: [...(links.get(id) ?? [])],
	}));
}
