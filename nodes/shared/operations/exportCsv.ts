import type { INodeProperties } from 'n8n-workflow';

import { type CsvFormat, csvFormatProperties, csvOptions, readCsvFormat } from '../csv/options';
import {
	type AddedColumn,
	createCsvTable,
	type Csv,
	type CsvTable,
	maximumFieldColumns,
} from '../csv/table';
import { attempt } from '../failure';
import {
	fileItem,
	fileNameFrom,
	filePath,
	type FolderStructure,
	type OutputFile,
	safePart,
} from '../files/path';
import { filterProperties, readQuery } from '../parameters/filters';
import {
	folderStructureOption,
	optionsCollection,
	outputFileProperty,
} from '../parameters/properties';
import { readTimeZone, requestOptions, timeZoneOption } from '../parameters/settings';
import type { Resource, Row } from '../resource';
import type { Connection } from '../sinao/connection';
import { readRowsWith } from '../sinao/resolveIds';
import { everyRow, readRows, type ReadRows, type RowQuery } from '../sinao/rows';
import { counted } from '../values/english';
import { valueAt } from '../values/fields';
import { type AccountNumbers, linesOf } from '../values/lines';
import { type Operation } from './operation';

const rowsProperty: INodeProperties = {
	displayName: 'Rows',
	name: 'rows',
	type: 'options',
	options: [
		{ name: 'One per Document', value: 'document' },
		{
			name: 'One per Line Item',
			value: 'line',
			description:
				'Adds quantity, unit price, VAT rate, discount and account; number, date and customer are repeated',
		},
	],
	default: 'document',
	description: 'What each row represents',
};

/** Exports the list of a resource as one CSV file, or as one per part. */
export const exportCsv: Operation = {
	value: 'exportCsv',
	option: ({ singular, plural, parts }) => ({
		name: `Export ${plural} to CSV`,
		action: `Export ${plural.toLowerCase()} to CSV`,
		description: parts
			? `Export all ${plural.toLowerCase()} to one file per ${parts.label}, or to a single file`
			: `Export ${plural === singular ? 'the' : 'all'} ${plural.toLowerCase()} to one file`,
	}),
	properties: (resource) => [
		...csvFormatProperties,
		...(resource.lines ? [rowsProperty] : []),
		outputFileProperty,
		...filterProperties(resource),
		optionsCollection(
			...csvOptions,
			...requestOptions,
			folderStructureOption,
			timeZoneOption,
			...(resource.parts
				? [
						{
							displayName: 'Single File',
							name: 'oneFile',
							type: 'boolean' as const,
							default: false,
							description: `Whether to export all ${resource.parts.label}s to one file`,
						},
					]
				: []),
		),
	],
	async execute({ context, itemIndex, resource, connection, options, hint }) {
		const query = readQuery(context, itemIndex, resource, readTimeZone(options));
		const format = readCsvFormat((name) => context.getNodeParameter(name, itemIndex), options);
		const structure = (options.folderStructure ?? 'kindAndYear') as FolderStructure;
		const binaryPropertyName = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const isByLine = resource.lines && context.getNodeParameter('rows', itemIndex) === 'line';
		const items = [];
		const table = isByLine ? linesOf(resource, await readAccountNumbers(connection)) : resource;
		for (const finish of await readCsvFiles(
			resource.relations
				? readRowsWith(connection)
				: (list, listQuery) => readRows(connection, list, listQuery),
			table,
			query,
			format,
			structure,
			!options.oneFile,
		)) {
			const { csv, file } = finish();
			if (csv.lost.length)
				hint(
					`Characters not available in Windows-1252 were replaced by '?': ${csv.lost.slice(0, 50).join(' ')}`,
				);
			noteRest(connection, resource, csv);
			items.push(await fileItem(context, file, binaryPropertyName, itemIndex));
		}
		return { items, missing: [] };
	},
};

/** Adds a warning if the file has a column with all fields beyond the maximum number of columns. */
export function noteRest({ warnings }: Connection, { plural }: Resource, { rest }: Csv): void {
	if (rest)
		warnings.messages.add(
			`'${plural}' has more than ${counted(maximumFieldColumns, 'field')} besides the main columns. The column '${rest}' contains the others. 'Get Many' returns each field separately.`,
		);
}

/**
 * Reads the chart of accounts. If the key has no access to it, returns an empty map and adds a warning.
 *
 * @throws SinaoFailure if the key is rejected or the execution is stopped
 */
async function readAccountNumbers(connection: Connection): Promise<AccountNumbers> {
	const numbers: AccountNumbers = new Map();
	const { failure } = await attempt(async () => {
		for await (const rows of readRows(connection, { path: '/accounts/', expand: [] }, everyRow)) {
			for (const { id, accounting_number: number } of rows) numbers.set(String(id), number);
		}
	});
	if (failure)
		connection.warnings.messages.add(
			`The chart of accounts could not be read, so lines may contain only Sinao's ID of their account: ${failure.message}.`,
		);
	return numbers;
}

/** A table with its part; undefined for the whole resource. */
interface PartTable {
	part?: Row;
	table: CsvTable;
}

/** Completes a CSV file whose rows were read, with further columns at the end. Call once. */
export type FinishCsv = (added?: AddedColumn[]) => { csv: Csv; file: OutputFile };

/** Reads the CSV files of a resource. Rows of unknown parts are included too. */
export async function readCsvFiles(
	read: ReadRows,
	resource: Resource,
	query: RowQuery,
	format: CsvFormat,
	structure: FolderStructure,
	split: boolean,
): Promise<FinishCsv[]> {
	const tables = await readTables(read, resource, query, format, split);
	return tables.map(({ part, table }) => (added) => {
		const csv = table.finish(added);
		const name = part
			? fileNameFrom(
					`${resource.frenchName} {name}`,
					{ name: String(part.name ?? ''), id: String(part.id) },
					'csv',
				)
			: `${safePart(resource.frenchName)}.csv`;
		const file: OutputFile = {
			resource: resource.name,
			kind: 'csv',
			...filePath([resource.frenchName], name, structure),
			mimeType: 'text/csv',
			bytes: csv.bytes,
			details: {
				rows: csv.rows,
				...(part ? { part: { id: part.id, name: part.name ?? null } } : {}),
			},
		};
		return { csv, file };
	});
}

/** One table per part, in the order of the list of parts; a single table without parts. */
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
	if (!tables.size) tableOf();
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
	return [...tables.values()];
}

/** Keeps a row that moved to another part only in the latest one. */
function keepInLast(rows: Row[], tableOf: (row: Row) => CsvTable, tables: PartTable[]): void {
	const latest = new Map(rows.map((row) => [row.id, tableOf(row)]));
	for (const [id, latestTable] of latest) {
		for (const { table } of tables) if (table !== latestTable) table.drop(id);
	}
}

/** The part of a row, which Sinao returns as an object or only as its id. */
function partOf(row: Row, { field, none }: NonNullable<Resource['parts']>): Row {
	const part = row[field];
	const id = valueAt(part, 'id') ?? part;
	if (id === '' || (typeof id !== 'number' && typeof id !== 'string')) return { id: 0, name: none };
	return id === part || (part as Row).name === String(id) ? { id } : (part as Row);
}
