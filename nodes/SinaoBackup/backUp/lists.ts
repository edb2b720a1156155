import type { AddedColumn } from '../../shared/csv/table';
import {
	createListFingerprint,
	documentFields,
	type DocumentMeta,
	documentMeta,
	fingerprintsOf,
	metaOf,
	wholeFingerprint,
} from '../../shared/documents/documentMeta';
import type { ReadMeta } from '../../shared/documents/download';
import { attempt, type Failure, type Outcome } from '../../shared/failure';
import { jsonLinesFile, type OutputFile, sha256 } from '../../shared/files/path';
import { type FinishCsv, noteLimits, readCsvFiles } from '../../shared/operations/exportCsv';
import type { Resource, Row } from '../../shared/resource';
import type { Connection } from '../../shared/sinao/connection';
import { isDeleted } from '../../shared/sinao/fetchPage';
import { relate, remembering } from '../../shared/sinao/resolveIds';
import { everyRow, type ReadRows, readRows } from '../../shared/sinao/rows';
import { createJsonLines, membersOf, valueAt } from '../../shared/values/fields';
import { kindOfInvoice } from '../../shared/values/sales';
import { records } from '../../SinaoRecords/records';
import {
	type AccountingInvoice,
	type Counts,
	type FileEntry,
	type ListFormat,
	type MissingEntry,
	tool,
} from '../manifest/schema';
import {
	type CreatedFile,
	createFile,
	currentOf,
	hasFingerprint,
	isKnownList,
	keyOf,
	listDetails,
	type Run,
} from '../manifest/versions';
import { documentColumns, isUpToDate } from './documents';
import { relatedObjects, type Scope } from './scope';

export interface ListsBackup {
	emitted: CreatedFile[];
	missing: Array<{ entry: MissingEntry; failure: Failure }>;
	counts: Counts[];
	/** Keys of the lists and parts that have a file now. */
	keys: Set<string>;
	/** Resource and kind of every list that was read completely. */
	whole: Set<string>;
	/** The lists that were read. */
	read: Array<Omit<ListResult, 'lines'>>;
}

/** What the lists need to know of the documents of this run. */
interface DocumentsOfLists {
	emitted: CreatedFile[];
	missing: Array<{ resource: Resource }>;
	/** Left for the next run. */
	later: Array<{ resource: Resource }>;
}

/**
 * Outputs the CSV files and workbooks of lists with documents, whose last columns contain the path of each document in the
 * backup and what its electronic invoice says. Called after the documents were downloaded. If 'Maximum Files' is
 * reached, an unchanged list is not saved again until the last document of the list is.
 */
export async function backUpListsOfDocuments(
	connection: Connection,
	backup: ListsBackup,
	run: Run,
	documents: DocumentsOfLists,
): Promise<void> {
	const saved = new Map(documents.emitted.map(({ pending: { file } }) => [keyOf(file), file]));
	for (const { resource, facts, tables } of backup.read) {
		const isOf = (document: { resource: Resource }) => document.resource === resource;
		const fileOf = (id: unknown) => {
			const key = keyOf({ resource: resource.name, kind: 'document', id: id as FileEntry['id'] });
			return saved.get(key) ?? currentOf(run.versions.get(key));
		};
		const files = facts.flatMap(({ id }) => fileOf(id) ?? []);
		const isUnfinished = documents.later.some(isOf);
		// While documents are left for later runs, a path that was empty is no reason to save the list again.
		const decisive = files.filter(({ version }) => !isUnfinished || version > 1);
		const contents = decisive.map(({ path, eInvoice }) => JSON.stringify([path, eInvoice])).sort();
		const digest = sha256(Buffer.from(contents.join('\n')));
		const columns = documentColumns(resource, run.scope, fileOf);
		for (const table of tables)
			await takeTable(connection, backup, run, resource, table, [digest, columns]);
	}
}

