import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { readTimeZone } from '../parameters/settings';
import type { Resource } from '../resource';
import type { ValueFormat } from '../values/units';

export interface CsvFormat extends ValueFormat {
	delimiter: string;
	byteOrderMark: boolean;
	encoding: Encoding;
	/** `main`: the columns that the resource declares; `all`: every other field of every row too. */
	columns: 'all' | 'main';
	titles: 'french' | 'api';
	/**
	 * Whether people read the file: values in French, no column that repeats a main column in the form of the API, and
	 * with `all` columns those last that say nothing: empty main columns, and others that are equal in every row.
	 */
	forReaders: boolean;
	/** Whether the file is an Excel workbook; its rows are CSV with decimal point and ISO dates until it is finished. */
	isWorkbook?: boolean;
	/** Whether another program imports the file: the columns that the resource declares for it. */
	isImport?: boolean;
}

type Preset = Omit<CsvFormat, 'columns' | 'timeZone'>;

const frenchExcel: Preset = {
	delimiter: ';',
	decimalMark: ',',
	dateFormat: 'dd/mm/yyyy',
	byteOrderMark: true,
	encoding: 'utf8',
	booleans: ['oui', 'non'],
	escapeFormulas: true,
	titles: 'french',
	forReaders: true,
};

const standard: Preset = {
	...frenchExcel,
	delimiter: ',',
	decimalMark: '.',
	dateFormat: 'yyyy-mm-dd',
	byteOrderMark: false,
	booleans: ['true', 'false'],
	forReaders: false,
};

const workbook: Preset = {
	...frenchExcel,
	delimiter: ',',
	decimalMark: '.',
	dateFormat: 'yyyy-mm-dd',
	byteOrderMark: false,
	escapeFormulas: false,
	isWorkbook: true,
};

const forImport: Preset = {
	...frenchExcel,
	byteOrderMark: false,
	escapeFormulas: false,
	isImport: true,
};

const presets: Record<string, Preset> = {
	custom: { ...frenchExcel, forReaders: false },
	frenchExcel,
	import: forImport,
	standard,
	xlsx: workbook,
};

const importOption: INodePropertyOptions = {
	name: 'Import',
	value: 'import',
	description:
		'CSV for the import of another program: main columns, first email and phone in separate columns, nothing escaped',
};

/** The parameters of the format. A resource with columns for an import has a preset for it. */
export function formatProperties({
	importColumns,
}: Pick<Resource, 'importColumns'>): INodeProperties[] {
	if (!importColumns) return csvFormatProperties;
	return csvFormatProperties.map((property) => {
		if (property.name === 'format') {
			const options = [...(property.options as INodePropertyOptions[]), importOption];
			return { ...property, options: options.sort((a, b) => a.name.localeCompare(b.name, 'en')) };
		}
		return property.name === 'columns'
			? { ...property, displayOptions: { hide: { format: ['import'] } } }
			: property;
	});
}

const csvFormatProperties: INodeProperties[] = [
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{
				name: 'Custom',
				value: 'custom',
				description: 'Choose delimiter, decimal separator, date format and encoding',
			},
			{
				name: 'Excel Workbook (XLSX)',
				value: 'xlsx',
				description:
					'For all spreadsheets: filters, text that keeps leading zeros, dates and amounts as such, values in French. At most 200,000 cells; use CSV for more.',
			},
			{
				name: 'French Excel',
				value: 'frenchExcel',
				description:
					'CSV that French Excel opens directly: semicolons, decimal comma, dd/mm/yyyy, values in French',
			},
			{
				name: 'Standard',
				value: 'standard',
				description: 'CSV for other programs: commas, decimal point, ISO dates',
			},
		],
		default: 'frenchExcel',
		description: 'File format',
	},
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'options',
		options: [
			{ name: 'Comma', value: ',' },
			{ name: 'Semicolon', value: ';' },
			{ name: 'Tab', value: '\t' },
		],
		default: ';',
		displayOptions: { show: { format: ['custom'] } },
		description: 'Character that separates columns',
	},
	{
		displayName: 'Decimal Separator',
		name: 'decimalMark',
		type: 'options',
		options: [
			{ name: 'Comma', value: ',' },
			{ name: 'Point', value: '.' },
		],
		default: ',',
		displayOptions: { show: { format: ['custom'] } },
		description: 'Character that separates euros and cents',
	},
	{
		displayName: 'Date Format',
		name: 'dateFormat',
		type: 'options',
		options: [
			{ name: 'DD/MM/YYYY', value: 'dd/mm/yyyy' },
			{ name: 'YYYY-MM-DD', value: 'yyyy-mm-dd' },
		],
		default: 'dd/mm/yyyy',
		displayOptions: { show: { format: ['custom'] } },
		description: 'Format of dates in the file',
	},
	{
		displayName: 'Encoding',
		name: 'encoding',
		type: 'options',
		options: [
			{ name: 'UTF-8', value: 'utf8' },
			{
				name: 'Windows-1252',
				value: 'windows1252',
				description:
					'For older programs; unsupported characters become question marks and are reported',
			},
		],
		default: 'utf8',
		displayOptions: { show: { format: ['custom'] } },
		description: 'Character encoding',
	},
	{
		displayName: 'Byte Order Mark',
		name: 'byteOrderMark',
		type: 'boolean',
		default: true,
		displayOptions: { show: { format: ['custom'], encoding: ['utf8'] } },
		description:
			'Whether to start the file with a byte order mark, which Excel needs to detect UTF-8',
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'options',
		options: [
			{
				name: 'All Fields',
				value: 'all',
				description:
					'Main columns followed by all other Sinao fields. Empty main columns and fields equal in every row come last in French Excel and XLSX.',
			},
			{
				name: 'Main Columns',
				value: 'main',
				description: 'Only the most useful columns, in the same order in every file',
			},
		],
		default: 'all',
		description: 'Columns to include',
	},
];

