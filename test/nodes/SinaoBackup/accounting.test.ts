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

function backUp(api: SinaoServer, folder: Folder, isFirst = true, more = parameters) {
	return runBackup(api, folder, {
		parameters: more,
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

describe('The accounting in the checklist for leaving Sinao', () => {
	/** What is done and what is open, with plain spaces. */
	function checklist(folder: Folder): { done: string; open: string } {
		const [, section] = reportIn(folder).split('Quitter Sinao</h2>');
		const [before, after] = section.split('Reste à faire</h3>');
		const plain = (text: string) =>
			text
				.split('</section>')[0]
				.replace(/<[^>]+>/g, ' ')
				.replace(/\s+/g, ' ');
		const [, done = ''] = before.split('Fait</h3>');
		return { done: plain(done), open: plain(after) };
	}

	const saved = (count: number, all: number) =>
		`Exports comptables (FEC) qui existent dans Sinao : ${count} sauvegardé${count > 1 ? 's' : ''} sur ${all}.`;
	const generate = 'Générer dans Sinao les mois suivants';

	/** Gives the exports these periods, and deletes the others. */
	function setPeriods(api: SinaoServer, periods: Array<[from: string, end: string]>): void {
		for (const [index, { id }] of [...api.company.lists.exports].entries()) {
			if (index >= periods.length) {
				api.company.deleteRow('exports', id);
				continue;
			}
			const [start, end] = periods[index].map((day) => `${day}T00:00:00.000000Z`);
			api.company.changeRow('exports', id, { period_start: start, period_end: end });
		}
	}

	it('what exists is done once it is saved; generating the months that follow stays open, with the last day', async () => {
		const { api, folder } = await start(240);
		setPeriods(api, [
			['2026-01-01', '2026-08-01'],
			['2026-08-01', '2026-11-01'],
		]);
		await backUp(api, folder);
		const { done, open } = checklist(folder);
		expect(done).toContain(saved(2, 2));
		expect(done).not.toContain('énérer');
		expect(open).toContain(
			`Les exports comptables sauvegardés vont du 01/01/2026 au 31/10/2026. ${generate}`,
		);
	});

	it('names the days between exports that none covers', async () => {
		const { api, folder } = await start(241);
		setPeriods(api, [
			['2026-04-01', '2026-05-01'],
			['2025-01-01', '2026-01-01'],
			['2026-01-01', '2026-02-01'],
		]);
		await backUp(api, folder);
		expect(checklist(folder).open).toContain(
			`vont du 01/01/2025 au 30/04/2026, sauf du 01/02/2026 au 31/03/2026. ${generate}`,
		);
	});

	it('an export that is not saved is not done, and proves no day', async () => {
		const { api, folder } = await start(242);
		setPeriods(api, [
			['2026-01-01', '2026-02-01'],
			['2026-02-01', '2026-03-01'],
		]);
		const remove = api.faults.add({
			path: '/exports/download',
			query: `export_entities_ids.*=${api.company.lists.exports[1].id}(?!\\d)`,
			fault: { kind: 'status', status: 500 },
		});
		await backUp(api, folder);
		const { done, open } = checklist(folder);
		expect(done).not.toContain('comptables');
		expect(open).toContain(saved(1, 2));
		expect(open).toContain(`vont du 01/01/2026 au 31/01/2026. ${generate}`);
		remove();
		await backUp(api, folder, false);
		expect(checklist(folder).done).toContain(saved(2, 2));
		expect(checklist(folder).open).toContain('au 28/02/2026.');
	});

	it('an export that Sinao is preparing is not done', async () => {
		const { api, folder } = await start(243);
		setPeriods(api, [
			['2026-01-01', '2026-02-01'],
			['2026-02-01', '2026-03-01'],
		]);
		api.variants.exportOutcome = 'never';
		Object.assign(api.company.lists.exports[1], { status: 'processing' });
		await backUp(api, folder);
		expect(checklist(folder).open).toContain(saved(1, 2));
	});

	it.each<[string, string, (api: SinaoServer) => void]>([
		[
			'no export',
			'aucun export n’existe dans Sinao',
			(api) => void (api.company.lists.exports.length = 0),
		],
		[
			'no access',
			'Sinao n’y donne pas accès',
			(api) => void api.faults.add({ path: '/exports', fault: { kind: 'status', status: 403 } }),
		],
		[
			'a list that cannot be read',
			'la liste des exports n’a pas pu être lue',
			(api) => void api.faults.add({ path: '/exports', fault: { kind: 'status', status: 500 } }),
		],
	])('says so if there is %s', async (_, expected, change) => {
		const { api, folder } = await start(244);
		change(api);
		await backUp(api, folder);
		const { done, open } = checklist(folder);
		expect(open).toContain(expected);
		expect(done).not.toContain('omptab');
		expect(reportIn(folder).includes('Aucun export comptable n’existe')).toBe(
			expected.startsWith('aucun export'),
		);
	});

	it('says so if the accounting is not part of the backup', async () => {
		const { api, folder } = await start(245);
		await backUp(api, folder, true, { documents: ['invoices', 'purchases', 'quotes'] });
		expect(checklist(folder).open).toContain(
			'cette sauvegarde n’inclut pas les exports comptables',
		);
	});

	it('after access was taken back, the report says that the earlier files are still there', async () => {
		const { api, folder } = await start(246);
		await backUp(api, folder);
		const count = filesIn(folder).length;
		api.faults.add({ path: '/exports', fault: { kind: 'status', status: 403 } });
		await backUp(api, folder, false);
		expect(reportIn(folder)).toContain(`${count} FEC d’une sauvegarde antérieure restent`);
		expect(reportIn(folder)).not.toContain('Aucun FEC n’est donc sauvegardé');
		expect(checklist(folder).open).toContain('Sinao n’y donne pas accès');
	});
});
