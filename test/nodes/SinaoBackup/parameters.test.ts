import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'papaparse';

import type { Manifest } from '../../../nodes/SinaoBackup/manifest/schema';
import { keyOf } from '../../support/api';
import { backUp, backUpParameters, Folder, manifestItem, runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum, tableOf } from '../../support/companies';
import { runNode } from '../../support/engine';
import type { SinaoServer } from '../../support/sinao';
import { readAll, verify } from '../../support/verification';

const { company, close } = openCompanies();
const size = { invoices: 6, quotes: 3, purchases: 3, persons: 2, organizations: 2, products: 2 };

afterAll(close);

describe("'Folder'", () => {
	it.each(['Sinao', '/Sinao/', 'Clients/Dupont', '//Clients/Dupont//'])(
		'%s: every file and the manifest are in it, and the next run continues from there',
		async (folder) => {
			const { api, folder: storage } = await company(140, size, false);
			const name = folder.replace(/^\/+|\/+$/g, '');
			const first = await runBackup(api, storage, { parameters: { folder } });
			expectSucceeded(first);
			for (const { json } of [...first.backUp.outputs[0], ...first.manifest.outputs[0]]) {
				expect(json.path).toBe(`${String(json.folder)}/${String(json.fileName)}`);
				expect(`${String(json.folder)}/`).toMatch(new RegExp(`^${name}/`));
				expect(json.path).not.toContain('//');
			}
			expect(readdirSync(storage.root)).toEqual([name.split('/')[0]]);
			const inside = new Folder(path.join(storage.root, name));
			expect(sha256sum(inside)).toBe('');
			expect(first.manifest.outputs[2][0].json.paths).toEqual(
				inside.manifest().files.map((file) => `${name}/${file.path}`),
			);
			const second = await runBackup(api, storage, {
				parameters: { folder },
				manifest: inside.read('manifest.json'),
			});
			expectSucceeded(second);
			expect(second.backUp.outputs[0]).toEqual([]);
		},
	);
});

describe("'Lists'", () => {
	it.each([
		'transactions',
		'invoices',
		'organizations',
		'persons',
		'products',
		'purchases',
		'quotes',
	])('%s alone: this list in both formats, and nothing else', async (list) => {
		const { api, folder } = await company(141, size, false);
		const parameters = { lists: [list], documents: [] };
		expectSucceeded(await runBackup(api, folder, { parameters }));
		const { files, scope } = folder.manifest();
		expect(scope.lists).toEqual([list]);
		expect([...new Set(files.map(({ resource }) => resource))]).toEqual([list]);
		expect([...new Set(files.map(({ kind }) => kind))].sort()).toEqual(['csv', 'jsonl']);
		const rows = files.filter(({ kind }) => kind === 'jsonl').map((file) => file.rows);
		expect(rows).toEqual([api.company.lists[list as 'invoices'].length]);
	});

	it('none: the documents are saved without their lists', async () => {
		const { api, folder } = await company(142, size, false);
		expectSucceeded(await runBackup(api, folder, { parameters: { lists: [] } }));
		const { files } = folder.manifest();
		expect([...new Set(files.map(({ kind }) => kind))]).toEqual(['document']);
		expect(files.map(({ resource, id }) => `${resource} ${id}`).sort()).toEqual(
			(['invoices', 'purchases', 'quotes'] as const)
				.flatMap((list) =>
					api.company.lists[list]
						.filter(({ id }) => api.document(list, id))
						.map(({ id }) => `${list} ${id}`),
				)
				.sort(),
		);
	});
});

it.each([[['csv']], [['jsonl']], [[]], [['csv', 'jsonl']], [['xlsx']]])(
	"'List Formats' %j: the lists in these formats, and every document",
	async (listFormats) => {
		const { api, folder } = await company(143, size, false);
		expectSucceeded(await runBackup(api, folder, { parameters: { listFormats } }));
		const { files } = folder.manifest();
		const lists = files.filter(({ kind }) => kind !== 'document');
		expect([...new Set(lists.map(({ kind }) => kind as string))].sort()).toEqual(listFormats);
		for (const format of listFormats)
			expect([
				...new Set(lists.filter(({ kind }) => kind === format).map(({ resource }) => resource)),
			]).toHaveLength(7);
		expect(files.filter(({ kind }) => kind === 'document').length).toBeGreaterThan(8);
	},
);