/** Reads every list of the scope once, and outputs the files that changed since the last manifest. */
export async function backUpLists(connection: Connection, run: Run): Promise<ListsBackup> {
	const { scope } = run;
	const backup: ListsBackup = {
		emitted: [],
		missing: [],
		counts: [],
		keys: new Set(),
		whole: new Set(),
		read: [],
	};
	for (const resource of new Set([...scope.lists, ...scope.documents])) {
		const formats = formatsOf(resource, scope);
		const { value, failure } = await readList(connection, run, resource, formats);
		if (failure) noteFailure(connection, backup, run, resource, formats, failure);
		else await takeList(connection, backup, run, value as ListResult);
	}
	return backup;
}

async function takeList(
	connection: Connection,
	backup: ListsBackup,
	run: Run,
	{ lines, tables, ...read }: ListResult,
): Promise<void> {
	const { resource } = read;
	const ready = resource.document ? [] : tables;
	for (const table of ready) await takeTable(connection, backup, run, resource, table);
	if (lines) await takeLines(connection, backup, run, resource, lines);
	backup.read.push({ ...read, tables: resource.document ? tables : [] });
}

/** Takes the JSON Lines of a list. Creates the file only if the list has changed, because it can have hundreds of megabytes. */
async function takeLines(
	connection: Connection,
	backup: ListsBackup,
	run: Run,
	resource: Resource,
	{ fingerprint, finish, discard }: ListLines,
): Promise<void> {
	const list = { resource: resource.name, kind: 'jsonl' as const, id: null };
	if (run.scope.replaceLists || !hasFingerprint(run, list, fingerprint))
		return await takeFile(connection, backup, run, resource, finish());
	discard();
	noteTaken(backup, list, true);
}

/** Takes a CSV file or workbook. A workbook with too many cells is replaced by the CSV file of the same rows. */
async function takeTable(
	connection: Connection,
	backup: ListsBackup,
	run: Run,
	resource: Resource,
	{ kind, finish, instead }: ListTable,
	added: Parameters<FinishTable> = [],
): Promise<void> {
	const { value, failure } = await attempt(async () => await finish(...added));
	if (value) await takeFile(connection, backup, run, resource, value);
	else if (failure?.reason !== 'tooLarge')
		noteMissing(backup, resource, [kind], failure as Failure);
	else {
		connection.warnings.messages.add(
			`${failure.message}. The backup contains this list as CSV instead.`,
		);
		const file = await instead?.(...added);
		if (file) await takeFile(connection, backup, run, resource, file);
	}
}

async function takeFile(
	{ appId }: Connection,
	backup: ListsBackup,
	run: Run,
	{ path }: Resource,
	file: ListFile,
): Promise<void> {
	const part = file.details.part as Row | undefined;
	const id = (part?.id ?? null) as FileEntry['id'];
	// A run that overlapped the last one may have replaced the list after it.
	const known = !run.scope.replaceLists && isKnownList(run, file, id);
	if (!known)
		backup.emitted.push(
			await createFile(run, file, listDetails(id), `/apps/${appId}${path}`, file.fingerprint),
		);
	noteTaken(backup, { ...file, id }, known);
}

/** @param known whether the last manifest has the file */
function noteTaken(
	backup: ListsBackup,
	{ resource, kind, id }: Pick<FileEntry, 'resource' | 'kind' | 'id'>,
	known: boolean,
): void {
	backup.keys.add(keyOf({ resource, kind, id }));
	backup.whole.add(`${resource}/${kind}`);
	backup.counts.push({
		resource,
		kind,
		asked: 1,
		received: 1,
		stored: known ? 1 : 0,
		transferred: known ? 0 : 1,
	});
}

/** Not every key or subscription has access to all other lists, so those are not reported as missing. */
function noteFailure(
	{ warnings }: Connection,
	backup: ListsBackup,
	{ scope, versions }: Run,
	resource: Resource,
	formats: ListFormat[],
	failure: Failure,
): void {
	if (
		records.includes(resource) &&
		(failure.reason === 'forbidden' || failure.reason === 'notFound')
	) {
		const wasIncluded = [...versions.values()]
			.flat()
			.some((file) => file.resource === resource.name);
		const isMissing = wasIncluded
			? `The key no longer has access to the list '${resource.plural}' (${failure.httpCode}), which earlier runs included: what is new there is not in the backup.`
			: `The key has no access to the list '${resource.plural}' (${failure.httpCode}), so it is not included.`;
		warnings.messages.add(
			`${isMissing} If you use it in Sinao, give the person who created the key the right to read it.`,
		);
		return;
	}
	const documents: Array<FileEntry['kind']> = scope.documents.includes(resource)
		? ['document']
		: [];
	noteMissing(backup, resource, [...formats, ...documents], failure);
}

