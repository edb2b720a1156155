import { createCsvTable, type Csv, type CsvFormat, type CsvTable } from '../data/csv';
import { valueAt } from '../data/flatten';
import { everyRow, type ReadRows, type RowQuery } from '../data/query';
import type { OutputFile } from '../files/fileItem';
import { fileNameFrom, type FolderStructure, placeFile, safePart } from '../files/fileName';
import type { Resource, Row } from '../resource';

/** A table and what it is of: undefined for the whole resource, else one of its parts. */
interface PartTable {
	part?: Row;
	table: CsvTable;
}

/** The CSV files of a resource. Every row is in one of them, also one whose part is not known. */
export async function* csvFiles(
	read: ReadRows,
	resource: Resource,
	query: RowQuery,
	format: CsvFormat,
	structure: FolderStructure,
	split: boolean,
): AsyncGenerator<{ csv: Csv; file: OutputFile }> {
	for (const { part, table } of await readTables(read, resource, query, format, split)) {
		const csv = table.finish();
		const name = part
			? fileNameFrom(
					`${resource.frenchName} {name}`,
					{ name: String(part.name ?? ''), id: String(part.id) },
					'csv',
				)
			: `${safePart(resource.frenchName)}.csv`;
		const place = placeFile([resource.frenchName], name, structure);
		const details = {
			rows: csv.rows,
			...(part ? { part: { id: part.id, name: part.name ?? null } } : {}),
		};
		yield {
			csv,
			file: {
				resource: resource.name,
				kind: 'csv',
				...place,
				mimeType: 'text/csv',
				bytes: csv.bytes,
				details,
			},
		};
	}
}

/** One table for each part, in the order of the list of parts; one for all where there are none or they are not wanted. */
async function readTables(
	read: ReadRows,
	resource: Resource,
	query: RowQuery,
	format: CsvFormat,
	split: boolean,
): Promise<PartTable[]> {
	const parts = split ? resource.parts : undefined;
	const tables = new Map<string, PartTable>();
	const tableOf = (part?: Row) => {
		const id = String(part?.id);
		const known = tables.get(id) ?? { part, table: createCsvTable(resource, format) };
		tables.set(id, known);
		return known.table;
	};
	if (parts) {
		for await (const rows of read({ path: parts.path, expand: [] }, everyRow))
			rows.forEach(tableOf);
	}
	for await (const rows of read(resource, query)) {
		const pages = new Map<CsvTable, Row[]>();
		for (const row of rows) {
			const table = tableOf(parts && partOf(row, parts));
			const page = pages.get(table) ?? [];
			page.push(row);
			pages.set(table, page);
		}
		for (const [table, page] of pages) table.add(page);
		if (parts) keepInLast(rows, (row) => tableOf(partOf(row, parts)), [...tables.values()]);
	}
	if (!tables.size) tableOf();
	return [...tables.values()];
}

/** A row that came again in another part stands in that one alone. */
function keepInLast(rows: Row[], tableOf: (row: Row) => CsvTable, tables: PartTable[]): void {
	const homes = new Map(rows.map((row) => [row.id, tableOf(row)]));
	for (const [id, home] of homes) {
		for (const { table } of tables) if (table !== home) table.drop(id);
	}
}

/** The part that a row belongs to, which the service may give whole or by its id alone. */
function partOf(row: Row, { field, none }: NonNullable<Resource['parts']>): Row {
	const part = row[field];
	const id = valueAt(part, 'id') ?? part;
	if (id === '' || (typeof id !== 'number' && typeof id !== 'string')) return { id: 0, name: none };
	return id === part ? { id } : (part as Row);
}