describe('A list with more cells than a workbook can have', () => {
	const fields = Array.from({ length: 990 }, (_, index) => `field_${index}`);

	/** Gives each product a value in every field; null removes them. */
	function widen(api: SinaoServer, value: string | null) {
		const change = Object.fromEntries(fields.map((name) => [name, value]));
		for (const { id } of api.company.lists.products) api.company.changeRow('products', id, change);
	}

	const productsIn = ({ files }: Manifest) =>
		files
			.filter(({ resource }) => resource === 'products')
			.map(({ kind, state, rows }) => ({ kind, state, rows }));

	it.each([[['xlsx']], [['csv', 'xlsx']]])(
		'is saved as CSV with every row, and the report says so: %j',
		async (listFormats) => {
			const { api, folder } = await company(148, { products: 210 }, false);
			widen(api, 'some text');
			const parameters = { lists: ['products'], listFormats, documents: [] };
			expectSucceeded(await runBackup(api, folder, { parameters }));
			const manifest = folder.manifest();
			expect(productsIn(manifest)).toEqual([{ kind: 'csv', state: 'current', rows: 210 }]);
			const table = tableOf(folder.read(manifest.files[0].path));
			expect(table.map((row) => row.field_989)).toEqual(Array(210).fill('some text'));
			const report = folder.read('rapport.html').toString('utf8');
			for (const text of [manifest.notes.join(), report])
				expect(text).toMatch(
					/would have more than 200,000 cells or 30,000,000 characters\. The backup contains this list as CSV/,
				);
		},
	);

	it('replaces the workbook of the last run, and the workbook replaces it when it fits again', async () => {
		const { api, folder } = await company(149, { products: 210 }, false);
		const parameters = { lists: ['products'], listFormats: ['xlsx'], documents: [] };
		const run = async () => {
			expectSucceeded(await runBackup(api, folder, { parameters }));
			return productsIn(folder.manifest()).filter(({ state }) => state === 'current');
		};
		expect(await run()).toEqual([{ kind: 'xlsx', state: 'current', rows: 210 }]);
		widen(api, 'some text');
		expect(await run()).toEqual([{ kind: 'csv', state: 'current', rows: 210 }]);
		widen(api, null);
		expect(await run()).toEqual([{ kind: 'xlsx', state: 'current', rows: 210 }]);
	});
});

describe("'CSV Format'", () => {
	/** The invoices of a backup as a program reads them: the row of each ID. */
	async function invoicesIn(csvFormat: string | undefined) {
		const { api, folder } = await company(144, size, false);
		const [row] = api.company.lists.invoices;
		api.company.changeRow('invoices', row.id, {
			amount: 123_456,
			written_at: '2024-01-15T11:00:00.000000Z',
		});
		const options = csvFormat === undefined ? {} : { csvFormat };
		expectSucceeded(await runBackup(api, folder, { options }));
		const list = folder
			.manifest()
			.files.find(({ resource, kind }) => resource === 'invoices' && kind === 'csv');
		const text = folder.read(String(list?.path)).toString('utf8');
		const delimiter = text.split('\r\n')[0].includes(';') ? ';' : ',';
		const { data } = parse<Record<string, string>>(text.replace(/^\uFEFF/, ''), {
			header: true,
			delimiter,
		});
		const record = data.find((each) => each['Identifiant Sinao'] === String(row.id)) ?? {};
		return { text, delimiter, cells: Object.values(record), api, folder };
	}

	it.each([undefined, 'frenchExcel'])(
		'%s: byte order mark, semicolons, decimal comma, dd/mm/yyyy',
		async (csvFormat) => {
			const { text, delimiter, cells } = await invoicesIn(csvFormat);
			expect([text.startsWith('\uFEFF'), delimiter]).toEqual([true, ';']);
			expect(cells).toEqual(expect.arrayContaining(['1234,56', '15/01/2024']));
		},
	);

	it('standard: no byte order mark, commas, decimal point, yyyy-mm-dd', async () => {
		const { text, delimiter, cells } = await invoicesIn('standard');
		expect([text.startsWith('\uFEFF'), delimiter]).toEqual([false, ',']);
		expect(cells).toEqual(expect.arrayContaining(['1234.56', '2024-01-15']));
	});

	it('changed later: each list for spreadsheets is saved once more, and nothing else', async () => {
		const { api, folder } = await invoicesIn('frenchExcel');
		const run = await runBackup(api, folder, { options: { csvFormat: 'standard' } });
		expectSucceeded(run);
		const written = run.backUp.outputs[0].map(({ json }) => json);
		expect([...new Set(written.map(({ kind }) => kind))]).toEqual(['csv']);
		expect(new Set(written.map(({ resource }) => resource)).size).toBe(7);
		expect(sha256sum(folder)).toBe('');
	});
});