function noteMissing(
	backup: ListsBackup,
	resource: Resource,
	kinds: Array<FileEntry['kind']>,
	failure: Failure,
): void {
	for (const kind of kinds) {
		const { reason, message } = failure;
		const entry = {
			resource: resource.name,
			kind,
			...documentFields(listDetails()),
			reason,
			message,
			tries: 1,
		};
		backup.missing.push({ entry, failure });
		if (kind !== 'document')
			backup.counts.push({
				resource: resource.name,
				kind,
				asked: 1,
				received: 0,
				stored: 0,
				transferred: 0,
			});
	}
}

/** The other lists are always saved as JSON Lines, and as CSV and workbook too if that is wanted and they have columns. */
function formatsOf(resource: Resource, { lists, listFormats }: Scope): ListFormat[] {
	if (!lists.includes(resource)) return [];
	if (!records.includes(resource)) return listFormats;
	const tables = listFormats.filter((format) => isTable(format) && resource.columns.length);
	return [...tables, 'jsonl'];
}

function isTable(format: ListFormat): format is 'csv' | 'xlsx' {
	return format !== 'jsonl';
}

/** A file of a list, and the fingerprint of its content. */
type ListFile = OutputFile & { kind: ListFormat; fingerprint: string };

type FinishTable = (digest?: string, added?: AddedColumn[]) => Promise<ListFile>;

/** A CSV file or workbook whose rows were read. */
interface ListTable {
	kind: 'csv' | 'xlsx';
	finish: FinishTable;
	/** The CSV file of a workbook with too many cells, where CSV is not one of 'List Formats'. */
	instead?: FinishTable;
}

/** A JSON Lines file whose rows were read. */
interface ListLines {
	fingerprint: string;
	/** Call once. */
	finish(): ListFile;
	/** Frees the lines if the file is not needed. */
	discard(): void;
}

/** Everything that a backup needs from one list, read once. */
export interface ListResult {
	resource: Resource;
	/** Absent if JSON Lines are not wanted. */
	lines?: ListLines;
	/** To complete once the list's documents are saved. */
	tables: ListTable[];
	facts: DocumentMeta[];
	/** Only for invoices. */
	invoices: InvoiceRow[];
	/** Reads the documents' metadata again. */
	readAgain: ReadMeta;
}

/** Reads a complete list. */
async function readList(
	connection: Connection,
	run: Run,
	resource: Resource,
	formats: ListFormat[],
): Promise<Outcome<ListResult>> {
	return await attempt(async () => await readWhole(connection, run, resource, formats));
}

