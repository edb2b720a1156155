import { keyOf } from '../../support/api';
import {
	backUp,
	backUpParameters,
	type Folder,
	manifestItem,
	runBackup,
	type Storing,
} from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum } from '../../support/companies';
import { fileOf, runNode } from '../../support/engine';
import type { DocumentList } from '../../support/sinao/types';

const { company, close } = openCompanies();

afterAll(close);

const size = { invoices: 8, quotes: 4, purchases: 4, transactions: 4 };

/** A file of a document in the last manifest, whose bytes were changed in storage since. */
function modified(folder: Folder, list: DocumentList) {
	const file = folder
		.manifest()
		.files.find(({ resource, kind }) => resource === list && kind === 'document');
	if (!file) throw new Error(`There is no document of ${list}`);
	folder.write(file.path, Buffer.from('modified'));
	return file;
}

describe('A document that was modified in storage', () => {
	it('108 and deleted in Sinao: the backup is not complete, names it as lost, and does so until it is there again', async () => {
		const { api, folder } = await company(90, size, false);
		expectSucceeded(await runBackup(api, folder));
		const { path, id, number } = modified(folder, 'quotes');
		api.company.deleteRow('quotes', Number(id));
		const run = await runBackup(api, folder, { options: { downloadAgain: path } });
		expectSucceeded(run, 'incomplete');
		expect(folder.manifest().missing).toMatchObject([
			{ resource: 'quotes', id, number, reason: 'lost', message: expect.stringContaining(path) },
		]);
		expect(run.backUp.outputs[1].map(({ json }) => json)).toMatchObject([{ id, reason: 'lost' }]);
		expect(folder.read('rapport.html').toString()).toContain('modifié ou perdu');
		expect(sha256sum(folder)).toBe('');
		expectSucceeded(await runBackup(api, folder), 'incomplete');
	});

	it('108 and not to be had from Sinao: missing, once', async () => {
		const { api, folder } = await company(91, size, false);
		expectSucceeded(await runBackup(api, folder));
		const { path, id } = modified(folder, 'invoices');
		const heal = api.faults.add({ path: `/${id}/pdf$`, fault: { kind: 'status', status: 404 } });
		expectSucceeded(
			await runBackup(api, folder, { options: { downloadAgain: path } }),
			'incomplete',
		);
		expect(folder.manifest().missing).toMatchObject([{ id, reason: 'notFound' }]);
		heal();
		expectSucceeded(await runBackup(api, folder));
		expect(sha256sum(folder)).toBe('');
	});
});

