import writeExcelFile, {
	type CellObject,
	type Feature,
	type SheetData,
} from 'write-excel-file/universal';

import { finalFailure, SinaoFailure } from '../failure';
import type { ColumnType } from '../resource';

/** A column of a worksheet. A `link` is the path of a file. */
export interface SheetColumn {
	title: string;
	type: ColumnType | 'link';
}

/** What a worksheet cannot contain, in numbers. */
export interface WorkbookLimits {
	/** Cells that were cut to the 32,767 characters of Excel. */
	cutCells: number;
	/** Paths without a link, because a worksheet can contain 65,530 links. The path is a text then. */
	withoutLink: number;
	/** Worksheets for the rows beyond 1,048,576. */
	furtherSheets: number;
}

export interface WorkbookPlan {
	/** Of the worksheet; characters that Excel does not allow are replaced. */
	name: string;
	/** The folder in which the workbook is saved, to which links are relative; empty for none. */
	folder: string;
	columns: SheetColumn[];
}

export interface Workbook {
	/**
	 * Adds rows, whose cells have the form of a CSV with decimal point and ISO dates.
	 *
	 * @throws SinaoFailure if the workbook has more cells than fit into memory
	 */
	add(rows: string[][]): void;
	finish(): Promise<{ bytes: Buffer; limits: WorkbookLimits }>;
}

/** Excel specifications and limits: rows with the header, characters of a cell, hyperlinks of a worksheet. */
const excel = { rows: 1_048_576, characters: 32_767, links: 65_530 };

/** Cells with a value. The library has all of them in memory and writes them without a pause: see CONTRIBUTING.md for the measured size and time. */
const maximumCells = 200_000;

/** Characters of all cells. The library puts a worksheet into one string, which JavaScript limits to 536 million. */
const maximumCharacters = 30_000_000;

interface Worksheet {
	name: string;
	data: SheetData;
	/** The cells with a link, and their URLs. */
	links: Array<{ cell: string; target: string }>;
}

type Style = Omit<CellObject, 'value'>;

const text: Style = { type: String, format: '@' };
const link: Style = { ...text, textColor: '#0563C1', textDecoration: { underline: true } };
const header: Style = { ...text, fontWeight: 'bold', backgroundColor: '#E7E6E6' };

const styles: Record<SheetColumn['type'], Style> = {
	text,
	boolean: text,
	link,
	integer: { type: Number, format: '0' },
	number: { type: Number },
	cents: { type: Number, format: '#,##0.00' },
	milliCents: { type: Number, format: '#,##0.00###' },
	basisPoints: { type: Number },
	date: { type: Date, format: 'dd/mm/yyyy' },
	dateTime: { type: Date, format: 'dd/mm/yyyy\\ hh:mm:ss' },
};

/**
 * An Excel workbook: frozen header, filters, widths, text cells that keep leading zeros and never become formulas,
 * dates and amounts as such, and links. The same rows result in the same bytes.
 *
 * @param maximum rows of a worksheet, with the header, and cells of the workbook
 */
export function createWorkbook(
	{ name, folder, columns }: WorkbookPlan,
	maximum = { rows: excel.rows, cells: maximumCells },
): Workbook {
	const limits: WorkbookLimits = { cutCells: 0, withoutLink: 0, furtherSheets: 0 };
	const lastColumn = lettersOf(columns.length - 1);
	// With space for the button of the filter.
	const widths = columns.map(({ title }) => Math.max(title.length + 4, 8));
	const sheets: Worksheet[] = [];
	let cells = 0;
	let characters = 0;
	let sheet = begin();

	function begin(): Worksheet {
		const titles = columns.map(({ title }) => textCell(title, header));
		const begun = { name: sheetName(name, sheets.length), data: [titles], links: [] };
		sheets.push(begun);
		return begun;
	}

	function textCell(value: string, style: Style): CellObject {
		let content = value.replace(invalid, '').replace(/\r\n?/g, '\n');
		if (content.length > excel.characters) {
			limits.cutCells++;
			content = content.slice(0, excel.characters).replace(/[\uD800-\uDBFF]$/, '');
		}
		return { ...style, value: escaped(content) };
	}

	function cell(value: string, { type }: SheetColumn, index: number): CellObject | null {
		if (value === '') return null;
		cells++;
		characters += Math.min(value.length, excel.characters);
		widths[index] = Math.min(60, Math.max(widths[index], value.length + 2));
		if (type === 'link') return linkCell(value, index);
		const typed = typedValue(value, type);
		return typed === undefined ? textCell(value, text) : { ...styles[type], value: typed };
	}

	function linkCell(path: string, column: number): CellObject {
		if (sheet.links.length === excel.links) {
			limits.withoutLink++;
			return textCell(path, text);
		}
		sheet.links.push({
			cell: `${lettersOf(column)}${sheet.data.length + 1}`,
			target: relative(path, folder),
		});
		return textCell(path, link);
	}

	return {
		add(rows) {
			for (const row of rows) {
				if (sheet.data.length === maximum.rows) sheet = begin();
				sheet.data.push(columns.map((column, index) => cell(row[index] ?? '', column, index)));
			}
			if (cells > maximum.cells || characters > maximumCharacters)
				throw new SinaoFailure(tooLarge(name, maximum.cells));
		},
		async finish() {
			limits.furtherSheets = sheets.length - 1;
			const blob = await writeExcelFile(
				sheets.map(({ name: title, data }) => ({
					sheet: title,
					data,
					stickyRowsCount: 1,
					columns: widths.map((width) => ({ width })),
				})),
				{
					fontFamily: 'Calibri',
					fontSize: 11,
					features: [filters(sheets, lastColumn), links(sheets)],
				},
			).toBlob();
			return { bytes: Buffer.from(await blob.arrayBuffer()), limits };
		},
	};
}

