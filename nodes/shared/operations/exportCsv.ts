import type { INodeProperties } from 'n8n-workflow';

import { type CsvFormat, csvOptions, formatProperties, readCsvFormat } from '../csv/options';
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
	listPath,
	type FolderStructure,
	type OutputFile,
	safePart,
} from '../files/path';
import { filterProperties, hintIfNoMatch, readQuery } from '../parameters/filters';
import { optionsCollection, outputFileProperty } from '../parameters/properties';
import {
	folderStructureOption,
	readFolders,
	readTimeZone,
	requestOptions,
	timeZoneOption,
} from '../parameters/settings';
import type { Resource, Row } from '../resource';
import type { Connection } from '../sinao/connection';
import { readRowsWith } from '../sinao/resolveIds';
import { everyRow, readRows, type ReadRows, type RowQuery } from '../sinao/rows';
import { counted } from '../values/english';
import { valueAt } from '../values/fields';
import { type AccountNumbers, linesOf } from '../values/lines';
import { documentPathOptions, readDocumentPaths } from './documentPaths';
import type { Operation } from './operation';

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

/** Exports the list of a resource as one CSV file or Excel workbook, or as one per part. */
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
		...formatProperties(resource),
		...(resource.lines ? [rowsProperty] : []),
		...filterProperties(resource),
		outputFileProperty,
		optionsCollection(
			...csvOptions,
			...documentPathOptions(resource),
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
	async execute(job) {
		const { context, itemIndex, resource, connection, options, hint } = job;
		const paths = readDocumentPaths(job);
		const query = readQuery(context, itemIndex, resource, readTimeZone(options));
		const format = readCsvFormat((name) => context.getNodeParameter(name, itemIndex), options);
		const { structure } = readFolders(options);
		const binaryPropertyName = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const isByLine = resource.lines && context.getNodeParameter('rows', itemIndex) === 'line';
		const items = [];
		let written = 0;
		const { columns, importColumns = columns } = resource;
		const table = isByLine
			? linesOf(resource, await readAccountNumbers(connection))
			: { ...resource, columns: format.isImport ? importColumns : columns };
		const read: ReadRows = resource.relations
			? readRowsWith(connection)
			: (list, listQuery) => readRows(connection, list, listQuery);
		for (const finish of await readCsvFiles(
			paths ? paths.noting(read) : read,
			table,
			query,
			[format],
			structure,
			!options.oneFile,
		)) {
			const { csv, file } = await finish(paths && [paths.column]);
			if (csv.lost.length)
				hint(
					`Characters not available in Windows-1252 were replaced by '?': ${csv.lost.slice(0, 50).join(' ')}`,
				);
			noteLimits(connection, resource, csv);
			written += csv.rows;
			items.push(await fileItem(context, file, binaryPropertyName, itemIndex));
		}
		const records = resource.plural.toLowerCase();
		if (!written)
			hintIfNoMatch(context, itemIndex, hint, isByLine ? `lines of ${records}` : records);
		return { items, missing: [] };
	},
};

