import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type Manifest, tool } from '../../../nodes/SinaoBackup/manifest/schema';
import { keyOf } from '../../support/api';
import {
	backUp,
	backUpParameters,
	type BackupRun,
	type Folder,
	runBackup,
	type Storing,
} from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum } from '../../support/companies';
import { createNode, type NodeResult, resultOf, runWorkflow } from '../../support/engine';
import { verifyFolder, wrongIn } from '../../support/verification';

const { company, close } = openCompanies();

afterAll(close);

/** What the manifest holds, without the times and the run. */
const contents = ({ files, missing }: Manifest) => ({
	files: files.map(({ path: file, sha256, state, version }) => ({ file, sha256, state, version })),
	missing,
});

/** What lies in a folder, without the copies of manifests, which are named after their runs. */
const savedFiles = ({ written }: Folder) =>
	[...new Set(written)].filter((file) => !file.startsWith('Manifestes/')).sort();

describe('Storage that does not keep what it is given', () => {
	it('60 it fails after the download: no manifest is written, and the next run delivers everything again', async () => {
		const { api, folder } = await company(21);
		const fails: Storing = () => {
			throw new Error('the disk is gone');
		};
		const failed = await runBackup(api, folder, { storing: fails });
		expect(failed.error?.message).toMatch(/the disk is gone/);
		expect(folder.written).toEqual([]);
		const run = await runBackup(api, folder);
		expectSucceeded(run);
		expect(run.backUp.outputs[0].map(({ json }) => json.path)).toEqual(
			failed.backUp.outputs[0].map(({ json }) => json.path),
		);
	});

	it('61 it fails for one of a hundred: only what it confirmed is in the manifest, and the next run brings the one', async () => {
		const { api, folder } = await company(22, { invoices: 60, quotes: 20, purchases: 20 });
		const failsOnce: Storing = (_item, _bytes, index) => ({
			json: index === 50 ? { error: 'quota exceeded' } : { success: true },
		});
		const run = await runBackup(api, folder, { storing: failsOnce });
		expectSucceeded(run, 'incomplete');
		const refused = run.backUp.outputs[0][50].json;
		expect(run.backUp.outputs[0].length).toBeGreaterThan(100);
		expect(folder.manifest().files.map((file) => file.path)).not.toContain(refused.path);
		expect(folder.manifest().files).toHaveLength(run.backUp.outputs[0].length - 1);
		expect(run.manifest.outputs[1].map(({ json }) => json)).toMatchObject([
			{
				reason: 'notStored',
				message: expect.stringContaining('quota exceeded'),
				id: (refused.document as { id: number }).id,
			},
		]);
		expect(folder.read('rapport.html').toString()).toContain('Sauvegarde incomplète');
		expect(sha256sum(folder)).toBe('');
		const next = await runBackup(api, folder);
		expectSucceeded(next);
		expect(next.backUp.outputs[0].map(({ json }) => json.path)).toEqual([refused.path]);
	});

	it('61 returns fewer items than it received: items without a link are not confirmed', async () => {
		const { api, folder } = await company(23);
		const drops: Storing = (_item, _bytes, index) => (index % 5 === 0 ? undefined : { json: {} });
		const run = await runBackup(api, folder, { storing: drops });
		expectSucceeded(run, 'incomplete');
		const silent = run.backUp.outputs[0]
			.filter((_, index) => index % 5 === 0)
			.map(({ json }) => json.path);
		const saved = new Set(folder.manifest().files.map((file) => file.path));
		expect(silent.filter((file) => saved.has(String(file)))).toEqual([]);
		expect(saved.size).toBe(run.backUp.outputs[0].length - silent.length);
	});

	it('61 it fails as a whole and n8n lets its items through: none of them is confirmed', async () => {
		const { api, folder } = await company(36, { invoices: 5, quotes: 2, purchases: 2 });
		const fails: Storing = () => {
			throw new Error('the account of the storage cannot be read');
		};
		const run = await runBackup(api, folder, { storing: fails, onError: 'continueRegularOutput' });
		expectSucceeded(run, 'failed');
		expect(folder.manifest().files).toEqual([]);
		expect(run.manifest.outputs[1]).toHaveLength(run.backUp.outputs[0].length);
		expectSucceeded(await runBackup(api, folder));
	});

	it.each<[string, Storing]>([
		[
			'a size',
			(_item, bytes, index) => ({
				json: { size: index === 7 ? bytes.length - 10 : String(bytes.length) },
			}),
		],
		[
			"Dropbox's content_hash",
			(_item, _bytes, index) => ({
				json: { content_hash: index === 7 ? 'a'.repeat(64) : undefined },
			}),
		],
		[
			'an S3 ETag',
			(_item, _bytes, index) => ({
				json: { ETag: index === 7 ? `"${'b'.repeat(32)}"` : `"${'c'.repeat(32)}-2"` },
			}),
		],
		[
			"Google Drive's MD5",
			(_item, _bytes, index) => ({
				json: { md5Checksum: index === 7 ? 'd'.repeat(32) : undefined },
			}),
		],
	])('63 it says yes and cuts the file: what %s shows is not confirmed', async (_name, storing) => {
		const { api, folder } = await company(24, { invoices: 10, quotes: 3, purchases: 3 });
		const run = await runBackup(api, folder, { storing });
		expectSucceeded(run, 'incomplete');
		expect(run.manifest.outputs[1]).toHaveLength(1);
		expect(folder.manifest().files.map((file) => file.path)).not.toContain(
			run.backUp.outputs[0][7].json.path,
		);
	});

	it('63 hashes that storage gives of what was sent are accepted', async () => {
		const { api, folder } = await company(25, { invoices: 5, quotes: 2, purchases: 2 });
		const { createHash } = await import('node:crypto');
		const storing: Storing = (_item, bytes) => {
			const md5 = createHash('md5').update(bytes).digest('hex');
			// Below 4 MB there is one block.
			const contentHash = createHash('sha256')
				.update(createHash('sha256').update(bytes).digest())
				.digest('hex');
			return {
				json: {
					size: bytes.length,
					ETag: `"${md5}"`,
					md5Checksum: md5,
					content_hash: bytes.length ? contentHash : undefined,
				},
			};
		};
		expectSucceeded(await runBackup(api, folder, { storing }));
	});

	it('63 it says yes, gives neither size nor hash, and cuts the file: read back, the file is found altered', async () => {
		const { api, folder } = await company(36, { invoices: 6, quotes: 2, purchases: 2 });
		expectSucceeded(await runBackup(api, folder));
		const { path: cut } = folder
			.manifest()
			.files.find(({ kind }) => kind === 'document') as Manifest['files'][number];
		folder.write(cut, folder.read(cut).subarray(0, 100));
		expect(wrongIn(await verifyFolder(folder))).toEqual([[cut, 'altered']]);
		expect(() => sha256sum(folder)).toThrow(/did NOT match/);
	});

	it('64 an upload that is repeated, because storage had the file but did not say so in time, writes the same bytes to the same path', async () => {
		const { api, folder } = await company(26);
		const { api: same, folder: undisturbed } = await company(26);
		let asked = 0;
		const late: Storing = (item, bytes) => {
			folder.write(String(item.json.path), bytes);
			if (++asked === 12) throw new Error('timed out');
			return { json: {} };
		};
		expectSucceeded(await runBackup(api, folder, { storing: late, triesAgain: true }));
		expectSucceeded(await runBackup(same, undisturbed));
		expect(asked).toBe(undisturbed.manifest().files.length + 12);
		expect(contents(folder.manifest())).toEqual(contents(undisturbed.manifest()));
		expect(savedFiles(folder)).toEqual(savedFiles(undisturbed));
		expect(sha256sum(folder)).toBe('');
	});

	it('64 a repeated run returns the same paths and the same bytes', async () => {
		const { api } = await company(37);
		const files = ({ outputs }: NodeResult) =>
			outputs[0].map(({ json }) => [json.path, json.sha256]);
		expect(files(await backUp(api))).toEqual(files(await backUp(api)));
	});

	it('59 two runs at once write the same bytes to the same names: either manifest is true, and nothing is left to do', async () => {
		const { api, folder } = await company(38);
		const { api: same, folder: undisturbed } = await company(38);
		const runs = await Promise.all([runBackup(api, folder), runBackup(api, folder)]);
		for (const run of runs) expectSucceeded(run);
		expectSucceeded(await runBackup(same, undisturbed));
		const manifests = folder.written.filter((file) => file.startsWith('Manifestes/'));
		expect(new Set(manifests).size).toBe(2);
		for (const file of manifests)
			expect(contents(JSON.parse(folder.read(file).toString()) as Manifest)).toEqual(
				contents(undisturbed.manifest()),
			);
		expect(savedFiles(folder)).toEqual(savedFiles(undisturbed));
		expect(sha256sum(folder)).toBe('');
		const next = await runBackup(api, folder);
		expectSucceeded(next);
		expect(next.backUp.outputs[0]).toEqual([]);
	});

	it('59 a run that begins while another one saves, after a change in Sinao, ends with its own state', async () => {
		const { api, folder } = await company(39);
		expectSucceeded(await runBackup(api, folder));
		const [changed] = api.company.lists.quotes.filter(({ id }) => api.document('quotes', id));
		api.company.changeRow('quotes', changed.id, { title: 'Révisé' });
		let second: Promise<BackupRun> | undefined;
		const overtaken: Storing = () => {
			if (!second) {
				api.company.addInvoice();
				second = runBackup(api, folder);
			}
			return { json: {} };
		};
		expectSucceeded(await runBackup(api, folder, { storing: overtaken }));
		expectSucceeded(await (second as Promise<BackupRun>));
		expect(sha256sum(folder)).toBe('');
		expect(wrongIn(await verifyFolder(folder))).toEqual([]);
		const documents = folder
			.manifest()
			.files.filter(
				({ resource, kind, state }) =>
					resource === 'invoices' && kind === 'document' && state === 'current',
			);
		expect(documents).toHaveLength(
			api.company.lists.invoices.filter(({ id }) => api.document('invoices', id)).length,
		);
	});

	it('58 what a run left that did not reach its manifest is written once more by the next, with the same bytes', async () => {
		const { api, folder } = await company(27);
		const { api: same, folder: undisturbed } = await company(27);
		const broken: Storing = (_item, _bytes, index) => {
			if (index === 20) throw new Error('killed');
			return { json: {} };
		};
		expect((await runBackup(api, folder, { storing: broken })).error).toBeDefined();
		expectSucceeded(await runBackup(api, folder));
		expectSucceeded(await runBackup(same, undisturbed));
		expect(contents(folder.manifest())).toEqual(contents(undisturbed.manifest()));
		expect(savedFiles(folder)).toEqual(savedFiles(undisturbed));
		expect(sha256sum(folder)).toBe('');
	});
});

