import { Zip, ZipDeflate } from 'fflate';

import type { ColumnType } from '../resource';

/** A column of a worksheet. A `link` is the path of a file; only the last column can be one. */
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
	/** Number of rows that are going to be added. */
	rows: number;
	/** Some of the rows, for the widths of the columns. */
	sample: string[][];
}

export interface Workbook {
	/** Adds rows, whose cells have the form of a CSV with decimal point and ISO dates. */
	add(rows: string[][]): void;
	finish(): { bytes: Buffer; limits: WorkbookLimits };
}

/** Excel specifications and limits: rows with the header, characters of a cell, hyperlinks of a worksheet. */
const excel = { rows: 1_048_576, characters: 32_767, links: 65_530 };

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaging = 'http://schemas.openxmlformats.org/package/2006';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Formats of cells by the style that `cellXfs` lists in this order; the first two are of plain cells and of the header. */
const formats = {
	general: 0,
	header: 0,
	text: 49,
	integer: 1,
	amount: 4,
	date: 164,
	dateTime: 165,
	unitPrice: 166,
	link: 49,
};
type Style = keyof typeof formats;
const styleNumbers = Object.fromEntries(
	Object.keys(formats).map((style, index) => [style, index]),
) as Record<Style, number>;

const styles: Record<SheetColumn['type'], Style> = {
	text: 'text',
	boolean: 'text',
	integer: 'integer',
	number: 'general',
	cents: 'amount',
	milliCents: 'unitPrice',
	basisPoints: 'general',
	date: 'date',
	dateTime: 'dateTime',
	link: 'link',
};

const stylesXml = `${declaration}<styleSheet xmlns="${main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm:ss"/><numFmt numFmtId="166" formatCode="#,##0.00###"/></numFmts><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><u/><sz val="11"/><color rgb="FF0563C1"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${Object.keys(formats).length}">${Object.entries(
	formats,
)
	.map(([style, format]) => {
		const font = style === 'header' ? 1 : style === 'link' ? 2 : 0;
		const fill = style === 'header' ? 2 : 0;
		return `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>`;
	})
	.join(
		'',
	)}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/**
 * An Excel workbook (ECMA-376, SpreadsheetML) that is compressed while its rows are added: frozen header, filters,
 * widths, text cells that keep leading zeros and never become formulas, dates and amounts as such, and links. The same
 * rows result in the same bytes. Written here on fflate, because the libraries that could be bundled keep all cells in
 * memory or have no filters and links (CONTRIBUTING.md).
 *
 * @param rowsPerSheet with the header
 */
export function createWorkbook(plan: WorkbookPlan, rowsPerSheet = excel.rows): Workbook {
	const { columns, folder } = plan;
	const perSheet = rowsPerSheet - 1;
	const sheets = Math.max(1, Math.ceil(plan.rows / perSheet));
	const names = Array.from({ length: sheets }, (_, index) => sheetName(plan.name, index));
	const chunks: Uint8Array[] = [];
	const zip = new Zip((error, chunk) => {
		if (error) throw error;
		chunks.push(chunk);
	});
	const limits: WorkbookLimits = { cutCells: 0, withoutLink: 0, furtherSheets: sheets - 1 };
	const letters = columns.map((_, index) => lettersOf(index));
	const rowsOf = (index: number) => Math.max(0, Math.min(perSheet, plan.rows - index * perSheet));
	const rangeOf = (index: number) => `A1:${letters[letters.length - 1]}${rowsOf(index) + 1}`;
	let links: Array<{ row: number; target: string }> = [];
	let count = 0;
	let sheet = 0;
	for (const [path, text] of frame(names, rangeOf)) open(path)(text, true);
	let part = begin();

	function open(path: string): (text: string, isLast?: boolean) => void {
		const entry = new ZipDeflate(path, { level: 3 });
		entry.mtime = new Date(1980, 0, 1);
		zip.add(entry);
		return (text, isLast = false) => entry.push(Buffer.from(text), isLast);
	}

	function begin() {
		links = [];
		count = 0;
		const write = open(`xl/worksheets/sheet${sheet + 1}.xml`);
		write(
			`${declaration}<worksheet xmlns="${main}" xmlns:r="${office}"><dimension ref="${rangeOf(sheet)}"/><sheetViews><sheetView ${sheet === 0 ? 'tabSelected="1" ' : ''}workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${columns
				.map(
					(column, index) =>
						`<col min="${index + 1}" max="${index + 1}" width="${width(column, plan.sample, index)}" customWidth="1"/>`,
				)
				.join('')}</cols><sheetData>`,
		);
		write(
			rowXml(
				1,
				columns.map(({ title }, index) => textCell(`${letters[index]}1`, 'header', title)),
			),
		);
		return write;
	}

	function end() {
		const range = rangeOf(sheet);
		const anchors = links.map(
			({ row }, index) =>
				`<hyperlink ref="${letters[letters.length - 1]}${row}" r:id="rId${index + 1}"/>`,
		);
		part(
			`</sheetData><autoFilter ref="${range}"/>${anchors.length ? `<hyperlinks>${anchors.join('')}</hyperlinks>` : ''}<ignoredErrors><ignoredError sqref="${range}" numberStoredAsText="1"/></ignoredErrors></worksheet>`,
			true,
		);
		if (links.length)
			open(`xl/worksheets/_rels/sheet${sheet + 1}.xml.rels`)(
				relationships(links.map(({ target }) => ({ type: 'hyperlink', target, external: true }))),
				true,
			);
	}

	function textCell(ref: string, style: Style, value: string): string {
		let text = value.replace(invalid, '').replace(/\r\n?/g, '\n');
		if (text.length > excel.characters) {
			limits.cutCells++;
			text = text.slice(0, excel.characters).replace(/[\uD800-\uDBFF]$/, '');
		}
		return `<c r="${ref}" s="${styleNumbers[style]}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
	}

	function cell(ref: string, { type }: SheetColumn, value: string, row: number): string {
		if (value === '') return '';
		if (type === 'link') {
			if (links.length === excel.links) {
				limits.withoutLink++;
				return textCell(ref, 'text', value);
			}
			links.push({ row, target: relative(value, folder) });
		}
		const number = numberOf(value, type);
		return number === undefined
			? textCell(ref, type === 'link' ? 'link' : 'text', value)
			: `<c r="${ref}" s="${styleNumbers[styles[type]]}"><v>${number}</v></c>`;
	}

	return {
		add(rows) {
			let xml = '';
			for (const cells of rows) {
				if (count === perSheet) {
					part(xml);
					xml = '';
					end();
					sheet++;
					part = begin();
				}
				const row = ++count + 1;
				xml += rowXml(
					row,
					columns.map((column, index) =>
						cell(letters[index] + row, column, cells[index] ?? '', row),
					),
				);
			}
			part(xml);
		},
		finish() {
			end();
			zip.end();
			return { bytes: Buffer.concat(chunks), limits };
		},
	};
}