async function readWhole(
	connection: Connection,
	run: Run,
	resource: Resource,
	formats: ListFormat[],
): Promise<ListResult> {
	const { scope } = run;
	const related = relatedObjects[resource.name] ?? [];
	const { timeZone, structure, tableFormats } = scope;
	const tableKinds = formats.filter(isTable);
	const isOnlyWorkbook = tableKinds.length === 1 && tableKinds[0] === 'xlsx';
	const readKinds: typeof tableKinds = isOnlyWorkbook ? ['xlsx', 'csv'] : tableKinds;
	const source = { ...resource, expand: [...resource.expand, ...related] };
	const facts = new Map<unknown, DocumentMeta>();
	const invoices = new Map<unknown, InvoiceRow>();
	const lines = createJsonLines();
	const inTables = scope.lists.filter((each) => formatsOf(each, scope).some(isTable));
	const content = createListFingerprint();

	/** Collects everything in one pass. The table does not include the related objects. */
	const read: ReadRows = async function* (list, query) {
		const isMain = list.path === resource.path;
		const pages = readRows(connection, isMain ? source : list, query);
		const hasRelations = inTables.some(({ relations }) => relations !== undefined);
		const remembered = hasRelations ? remembering(connection, list.path, inTables, pages) : pages;
		for await (const rows of remembered) {
			if (isMain) {
				if (formats.includes('jsonl')) lines.add(rows);
				for (const row of rows) {
					const fingerprints = fingerprintsOf(row);
					content.add(fingerprints.row);
					if (!resource.document) continue;
					const meta = documentMeta(resource, row, timeZone, fingerprints.document);
					if (!isDeleted(row)) facts.set(meta.id, forBackup(resource, run, row, meta));
					if (resource.name === 'invoices') invoices.set(row.id, invoiceRow(row, meta));
				}
			}
			if (isMain && resource.relations && tableKinds.length)
				await relate(connection, resource, rows);
			yield isMain && related.length ? rows.map((row) => without(row, related)) : rows;
		}
	};

	let finishes: FinishCsv[] = [];
	if (tableKinds.length)
		finishes = await readCsvFiles(
			read,
			resource,
			everyRow,
			readKinds.map((kind) => tableFormats[kind]),
			structure,
			true,
		);
	else for await (const rows of read(resource, everyRow)) void rows;
	const readAgain: ReadMeta = (ids) =>
		metaOf(readRows(connection, source, everyRow), resource, timeZone, ids);
	const finishOf =
		(finish: FinishCsv): FinishTable =>
		async (digest = '', added) => {
			const { csv, file } = await finish(added);
			noteLimits(connection, resource, csv);
			// What a table contains also depends on the version of this package, on the format and on the documents.
			const format = JSON.stringify(tableFormats[file.kind]);
			return { ...file, fingerprint: content.finish(`${tool.version} ${format}${digest}`) };
		};
	const tables: ListTable[] = [];
	finishes.forEach((finish, index) => {
		const kind = readKinds[index % readKinds.length];
		if (!tableKinds.includes(kind)) tables[tables.length - 1].instead = finishOf(finish);
		else tables.push({ kind, finish: finishOf(finish) });
	});
	const fingerprint = content.finish();
	return {
		resource,
		lines: formats.includes('jsonl')
			? {
					fingerprint,
					finish: () => ({
						...jsonLinesFile(resource, lines.finish(), structure),
						kind: 'jsonl',
						fingerprint,
					}),
					discard: lines.discard,
				}
			: undefined,
		tables,
		facts: [...facts.values()],
		invoices: [...invoices.values()],
		readAgain,
	};
}

/** What to keep in memory about a document. `entered` is the largest part, and needed only if the document is downloaded. */
function forBackup(resource: Resource, run: Run, row: Row, meta: DocumentMeta): DocumentMeta {
	if (!run.scope.documents.includes(resource) || isUpToDate(resource, run, meta))
		return { ...meta, entered: undefined };
	if (!run.versions.size) return meta;
	const whole = { ...meta, wholeFingerprint: wholeFingerprint(row) };
	return isUpToDate(resource, run, whole) ? { ...whole, entered: undefined } : whole;
}

function without(row: Row, names: string[]): Row {
	return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

export type InvoiceId = string | number;

/** An invoice with its links to other invoices, for the report. */
export interface InvoiceRow extends Omit<AccountingInvoice, 'linkedTo'> {
	/** The invoice that this credit note cancels. */
	undoes?: InvoiceId;
	/** The credit note that cancels this invoice. */
	undoneBy?: InvoiceId;
	/** Deposit invoices that this invoice deducts. */
	deposits: InvoiceId[];
	quote?: InvoiceId;
}

/** @param meta of the row */
function invoiceRow(row: Row, { id, number, date }: DocumentMeta): InvoiceRow {
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

function idAt(row: unknown, name: string): InvoiceId | undefined {
	const id = valueAt(row, name);
	return typeof id === 'number' || typeof id === 'string' ? id : undefined;
}
