import path from 'node:path';
import { unzipSync } from 'fflate';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { parse } from 'papaparse';
import { readSheet } from 'read-excel-file/node';

import { createWorkbook, type WorkbookPlan } from '../../../../nodes/shared/csv/workbook';
import { noteLimits } from '../../../../nodes/shared/operations/exportCsv';
import { itemsOf, run } from '../../../support/api';
import { runBackup } from '../../../support/backup';
import { expectSucceeded, openCompanies } from '../../../support/companies';
import { fileOf } from '../../../support/engine';
import { hintsOf } from '../../../support/faultyCompany';
import type { SinaoServer } from '../../../support/sinao';

const { company, close } = openCompanies();
const size = { invoices: 6, quotes: 2, purchases: 2, organizations: 2, transactions: 3 };

afterAll(close);

async function tame(seed: number): Promise<SinaoServer> {
	return (await company(seed, size, false)).api;
}

function exporting(parameters: IDataObject = {}, options: IDataObject = {}): IDataObject {
	return {
		operation: 'exportCsv',
		format: 'xlsx',
		columns: 'main',
		...parameters,
		options: { firstWait: 1, ...options },
	};
}

/** The texts of the parts of a workbook, by path. */
function partsOf(bytes: Buffer): Record<string, string> {
	return Object.fromEntries(
		Object.entries(unzipSync(bytes)).map(([name, part]) => [
			name,
			Buffer.from(part).toString('utf8'),
		]),
	);
}

/** The texts of the cells of a workbook in the order of their first appearance, as XML. */
function textsOf(parts: Record<string, string>): string[] {
	return [...parts['xl/sharedStrings.xml'].matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(
		([, text]) => text,
	);
}

/** The names of the elements directly in a worksheet. */
function elementsOf(sheet: string): string[] {
	const names: string[] = [];
	let depth = 0;
	for (const [, isEnd, name, isEmpty] of sheet.matchAll(/<(\/?)([a-zA-Z]+)[^>]*?(\/?)>/g)) {
		if (isEnd) depth--;
		else {
			if (depth === 1) names.push(name);
			if (!isEmpty) depth++;
		}
	}
	return names;
}

/** The rows as a reader of workbooks understands them, by column title. */
async function tableOf(bytes: Buffer): Promise<Array<Record<string, unknown>>> {
	const [titles, ...rows] = await readSheet(bytes);
	return rows.map((row) =>
		Object.fromEntries(titles.map((title, index) => [title, row[index] ?? ''])),
	);
}

/** The folder and the targets of the links, as the operating system resolves them from the folder of the workbook. */
function linkedPaths({ json }: INodeExecutionData, bytes: Buffer): string[] {
	const rels = partsOf(bytes)['xl/worksheets/_rels/sheet1.xml.rels'] ?? '';
	return [...rels.matchAll(/Target="([^"]+)" TargetMode="External"/g)].map(([, target]) =>
		path.posix.join(String(json.folder), decodeURIComponent(target)),
	);
}

it('A workbook contains the columns and values of French Excel, dates and amounts as such', async () => {
	const api = await tame(401);
	const [first, second] = api.company.lists.invoices;
	api.company.changeRow('invoices', first.id, {
		amount: -123_456,
		status: 'paid',
		written_at: '2024-01-31T23:30:00.000000Z',
		payment_deadline_at: '0000-00-00',
	});
	api.company.changeRow('invoices', second.id, { amount: 9_007_199_254_740_991 });
	const [item] = await itemsOf(api, 'sinaoInvoices', exporting());
	expect(item.json).toMatchObject({
		kind: 'xlsx',
		fileName: 'Factures.xlsx',
		mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
		rows: 6,
	});
	const bytes = await fileOf(item);
	const [csv] = await itemsOf(api, 'sinaoInvoices', exporting({ format: 'frenchExcel' }));
	const lines = parse<string[]>((await fileOf(csv)).toString('utf8').slice(1), {
		delimiter: ';',
		skipEmptyLines: true,
	}).data;
	expect((await readSheet(bytes))[0]).toEqual(lines[0]);
	const table = await tableOf(bytes);
	const rowOf = (id: unknown) => table.find((row) => row['Identifiant Sinao'] === id);
	expect(rowOf(first.id)).toMatchObject({
		Statut: 'Payée',
		Date: new Date('2024-02-01T00:00:00Z'),
		Échéance: '0000-00-00',
		'Montant HT': -1234.56,
	});
	// More digits than Excel keeps.
	expect(rowOf(second.id)).toMatchObject({ 'Montant HT': '90071992547409.91' });
	for (const row of table)
		expect([typeof row['Numéro'], typeof row.Client]).toEqual(['string', 'string']);
});