/** The parts that do not depend on the rows, by path. */
function frame(names: string[], rangeOf: (sheet: number) => string): Array<[string, string]> {
	const sheetTypes = names.map(
		(_, index) =>
			`<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${contentType}.worksheet+xml"/>`,
	);
	const sheets = names.map(
		(name, index) =>
			`<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
	);
	const filters = names.map(
		(name, index) =>
			`<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">'${escaped(name.replace(/'/g, "''"))}'!${rangeOf(index).replace(/[A-Z]+|\d+/g, '$$$&')}</definedName>`,
	);
	return [
		[
			'[Content_Types].xml',
			`${declaration}<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/>${sheetTypes.join('')}</Types>`,
		],
		['_rels/.rels', relationships([{ type: 'officeDocument', target: 'xl/workbook.xml' }])],
		[
			'xl/workbook.xml',
			`${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><bookViews><workbookView/></bookViews><sheets>${sheets.join('')}</sheets><definedNames>${filters.join('')}</definedNames></workbook>`,
		],
		[
			'xl/_rels/workbook.xml.rels',
			relationships([
				...names.map((_, index) => ({
					type: 'worksheet',
					target: `worksheets/sheet${index + 1}.xml`,
				})),
				{ type: 'styles', target: 'styles.xml' },
			]),
		],
		['xl/styles.xml', stylesXml],
	];
}

function relationships(
	targets: Array<{ type: string; target: string; external?: boolean }>,
): string {
	const members = targets.map(
		({ type, target, external }, index) =>
			`<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${escaped(target)}"${external ? ' TargetMode="External"' : ''}/>`,
	);
	return `${declaration}<Relationships xmlns="${packaging}/relationships">${members.join('')}</Relationships>`;
}

function rowXml(row: number, cells: string[]): string {
	return `<row r="${row}">${cells.join('')}</row>`;
}

/** Characters that XML 1.0 does not allow, and lone surrogates. */
const invalid = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML. What Excel would read as an escaped character, such as `_x0041_`, is escaped itself. */
function escaped(text: string): string {
	return text
		.replace(/[&<>"]/g, (character) => entities[character])
		.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
}

/** The value of a number or date as Excel stores it; undefined if the cell contains text. */
function numberOf(value: string, type: SheetColumn['type']): number | string | undefined {
	if (type === 'text' || type === 'boolean' || type === 'link') return undefined;
	if (type !== 'date' && type !== 'dateTime') return isExact(value) ? value : undefined;
	const [, day, time = '00:00:00'] =
		/^([1-9]\d{3}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d))?$/.exec(value) ?? [];
	// Before March 1900, Excel counts a day that did not exist.
	if (day === undefined || day < '1900-03-01') return undefined;
	return 25_569 + Date.parse(`${day}T${time}Z`) / 86_400_000;
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

/** The width of a column in characters, with space for the button of the filter. */
function width({ title }: SheetColumn, sample: string[][], index: number): number {
	const longest = sample.reduce((most, cells) => Math.max(most, (cells[index] ?? '').length), 0);
	return Math.min(60, Math.max(title.length + 4, longest + 2, 8));
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