describe('Where the truth lies', () => {
	it('65 a lost manifest, or one restored from an old copy, only makes files come again: everything is compared', async () => {
		const { api, folder } = await company(28);
		expectSucceeded(await runBackup(api, folder));
		const old = folder.read('manifest.json');
		const added = api.company.addInvoice().id;
		expectSucceeded(await runBackup(api, folder));
		const restored = await runBackup(api, folder, { manifest: old });
		expectSucceeded(restored);
		expect(
			restored.backUp.outputs[0]
				.filter(({ json }) => json.kind === 'document')
				.map(({ json }) => (json.document as { id: number }).id),
		).toEqual([added]);
		expect(sha256sum(folder)).toBe('');
	});

	it('66 a manifest dated in the year 2999 is warned of, and everything is compared all the same', async () => {
		const { api, folder } = await company(29);
		expectSucceeded(await runBackup(api, folder));
		const future = { ...folder.manifest(), end: '2999-01-01T00:00:00.000Z' };
		const added = api.company.addInvoice().id;
		const run = await runBackup(api, folder, { manifest: Buffer.from(JSON.stringify(future)) });
		expectSucceeded(run);
		expect(
			run.backUp.outputs[0]
				.filter(({ json }) => json.kind === 'document')
				.map(({ json }) => (json.document as { id: number }).id),
		).toEqual([added]);
		expect(run.backUp.hints.map(({ message }) => message).join()).toMatch(/clock/);
		expect(folder.read('rapport.html').toString()).toContain('clock');
	});

	it('58 killed while it saves manifest.json itself: the next run refuses what is cut off, and with the newest copy in its place it has nothing left to do', async () => {
		const { api, folder } = await company(40, { invoices: 4, quotes: 2, purchases: 2 });
		expectSucceeded(await runBackup(api, folder));
		folder.write('manifest.json', Buffer.of());
		const refused = await runBackup(api, folder);
		expect(refused.error).toMatchObject({
			message: expect.stringContaining('incomplete or damaged'),
			description: expect.stringContaining("'Manifestes'"),
		});
		const copies = folder.written.filter((file) => file.startsWith('Manifestes/')).sort();
		folder.write('manifest.json', folder.read(copies[copies.length - 1]));
		const run = await runBackup(api, folder);
		expectSucceeded(run);
		expect(run.backUp.outputs[0]).toEqual([]);
		expect(sha256sum(folder)).toBe('');
	});

	const damaged: Array<[string, (manifest: Buffer) => Buffer, RegExp]> = [
		['truncated', (bytes) => bytes.subarray(0, bytes.length / 2), /incomplete or damaged/],
		['empty', () => Buffer.from(' '), /incomplete or damaged/],
		[
			'of another company',
			(bytes) => Buffer.from(bytes.toString().replace('"id": "4711"', '"id": "5"')),
			/belongs to company 5/,
		],
		[
			'from a newer version',
			(bytes) => Buffer.from(bytes.toString().replace('"formatVersion": 1', '"formatVersion": 2')),
			/newer version/,
		],
		['another JSON file', () => Buffer.from('{"name":"package"}'), /not a Sinao Backup manifest/],
		[
			'one with a damaged entry',
			(bytes) => Buffer.from(bytes.toString().replace(/"sha256": "[0-9a-f]{4}/, '"sha256": "')),
			/damaged at 'files/,
		],
	];

	it.each(damaged)(
		'a manifest that is %s is refused clearly, and nothing is put out or written',
		async (_name, damage, words) => {
			const { api, folder } = await company(30, { invoices: 4, quotes: 2, purchases: 2 });
			expectSucceeded(await runBackup(api, folder));
			const manifest = folder.read('manifest.json');
			const before = folder.written.length;
			const run = await runBackup(api, folder, { manifest: damage(manifest) });
			expect(run.error?.message).toMatch(words);
			expect(run.error?.description).toBeTruthy();
			expect(run.backUp.outputs).toEqual([]);
			expect(folder.written).toHaveLength(before);
			expect(folder.read('manifest.json').equals(manifest)).toBe(true);
		},
	);

	it('a step that could not look for the manifest stops the backup, one that found none does not', async () => {
		const { api } = await company(31, { invoices: 3, quotes: 1, purchases: 1 });
		const runWith = async (error: string) =>
			resultOf(
				await runWorkflow({
					credentials: keyOf(api),
					items: [{ json: { error } }],
					nodes: [
						createNode('Back up', 'n8n-nodes-sinao.sinaoBackup', backUpParameters(), keyOf(api)),
					],
					connections: { Start: { main: [[{ node: 'Back up', type: 'main', index: 0 }]] } },
				}),
				'Back up',
			);
		const unreached = [
			'connect ECONNREFUSED 127.0.0.1:22',
			'All configured authentication methods failed',
			'The service was not able to process your request',
			'Bad gateway - the service failed to handle your request',
			'The connection to the server was closed unexpectedly, perhaps it is offline. You can retry the request immediately or wait and retry later.',
		];
		for (const error of unreached)
			expect((await runWith(error)).error?.message).toMatch(/Could not read the last manifest/);
		const absent = [
			'_get: No such file /backup/500/manifest.json',
			'The resource you are requesting could not be found',
			'No file(s) found',
			'Your request is invalid or could not be processed by the service',
		];
		for (const error of absent)
			expect((await runWith(error)).outputs[0].length).toBeGreaterThan(10);
	});

	it('the manifest names the version of the package', () => {
		const { name, version } = JSON.parse(
			readFileSync(path.resolve(__dirname, '../../../package.json'), 'utf8'),
		) as { name: string; version: string };
		expect(tool).toEqual({ name, version });
	});
});

describe('Faults of Sinao', () => {
	it('31 a list that stays incomplete is named as missing, and all else is saved', async () => {
		const { api, folder } = await company(32);
		expectSucceeded(await runBackup(api, folder));
		api.faults.add({ fault: { kind: 'wrongTotal', difference: 2 }, path: '/quotes' });
		api.company.addInvoice();
		const run = await runBackup(api, folder);
		expectSucceeded(run, 'incomplete');
		expect(
			run.manifest.outputs[1].map(({ json }) => [json.resource, json.kind, json.reason]),
		).toEqual([
			['quotes', 'csv', 'incompleteList'],
			['quotes', 'jsonl', 'incompleteList'],
			['quotes', 'document', 'incompleteList'],
		]);
		expect(
			folder
				.manifest()
				.files.filter(({ resource, deletedAt }) => resource === 'quotes' && deletedAt !== null),
		).toEqual([]);
		expect(sha256sum(folder)).toBe('');
		api.faults.clear();
		expectSucceeded(await runBackup(api, folder));
	});

	it('34 a key that is revoked in mid-run stops it, and a run with the new key completes', async () => {
		const { api, folder } = await company(33);
		api.faults.add({ fault: { kind: 'revokeKey' }, path: '/pdf', after: 5, times: 1 });
		expect((await runBackup(api, folder)).error?.message).toMatch(/rejected/);
		expect(folder.written).toEqual([]);
		api.renewKey();
		expectSucceeded(await runBackup(api, folder));
	});

	it('36 a document that is not there is missing in the manifest until it comes', async () => {
		const { api, folder } = await company(34);
		const { id } = api.company.lists.invoices[0];
		const heal = api.faults.add({
			fault: { kind: 'status', status: 404 },
			path: `/invoices/${id}/pdf`,
		});
		expectSucceeded(await runBackup(api, folder), 'incomplete');
		expect(folder.manifest().missing).toMatchObject([
			{ resource: 'invoices', id, reason: 'notFound' },
		]);
		heal();
		const run = await runBackup(api, folder);
		expectSucceeded(run);
		expect(run.backUp.outputs[0].map(({ json }) => [json.resource, json.kind])).toEqual([
			['invoices', 'csv'],
			['invoices', 'document'],
		]);
	});

	it('related objects that Sinao refuses are left out, and the list is complete', async () => {
		const { api, folder } = await company(35);
		api.faults.add({ fault: { kind: 'status', status: 422 }, query: 'expand.*content' });
		expectSucceeded(await runBackup(api, folder));
		expect(folder.read('Factures/Factures.jsonl').toString().trimEnd().split('\n')).toHaveLength(
			api.company.lists.invoices.length,
		);
	});
});
