import { unzipSync } from 'fflate';

import { type Folder, runBackup } from '../../support/backup';
import { openCompanies, sha256sum } from '../../support/companies';
import type { SinaoServer } from '../../support/sinao';
import { accountingArchive } from '../../support/sinao/documents/accountingArchive';

const { company, close } = openCompanies();
const size = { invoices: 2, quotes: 1, purchases: 1, persons: 1, transactions: 1 };
const parameters = { documents: ['accountingExports', 'invoices', 'purchases', 'quotes'] };

afterAll(close);

async function start(seed: number) {
	return await company(seed, size, false);
}

function backUp(api: SinaoServer, folder: Folder, isFirst = true) {
	return runBackup(api, folder, {
		parameters,
		...(isFirst ? {} : { manifest: folder.read('manifest.json') }),
		options: { leavingChecklist: true },
	});
}

const filesIn = (folder: Folder) =>
	folder.manifest().files.filter(({ resource }) => resource === 'accountingExports');
const reportIn = (folder: Folder) => folder.read('rapport.html').toString('utf8');

/** The FEC that Sinao returns for one export. */
function fecOf(api: SinaoServer, id: unknown): Buffer {
	const rows = api.company.lists.exports.filter((row) => row.id === id);
	return Buffer.from(
		Object.values(
			unzipSync(accountingArchive(api.company, rows, 'universal', api.variants.fec)),
		)[0],
	);
}

const generated = (api: SinaoServer) => api.requests.filter(({ method }) => method !== 'GET');

describe('Accounting exports in a backup', () => {
	it('saves the FEC of each export that exists, generates none, and downloads nothing twice', async () => {
		const { api, folder } = await start(210);
		const exports = api.company.lists.exports;
		const first = await backUp(api, folder);
		expect(first.error).toBeUndefined();
		expect(folder.manifest()).toMatchObject({ outcome: 'complete', missing: [] });
		const saved = filesIn(folder);
		expect(saved.map(({ id }) => id)).toEqual(exports.map(({ id }) => id));
		expect(exports.length).toBeGreaterThan(1);
		for (const { id, path } of saved) {
			expect(folder.read(path).equals(fecOf(api, id))).toBe(true);
			expect(path).toMatch(
				/^Comptabilité\/\d{4}\/\d{4}-\d\d-\d\d \d{9}FEC\d{8} \(\d+\) [0-9a-f]{8}\.txt$/,
			);
		}
		expect(sha256sum(folder)).toBe('');
		expect(reportIn(folder)).toContain(`${exports.length} exports comptables existent dans Sinao.`);

		api.requests.length = 0;
		const second = await backUp(api, folder, false);
		expect(second.backUp.outputs[0]).toEqual([]);
		expect(api.requests.filter(({ path }) => path.includes('/exports/download'))).toEqual([]);

		const [changed, , removed] = exports;
		api.company.changeRow('exports', changed.id, { total_debit: 1, total_credit: 1 });
		api.company.deleteRow('exports', removed.id);
		const third = await backUp(api, folder, false);
		expect(third.backUp.outputs[0].map(({ json }) => json.document)).toMatchObject([
			{ id: changed.id },
		]);
		const removedFile = filesIn(folder).find(({ id }) => id === removed.id);
		expect(removedFile?.deletedAt).not.toBeNull();
		expect(filesIn(folder).filter(({ deletedAt }) => deletedAt)).toHaveLength(1);
		expect(generated(api)).toEqual([]);
	});

	it.each([403, 404])(
		'a company without accounting (%d) has a complete backup, and the report says so',
		async (status) => {
			const { api, folder } = await start(211);
			api.faults.add({ path: '/exports', fault: { kind: 'status', status } });
			await backUp(api, folder);
			expect(folder.manifest()).toMatchObject({ outcome: 'complete', missing: [] });
			expect(filesIn(folder)).toEqual([]);
			expect(reportIn(folder)).toContain('Sinao ne donne pas accès à la comptabilité');
		},
	);

	it('a company that has generated nothing has a complete backup, and the report says so', async () => {
		const { api, folder } = await start(212);
		api.company.lists.exports.length = 0;
		await backUp(api, folder);
		expect(folder.manifest()).toMatchObject({ outcome: 'complete', missing: [] });
		expect(reportIn(folder)).toContain('Aucun export comptable n’existe dans Sinao');
		expect(generated(api)).toEqual([]);
	});

	it('access that was taken back does not make saved exports deleted', async () => {
		const { api, folder } = await start(213);
		await backUp(api, folder);
		const before = filesIn(folder);
		api.faults.add({ path: '/exports', fault: { kind: 'status', status: 403 } });
		await backUp(api, folder, false);
		expect(filesIn(folder)).toEqual(before);
	});

	it('an export that cannot be downloaded is missing, and saved by the next run', async () => {
		const { api, folder } = await start(214);
		const [first] = api.company.lists.exports;
		const remove = api.faults.add({
			path: '/exports/download',
			query: `export_entities_ids.*=${first.id}(?!\\d)`,
			fault: { kind: 'status', status: 500 },
		});
		const { backUp: run } = await backUp(api, folder);
		const { outcome, missing } = folder.manifest();
		expect(outcome).toBe('incomplete');
		expect(missing.map(({ resource, id }) => [resource, id])).toEqual([
			['accountingExports', first.id],
		]);
		expect(run.outputs[1].map(({ json }) => json.number)).toEqual([
			expect.stringMatching(/^FEC \d{4}-\d\d-\d\d \d{4}-\d\d-\d\d$/),
		]);
		remove();
		await backUp(api, folder, false);
		expect(folder.manifest()).toMatchObject({ outcome: 'complete', missing: [] });
	});

	it('a list of exports that cannot be read makes the backup incomplete', async () => {
		const { api, folder } = await start(215);
		api.faults.add({ path: '/exports', fault: { kind: 'status', status: 500 } });
		await backUp(api, folder);
		expect(folder.manifest().outcome).toBe('incomplete');
		expect(folder.manifest().missing.map(({ resource }) => resource)).toEqual([
			'accountingExports',
		]);
	});

	it('an export that Sinao is still preparing is named in the report and is not missing', async () => {
		const { api, folder } = await start(216);
		const last = api.company.lists.exports.at(-1);
		api.variants.exportOutcome = 'never';
		Object.assign(last ?? {}, { status: 'processing' });
		await backUp(api, folder);
		expect(folder.manifest()).toMatchObject({ outcome: 'complete', missing: [] });
		expect(reportIn(folder)).toContain('Sinao prépare encore cet export.');
	});

	it("saves the FEC in the folders of 'Folder Pattern'", async () => {
		const { api, folder } = await start(218);
		await runBackup(api, folder, {
			parameters,
			options: { folderPattern: '{year}/{type}/{status}' },
		});
		const saved = filesIn(folder);
		expect(saved).toHaveLength(api.company.lists.exports.length);
		for (const { path } of saved)
			expect(path).toMatch(/^(\d{4})\/Comptabilité\/Sans statut\/\1-\d\d-\d\d [^/]+\.txt$/);
	});

	it('without the choice, nothing is asked and the report says nothing', async () => {
		const { api, folder } = await start(217);
		await runBackup(api, folder);
		expect(api.requests.filter(({ path }) => path.includes('/exports'))).toEqual([]);
		expect(reportIn(folder)).not.toContain('Comptabilité (FEC)');
	});
});