it('Text stays text: leading zeros, IBAN-like and phone numbers, formulas, XML and what XML does not allow', async () => {
	const api = await tame(402);
	const [first, second] = api.company.lists.organizations;
	const place = {
		route: 'Rue <b>&"Été"</b>',
		postal_code: '01000',
		locality: 'Bourg\r\nen-Bresse',
	};
	api.company.changeRow('organizations', first.id, {
		name: '=HYPERLINK("http://exemple.example";"x")',
		billing_name: 'a\u0000b\u000bc\uFFFEd _x0041_ \uD83D\uDE00',
		national_id: '012345678',
		vat_id: '00123',
		establishments: [
			{
				is_headquarters: true,
				emails: ['-1+1@exemple.example'],
				phones: ['0612345678', '+33612345678'],
				place,
			},
		],
	});
	api.company.changeRow('organizations', second.id, { name: '-12', billing_name: '1E5' });
	const [item] = await itemsOf(api, 'sinaoOrganizations', exporting());
	const bytes = await fileOf(item);
	const table = await tableOf(bytes);
	const found = table.find((row) => row['Identifiant Sinao'] === first.id);
	expect(found).toMatchObject({
		'Raison sociale': '=HYPERLINK("http://exemple.example";"x")',
		SIREN: '012345678',
		'N° de TVA': '00123',
		'E-mails': '-1+1@exemple.example',
		Téléphones: '0612345678, +33612345678',
		Adresse: 'Rue <b>&"Été"</b>',
		'Code postal': '01000',
		Ville: 'Bourg\nen-Bresse',
	});
	expect(table.find((row) => row['Identifiant Sinao'] === second.id)).toMatchObject({
		'Raison sociale': '-12',
		'Nom de facturation': '1E5',
	});
	const parts = partsOf(bytes);
	expect(parts['xl/worksheets/sheet1.xml']).not.toMatch(/<f[ >]/);
	// Excel reads _x0041_ as 'A' unless its underscore is escaped (ECMA-376, part 1, 22.9.2.19).
	expect(textsOf(parts)).toContain('abcd _x005F_x0041_ \u{1F600}');
});

it('All fields: numbers as numbers, text that looks like a number as text', async () => {
	const api = await tame(403);
	for (const { id } of api.company.lists.organizations)
		api.company.changeRow('organizations', id, { code_naf: '0111', staff: 12 + id });
	const [item] = await itemsOf(api, 'sinaoOrganizations', exporting({ columns: 'all' }));
	for (const row of await tableOf(await fileOf(item))) {
		expect(row.code_naf).toBe('0111');
		expect(row.staff).toBe(12 + Number(row['Identifiant Sinao']));
	}
});

