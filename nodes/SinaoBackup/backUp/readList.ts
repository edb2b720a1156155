import { attempt } from '../../shared/api/attempt';
import type { Connection } from '../../shared/api/connection';
import type { Outcome } from '../../shared/api/failure';
import { createJsonLines } from '../../shared/data/jsonLines';
import { everyRow, type ReadRows, readRows } from '../../shared/data/query';
import { type DocumentFacts, documentFacts, factsOf } from '../../shared/documents/facts';
import type { ReadFacts } from '../../shared/documents/fresh';
import type { OutputFile } from '../../shared/files/fileItem';
import { placeFile, safePart } from '../../shared/files/fileName';
import { csvFiles } from '../../shared/operations/csvFiles';
import type { Resource, Row } from '../../shared/resource';
import type { ListFormat } from '../manifest/schema';
import { type InvoiceRow, invoiceRow } from './invoiceRows';
import { relatedObjects, type Scope } from './scope';

/** All that a backup needs of one list, from one reading of it. */
export interface ListResult {
	resource: Resource;
	files: Array<OutputFile & { kind: ListFormat }>;
	facts: DocumentFacts[];
	/** Of invoices only. */
	invoices: InvoiceRow[];
	/** Reads the facts once more. */
	readAgain: ReadFacts;
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
	const facts = new Map<unknown, DocumentFacts>();
	const invoices = new Map<unknown, InvoiceRow>();
	const lines = createJsonLines();

	/** Takes everything from the rows as they pass; a table does not get the related objects. */
	const read: ReadRows = async function* (list, query) {
		const isMain = list.path === resource.path;
		for await (const rows of readRows(connection, isMain ? source : list, query)) {
			if (isMain) {
				if (formats.includes('jsonl')) lines.add(rows);
				if (resource.document)
					for (const row of rows) facts.set(row.id, documentFacts(resource, row, timeZone));
				if (resource.name === 'invoices')
					for (const row of rows) invoices.set(row.id, invoiceRow(row, timeZone));
			}
			yield isMain && related.length ? rows.map((row) => without(row, related)) : rows;
		}
	};

	const files: ListResult['files'] = [];
	if (formats.includes('csv')) {
		for await (const { file } of csvFiles(read, resource, everyRow, csvFormat, structure, true))
			files.push({ ...file, kind: 'csv' });
	} else {
		for await (const rows of read(resource, everyRow)) void rows;
	}
	if (formats.includes('jsonl')) {
		const { bytes, rows } = lines.finish();
		const place = placeFile(
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
	const readAgain = () => factsOf(readRows(connection, source, everyRow), resource, timeZone);
	return {
		resource,
		files,
		facts: [...facts.values()],
		invoices: [...invoices.values()],
		readAgain,
	};
}

function without(row: Row, names: string[]): Row {
	return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}