export const csvOptions: INodeProperties[] = [
	{
		displayName: 'Column Titles',
		name: 'titles',
		type: 'options',
		options: [
			{ name: 'API Names', value: 'api', description: "For example 'written_at'" },
			{ name: 'French', value: 'french', description: "For example 'Date'" },
		],
		default: 'french',
		description: 'Which titles to use in the header row',
	},
	{
		displayName: 'Escape Formulas',
		name: 'defuseFormulas',
		type: 'boolean',
		default: true,
		description:
			'Whether to prefix text that a spreadsheet could run as a formula with an apostrophe. Turn off if another program reads the file.',
	},
];

/** Reads the CSV format from the node's parameters. */
export function readCsvFormat(
	parameter: (name: string) => unknown,
	options: IDataObject,
): CsvFormat {
	const format = parameter('format') as string;
	const base = presets[format] ?? frenchExcel;
	const custom: Partial<CsvFormat> = {};
	if (format === 'custom') {
		custom.delimiter = parameter('delimiter') as string;
		custom.decimalMark = parameter('decimalMark') as CsvFormat['decimalMark'];
		custom.dateFormat = parameter('dateFormat') as CsvFormat['dateFormat'];
		custom.encoding = parameter('encoding') as CsvFormat['encoding'];
		custom.byteOrderMark = custom.encoding === 'utf8' && (parameter('byteOrderMark') as boolean);
	}
	const escapeFormulas = (options.defuseFormulas ?? base.escapeFormulas) as boolean;
	return {
		...base,
		...custom,
		columns: base.isImport ? 'main' : (parameter('columns') as CsvFormat['columns']),
		timeZone: readTimeZone(options),
		titles: (options.titles ?? base.titles) as CsvFormat['titles'],
		// A cell of a workbook says itself whether it is a formula, and another program would import the apostrophe.
		escapeFormulas: escapeFormulas && base.escapeFormulas,
	};
}

/**
 * The characters of the bytes 80 to 9F in Windows-1252 (WHATWG Encoding, index-windows-1252); every
 * other byte has the code of its character. The five unassigned bytes are U+FFFD. Listed here,
 * because the TextDecoder of some versions of Node treats the encoding as Latin-1.
 */
const high = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';

const characters = Array.from(
	{ length: 256 },
	(_, byte) => high[byte - 0x80] ?? String.fromCharCode(byte),
);
const bytesOf = new Map(characters.map((character, byte) => [character, byte]));
bytesOf.delete('\uFFFD');

export type Encoding = 'utf8' | 'windows1252';

/**
 * Encodes a text. Characters not available in Windows-1252 become `?` and are added to `lost`.
 */
export function encode(text: string, encoding: Encoding, lost: Set<string>): Buffer {
	if (encoding === 'utf8') return Buffer.from(text, 'utf8');
	const bytes: number[] = [];
	for (const character of text) {
		const byte = bytesOf.get(character);
		if (byte === undefined) lost.add(character);
		bytes.push(byte ?? 0x3f);
	}
	return Buffer.from(bytes);
}

/** Decodes bytes in the same encoding. */
export function decode(bytes: Buffer, encoding: Encoding): string {
	return encoding === 'utf8'
		? bytes.toString('utf8')
		: Array.from(bytes, (byte) => characters[byte]).join('');
}