describe("'Replace Lists'", () => {
	const filesOf = (folder: Folder) =>
		folder
			.manifest()
			.files.filter(({ resource, kind }) => resource === 'products' && kind === 'csv')
			.map(({ path }) => path);

	it.each([
		[undefined, 2],
		[false, 2],
		[true, 1],
	])('%s: a list that changed has %d files', async (replaceLists, count) => {
		const { api, folder } = await company(145, size, false);
		const options = replaceLists === undefined ? {} : { replaceLists };
		expectSucceeded(await runBackup(api, folder, { options }));
		const [path] = filesOf(folder);
		const before = folder.read(path);
		api.company.changeRow('products', api.company.lists.products[0].id, { name: 'Autre' });
		expectSucceeded(await runBackup(api, folder, { options }));
		expect(filesOf(folder)).toHaveLength(count);
		expect(folder.read(path).equals(before)).toBe(count === 2);
		expect(sha256sum(folder)).toBe('');
	});
});

it("'Folder Structure', 'Flat': one folder, in which all lists are sorted before all documents", async () => {
	const { api, folder } = await company(147, size, false);
	expectSucceeded(await runBackup(api, folder, { options: { folderStructure: 'flat' } }));
	const { files } = folder.manifest();
	const paths = files.map(({ path }) => path);
	expect(paths.filter((path) => path.includes('/'))).toEqual([]);
	const kinds = new Map(files.map(({ path, kind }) => [path, kind]));
	const sorted = [...paths].sort(new Intl.Collator('fr').compare).map((path) => kinds.get(path));
	const firstDocument = sorted.indexOf('document');
	expect(firstDocument).toBeGreaterThan(7);
	expect(new Set(sorted.slice(0, firstDocument))).toEqual(new Set(['csv', 'jsonl']));
	expect(new Set(sorted.slice(firstDocument))).toEqual(new Set(['document']));
	expect(sha256sum(folder)).toBe('');
});

describe("'Manifest Input Field'", () => {
	it('of Back Up Account: the last manifest is read from this field, and from no other', async () => {
		const { api, folder } = await company(146, size, false);
		expectSucceeded(await runBackup(api, folder));
		const { binary } = await manifestItem(folder.read('manifest.json'));
		const file = binary?.data as NonNullable<typeof binary>[string];
		const paths = async (given: Record<string, typeof file>) => {
			const { outputs, error } = await runNode({
				type: 'sinaoBackup',
				parameters: backUpParameters({ manifestField: 'previous' }),
				credentials: keyOf(api),
				items: [{ json: {}, binary: given }],
			});
			expect(error).toBeUndefined();
			return outputs[0].map(({ json }) => json.path);
		};
		expect(await paths({ previous: file })).toEqual([]);
		const all = (await backUp(api)).outputs[0].map(({ json }) => json.path);
		expect(await paths({ data: file })).toEqual(all);
	});

	it('of Verify Backup: the manifest and the files are read from this field', async () => {
		const { api, folder } = await company(147, size, false);
		expectSucceeded(await runBackup(api, folder));
		const renamed = (await readAll(folder)).map(({ json, binary }) => ({
			json,
			binary: { file: binary?.data as NonNullable<typeof binary>[string] },
		}));
		const manifest = folder.read('manifest.json');
		const { outputs, error } = await verify(renamed, manifest, { field: 'file' });
		expect(error).toBeUndefined();
		expect(outputs[0]).toHaveLength(folder.manifest().files.length);
		expect(outputs[1]).toEqual([]);
		expect((await verify(renamed, manifest)).outputs[1]).toHaveLength(renamed.length);
	});
});
