import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readTimeZone } from '../parameters/settings';
import type { ValueFormat } from '../values/cell';

export interface CsvFormat extends ValueFormat {
	delimiter: string;
	byteOrderMark: boolean;
	encoding: Encoding;
	/** `main`: the columns that the resource declares; `all`: every field of every row besides. */
	columns: 'all' | 'main';
	titles: 'french' | 'api';
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
};

const standard: Preset = {
	...frenchExcel,
	delimiter: ',',
	decimalMark: '.',
	dateFormat: 'yyyy-mm-dd',
	byteOrderMark: false,
	booleans: ['true', 'false'],
};

export const csvFormatProperties: INodeProperties[] = [
	{
		displayName: 'Format',
		name: 'format',
		type: 'options',
		options: [
			{
				name: 'Custom',
				value: 'custom',
				description: 'Delimiter, decimal mark, dates and encoding of your choice',
			},
			{
				name: 'French Excel',
				value: 'frenchExcel',
				description:
					'Opens by a double click in a French Excel: semicolons, decimal comma, dd/mm/yyyy',
			},
			{
				name: 'Standard',
				value: 'standard',
				description: 'For other programs: commas, decimal point, ISO dates',
			},
		],
		default: 'frenchExcel',
		description: 'How the CSV is written',
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
		description: 'The character between two cells',
	},
	{
		displayName: 'Decimal Mark',
		name: 'decimalMark',
		type: 'options',
		options: [
			{ name: 'Comma', value: ',' },
			{ name: 'Point', value: '.' },
		],
		default: ',',
		displayOptions: { show: { format: ['custom'] } },
		description: 'The character before the cents of an amount',
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
		description: 'How dates are written',
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
					'For older programs; what it cannot hold becomes a question mark and is reported',
			},
		],
		default: 'utf8',
		displayOptions: { show: { format: ['custom'] } },
		description: 'How characters become bytes',
	},
	{
		displayName: 'Byte Order Mark',
		name: 'byteOrderMark',
		type: 'boolean',
		default: true,
		displayOptions: { show: { format: ['custom'], encoding: ['utf8'] } },
		description: 'Whether to begin with the mark by which Excel recognises UTF-8',
	},
	{
		displayName: 'Columns',
		name: 'columns',
		type: 'options',
		options: [
			{
				name: 'All Fields',
				value: 'all',
				description: 'The main columns, then every other field that Sinao keeps',
			},
			{
				name: 'Main Columns',
				value: 'main',
				description: 'Only the columns that people read first',
			},
		],
		default: 'all',
		description: 'Which columns the CSV has',
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
		description: 'What stands in the first row',
	},
	{
		displayName: 'Defuse Formulas',
		name: 'defuseFormulas',
		type: 'boolean',
		default: true,
		description:
			'Whether text that a spreadsheet would run as a formula gets an apostrophe in front. Switch it off when a program reads the file.',
	},
];

/** The format from a node's parameters. */
export function readCsvFormat(
	parameter: (name: string) => unknown,
	options: IDataObject,
): CsvFormat {
	const format = parameter('format') as 'frenchExcel' | 'standard' | 'custom';
	const base = format === 'standard' ? standard : frenchExcel;
	const custom: Partial<CsvFormat> = {};
	if (format === 'custom') {
		custom.delimiter = parameter('delimiter') as string;
		custom.decimalMark = parameter('decimalMark') as CsvFormat['decimalMark'];
		custom.dateFormat = parameter('dateFormat') as CsvFormat['dateFormat'];
		custom.encoding = parameter('encoding') as CsvFormat['encoding'];
		custom.byteOrderMark = custom.encoding === 'utf8' && (parameter('byteOrderMark') as boolean);
	}
	return {
		...base,
		...custom,
		columns: parameter('columns') as CsvFormat['columns'],
		timeZone: readTimeZone(options),
		titles: (options.titles ?? base.titles) as CsvFormat['titles'],
		escapeFormulas: (options.defuseFormulas ?? base.escapeFormulas) as boolean,
	};
}

/**
 * The characters of the bytes 80 to 9F in Windows-1252 (WHATWG Encoding, index-windows-1252); every
 * other byte is the character of its number. The five that mean nothing stand as U+FFFD. Written out,
 * because the TextDecoder of some versions of Node takes the encoding for Latin-1.
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
 * Bytes of a text. What Windows-1252 cannot hold becomes `?` and is added to `lost`.
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

/** The text of such bytes. */
export function decode(bytes: Buffer, encoding: Encoding): string {
	return encoding === 'utf8'
		? bytes.toString('utf8')
		: Array.from(bytes, (byte) => characters[byte]).join('');
}
