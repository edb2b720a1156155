import { documentFields, type DocumentMeta } from '../../shared/documents/documentMeta';
import type { Row } from '../../shared/resource';
import type { Company } from '../../shared/sinao/company';
import type { Connection } from '../../shared/sinao/connection';
import { membersOf, valueAt } from '../../shared/values/fields';
import { kindOfInvoice } from '../../shared/values/sales';
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
import { currentOf, keyOf } from '../manifest/versions';
import type { Previous } from '.';
import { type AllDocuments, missingDocument } from './documents';
import type { Run } from './file';
import type { ListsBackup } from './lists';

/** What the manifest will say, except what storage has still to confirm. */
export function draftOf(
	{ warnings: notes }: Connection,
	run: Run,
	begin: string,
	company: Company,
	previous: Previous | undefined,
	files: FileEntry[],
	lists: ListsBackup,
	documents: AllDocuments,
): Draft {
	const { scope } = run;
	const before = previous?.manifest;
	const emitted = [...lists.emitted, ...documents.emitted].map(({ pending }) => pending);
	const missing = missingEntries(lists, documents);
	const withFingerprint = (file: FileEntry) => ({
		...file,
		fingerprint: run.fingerprints.get(file.path) ?? file.fingerprint,
	});
	return {
		format: formatName,
		formatVersion,
		tool,
		company: { id: company.id, name: company.name, siren: company.siren ?? null },
		run: { id: run.id, number: (before?.run.number ?? 0) + 1, begin },
		scope: {
			lists: scope.lists.map(({ name }) => name),
			listFormats: scope.listFormats,
			documents: scope.documents.map(({ name }) => name),
			maximumFiles: scope.maximumFiles,
			timeZone: scope.timeZone,
			folderStructure: scope.structure,
		},
		files: previousFiles(files.map(withFingerprint), seenIn(run, lists, documents), begin),
		missing: [...missing, ...lostEntries(run, emitted, missing)],
		without: [
			...documents.without,
			...(before?.without ?? []).filter(({ resource }) => !wasRead(lists, resource, run)),
		],
		counts: addUp([...lists.counts, ...documents.counts]),
		previous:
			previous && before
				? {
						sha256: previous.sha256,
						runId: before.run.id,
						number: before.run.number,
						end: before.end,
					}
				: null,
		notes: [...notes.messages, ...clockNotes(begin, before?.end)],
		folder: scope.folder,
		pending: emitted,
		invoices: linkInvoices(lists.read.flatMap(({ invoices }) => invoices)),
	};
}

function missingEntries(lists: ListsBackup, documents: AllDocuments): MissingEntry[] {
	return [
		...lists.missing.map(({ entry }) => entry),
		...documents.missing.map(({ resource, facts, failure, tries }) =>
			missingDocument(resource, facts, failure.reason, failure.message, tries),
		),
		...documents.later.map(({ resource, facts }) =>
			missingDocument(resource, facts, 'notYet', "Left for the next run by 'Maximum Files'", 0),
		),
	];
}

function seenIn({ scope }: Run, lists: ListsBackup, documents: AllDocuments) {
	const documentsRead = lists.read
		.filter(({ resource }) => scope.documents.includes(resource))
		.map(({ resource }) => `${resource.name}/document`);
	const keys = new Set(lists.keys);
	for (const { resource, facts } of lists.read)
		for (const { id } of facts) keys.add(keyOf({ resource: resource.name, kind: 'document', id }));
	for (const { resource, facts } of documents.deleted)
		keys.delete(keyOf({ resource: resource.name, kind: 'document', id: facts.id }));
	return { keys, read: new Set([...lists.whole, ...documentsRead]) };
}

function wasRead(lists: ListsBackup, name: string, { scope }: Run): boolean {
	return (
		lists.read.some(({ resource }) => resource.name === name) &&
		scope.documents.some((resource) => resource.name === name)
	);
}

/** A clock that was moved back does no harm, because no date decides; but somebody should look at it (faults, row 66). */
function clockNotes(begin: string, previousEnd?: string): string[] {
	return previousEnd && previousEnd > begin
		? [
				`The last manifest is dated ${previousEnd}, after this run: a clock is or was wrong. Everything was compared all the same.`,
			]
		: [];
}

export interface Seen {
	/** Of which lists and documents Sinao still has an entry. */
	keys: Set<string>;
	/** Resource and kind of everything that was read whole in this run. */
	read: Set<string>;
}

/**
 * The files of the last manifest as they stand after this run: what Sinao no longer has keeps its place
 * and gets a mark.
 */
export function previousFiles(
	files: FileEntry[],
	{ keys, read }: Seen,
	begin: string,
): FileEntry[] {
	return files.map((file) => {
		const gone = read.has(`${file.resource}/${file.kind}`) && !keys.has(keyOf(file));
		const known = read.has(`${file.resource}/${file.kind}`) ? null : file.deletedAt;
		return {
			...file,
			deletedAt: gone ? (file.deletedAt ?? begin) : known,
		};
	});
}

/** What was modified or lost in storage, and has no other version since: Sinao does not have it any more (faults, row 108). */
function lostEntries(
	{ versions }: Run,
	emitted: PendingFile[],
	missing: MissingEntry[],
): MissingEntry[] {
	const named = new Set([...emitted.map(({ file }) => file), ...missing].map(keyOf));
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

/** What was asked for again is no longer vouched for: its next version goes beside it (faults, row 42). */
export function markAltered(files: FileEntry[], again: Set<string>): FileEntry[] {
	return files.map((file) => (again.has(file.path) ? { ...file, state: 'altered' } : file));
}

/** One entry for each resource and kind. */
export function addUp(counts: Counts[]): Counts[] {
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

type Id = string | number;

/** An invoice as the report needs it, with what it says of other invoices. */
export interface InvoiceRow extends Omit<AccountingInvoice, 'linkedTo'> {
	/** The invoice that this credit note undoes. */
	undoes?: Id;
	/** The credit note that undoes this invoice. */
	undoneBy?: Id;
	/** Deposits that this invoice takes up. */
	deposits: Id[];
	quote?: Id;
}

/** @param meta of the row */
export function invoiceRow(row: Row, { id, number, date }: DocumentMeta): InvoiceRow {
	return {
		id,
		number: number || null,
		date,
		kind: kindOfInvoice(row),
		imported: Boolean(row.imported_at),
		undoes: idAt(row, 'avoid_of.id') ?? idAt(row, 'avoid_of_id'),
		undoneBy: idAt(row, 'credit_note_id'),
		deposits: membersOf(row.downpayments)
			.map((deposit) => idAt(deposit, 'id'))
			.filter((deposit) => deposit !== undefined),
		quote: idAt(row, 'related_quote_id'),
	};
}

function idAt(row: unknown, name: string): Id | undefined {
	const id = valueAt(row, name);
	return typeof id === 'number' || typeof id === 'string' ? id : undefined;
}

/** Credit notes with the invoice that they undo, deposits with the invoice that takes them up. */
export function linkInvoices(rows: InvoiceRow[]): AccountingInvoice[] {
	const links = new Map<Id, Set<Id>>();
	const link = (from: Id, to: Id) => links.set(from, (links.get(from) ?? new Set()).add(to));
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
