import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type SinaoServer, startSinao } from '../support/sinao';
import {
	documentRequests,
	expectWholeBackup,
	manifestIn,
	sha256sum,
	transferred,
} from '../support/n8n/backupRuns';
import { type Clouds, startClouds } from '../support/n8n/clouds';
import { type Execution, itemsOf } from '../support/n8n/commands';
import { digestsOf } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { diskPlace, nextcloudPlace, type Place, s3Place, sftpPlace } from '../support/n8n/places';
import { startObjectLock } from '../support/n8n/lockedS3';
import { installTemplate } from '../support/n8n/templateRuns';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL'], 'they start n8n with simulated clouds');

const servers: Array<[string, () => Promise<Place>]> = [
	['to an OpenSSH server', sftpPlace],
	["over WebDAV with n8n's Nextcloud node", nextcloudPlace],
	['to an S3 server', s3Place],
	['to a simulated Dropbox', async () => await clouds.dropboxPlace()],
	['to a simulated Google Drive', async () => await clouds.googleDrivePlace()],
	['to a simulated OneDrive', async () => await clouds.oneDrivePlace()],
	['to a simulated SharePoint', async () => await clouds.sharePointPlace()],
];
const simulated = servers.slice(-4, -1);

let api: SinaoServer;
let n8n: Instance;
let clouds: Clouds;

beforeAll(async () => {
	clouds = await startClouds();
	n8n = await createInstance({ env: clouds.env });
}, 45 * 60_000);

beforeEach(async () => {
	api = await startSinao({ seed: 7, size: { invoices: 60, quotes: 40, purchases: 40 } });
});

afterEach(async () => await api.close());

afterAll(async () => {
	await n8n?.dispose();
	await clouds?.close();
});

const disk = async (name: string) => await diskPlace(n8n, name);
const install = async (key: string, place: Place) => await installTemplate(n8n, api, key, place);

/** Three new invoices, two changed quotes, and a purchase that is deleted; gives what is to be transferred for that. */
function changeCompany(): string[] {
	const { company } = api;
	const added = [1, 2, 3].map(() => company.addInvoice().id);
	const changed = company.lists.quotes
		.filter(({ id }) => api.document('quotes', id))
		.slice(0, 2)
		.map(({ id }) => id);
	for (const id of changed) company.changeRow('quotes', id, { title: `Révisé ${id}` });
	company.deleteRow('purchases', company.lists.purchases[0].id);
	return [...added.map((id) => `invoices/${id}`), ...changed.map((id) => `quotes/${id}`)].sort();
}

/** A first run, one with nothing new, and one after changes, which may be that of another template. */
async function expectIncrementalBackups(
	run: () => Promise<Execution>,
	{ root }: Place,
	runAfterChanges = run,
): Promise<Execution> {
	expect((await run()).error).toBeUndefined();
	await expectWholeBackup(api, root);

	const quiet = await run();
	expect(quiet.error).toBeUndefined();
	expect([transferred(quiet), documentRequests(api)]).toEqual([[], 0]);
	expect(manifestIn(root)).toMatchObject({ outcome: 'complete', run: { number: 2 } });

	const changes = changeCompany();
	const third = await runAfterChanges();
	expect(third.error).toBeUndefined();
	expect([transferred(third), documentRequests(api)]).toEqual([changes, changes.length]);
	await expectWholeBackup(api, root);
	expect(manifestIn(root).run.number).toBe(3);
	return third;
}

/** Everything that was saved, in whichever run, was read back and is right. */
async function expectVerified(execution: Execution, { root }: Place): Promise<void> {
	const { files, run } = manifestIn(root);
	expect(itemsOf(execution, 'Verify every file', 2).map(({ json }) => json)).toMatchObject([
		{
			outcome: 'complete',
			run: { id: run.id },
			counts: { right: files.length, altered: 0, lacking: 0, unknown: 0 },
		},
	]);
	expect(await readFile(path.join(root, 'verification.html'), 'utf8')).toContain(
		'Fichiers intacts',
	);
}

/** One file is altered without a change of its size, and one removed: the next run names both. */
async function expectAlterationsFound(
	run: () => Promise<Execution>,
	{ root, spoil }: Place,
): Promise<void> {
	const [, altered, , lacking] = manifestIn(root)
		.files.filter(({ kind, state }) => kind === 'document' && state === 'current')
		.map((file) => file.path);
	const bytes = await readFile(path.join(root, altered));
	bytes[bytes.length - 20] ^= 1;
	await spoil(altered, bytes);
	await spoil(lacking);
	const { error, runs } = await run();
	expect(error).toMatchObject({ node: { name: 'Stop: files missing or modified' } });
	expect(error?.message).toMatch(/^2 files are missing or modified; everything else was saved\./);
	expect(error?.message).toContain(`${altered}: modified`);
	expect(error?.message).toContain(`${lacking}: missing`);
	expect(runs['Save verification']).toHaveLength(1);
	expect(await readFile(path.join(root, 'verification.html'), 'utf8')).toContain(
		'Fichiers altérés ou absents',
	);
}