describe("'Download Again'", () => {
	it.each<[string, (path: string) => unknown]>([
		['as in the manifest', (path) => path],
		['with the folder in front', (path) => `Sinao/${path}`],
		['with the folder and a slash in front', (path) => `/Sinao/${path}`],
		['with backslashes', (path) => path.replace(/\//g, '\\')],
		['with accents as letter and mark', (path) => path.normalize('NFD')],
		['as a list', (path) => [path]],
	])('113 a path %s: saved again beside the modified file', async (_, given) => {
		const { api, folder } = await company(92, size, false);
		const [{ id }] = api.company.lists.quotes;
		api.company.changeRow('quotes', id, {
			contact_infos: { id: 3, type: 'person', name: 'Zoé Lefèvre' },
		});
		const parameters = { folder: 'Sinao' };
		const first = await backUp(api, undefined, parameters);
		expect(first.error).toBeUndefined();
		expectSucceeded(await runBackup(api, folder));
		const file = folder
			.manifest()
			.files.find(
				(each) => each.resource === 'quotes' && each.kind === 'document' && each.id === id,
			);
		expect(file?.path).toContain('Zoé Lefèvre');
		const again = await backUp(api, folder.read('manifest.json'), parameters, {
			downloadAgain: given(String(file?.path)) as string,
		});
		expect(again.error).toBeUndefined();
		const [list, document, ...more] = again.outputs[0];
		expect(more).toEqual([]);
		expect((document.json.document as { id: unknown }).id).toBe(file?.id);
		expect(document.json.path).not.toBe(`Sinao/${file?.path}`);
		const path = String(document.json.path).replace(/^Sinao\//, '');
		expect((await fileOf(list)).toString()).toContain(path);
	});

	it('113 an unknown path: an error that names it, and nothing is downloaded', async () => {
		const { api, folder } = await company(93, size, false);
		expectSucceeded(await runBackup(api, folder));
		api.requests.length = 0;
		const run = await runBackup(api, folder, {
			options: { downloadAgain: 'Factures/2024/unknown.pdf' },
		});
		expect(run.error).toMatchObject({
			message: "The manifest does not contain 'Factures/2024/unknown.pdf'",
			description: expect.stringContaining("'Download Again'"),
		});
		expect(api.requests).toEqual([]);
	});
});

it.each<[string, string, Storing]>([
	['error: null', 'complete', () => ({ json: { success: true, error: null } })],
	["error: ''", 'complete', () => ({ json: { success: true, error: '' } })],
	['error: false', 'complete', () => ({ json: { success: true, error: false } })],
	['success: false', 'failed', () => ({ json: { success: false, message: 'quota' } })],
])('110 Storage answers with %s: %s', async (_, outcome, storing) => {
	const { api, folder } = await company(94, size, false);
	expectSucceeded(await runBackup(api, folder, { storing }), outcome);
});

it('110 The step that reads the manifest answers with error: null and the file: it is no first backup', async () => {
	const { api, folder } = await company(95, size, false);
	expectSucceeded(await runBackup(api, folder));
	const item = await manifestItem(folder.read('manifest.json'));
	const result = await runNode({
		type: 'sinaoBackup',
		parameters: backUpParameters(),
		credentials: keyOf(api),
		items: [{ ...item, json: { error: null } }],
	});
	expect(result.error).toBeUndefined();
	expect(result.outputs[0]).toEqual([]);
});

describe('111 Two companies as two items', () => {
	const login = (folder: string) => ({
		...backUpParameters({ folder, listFormats: ['csv'], documents: [] }),
		authentication: 'login',
		company: { __rl: true, mode: 'id', value: '={{ $json.company }}' },
	});

	async function both(folder: string, continueOnFail: boolean) {
		const { api } = await company(96, { invoices: 2, quotes: 1, purchases: 1 }, false);
		const items = [...api.companies.keys()].map((id) => ({ json: { company: String(id) } }));
		const { email, password } = api.login;
		return await runNode({
			type: 'sinaoBackup',
			parameters: login(folder),
			credentials: { sinaoLoginApi: { email, password, baseUrl: api.baseUrl } },
			items,
			continueOnFail,
		});
	}

	it('111 with the same folder: the second is refused, and the first is whole', async () => {
		const { outputs, error } = await both('Sinao', true);
		expect(error).toBeUndefined();
		const failed = outputs[0].filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
			["The folder 'Sinao' is already used for company 4711", { item: 1 }],
		]);
		expect(outputs[2]).toHaveLength(1);
		expect((await both('Sinao', false)).error?.message).toMatch(/already used/);
	});

	it('111 with a folder each: both are backed up', async () => {
		const { outputs, error } = await both('={{ "Sinao " + $json.company }}', false);
		expect(error).toBeUndefined();
		expect(outputs[2].map(({ json }) => (json.company as { id: string }).id)).toEqual([
			'4711',
			'5711',
		]);
		const paths = outputs[0].map(({ json }) => json.path);
		expect(new Set(paths).size).toBe(paths.length);
	});
});

it("116 'Replace Lists': a changed list is written over, a changed document is saved beside its earlier version", async () => {
	const { api, folder } = await company(97, size, false);
	const options = { replaceLists: true };
	expectSucceeded(await runBackup(api, folder, { options }));
	const before = folder.manifest();
	const document = before.files.find(
		({ resource, kind }) => resource === 'quotes' && kind === 'document',
	);
	const bytes = folder.read(String(document?.path));
	const list = folder.read('Devis/Devis.csv');
	api.company.changeRow('quotes', Number(document?.id), { title: 'Révisé' });
	api.company.rerender();
	const run = await runBackup(api, folder, { options });
	expectSucceeded(run);
	expect(folder.read('Devis/Devis.csv').equals(list)).toBe(false);
	expect(folder.read(String(document?.path)).equals(bytes)).toBe(true);
	const versions = folder
		.manifest()
		.files.filter(
			({ resource, kind, id }) =>
				resource === 'quotes' && kind === 'document' && id === document?.id,
		);
	expect(versions.map(({ state, version }) => [version, state]).sort()).toEqual([
		[1, 'replaced'],
		[2, 'current'],
	]);
	expect(
		folder.manifest().files.filter(({ resource, kind }) => resource === 'quotes' && kind === 'csv'),
	).toHaveLength(1);
	expect(sha256sum(folder)).toBe('');
});

describe('A row with odd values', () => {
	const odd = [12, true, ['a', 'b'], { fr: 'Facture' }, [], 0];
	const dates = [
		'0000-00-00',
		'0000-00-00 00:00:00',
		'-0001-11-30T00:00:00.000000Z',
		'9999-12-31T23:00:00.000000Z',
		'+010000-01-01T00:00:00.000000Z',
		20240102,
		{ date: '2024-01-02' },
	];
	const cases = [
		...odd.map((value) => ({ number: value, title: value, status: value })),
		...odd.map((value) => ({ contact_infos: { name: value, firstname: value }, amount: value })),
		...dates.map((value) => ({ written_at: value, payment_deadline_at: value })),
		{ avoid_of_id: { a: 1 }, credit_note_id: true, downpayments: { 0: 7 }, related_quote_id: [] },
	];

	it('94, 95 costs no other row: lists, documents, manifest and report are whole', async () => {
		const { api, folder } = await company(98, { ...size, invoices: cases.length + 6 }, false);
		const rows = api.company.lists.invoices.filter(({ status }) => status !== 'draft');
		cases.forEach((changes, index) => api.company.changeRow('invoices', rows[index].id, changes));
		const run = await runBackup(api, folder);
		expectSucceeded(run);
		const documents = folder
			.manifest()
			.files.filter(({ resource, kind }) => resource === 'invoices' && kind === 'document');
		const ids = api.company.lists.invoices
			.map(({ id }) => id)
			.filter((id) => api.document('invoices', id));
		expect(documents.map(({ id }) => id).sort()).toEqual(ids.sort());
		const yearFolder = /^Factures\/(?:20\d\d|Sans date)\//;
		expect(documents.filter(({ path }) => !yearFolder.test(path))).toEqual([]);
		const list = folder
			.manifest()
			.files.find(({ resource, kind }) => resource === 'invoices' && kind === 'csv');
		const csv = folder.read(String(list?.path)).toString();
		expect(csv).toContain('0000-00-00');
		expect(csv).toContain('-0001-11-30T00:00:00.000000Z');
		expect(csv).toContain('9999-12-31T23:00:00.000000Z');
		expect(sha256sum(folder)).toBe('');
	});

	it('94, 95 costs no other document in ZIP files', async () => {
		const { api } = await company(99, { ...size, invoices: cases.length + 6 }, false);
		const rows = api.company.lists.invoices.filter(({ status }) => status !== 'draft');
		cases.forEach((changes, index) => api.company.changeRow('invoices', rows[index].id, changes));
		const { outputs, error } = await runNode({
			type: 'sinaoInvoices',
			parameters: {
				operation: 'downloadPdf',
				choose: 'filters',
				options: { zip: true, firstWait: 1, maximumTries: 2 },
			},
			credentials: keyOf(api),
		});
		expect(error).toBeUndefined();
		expect(outputs[1]).toEqual([]);
		const inZip = outputs[0].flatMap(({ json }) => json.documents as Array<{ id: number }>);
		const ids = api.company.lists.invoices
			.map(({ id }) => id)
			.filter((id) => api.document('invoices', id));
		expect(inZip.map(({ id }) => id).sort()).toEqual(ids.sort());
	});
});
