import { relatedObjects, type Scope } from '.';
import {
	createListFingerprint,
	documentFields,
	type DocumentMeta,
	documentMeta,
	metaOf,
} from '../../shared/documents/documentMeta';
import type { ReadMeta } from '../../shared/documents/download';
import { attempt, type Failure, type Outcome } from '../../shared/failure';
import type { OutputFile } from '../../shared/files/fileItem';
import { filePath, safePart } from '../../shared/files/path';
import { csvFiles } from '../../shared/operations/exportCsv';
import { createJsonLines } from '../../shared/operations/exportJsonLines';
import type { Resource, Row } from '../../shared/resource';
import type { Connection } from '../../shared/sinao/connection';
import { isDeleted } from '../../shared/sinao/list';
import { everyRow, type ReadRows, readRows } from '../../shared/sinao/rows';
import { records } from '../../SinaoRecords/records';
import {
	type Counts,
	type FileEntry,
	type ListFormat,
	type MissingEntry,
	tool,
} from '../manifest/schema';
import { keyOf } from '../manifest/versions';
import { type InvoiceRow, invoiceRow } from './draft';
import { type CreatedFile, createFile, isKnownList, listDetails, type Run } from './file';

export interface ListsBackup {
	emitted: CreatedFile[];
	missing: Array<{ entry: MissingEntry; failure: Failure }>;
	counts: Counts[];
	/** Of which lists and parts there is a file now. */
	keys: Set<string>;
	/** Resource and kind of every list that was read whole. */
	whole: Set<string>;
	/** What was read, without the bytes of its files. */
	read: Array<Omit<ListResult, 'files'>>;
}

/** Reads every list of the scope, once, and puts out those of its files that are not as in the last manifest. */
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
		const { value, failure } = await readList(connection, resource, formats, scope);
		if (failure) noteFailure(connection, backup, resource, formats, failure, scope);
		else await takeList(connection, backup, run, value as ListResult);
	}
	return backup;
}

async function takeList(
	{ appId }: Connection,
	backup: ListsBackup,
	run: Run,
	{ files, ...read }: ListResult,
): Promise<void> {
	for (const file of files) {
		const part = file.details.part as Row | undefined;
		const id = (part?.id ?? null) as FileEntry['id'];
		const known = isKnownList(run, file, id);
		if (!known)
			backup.emitted.push(
				await createFile(
					run,
					file,
					listDetails(id),
					`/apps/${appId}${read.resource.path}`,
					file.fingerprint,
				),
			);
		backup.keys.add(keyOf({ ...file, id }));
		backup.whole.add(`${file.resource}/${file.kind}`);
		backup.counts.push({
			resource: file.resource,
			kind: file.kind,
			asked: 1,
			received: 1,
			stored: known ? 1 : 0,
			transferred: known ? 0 : 1,
		});
	}
	backup.read.push(read);
}

/** Lists that are not open to every key or subscription are no gap: Sinao does not have them for this account. */
function noteFailure(
	{ warnings }: Connection,
	backup: ListsBackup,
	resource: Resource,
	formats: ListFormat[],
	failure: Failure,
	scope: Scope,
): void {
	if (
		records.includes(resource) &&
		(failure.reason === 'forbidden' || failure.reason === 'notFound')
	) {
		warnings.messages.add(
			`Sinao does not open the list '${resource.plural}' to this key; it was left out.`,
		);
		return;
	}
	const documents: Array<FileEntry['kind']> = scope.documents.includes(resource)
		? ['document']
		: [];
	for (const kind of [...formats, ...documents]) {
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

/** The other lists are for programs and archives: they are kept as JSON Lines only. */
function formatsOf(resource: Resource, { lists, listFormats }: Scope): ListFormat[] {
	if (!lists.includes(resource)) return [];
	return records.includes(resource) ? ['jsonl'] : listFormats;
}

/** A file of a list, and the fingerprint of its content. */
export type ListFile = OutputFile & { kind: ListFormat; fingerprint: string };

/** All that a backup needs of one list, from one reading of it. */
export interface ListResult {
	resource: Resource;
	files: ListFile[];
	facts: DocumentMeta[];
	/** Of invoices only. */
	invoices: InvoiceRow[];
	/** Reads the facts once more. */
	readAgain: ReadMeta;
}

/** Reads a list whole; where the service refuses the related objects, without them. */
export async function readList(
	connection: Connection,
	resource: Resource,
	formats: ListFormat[],
	scope: Scope,
): Promise<Outcome<ListResult>> {
	const related = relatedObjects[resource.name] ?? [];
	const outcome = await attempt(
		async () => await readWith(connection, resource, formats, scope, related),
	);
	if (outcome.failure?.reason !== 'invalidRequest' || !related.length) return outcome;
	return await attempt(async () => await readWith(connection, resource, formats, scope, []));
}

async function readWith(
	connection: Connection,
	resource: Resource,
	formats: ListFormat[],
	scope: Scope,
	related: string[],
): Promise<ListResult> {
	const { timeZone, structure, csvFormat } = scope;
	const source = { ...resource, expand: [...resource.expand, ...related] };
	const facts = new Map<unknown, DocumentMeta>();
	const invoices = new Map<unknown, InvoiceRow>();
	const lines = createJsonLines();
	const content = createListFingerprint();

	/** Takes everything from the rows as they pass; a table does not get the related objects. */
	const read: ReadRows = async function* (list, query) {
		const isMain = list.path === resource.path;
		for await (const rows of readRows(connection, isMain ? source : list, query)) {
			if (isMain) {
				if (formats.includes('jsonl')) lines.add(rows);
				content.add(rows);
				for (const row of resource.document ? rows : []) {
					const meta = documentMeta(resource, row, timeZone);
					if (!isDeleted(row)) facts.set(row.id, meta);
					if (resource.name === 'invoices') invoices.set(row.id, invoiceRow(row, meta));
				}
			}
			yield isMain && related.length ? rows.map((row) => without(row, related)) : rows;
		}
	};

	const files: OutputFile[] = [];
	if (formats.includes('csv')) {
		for await (const { file } of csvFiles(read, resource, everyRow, csvFormat, structure, true))
			files.push(file);
	} else {
		for await (const rows of read(resource, everyRow)) void rows;
	}
	if (formats.includes('jsonl')) {
		const { bytes, rows } = lines.finish();
		const place = filePath(
			[resource.frenchName],
			`${safePart(resource.frenchName)}.jsonl`,
			structure,
		);
		files.push({
			resource: resource.name,
			kind: 'jsonl',
			...place,
			mimeType: 'application/jsonl',
			bytes,
			details: { rows },
		});
	}
	const readAgain = () => metaOf(readRows(connection, source, everyRow), resource, timeZone);
	// What a CSV says of the same rows depends on the version of this package and on the format.
	const fingerprints: Record<ListFormat, string> = {
		jsonl: content.finish(),
		csv: content.finish(`${tool.version} ${JSON.stringify(csvFormat)}`),
	};
	return {
		resource,
		files: files.map((file) => {
			const kind = file.kind as ListFormat;
			return { ...file, kind, fingerprint: fingerprints[kind] };
		}),
		facts: [...facts.values()],
		invoices: [...invoices.values()],
		readAgain,
	};
}

function without(row: Row, names: string[]): Row {
	return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