function tooLarge(name: string, cells: number) {
	const [most, longest] = [cells, maximumCharacters].map((limit) => limit.toLocaleString('en-US'));
	return finalFailure({
		reason: 'tooLarge',
		message: `The Excel workbook '${name}' would have more than ${most} cells or ${longest} characters`,
		description:
			"A larger workbook needs too much memory and blocks n8n. Choose a CSV format, which has no limit, or 'Main Columns', or filter by period.",
	});
}

/** Filters for each column, as a feature of the library. It inserts them after the rows. */
function filters(sheets: Worksheet[], lastColumn: string): Feature<Blob> {
	const endOf = ({ data }: Worksheet) => data.length;
	// Excel itself keeps the range of a filter under this name too.
	const definedName = (sheet: Worksheet, index: number) =>
		`<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">'${escapedName(sheet.name)}'!$A$1:$${lastColumn}$${endOf(sheet)}</definedName>`;
	return {
		files: {
			transform: {
				'xl/worksheets/sheet{id}.xml': {
					insert: (_options, { sheetIndex }) =>
						`<autoFilter ref="A1:${lastColumn}${endOf(sheets[sheetIndex])}"/>`,
				},
				'xl/workbook.xml': {
					transform: (xml) =>
						xml.replace(
							'<definedNames/>',
							() => `<definedNames>${sheets.map(definedName).join('')}</definedNames>`,
						),
				},
			},
		},
	};
}

/** Links, as a feature of the library. It inserts them after the filters, as the order of elements requires. */
function links(sheets: Worksheet[]): Feature<Blob> {
	return {
		files: {
			transform: {
				'xl/worksheets/sheet{id}.xml': {
					insert(_options, { sheetIndex }) {
						const anchors = sheets[sheetIndex].links.map(
							({ cell }, index) => `<hyperlink ref="${cell}" r:id="rId-link-${index + 1}"/>`,
						);
						return anchors.length ? `<hyperlinks>${anchors.join('')}</hyperlinks>` : '';
					},
				},
				'xl/worksheets/_rels/sheet{id}.xml.rels': {
					insert: (_options, { sheetIndex }) =>
						sheets[sheetIndex].links
							.map(
								({ target }, index) =>
									`<Relationship Id="rId-link-${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="${target}" TargetMode="External"/>`,
							)
							.join(''),
				},
			},
		},
	};
}

/** Characters that XML 1.0 does not allow, and lone surrogates. */
const invalid = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

/** Characters that the library removes, although XML allows them. */
const removed = '\\u007F-\\u0084\\u0086-\\u009F\\uFDD0-\\uFDEF\\uFFFD';
const special = new RegExp(`[${removed}]|_(?=x[0-9a-f]{4}_)`, 'gi');

/**
 * Text in which some characters are written as Excel escapes them, such as `_x005F_`: those that the library removes, and
 * those that Excel itself would read as escaped. The library looks texts up in a plain object, so a text such as
 * `constructor` must not be the name of one of its members.
 */
function escaped(content: string): string {
	const result = content.replace(special, code);
	return result in {} ? code(result[0]) + result.slice(1) : result;
}

function code(character: string): string {
	return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** The name of a worksheet in a formula. */
function escapedName(name: string): string {
	return name
		.replace(/'/g, "''")
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;');
}

/** The value as a number or date; undefined if the cell contains text. */
function typedValue(value: string, type: ColumnType): number | Date | undefined {
	if (type === 'text' || type === 'boolean') return undefined;
	if (type !== 'date' && type !== 'dateTime') return isExact(value) ? Number(value) : undefined;
	const [, day, time = '00:00:00'] =
		/^([1-9]\d{3}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec(value) ?? [];
	// Before March 1900, Excel counts a day that did not exist.
	if (day === undefined || day < '1900-03-01') return undefined;
	const date = new Date(`${day}T${time}Z`);
	const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
	return isReal ? date : undefined;
}

/** Excel has fifteen significant digits, and numbers have no leading zeros. */
function isExact(value: string): boolean {
	return (
		/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) && value.replace(/^-?0?\.?0*|\D/g, '').length <= 15
	);
}

/** At most 31 characters, without those that Excel does not allow. */
function sheetName(name: string, index: number): string {
	const ending = index ? ` ${index + 1}` : '';
	const allowed = name
		.replace(invalid, '')
		.replace(/[[\]/\\:*?\n\r\t]/g, '-')
		.slice(0, 31 - ending.length)
		.replace(/[\uD800-\uDBFF]$/, '')
		.replace(/^'+|'+$/g, '')
		.trim();
	return `${allowed || 'Liste'}${ending}`;
}

/** `A` for 0, `AA` for 26. */
function lettersOf(index: number): string {
	const last = String.fromCharCode(65 + (index % 26));
	return index < 26 ? last : lettersOf(Math.floor(index / 26) - 1) + last;
}

/** The URL of a path, relative to a folder of the same root. */
function relative(path: string, folder: string): string {
	const from = folder ? folder.split('/') : [];
	const to = path.split('/');
	while (from.length && to.length > 1 && from[0] === to[0]) {
		from.shift();
		to.shift();
	}
	return [...from.map(() => '..'), ...to.map(encodeURIComponent)].join('/');
}
