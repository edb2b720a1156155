import { readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';

import { type Manifest, tool } from '../../../nodes/SinaoBackup/manifest/schema';
import { keyOf } from '../../support/api';
import {
	backUp,
	backUpParameters,
	type BackupRun,
	type BackupRunOptions,
	type Folder,
	isProof,
	runBackup,
	type Storing,
} from '../../support/backup';
import { expectSucceeded, openCompanies, sha256sum } from '../../support/companies';
import { createNode, type NodeResult, resultOf, runWorkflow } from '../../support/engine';
import type { SinaoServer } from '../../support/sinao';
import { verifyFolder, wrongIn } from '../../support/verification';

const { company, close } = openCompanies();

afterAll(close);

const ftp = 'n8n-nodes-base.ftp';

/** What jest's false clock can replace. */
const fakeable = [
	'Date',
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'requestAnimationFrame',
	'cancelAnimationFrame',
	'requestIdleCallback',
	'cancelIdleCallback',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
	'setTimeout',
	'clearTimeout',
] as const;

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

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'61, 85 it fails as a whole and n8n lets its items through (%s): none of them is confirmed',
		async (onError) => {
			const { api, folder } = await company(36, { invoices: 5, quotes: 2, purchases: 2 });
			const fails: Storing = () => {
				throw new Error('the account of the storage cannot be read');
			};
			const run = await runBackup(api, folder, { storing: fails, onError });
			expectSucceeded(run, 'failed');
			expect(folder.manifest().files).toEqual([]);
			expect(run.manifest.outputs[1]).toHaveLength(run.backUp.outputs[0].length);
			expectSucceeded(await runBackup(api, folder));
		},
	);

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
		const [{ id }] = api.company.lists.purchases.filter((row) => api.document('purchases', row.id));
		api.company.changeRow('purchases', id, { md5: null });
		const large = Buffer.concat([Buffer.alloc(9_000_000, '%PDF-1.7\n'), Buffer.from('%%EOF')]);
		api.faults.add({
			path: `/purchases/${id}/original`,
			fault: {
				kind: 'bytes',
				base64: large.toString('base64'),
				contentType: 'application/pdf',
			},
		});
		const { createHash } = await import('node:crypto');
		const storing: Storing = (_item, bytes) => {
			const md5 = createHash('md5').update(bytes).digest('hex');
			// Dropbox: the SHA-256 of the SHA-256 of each block of 4 MiB, one behind the other.
			const blocks = Array.from({ length: Math.ceil(bytes.length / 4_194_304) }, (_, block) =>
				createHash('sha256')
					.update(bytes.subarray(block * 4_194_304, (block + 1) * 4_194_304))
					.digest(),
			);
			const contentHash = createHash('sha256').update(Buffer.concat(blocks)).digest('hex');
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
		expect(folder.manifest().files.some((file) => file.size === large.length)).toBe(true);
	});

	it('67 two runs of the same company in one workflow: what storage confirms of one does not confirm the other', async () => {
		const { api, folder } = await company(37, { invoices: 3, quotes: 1, purchases: 1 }, false);
		const runs: unknown[] = [];
		const storing: Storing = ({ json }) => {
			if (!runs.includes(json.run)) runs.push(json.run);
			return { json: json.run === runs[0] ? { success: true } : { error: 'quota exceeded' } };
		};
		const run = await runBackup(api, folder, { storing, times: 2 });
		expect(run.error).toBeUndefined();
		expect(run.manifest.outputs[2].map(({ json }) => json.outcome)).toEqual(['complete', 'failed']);
	});

	const small = { invoices: 4, quotes: 2, purchases: 2 };

	it.each<[string, BackupRunOptions, RegExp]>([
		[
			'disabled',
			{ disabled: ['Save'] },
			/did not confirm that it saved the file. 'Save' is disabled$/,
		],
		[
			'a disabled FTP node, which returns its input when it runs',
			{ disabled: ['Save'], saveType: ftp },
			/did not confirm that it saved the file. 'Save' is disabled$/,
		],
		[
			'disabled, and a node behind it changes the items',
			{
				disabled: ['Save'],
				edit: ({ json, binary }) => ({ json: { ...json, success: true }, binary }),
			},
			/^No checksum from storage proves that the file was saved. 'Save' is disabled. Enable or remove it$/,
		],
	])(
		'61, 85 a storage step that is %s: nothing counts as saved, and the next run delivers everything',
		async (_, options, message) => {
			const { api, folder } = await company(43, small, false);
			const run = await runBackup(api, folder, options);
			expectSucceeded(run, 'failed');
			expect(folder.manifest().files).toEqual([]);
			expect(run.manifest.outputs[1]).toHaveLength(run.backUp.outputs[0].length);
			for (const { json } of run.manifest.outputs[1]) expect(json.message).toMatch(message);
			const next = await runBackup(api, folder, { saveType: options.saveType });
			expectSucceeded(next);
			expect(next.backUp.outputs[0]).toHaveLength(run.backUp.outputs[0].length);
			expect(sha256sum(folder)).toBe('');
		},
	);

	it('61, 85 its output of an earlier run is pinned, as many items as there are files: nothing counts as saved', async () => {
		const { api, folder } = await company(44, small, false);
		const { api: same, folder: earlier } = await company(44, small, false);
		const { backUp: before } = await runBackup(same, earlier);
		// The editor keeps the json of the items alone, and only of nodes whose output has no files.
		const pinned = before.outputs[0].map(() => ({ json: { success: true } }));
		const run = await runBackup(api, folder, { pinData: { Save: pinned } });
		expectSucceeded(run, 'failed');
		expect(folder.written.filter((file) => !isProof(file))).toEqual([]);
		expect(folder.manifest().files).toEqual([]);
		expect(new Set(run.manifest.outputs[1].map(({ json }) => json.message))).toEqual(
			new Set([
				"Not saved: 'Save' did not run, because its output is pinned. Unpin it and run the workflow again",
			]),
		);
		expectSucceeded(await runBackup(api, folder));
		expect(sha256sum(folder)).toBe('');
	});

	it('61, 85 a node behind the storage step is disabled: a checksum from storage still proves what was saved', async () => {
		const { api, folder } = await company(45, small, false);
		const { createHash } = await import('node:crypto');
		const storing: Storing = (_item, bytes, index) => ({
			json: { md5Checksum: index === 2 ? '' : createHash('md5').update(bytes).digest('hex') },
		});
		const run = await runBackup(api, folder, {
			storing,
			edit: (item) => item,
			disabled: ['Edit'],
		});
		expectSucceeded(run, 'incomplete');
		expect(run.manifest.outputs[1].map(({ json }) => json.message)).toEqual([
			"No checksum from storage proves that the file was saved. 'Edit' is disabled. Enable or remove it",
		]);
		expect(folder.manifest().files).toHaveLength(run.backUp.outputs[0].length - 1);
	});

	it('61, 85 steps elsewhere in the workflow may be pinned or disabled', async () => {
		const { api, folder } = await company(46, small, false);
		const last = { json: { error: 'No such file' } };
		expectSucceeded(await runBackup(api, folder, { pinData: { Start: [last] } }));
		expectSucceeded(await runBackup(api, folder, { disabled: ['Save proof'] }));
		expect(sha256sum(folder)).toBe('');
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

	it("62 n8n's disk is full in the middle of a backup: an error that names it, nothing is saved, and the next run completes it", async () => {
		const { api, folder } = await company(27, { invoices: 6, quotes: 2, purchases: 2 });
		expectSucceeded(await runBackup(api, folder));
		const before = folder.read('manifest.json');
		const written = [...folder.written];
		const added = Array.from({ length: 4 }, () => api.company.addInvoice().id);
		const { writeFile } = fs;
		let documents = 0;
		const disk = jest.spyOn(fs, 'writeFile').mockImplementation(async (...file) => {
			const isDocument = Buffer.isBuffer(file[1]) && file[1].subarray(0, 5).toString() === '%PDF-';
			if (isDocument && ++documents === 3)
				throw Object.assign(new Error('ENOSPC: no space left on device, write'), {
					code: 'ENOSPC',
				});
			await writeFile(...file);
		});
		const { error, backUp: stopped } = await runBackup(api, folder).finally(() =>
			disk.mockRestore(),
		);
		expect(documents).toBeGreaterThanOrEqual(3);
		expect(error).toMatchObject({
			message: "n8n's disk is full",
			description: expect.stringMatching(/^Free up space/),
		});
		expect(stopped.outputs.flat()).toEqual([]);
		expect(folder.written).toEqual(written);
		expect(folder.read('manifest.json').equals(before)).toBe(true);
		expectSucceeded(await runBackup(api, folder));
		const ids = folder.manifest().files.map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining(added));
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

	it("66 the machine's clock goes back a year between two runs, and then to the year 2999: each run warns of a date in the future, and finds what is new", async () => {
		const { api, folder } = await company(29);
		const { now } = Date;
		const runAt = async (year: number) => {
			jest.useFakeTimers({
				now: Date.UTC(year, 5, 1),
				doNotFake: fakeable.filter((name) => name !== 'Date'),
			});
			const added = api.company.addInvoice().id;
			const run = await runBackup(api, folder).finally(() => jest.useRealTimers());
			expectSucceeded(run);
			const documents = run.backUp.outputs[0].filter(({ json }) => json.kind === 'document');
			expect(documents.map(({ json }) => (json.document as { id: number }).id)).toContain(added);
			expect(folder.manifest().run.begin).toMatch(new RegExp(`^${year}-06-01T`));
			return {
				documents: documents.length,
				warnings: folder.manifest().notes.filter((note) => note.includes('a date in the future')),
			};
		};
		expect((await runAt(2026)).warnings).toEqual([]);
		expect(await runAt(2025)).toEqual({
			documents: 1,
			warnings: [expect.stringContaining('2026-06')],
		});
		expect(await runAt(2999)).toEqual({ documents: 1, warnings: [] });
		expect(await runAt(2026)).toEqual({
			documents: 1,
			warnings: [expect.stringContaining('2999-06')],
		});
		expect(Date.now).toBe(now);
		expect(sha256sum(folder)).toBe('');
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

	/** Runs Back Up Account after a storage step that ended with an error. */
	async function backUpAfter(api: SinaoServer, error: string): Promise<NodeResult> {
		const run = await runWorkflow({
			credentials: keyOf(api),
			items: [{ json: { error } }],
			nodes: [
				createNode(
					'Back up',
					'n8n-nodes-sinao.sinaoBackup',
					backUpParameters({ lists: ['products'], documents: [] }),
					keyOf(api),
				),
			],
			connections: { Start: { main: [[{ node: 'Back up', type: 'main', index: 0 }]] } },
		});
		return resultOf(run, 'Back up');
	}

	it('114 a step that could not look for the manifest stops the backup: nothing is taken for a first one', async () => {
		const { api } = await company(31, { invoices: 3, quotes: 1, purchases: 1 });
		for (const error of [
			'connect ECONNREFUSED 127.0.0.1:22',
			'getaddrinfo ENOTFOUND cloud.example.com',
			'All configured authentication methods failed',
			'The service was not able to process your request',
			'Bad gateway - the service failed to handle your request',
			'The connection to the server was closed unexpectedly, perhaps it is offline. You can retry the request immediately or wait and retry later.',
			'No such bucket',
			'NoSuchBucket: The specified bucket does not exist',
			'The specified bucket does not exist',
			'The specified container does not exist.',
			'proxy: page not found',
			'404 page not found',
			'404 Not Found: no file of this name; the requested page was not found on this proxy',
			'Not Found',
			'Host not found',
			'User not found',
			'Drive not found',
			'Site not found',
			'The network path was not found',
			'No such user',
			'Path /files/manifest.json: the account could not be found',
			'The file does not exist or you have no permission to see it',
			'No file permissions',
			'No files allowed',
		]) {
			const { error: stopped, outputs } = await backUpAfter(api, error);
			expect([error, stopped?.message]).toEqual([error, 'Could not read the last manifest']);
			expect(stopped?.description).toContain('If this is the first backup');
			expect(outputs).toEqual([]);
		}
		// Only the company is looked up.
		expect(api.requests.filter(({ path }) => path.endsWith('/products'))).toEqual([]);
	});

	it('114 a step that looked and found no manifest begins the first backup', async () => {
		const { api } = await company(31, { invoices: 1, quotes: 1, purchases: 1 });
		for (const error of [
			'_get: No such file /backup/500/manifest.json',
			'No such file',
			"ENOENT: no such file or directory, open '/mnt/drive/users/proxy/manifest.json'",
			'550 No such file or directory.',
			'The resource you are requesting could not be found',
			'No file(s) found',
			'Your request is invalid or could not be processed by the service',
			'NoSuchKey',
			'The specified key does not exist.',
			'File not found: 1AbCdEf.',
			'File with name //Sinao/manifest.json could not be located',
			'path/not_found/..',
			'itemNotFound',
		]) {
			const { error: stopped, outputs } = await backUpAfter(api, error);
			expect([error, stopped?.message]).toEqual([error, undefined]);
			expect(outputs[0].map(({ json }) => json.resource)).toEqual(['products', 'products']);
		}
	}, 60_000);

	it('114 a 404 that can mean a missing folder or bucket too begins a first backup, and the manifest and the report say so', async () => {
		const { api, folder } = await company(47, { invoices: 3, quotes: 1, purchases: 1 }, false);
		const note =
			'No last manifest was found (“The resource you are requesting could not be found”), so this is a first backup with all files. If there was a backup before, check the folder and the address of the storage.';
		const answered = async (error: string) => {
			const run = await runBackup(api, folder, { pinData: { Start: [{ json: { error } }] } });
			expectSucceeded(run);
			return run.backUp.hints.map(({ message }) => message);
		};
		expect(await answered('The resource you are requesting could not be found')).toContain(note);
		expect(folder.manifest()).toMatchObject({ notes: [note], previous: null });
		expect(folder.read('rapport.html').toString()).toContain('so this is a first backup');
		expect(await answered('No such file')).toEqual(['No previous manifest: full backup.']);
		expect(folder.manifest().notes).toEqual([]);
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

	it('34 a key that is revoked during the downloads, in a list or while the rows are read again stops it, and a run with the new key completes', async () => {
		const { api, folder } = await company(33);
		for (const [path, after] of [
			['/pdf', 5],
			['/purchases$', 0],
			['/purchases$', 2],
		] as const) {
			const heal = api.faults.add({ fault: { kind: 'revokeKey' }, path, after, times: 1 });
			expect((await runBackup(api, folder)).error?.message).toMatch(/rejected/);
			expect(api.requests.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(4);
			expect(folder.written).toEqual([]);
			heal();
			api.renewKey();
			api.requests.length = 0;
		}
		expectSucceeded(await runBackup(api, folder));
		const written = folder.written.length;
		api.faults.add({ fault: { kind: 'revokeKey' }, path: '/purchases$', times: 1 });
		expect((await runBackup(api, folder)).error?.message).toMatch(/rejected/);
		expect(folder.written).toHaveLength(written);
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
		expect(folder.list('invoices', 'jsonl').toString().trimEnd().split('\n')).toHaveLength(
			api.company.lists.invoices.length,
		);
	});
});
