import { attempt } from '../../shared/api/attempt';
import type { Connection } from '../../shared/api/connection';
import type { Outcome } from '../../shared/api/failure';
import { everyRow, type ReadRows, readRows } from '../../shared/data/query';
import { type DocumentFacts, documentFacts } from '../../shared/documents/facts';
import type { OutputFile } from '../../shared/files/fileItem';
import { placeFile } from '../../shared/files/fileName';
import { csvFiles } from '../../shared/operations/exportCsv';
import type { Resource, Row } from '../../shared/resource';
import { type InvoiceRow, invoiceRow } from './invoiceRows';
import { createJsonLines, type JsonLines } from './jsonLines';
import { relatedObjects, type Scope } from './scope';

/** All that a backup needs of one list, from one reading of it. */
export interface ListResult {
	resource: Resource;
	files: OutputFile[];
	facts: DocumentFacts[];
	/** Of invoices only. */
	invoices: InvoiceRow[];
	/** Reads the facts once more. */
	readAgain: () => Promise<DocumentFacts[]>;
}

/** Reads a list whole; where the service refuses the related objects, without them. */
export async function readList(connection: Connection, resource: Resource, scope: Scope): Promise<Outcome<ListResult>> {
	const related = relatedObjects[resource.name] ?? [];
	const outcome = await attempt(async () => await readWith(connection, resource, scope, related));
	if (outcome.failure?.reason !== 'invalidRequest' || !related.length) return outcome;
	return await attempt(async () => await readWith(connection, resource, scope, []));
}

async function readWith(connection: Connection, resource: Resource, scope: Scope, related: string[]): Promise<ListResult> {
	const source = { path: resource.path, expand: [...resource.expand, ...related] };
	const facts = new Map<unknown, DocumentFacts>();
	const invoices = new Map<unknown, InvoiceRow>();
	const raw = new Map<string, JsonLines>();

	/** Takes everything from the rows as they pass; a table does not get the related objects. */
	const read: ReadRows = async function* ({ path, expand }, query) {
		const isMain = path === resource.path;
		const lines = createJsonLines();
		raw.set(path, lines);
		for await (const rows of readRows(connection, isMain ? source : { path, expand }, query)) {
			if (scope.listFormats.includes('jsonl')) lines.add(rows);
			if (isMain && resource.document) for (const row of rows) facts.set(row.id, documentFacts(resource, row, scope.timeZone));
			if (isMain && resource.name === 'invoices') for (const row of rows) invoices.set(row.id, invoiceRow(row, scope.timeZone));
			yield isMain && related.length ? rows.map((row) => without(row, related)) : rows;
		}
	};

	const files = scope.lists.includes(resource) ? await listFiles(read, raw, resource, scope) : [];
	if (!raw.has(resource.path)) await readThrough(read(resource, everyRow));
	const readAgain = async () => {
		const current = new Map<unknown, DocumentFacts>();
		for await (const rows of readRows(connection, source, everyRow)) for (const row of rows) current.set(row.id, documentFacts(resource, row, scope.timeZone));
		return [...current.values()];
	};
	return { resource, files, facts: [...facts.values()], invoices: [...invoices.values()], readAgain };
}

async function listFiles(read: ReadRows, raw: Map<string, JsonLines>, resource: Resource, scope: Scope): Promise<OutputFile[]> {
	const files: OutputFile[] = [];
	if (scope.listFormats.includes('csv')) {
		for await (const { file } of csvFiles(read, resource, everyRow, scope.csvFormat, scope.structure, true)) files.push(file);
	} else {
		if (resource.parts) await readThrough(read({ path: resource.parts.path, expand: [] }, everyRow));
		await readThrough(read(resource, everyRow));
	}
	if (!scope.listFormats.includes('jsonl')) return files;
	for (const [path, lines] of raw) {
		const isMain = path === resource.path;
		const { bytes, rows } = lines.finish();
		const place = placeFile([resource.frenchName], `${isMain ? resource.frenchName : resource.parts?.frenchName}.jsonl`, scope.structure);
		const name = isMain ? resource.name : path.replace(/\//g, '');
		files.push({ resource: name, kind: 'jsonl', ...place, mimeType: 'application/x-ndjson', bytes, details: { rows } });
	}
	return files;
}

async function readThrough(pages: AsyncIterable<Row[]>): Promise<void> {
	for await (const rows of pages) void rows;
}

function without(row: Row, names: string[]): Row {
	return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