describe("The template 'Nightly backup' in a real n8n, for 60 invoices, 40 quotes and 40 purchases", () => {
	it('saves to the disk what is new and nothing else, and proves it', async () => {
		const place = await disk('nightly');
		await expectIncrementalBackups(await install('nightly-backup', place), place);
	}, 600_000);

	it.each(servers)(
		'saves %s what is new and nothing else; reading all of it back shows what was altered there',
		async (_where, open) => {
			const place = await open();
			try {
				const leave = await install('leaving-sinao', place);
				await expectVerified(
					await expectIncrementalBackups(await install('nightly-backup', place), place, leave),
					place,
				);
				await expectAlterationsFound(leave, place);
			} finally {
				await place.close();
			}
		},
		600_000,
	);

	it('saves to a bucket with a simulated Object Lock, which refuses files without checksum and deletions: each file with its checksum, every earlier manifest kept', async () => {
		const place = await s3Place();
		const s3 = place.credentials['n8n-nodes-base.s3'];
		const lock = await startObjectLock(Number(new URL(String(s3.data.endpoint)).port));
		try {
			const data = { ...s3.data, endpoint: `http://127.0.0.1:${lock.port}` };
			const run = await install('nightly-backup', {
				...place,
				credentials: { 'n8n-nodes-base.s3': { ...s3, data } },
			});
			expect((await run()).error).toBeUndefined();
			const first = await readFile(path.join(place.root, 'manifest.json'));
			api.company.addInvoice();
			expect((await run()).error).toBeUndefined();
			await expectWholeBackup(api, place.root);
			const { bucket, folder } = place.settings;
			const manifests = lock.versions.get(`/${bucket}/${folder}/manifest.json`) ?? [];
			expect(manifests.map((bytes) => bytes.equals(first))).toEqual([true, false]);
			expect(lock.refused).toEqual([]);
			const files = manifestIn(place.root).files.map((file) => `/${bucket}/${folder}/${file.path}`);
			expect(files.filter((file) => lock.versions.get(file)?.length !== 1)).toEqual([]);

			const manifest = `/${bucket}/${folder}/manifest.json`;
			const saved = await readFile(path.join(place.root, 'manifest.json'));
			const statusOf = async (method: string, body?: string) =>
				(await fetch(encodeURI(`http://127.0.0.1:${lock.port}${manifest}`), { method, body }))
					.status;
			expect([await statusOf('DELETE'), await statusOf('PUT', '{}')]).toEqual([403, 400]);
			expect(lock.refused).toEqual([`DELETE ${manifest}`, `PUT ${manifest}`]);
			expect(lock.versions.get(manifest)).toHaveLength(2);
			await place.look();
			expect(await readFile(path.join(place.root, 'manifest.json'))).toEqual(saved);
		} finally {
			await lock.close();
			await place.close();
		}
	}, 600_000);

	it('downloads nothing, and says why, when the storage cannot be reached for the last manifest', async () => {
		const place = await nextcloudPlace();
		await place.close();
		const offline = await (await install('nightly-backup', place))();
		expect(offline.error).toMatchObject({
			node: { name: 'Back up what is new' },
			message: expect.stringContaining('Could not read the last manifest'),
		});
		expect(documentRequests(api)).toBe(0);
	}, 600_000);

	it.each(simulated)(
		'saves %s; downloads nothing and changes nothing while the last manifest is there but cannot be read',
		async (_where, open) => {
			const place = await open();
			const run = await install('nightly-backup', place);
			expect((await run()).error).toBeUndefined();
			const saved = digestsOf(place.root);
			const heal = clouds.refuse('reads', /manifest\.json$/);
			const unreadable = await run();
			expect(unreadable.error?.message).toMatch(
				/[Cc]ould not (?:read the last manifest|reach the storage)/,
			);
			expect(documentRequests(api)).toBe(0);
			expect(digestsOf(place.root)).toEqual(saved);
			heal();

			const third = await run();
			expect(third.error).toBeUndefined();
			expect(transferred(third)).toEqual([]);
			await expectWholeBackup(api, place.root);
		},
		600_000,
	);

	it('36, 61 stops visibly, with names, for a document that Sinao lacks and for a file that cannot be saved, and brings both in the next run', async () => {
		const place = await disk('faults');
		const run = await install('nightly-backup', place);
		const [invoice] = api.company.lists.invoices.filter(({ id }) => api.document('invoices', id));
		const heal = api.faults.add({
			fault: { kind: 'status', status: 404 },
			path: `/invoices/${invoice.id}/pdf`,
		});
		const first = await run();
		expect(first.error).toMatchObject({
			node: { name: 'Stop: backup incomplete' },
			message: expect.stringMatching(
				new RegExp(`^1 file is missing; everything else was saved.*invoices ${invoice.number}`),
			),
		});
		expect(manifestIn(place.root)).toMatchObject({
			outcome: 'incomplete',
			missing: [{ resource: 'invoices', id: invoice.id, reason: 'notFound' }],
		});
		expect(sha256sum(place.root)).toBe('');
		heal();

		const quote = manifestIn(place.root).files.find(
			({ resource, kind }) => resource === 'quotes' && kind === 'document',
		);
		api.company.changeRow('quotes', Number(quote?.id), { title: 'Révisé' });
		const digest = createHash('sha256')
			.update(api.document('quotes', Number(quote?.id)) ?? Buffer.of())
			.digest('hex');
		const inTheWay = path.join(
			place.root,
			String(quote?.path).replace(/ [0-9a-f]{8}\.pdf$/, ` v2 ${digest.slice(0, 8)}.pdf`),
		);
		await mkdir(inTheWay);
		const second = await run();
		expect(second.error).toMatchObject({
			node: { name: 'Stop: backup incomplete' },
			message: expect.stringContaining('is a directory'),
		});
		expect(transferred(second)).toEqual([`invoices/${invoice.id}`, `quotes/${quote?.id}`]);
		expect(manifestIn(place.root)).toMatchObject({
			outcome: 'incomplete',
			missing: [{ resource: 'quotes', id: quote?.id, reason: 'notStored' }],
		});
		expect(sha256sum(place.root)).toBe('');
		await rm(inTheWay, { recursive: true });

		const third = await run();
		expect(third.error).toBeUndefined();
		expect(transferred(third)).toEqual([`quotes/${quote?.id}`]);
		await expectWholeBackup(api, place.root);
	}, 600_000);

	it.each(simulated)(
		'61 names the one file for which there is no room, and brings it in the next run %s',
		async (_where, open) => {
			const place = await open();
			const run = await install('nightly-backup', place);
			const [, invoice] = api.company.lists.invoices.filter(({ id }) =>
				api.document('invoices', id),
			);
			const heal = clouds.refuse('saves', new RegExp(`${invoice.number} .*\\(${invoice.id}\\)`));
			const first = await run();
			expect(first.error).toMatchObject({
				node: { name: 'Stop: backup incomplete' },
				message: expect.stringMatching(
					new RegExp(`^1 file is missing; everything else was saved.*invoices ${invoice.number}`),
				),
			});
			expect(manifestIn(place.root)).toMatchObject({
				outcome: 'incomplete',
				missing: [{ resource: 'invoices', id: invoice.id, reason: 'notStored' }],
			});
			expect(sha256sum(place.root)).toBe('');
			heal();

			const second = await run();
			expect(second.error).toBeUndefined();
			expect(transferred(second)).toEqual([`invoices/${invoice.id}`]);
			await expectWholeBackup(api, place.root);
		},
		600_000,
	);
});

describe("The template 'Leaving Sinao' in a real n8n", () => {
	it('takes everything along and reads it back; stops visibly, with names, while a document could not be had, and when files were altered or removed', async () => {
		const place = await disk('leaving');
		const run = await install('leaving-sinao', place);
		const [purchase] = api.company.lists.purchases.filter(({ id }) =>
			api.document('purchases', id),
		);
		const heal = api.faults.add({
			fault: { kind: 'status', status: 404 },
			path: `/purchases/${purchase.id}/original`,
		});
		const first = await run();
		expect(first.error).toMatchObject({
			node: { name: 'Stop: files missing or modified' },
			message: expect.stringMatching(
				/^1 file is missing or modified; everything else was saved.*purchases/,
			),
		});
		heal();

		const second = await run();
		expect(second.error).toBeUndefined();
		expect(transferred(second)).toEqual([`purchases/${purchase.id}`]);
		await expectWholeBackup(api, place.root);
		await expectVerified(second, place);
		await expectAlterationsFound(run, place);
	}, 600_000);
});
