import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import type { Manifest } from '../../nodes/SinaoBackup/manifest/schema';
import { Folder, isProof } from '../support/backup';
import { sha256sum } from '../support/companies';
import { verifyFolder, wrongIn } from '../support/verification';
import { cleanUp } from '../support/engine';
import { type SinaoServer, startSinao } from '../support/sinao';
import { importCredentials, importWorkflow } from '../support/n8n/commands';
import { digestsOf, readFiles } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { type Server, startServer } from '../support/n8n/server';
import { fillIn, readTemplate, sinaoCredential } from '../support/n8n/workflows';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL', 'N8N_IMAGE'], 'they end the process of n8n with SIGKILL');

const workflowId = 'kill000000000000';
const kills = 20;

let api: SinaoServer;
let n8n: Instance;
let server: Server;
let folder: Folder;

beforeAll(async () => {
	api = await startSinao({
		seed: 58,
		size: { invoices: 14, quotes: 6, purchases: 6, transactions: 20 },
		latencyMs: 4,
	});
	n8n = await createInstance();
	folder = new Folder(n8n.outputFolder);
	await importCredentials(n8n, [sinaoCredential(api)]);
	await importWorkflow(
		n8n,
		workflowId,
		fillIn(
			readTemplate('nightly-backup-disk'),
			{ folder: folder.root },
			{ 'n8n-nodes-sinao': sinaoCredential(api) },
		),
	);
	server = await startServer(n8n);
}, 45 * 60_000);

afterAll(async () => {
	cleanUp();
	await server?.close();
	await n8n?.dispose();
	await api?.close();
});

/** A moment of a run: when Sinao was asked so often, or when so many files lie in the folder. */
type Moment = { requests: number } | { files: number };

/** Moments that are spread over a run, which asks Sinao first and then saves; a seed says where in its part each lies. */
function momentsOf(requests: number, files: number): Moment[] {
	const thousandths = fc.sample(fc.noBias(fc.integer({ min: 0, max: 999 })), {
		seed: 58,
		numRuns: kills,
	});
	return thousandths.map((thousandth, index) => {
		const at = 1 + Math.floor(((index + thousandth / 1000) / kills) * (requests + files));
		return at <= requests ? { requests: at } : { files: at - requests };
	});
}

async function untilReached(moment: Moment): Promise<void> {
	const reached = () =>
		'requests' in moment
			? api.requests.length >= moment.requests
			: readdirSync(folder.root).length >= moment.files;
	for (const end = Date.now() + 120_000; !reached(); await pause(1))
		if (Date.now() > end) throw new Error(`The run never came to ${JSON.stringify(moment)}`);
}

async function runToEnd(): Promise<void> {
	expect(await server.statusOf(await server.run(workflowId, 'Run manually'))).toBe('success');
}

/** Starts a run, ends n8n with SIGKILL at a moment of it, and starts n8n again. */
async function killAt(moment: Moment): Promise<void> {
	api.requests.length = 0;
	await server.run(workflowId, 'Run manually');
	await untilReached(moment);
	process.kill(-server.processId, 'SIGKILL');
	await server.close();
	server = await startServer(n8n);
}

const isCopy = (file: string) => file.startsWith('Manifestes');

/** What a folder holds, but for what names the run and its time. */
function contents() {
	const files = readFiles(folder.root);
	const { outcome, files: entries, missing, without, company } = folder.manifest();
	return {
		names: [...files.keys()].filter((file) => !isCopy(file)).sort(),
		saved: Object.entries(digestsOf(folder.root))
			.filter(([file]) => !isProof(file))
			.sort(),
		manifest: {
			outcome,
			missing,
			without,
			company,
			files: entries.map(({ path: file, sha256, state, version }) => ({
				file,
				sha256,
				state,
				version,
			})),
		},
	};
}

function isWhole(bytes: Buffer | undefined): boolean {
	try {
		return bytes === undefined || Boolean(JSON.parse(bytes.toString()) as Manifest);
	} catch {
		return false;
	}
}

/** Where n8n was killed while it wrote manifest.json itself, the next run refuses it; then this is what its message says to do. */
async function putNewestCopyInPlace(): Promise<void> {
	expect(await server.statusOf(await server.run(workflowId, 'Run manually'))).toBe('error');
	const copies = [...readFiles(folder.root)]
		.filter(([file]) => isCopy(file))
		.sort(([one], [other]) => (one < other ? -1 : 1));
	folder.write('manifest.json', (copies.at(-1) as [string, Buffer])[1]);
}

async function emptyFolder(): Promise<void> {
	for (const file of readFiles(folder.root).keys()) await rm(path.join(folder.root, file));
}

it(
	`58 n8n killed at ${kills} moments of a backup, and run again: each time the same set as undisturbed, nothing twice, and a manifest that is true`,
	async () => {
		api.requests.length = 0;
		await runToEnd();
		const undisturbed = contents();
		const moments = momentsOf(api.requests.length, readFiles(folder.root).size - 1);
		await emptyFolder();
		let interrupted = 0;
		for (const moment of moments) {
			await killAt(moment);
			if (!existsSync(path.join(folder.root, 'manifest.json'))) interrupted += 1;
			if (!isWhole(readFiles(folder.root).get('manifest.json'))) await putNewestCopyInPlace();
			await runToEnd();
			expect({ moment, ...contents() }).toEqual({ moment, ...undisturbed });
			expect(sha256sum(folder)).toBe('');
			expect(wrongIn(await verifyFolder(folder))).toEqual([]);
			await emptyFolder();
		}
		expect(interrupted).toBeGreaterThanOrEqual(kills - 3);
		expect(moments.filter((moment) => 'requests' in moment).length).toBeGreaterThan(5);
		expect(moments.filter((moment) => 'files' in moment).length).toBeGreaterThan(5);
	},
	30 * 60_000,
);
