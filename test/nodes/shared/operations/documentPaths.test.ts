import { unzipSync } from 'fflate';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { parse } from 'papaparse';
import { readSheet } from 'read-excel-file/node';

import { run } from '../../../support/api';
import { cleanUp, fileOf } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({
		seed: 61,
		size: { invoices: 20, quotes: 12, purchases: 16, attachments: 6 },
	});
});

afterEach(() => api.faults.clear());

afterAll(async () => {
	await api.close();
	cleanUp();
});

type Table = Array<Record<string, string>>;

interface Downloaded {
	paths: Map<string, string>;
	items: INodeExecutionData[];
}

async function download(
	type: string,
	parameters: IDataObject = {},
	options: IDataObject = {},
): Promise<Downloaded> {
	const { outputs, error } = await run(api, type, {
		operation: 'downloadPdf',
		...parameters,
		options: { firstWait: 1, maximumTries: 1, ...options },
	});
	expect(error).toBeUndefined();
	const [items] = outputs;
	const files = items.filter(({ json }) => json.kind === 'document');
	const paths = files.map(({ json }): [string, string] => [
		String((json.document as IDataObject).id),
		String(json.path),
	]);
	return { paths: new Map(paths), items };
}

/** The export as it runs after a download, whose items an expression names. */
async function exportAfter(
	type: string,
	{ items }: Pick<Downloaded, 'items'>,
	parameters: IDataObject = {},
) {
	return await run(
		api,
		type,
		{
			operation: 'exportCsv',
			...parameters,
			options: { firstWait: 1, downloadedDocuments: '={{ $json.files }}' },
		},
		{ items: [{ json: { files: items as unknown as IDataObject[] } }] },
	);
}

async function tableOf(item: INodeExecutionData): Promise<Table> {
	const text = (await fileOf(item)).toString('utf8').replace(/^\uFEFF/, '');
	return parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
}

const named = (table: Table) =>
	new Map(
		table
			.filter(({ Fichier }) => Fichier !== '')
			.map((row) => [row['Identifiant Sinao'], row.Fichier]),
	);

function linksIn(workbook: Buffer): number {
	const { 'xl/worksheets/sheet1.xml': sheet } = unzipSync(workbook);
	return Buffer.from(sheet).toString('utf8').split('<hyperlink ').length - 1;
}

describe.each<[string, string, IDataObject]>([
	['invoices', 'sinaoInvoices', {}],
	['quotes', 'sinaoQuotes', {}],
	['purchases', 'sinaoPurchases', {}],
	['attachments', 'sinaoRecords', { resource: 'attachments' }],
])("'Downloaded Documents' of %s", (list, type, parameters) => {
	it.each([
		['in the default folders', {}],
		['flat, without drafts', { folderStructure: 'flat', includeDrafts: false }],
		[
			'in folders of their own, with names of their own',
			{ folderPattern: '{type}/{month}', fileNamePattern: '{ID}' },
		],
	])(
		'downloaded %s: each row has the path of its file, and no other row has one',
		async (_where, options) => {
			const downloaded = await download(type, parameters, options);
			expect(downloaded.paths.size).toBeGreaterThan(3);
			const { outputs, error } = await exportAfter(type, downloaded, parameters);
			expect(error).toBeUndefined();
			const table = await tableOf(outputs[0][0]);
			expect(table).toHaveLength(api.company.lists[list as 'invoices'].length);
			expect(Object.keys(table[0]).at(-1)).toBe('Fichier');
			expect(named(table)).toEqual(downloaded.paths);
		},
	);

	it('a document that could not be downloaded has no path', async () => {
		const [lost, ...others] = (await download(type, parameters)).paths;
		api.faults.add({
			path: `/${list}/${lost[0]}/`,
			fault: { kind: 'status', status: 403 },
		});
		const downloaded = await download(type, parameters, { downloadInBulk: 'never' });
		expect(downloaded.paths).toEqual(new Map(others));
		const { outputs } = await exportAfter(type, downloaded, parameters);
		expect(named(await tableOf(outputs[0][0]))).toEqual(new Map(others));
	});

	it('without a single document, every path is empty', async () => {
		const { outputs, error } = await exportAfter(type, { items: [] }, parameters);
		expect(error).toBeUndefined();
		const table = await tableOf(outputs[0][0]);
		expect(table[0]).toHaveProperty('Fichier', '');
		expect(named(table).size).toBe(0);
	});
});

it("'Downloaded Documents' in ZIP archives have the path of the archive before their own, and no link", async () => {
	const { paths } = await download('sinaoPurchases');
	const zipped = await download('sinaoPurchases', {}, { zip: true });
	expect(zipped.items.map(({ json }) => json.path)).toEqual(['Achats/Achats 1.zip']);
	const { outputs } = await exportAfter('sinaoPurchases', zipped);
	expect(named(await tableOf(outputs[0][0]))).toEqual(
		new Map([...paths].map(([id, path]) => [id, `Achats/Achats 1.zip/${path}`])),
	);
	const workbook = await exportAfter('sinaoPurchases', zipped, { format: 'xlsx' });
	const bytes = await fileOf(workbook.outputs[0][0]);
	const [titles, ...rows] = await readSheet(bytes);
	expect(rows.filter((row) => row[titles.indexOf('Fichier')]).length).toBe(paths.size);
	expect(linksIn(bytes)).toBe(0);
	const apart = await exportAfter('sinaoPurchases', await download('sinaoPurchases'), {
		format: 'xlsx',
	});
	expect(linksIn(await fileOf(apart.outputs[0][0]))).toBe(paths.size);
});

it("'Downloaded Documents' names the PDF of an invoice in each of its lines", async () => {
	const downloaded = await download('sinaoInvoices');
	const { outputs } = await exportAfter('sinaoInvoices', downloaded, { rows: 'line' });
	const table = await tableOf(outputs[0][0]);
	expect(table.length).toBeGreaterThan(api.company.lists.invoices.length);
	for (const row of table)
		expect(row.Fichier).toBe(downloaded.paths.get(row['Identifiant Sinao']) ?? '');
});

it.each<[string, unknown]>([
	['the output of another download', undefined],
	['a text', 'Factures/2024/1.pdf'],
	['nothing', null],
	['items without files', [{ json: { id: 1 } }]],
])("'Downloaded Documents' refuses %s and requests nothing", async (_what, given) => {
	const files = given === undefined ? (await download('sinaoQuotes')).items : given;
	api.requests.length = 0;
	const { error } = await exportAfter('sinaoInvoices', { items: files as INodeExecutionData[] });
	expect(error?.message).toBe("'Downloaded Documents' is not the output of a download of invoices");
	expect(api.requests.filter(({ path }) => path.includes('/invoices'))).toEqual([]);
});