it('The header is frozen, each column has a filter and a width, and the sheet the name of the list', async () => {
	const api = await tame(404);
	const [item] = await itemsOf(api, 'sinaoInvoices', exporting());
	const bytes = await fileOf(item);
	const parts = partsOf(bytes);
	const sheet = parts['xl/worksheets/sheet1.xml'];
	const [titles] = await readSheet(bytes);
	expect(sheet).toMatch(/<pane ySplit="1" [^>]*topLeftCell="A2"[^>]* state="frozen"\/>/);
	const last = /<autoFilter ref="A1:([A-Z]+)7"\/>/.exec(sheet)?.[1];
	expect(sheet).toContain(`<c r="${last}1" `);
	expect(sheet.match(/<c r="[A-Z]+1" /g)).toHaveLength(titles.length);
	expect(sheet.match(/<col [^>]*width="\d+"/g)).toHaveLength(titles.length);
	expect(parts['xl/workbook.xml']).toMatch(/<sheet [^>]*name="Factures"/);
	// The order of the elements is a rule: Excel repairs a worksheet that breaks it (ECMA-376, part 1, 18.3.1.99).
	expect(elementsOf(sheet)).toEqual(['sheetViews', 'cols', 'sheetData', 'autoFilter']);
	expect(parts['xl/workbook.xml']).toContain(`>'Factures'!$A$1:$${last}$7</definedName>`);
	const [again] = await itemsOf(api, 'sinaoInvoices', exporting());
	expect(again.json.sha256).toBe(item.json.sha256);
});

it.each(['kindAndYear', 'kind', 'flat'])(
	"'Document Paths' (%s): the paths and links are those of a download with the same settings",
	async (folderStructure) => {
		const api = await tame(405);
		const naming = { folderStructure, fileNamePattern: '{number} {customer}' };
		const downloaded = await itemsOf(api, 'sinaoInvoices', {
			operation: 'downloadPdf',
			options: { firstWait: 1, ...naming },
		});
		const paths = new Map(
			downloaded.map(({ json }) => [(json.document as IDataObject).id, json.path]),
		);
		expect(paths.size).toBeGreaterThan(3);
		const options = { ...naming, documentPaths: true };
		const [item] = await itemsOf(api, 'sinaoInvoices', exporting({}, options));
		const bytes = await fileOf(item);
		const table = await tableOf(bytes);
		for (const [id, expected] of paths)
			expect(table.find((row) => row['Identifiant Sinao'] === id)?.Fichier).toBe(expected);
		expect(linkedPaths(item, bytes)).toEqual(table.map(({ Fichier }) => Fichier));
		expect(elementsOf(partsOf(bytes)['xl/worksheets/sheet1.xml']).slice(-2)).toEqual([
			'autoFilter',
			'hyperlinks',
		]);
		const [csv] = await itemsOf(
			api,
			'sinaoInvoices',
			exporting({ format: 'frenchExcel' }, options),
		);
		const { data } = parse<Record<string, string>>((await fileOf(csv)).toString('utf8').slice(1), {
			header: true,
			delimiter: ';',
			skipEmptyLines: true,
		});
		expect(data.map(({ Fichier }) => Fichier)).toEqual(table.map(({ Fichier }) => Fichier));
	},
);

it('A cell that is longer than Excel allows is cut between two characters, with a warning', async () => {
	const api = await tame(406);
	const [{ id }] = api.company.lists.invoices;
	const long = `${'x'.repeat(32_766)}\u{1F600}yz`;
	api.company.changeRow('invoices', id, { title: long });
	const result = await run(api, 'sinaoInvoices', exporting());
	const table = await tableOf(await fileOf(result.outputs[0][0]));
	expect(table.find((row) => row['Identifiant Sinao'] === id)?.Objet).toBe('x'.repeat(32_766));
	expect(hintsOf(result).join()).toContain('1 cell had more than 32,767 characters');
	const csv = await run(api, 'sinaoInvoices', exporting({ format: 'frenchExcel' }));
	expect((await fileOf(csv.outputs[0][0])).toString('utf8')).toContain(long);
	expect(hintsOf(csv).join()).not.toContain('32,767');
});