/** Adds a warning for each limit that changed what is in a file. */
export function noteLimits(
	{ warnings: { messages } }: Connection,
	{ plural }: Resource,
	{ rest, limits }: Csv,
): void {
	if (rest)
		messages.add(
			`'${plural}' has more than ${counted(maximumFieldColumns, 'field')} besides the main columns. The column '${rest}' contains the others. 'Get Many' returns each field separately.`,
		);
	if (limits?.cutCells)
		messages.add(
			`'${plural}': ${counted(limits.cutCells, 'cell')} had more than 32,767 characters, the maximum in Excel. The text was cut. A CSV or JSON Lines file contains it completely.`,
		);
	if (limits?.furtherSheets)
		messages.add(
			`'${plural}' has more rows than an Excel worksheet can contain (1,048,576). The others are in ${counted(limits.furtherSheets, 'further worksheet')} of the same workbook.`,
		);
	if (limits?.withoutLink)
		messages.add(
			`'${plural}': ${counted(limits.withoutLink, 'path')} in the Excel workbook have no link, because a worksheet can contain 65,530 links.`,
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

/** The tables of a part, one per format; without a part for the whole resource. */
interface PartTables {
	part?: Row;
	tables: CsvTable[];
}

/**
 * Completes a file whose rows were read, with further columns at the end. Call once.
 *
 * @throws SinaoFailure if a workbook has more cells than fit into memory
 */
export type FinishCsv = (added?: AddedColumn[]) => Promise<{
	csv: Csv;
	file: OutputFile & { kind: 'csv' | 'xlsx' };
}>;

/** Reads the CSV files and Excel workbooks of a resource, in each format. Rows of unknown parts are included too. */
export async function readCsvFiles(
	read: ReadRows,
	resource: Resource,
	query: RowQuery,
	formats: CsvFormat[],
	structure: FolderStructure,
	split: boolean,
): Promise<FinishCsv[]> {
	const parts = await readTables(read, resource, query, formats, split);
	return parts.flatMap(({ part, tables }) =>
		tables.map((table, index): FinishCsv => {
			const kind = formats[index].isWorkbook ? 'xlsx' : 'csv';
			return async (added) => {
				const name = part
					? fileNameFrom(
							`${resource.frenchName} {name}`,
							{ name: String(part.name ?? ''), id: String(part.id) },
							kind,
						)
					: `${safePart(resource.frenchName)}.${kind}`;
				const place = listPath(resource, name, structure);
				const sheet = String(part?.name || resource.frenchName);
				const csv =
					kind === 'xlsx'
						? await table.finishWorkbook({ name: sheet, folder: place.folder }, added)
						: table.finish(added);
				const file = {
					resource: resource.name,
					kind,
					...place,
					mimeType: mimeTypes[kind],
					bytes: csv.bytes,
					details: {
						rows: csv.rows,
						...(part ? { part: { id: part.id, name: part.name ?? null } } : {}),
					},
				} as const;
				return { csv, file };
			};
		}),
	);
}

const mimeTypes = {
	csv: 'text/csv',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The tables of each part, in the order of the list of parts; those of the whole resource without parts. */
async function readTables(
	read: ReadRows,
	resource: Resource,
	query: RowQuery,
	formats: CsvFormat[],
	split: boolean,
): Promise<PartTables[]> {
	const parts = split ? resource.parts : undefined;
	const found = new Map<string, PartTables>();
	const tablesOf = (part?: Row) => {
		const id = String(part?.id);
		const create = () => formats.map((format) => createCsvTable(resource, format));
		const known = found.get(id) ?? { part, tables: create() };
		found.set(id, known);
		return known.tables;
	};
	if (parts) {
		for await (const rows of read({ path: parts.path, expand: [] }, everyRow))
			rows.forEach(tablesOf);
	}
	if (!found.size) tablesOf();
	for await (const rows of read(resource, query)) {
		const pages = new Map<CsvTable[], Row[]>();
		for (const row of rows) {
			const tables = tablesOf(parts && partOf(row, parts));
			const page = pages.get(tables) ?? [];
			page.push(row);
			pages.set(tables, page);
		}
		for (const [tables, page] of pages) for (const table of tables) table.add(page);
		if (parts) keepInLast(rows, (row) => tablesOf(partOf(row, parts)), [...found.values()]);
	}
	return [...found.values()];
}

/** Keeps a row that moved to another part only in the latest one. */
function keepInLast(rows: Row[], tablesOf: (row: Row) => CsvTable[], parts: PartTables[]): void {
	const latest = new Map(rows.map((row) => [row.id, tablesOf(row)]));
	for (const [id, latestTables] of latest) {
		for (const { tables } of parts)
			if (tables !== latestTables) for (const table of tables) table.drop(id);
	}
}

/** The part of a row, which Sinao returns as an object or only as its id. */
function partOf(row: Row, { field, none }: NonNullable<Resource['parts']>): Row {
	const part = row[field];
	const id = valueAt(part, 'id') ?? part;
	if (id === '' || (typeof id !== 'number' && typeof id !== 'string')) return { id: 0, name: none };
	return id === part || (part as Row).name === String(id) ? { id } : (part as Row);
}
