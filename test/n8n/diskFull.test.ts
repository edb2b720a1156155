import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Folder } from '../support/backup';
import { sha256sum } from '../support/companies';
import { type SinaoServer, startSinao } from '../support/sinao';
import { execute, importCredentials, importWorkflow } from '../support/n8n/commands';
import { digestsOf } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { waysOf } from '../support/n8nVersions';
import { fillIn, readTemplate, sinaoCredential } from '../support/n8n/workflows';
import { skipWith, url } from '../support/n8n/target';

skipWith(['N8N_URL'], 'they give n8n a small disk');

const workflowId = 'diskFull00000000';

/** A disk of a few megabytes, which only root can make and take away. */
const disk = mkdtempSync(path.join(tmpdir(), 'sinao-disk-'));
const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
const mounted =
	!url && runAsRoot('mount', '-t', 'tmpfs', '-o', 'size=16m,mode=1777', 'tmpfs', disk);

function runAsRoot(...command: string[]): boolean {
	const [program, ...parameters] = [...asRoot, ...command];
	return spawnSync(program, parameters).status === 0;
}

let api: SinaoServer;
let n8n: Instance;

beforeAll(async () => {
	if (!mounted) return;
	api = await startSinao({
		seed: 62,
		size: { invoices: 10, quotes: 4, purchases: 4 },
		documentBytes: 50_000,
	});
	n8n = await createInstance({ env: { [waysOf().storagePath]: disk } });
	await importCredentials(n8n, [sinaoCredential(api)]);
	await importWorkflow(
		n8n,
		workflowId,
		fillIn(
			readTemplate('nightly-backup-disk'),
			{ folder: n8n.outputFolder },
			{ 'n8n-nodes-sinao': sinaoCredential(api) },
		),
	);
}, 45 * 60_000);

afterAll(async () => {
	await n8n?.dispose();
	await api?.close();
	if (mounted) runAsRoot('umount', disk);
	rmSync(disk, { recursive: true, force: true });
});

/** Leaves room for so many bytes on the disk; gives what makes room again. */
async function fillUp(left: number): Promise<() => Promise<void>> {
	const { bavail, bsize } = await statfs(disk);
	const file = path.join(disk, 'filler');
	await writeFile(file, Buffer.alloc(bavail * bsize - left));
	return async () => await rm(file);
}

(mounted ? it : it.skip)(
	'62 the disk on which n8n keeps its files is full: a named error, no half file in the set, the earlier set intact; with room again the next run completes it',
	async () => {
		const folder = new Folder(n8n.outputFolder);
		expect((await execute(n8n, workflowId)).error).toBeUndefined();
		const before = digestsOf(folder.root);
		const added = Array.from({ length: 12 }, () => api.company.addInvoice().id);

		const makeRoom = await fillUp(400_000);
		const { error } = await execute(n8n, workflowId);
		expect(error).toMatchObject({
			message: "n8n's disk is full",
			description: expect.stringMatching(/^Free up space/),
			node: { name: 'Back up what is new' },
		});
		expect(digestsOf(folder.root)).toEqual(before);
		expect(sha256sum(folder)).toBe('');

		await makeRoom();
		expect((await execute(n8n, workflowId)).error).toBeUndefined();
		const ids = folder
			.manifest()
			.files.filter(({ resource, kind }) => resource === 'invoices' && kind === 'document')
			.map(({ id }) => id);
		expect(ids).toEqual(expect.arrayContaining(added));
		expect(sha256sum(folder)).toBe('');
	},
	10 * 60_000,
);