describe('A workbook', () => {
	const plan: WorkbookPlan = {
		name: "L'été [1/2]: comptes \\ banque * ? trop long",
		folder: 'Factures',
		columns: [
			{ title: 'Numéro', type: 'text' },
			{ title: 'Fichier', type: 'link' },
		],
	};

	it('contains texts that are names of members of every object, and characters that only some programs allow', async () => {
		const workbook = createWorkbook({ ...plan, columns: [{ title: 'constructor', type: 'text' }] });
		const texts = ['__proto__', 'toString', 'valueOf', 'l\u0092\u00e9t\u00e9 \uFFFD', 'N1'];
		workbook.add(texts.map((text) => [text]));
		const parts = partsOf((await workbook.finish()).bytes);
		expect(textsOf(parts)).toEqual([
			'_x0063_onstructor',
			'_x005F__proto__',
			'_x0074_oString',
			'_x0076_alueOf',
			'l_x0092_\u00e9t\u00e9 _xFFFD_',
			'N1',
		]);
		const cells = [...parts['xl/worksheets/sheet1.xml'].matchAll(/<v>([^<]*)<\/v>/g)];
		expect(cells.map(([, text]) => text)).toEqual(['0', '1', '2', '3', '4', '5']);
	});

	it('keeps a date that does not exist as text', async () => {
		const workbook = createWorkbook({ ...plan, columns: [{ title: 'Date', type: 'date' }] });
		workbook.add([['2024-13-01'], ['2024-02-31'], ['2024-02-29']]);
		const { bytes } = await workbook.finish();
		expect((await readSheet(bytes)).flat()).toEqual([
			'Date',
			'2024-13-01',
			'2024-02-31',
			new Date('2024-02-29T00:00:00Z'),
		]);
	});

	it('has a time as a date, and a text around one as text', async () => {
		const workbook = createWorkbook({ ...plan, columns: [{ title: 'Heure', type: 'dateTime' }] });
		workbook.add([['2024-02-29 23:05:59'], ['2024-02-29'], ['le 2024-02-29'], ['2024-02-29 soir']]);
		const { bytes } = await workbook.finish();
		expect((await readSheet(bytes)).flat()).toEqual([
			'Heure',
			new Date('2024-02-29T23:05:59Z'),
			new Date('2024-02-29T00:00:00Z'),
			'le 2024-02-29',
			'2024-02-29 soir',
		]);
	});

	it('with more cells than fit into memory is refused, and says that CSV has no limit', () => {
		const workbook = createWorkbook(plan, { rows: 1_048_576, cells: 4 });
		workbook.add([
			['N1', 'a.pdf'],
			['N2', ''],
		]);
		expect(() => workbook.add([['N3', 'c.pdf']])).toThrow('would have more than 4 cells');
	});

	it('with more text than the library can write is refused, and so would 17,000 of the longest cells be', () => {
		const workbook = createWorkbook(plan);
		const rows = (count: number) => Array.from({ length: count }, () => ['x'.repeat(32_767), '']);
		workbook.add(rows(900));
		expect(() => workbook.add(rows(100))).toThrow('or 30,000,000 characters');
	});

	it('that differs from the list says so in as many sentences as it has limits', () => {
		const noted = (limits: object) => {
			const messages = new Set<string>();
			noteLimits(
				{ warnings: { messages } } as never,
				{ plural: 'Invoices' } as never,
				{ limits } as never,
			);
			return [...messages];
		};
		const none = { cutCells: 0, withoutLink: 0, furtherSheets: 0 };
		expect(noted(none)).toEqual([]);
		expect(noted({ ...none, furtherSheets: 2 })).toEqual([
			expect.stringMatching(/^'Invoices' has more rows .* in 2 further worksheets /),
		]);
		expect(noted({ ...none, cutCells: 1 })).toEqual([
			expect.stringMatching(/^'Invoices': 1 cell had more than 32,767 characters/),
		]);
		expect(noted({ ...none, withoutLink: 3 })).toEqual([
			expect.stringMatching(/^'Invoices': 3 paths .* have no link/),
		]);
	});

	it('with more rows than a worksheet can contain has further worksheets with header, filter and links', async () => {
		const workbook = createWorkbook(plan, { rows: 4, cells: 100 });
		workbook.add(Array.from({ length: 5 }, (_, row) => [`N${row}`, `Factures/2024/${row} é.pdf`]));
		workbook.add(Array.from({ length: 3 }, (_, row) => [`N${row + 5}`, 'Autres/a (1).pdf']));
		const { bytes, limits } = await workbook.finish();
		expect(limits).toEqual({ cutCells: 0, withoutLink: 0, furtherSheets: 2 });
		const parts = partsOf(bytes);
		const numbers = await Promise.all(
			[1, 2, 3].map(async (sheet) => (await readSheet(bytes, sheet)).map(([number]) => number)),
		);
		expect(numbers).toEqual([
			['Numéro', 'N0', 'N1', 'N2'],
			['Numéro', 'N3', 'N4', 'N5'],
			['Numéro', 'N6', 'N7'],
		]);
		expect(parts['xl/worksheets/sheet3.xml']).toContain('<autoFilter ref="A1:B3"/>');
		expect(parts['xl/worksheets/_rels/sheet2.xml.rels']).toContain(
			'Target="2024/4%20%C3%A9.pdf" TargetMode="External"',
		);
		expect(parts['xl/worksheets/_rels/sheet3.xml.rels']).toContain('"../Autres/a%20(1).pdf"');
		const names = [...parts['xl/workbook.xml'].matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(
			([, name]) => name.replace(/&apos;/g, "'"),
		);
		expect(new Set(names).size).toBe(3);
		for (const name of names) expect(name).toMatch(/^[^[\]/\\:*?]{1,31}$/);
	});

	it('has as many links as Excel allows, and says how many paths are without', async () => {
		const rows = Array.from({ length: 65_533 }, (_, row) => [`a/${row}.pdf`]);
		const workbook = createWorkbook({ ...plan, columns: [{ title: 'Fichier', type: 'link' }] });
		workbook.add(rows);
		const { bytes, limits } = await workbook.finish();
		expect(limits.withoutLink).toBe(3);
		const parts = partsOf(bytes);
		expect(parts['xl/worksheets/sheet1.xml'].match(/<hyperlink /g)).toHaveLength(65_530);
		expect(textsOf(parts)).toContain('a/65532.pdf');
	});
});

it('A backup contains workbooks beside the other lists, whose links lead to its documents, and saves each only once', async () => {
	const { api, folder } = await company(407, size);
	const parameters = { listFormats: ['csv', 'jsonl', 'xlsx'], otherLists: true };
	expectSucceeded(await runBackup(api, folder, { parameters }));
	const { files } = folder.manifest();
	const kinds = (kind: string) => files.filter((file) => file.kind === kind);
	const listsIn = (kind: string) => kinds(kind).map(({ resource, id }) => `${resource} ${id}`);
	expect(listsIn('xlsx').length).toBeGreaterThan(15);
	expect(listsIn('xlsx')).toEqual(listsIn('csv'));
	const list = kinds('xlsx').find(({ resource }) => resource === 'invoices');
	const bytes = folder.read(String(list?.path));
	const links = linkedPaths({ json: { folder: path.posix.dirname(String(list?.path)) } }, bytes);
	const documents = files.filter(
		({ kind, resource }) => kind === 'document' && resource === 'invoices',
	);
	expect(links.sort()).toEqual(documents.map((file) => file.path).sort());
	for (const link of links) expect(folder.read(link).length).toBeGreaterThan(0);
	expect((await readSheet(bytes)).length - 1).toBe(list?.rows);
	const second = await runBackup(api, folder, { parameters });
	expectSucceeded(second);
	expect(second.backUp.outputs[0].map(({ json }) => json.path)).toEqual([]);
});
