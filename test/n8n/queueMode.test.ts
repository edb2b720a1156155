import { rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { Manifest } from '../../nodes/SinaoBackup/manifest/schema';
import { type SinaoServer, startSinao } from '../support/sinao';
import type { DocumentList } from '../support/sinao/types';
import { documentRequests, expectWholeBackup, manifestIn } from '../support/n8n/backupRuns';
import { documentIds, readFiles } from '../support/n8n/comparison';
import { until } from '../support/processes';
import { type Queue, startQueue } from '../support/n8n/queue';
import { addTemplate, allEnded } from '../support/n8n/queueRuns';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL', 'N8N_IMAGE'], 'they start workers of n8n and end their processes');

let api: SinaoServer;
let queue: Queue;

const lists: DocumentList[] = ['invoices', 'quotes', 'purchases'];
const perPart = 100;

beforeAll(async () => {
	api = await startSinao({
		seed: 11,
		size: { invoices: 220, quotes: 90, purchases: 120, transactions: 60 },
	});
	queue = await startQueue(2);
}, 45 * 60_000);

afterAll(async () => {
	await queue?.close();
	await api?.close();
});

/** Every document of the account is there, to the byte, once. */
async function expectEveryDocument(files: Map<string, Buffer>): Promise<void> {
	const saved = [...files.values()].filter((bytes) => !bytes.includes('Identifiant Sinao'));
	for (const list of lists) {
		const missing = (await documentIds(api, list)).filter((id) => {
			const document = api.document(list, id);
			return !saved.some((bytes) => document?.equals(bytes));
		});
		expect({ list, missing }).toEqual({ list, missing: [] });
	}
}

async function documentCount(): Promise<number> {
	const counts = await Promise.all(
		lists.map(async (list) => (await documentIds(api, list)).length),
	);
	return counts.reduce((sum, count) => sum + count, 0);
}

/** The manifest in the folder, unless it is just being written. */
function newestManifest(): Manifest | undefined {
	try {
		return manifestIn(queue.outputFolder);
	} catch {
		return undefined;
	}
}

const outcome = () => newestManifest()?.outcome;
const runNumber = () => newestManifest()?.run.number;

const savedIn = ({ files }: Manifest) => files.filter(({ kind }) => kind === 'document').length;

/** How many documents all finished parts of a backup downloaded, as their manifests say. */
function downloads(): number {
	const manifests = [...readFiles(queue.outputFolder)]
		.filter(([name]) => name.startsWith('Manifestes'))
		.map(([, bytes]) => JSON.parse(bytes.toString()) as Manifest);
	return manifests
		.flatMap(({ counts }) => counts)
		.filter(({ kind }) => kind === 'document')
		.reduce((sum, { transferred }) => sum + transferred, 0);
}

async function emptyFolder(): Promise<void> {
	for (const name of readdirSync(queue.outputFolder))
		await rm(path.join(queue.outputFolder, name), { recursive: true });
}

function expectOnWorkers(executions: string[]): void {
	expect(queue.workers.flatMap((worker) => worker.executions())).toEqual(
		expect.arrayContaining(executions),
	);
}

describe('n8n in queue mode, with two workers and files in PostgreSQL', () => {
	let backup: string;

	it('runs the template that saves everything on a worker', async () => {
		const id = await addTemplate(queue, 'save-everything-disk', api);
		const execution = await queue.main.run(id, 'Run manually');
		expect(await queue.main.statusOf(execution)).toBe('success');
		await expectEveryDocument(readFiles(queue.outputFolder));
		expectOnWorkers([execution]);
	}, 300_000);

	it('keeps no file on the disk of a worker', () => {
		const kept = queue.workers.flatMap(({ folder }) =>
			readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
				name.includes('binary_data'),
			),
		);
		expect(kept).toEqual([]);
	});

	it('runs the nightly backup on a worker: everything in parts after one start, each document once, then nothing', async () => {
		await emptyFolder();
		api.requests.length = 0;
		backup = await addTemplate(queue, 'nightly-backup-disk', api, perPart);
		const first = await queue.main.run(backup, 'Run manually');
		const parts = await allEnded(queue, backup);
		expect(parts.map(({ status }) => status)).toEqual(parts.map(() => 'success'));
		expect(parts.length).toBeGreaterThanOrEqual(Math.ceil((await documentCount()) / perPart));
		await expectWholeBackup(api, queue.outputFolder);
		expect(downloads()).toBe(savedIn(manifestIn(queue.outputFolder)));

		api.requests.length = 0;
		const second = await queue.main.run(backup, 'Run manually');
		expect(await queue.main.statusOf(second)).toBe('success');
		expect(documentRequests(api)).toBe(0);
		expectOnWorkers([first, second]);
	}, 300_000);

	it('completes the backup after the next start when a worker is killed in a part, and downloads no document of a finished part again', async () => {
		await emptyFolder();
		api.requests.length = 0;
		const slow = api.faults.add({
			path: '/pdf$',
			fault: { kind: 'drip', everyMilliseconds: 200, bytes: 400 },
		});
		const killed = await queue.main.run(backup, 'Run manually');
		await until('the first manifest', () => runNumber() === 1, 120_000);
		const requests = api.requests.length;
		await until('the second part', () => api.requests.length > requests, 60_000);
		queue.workers.find((worker) => worker.executions().includes(killed))?.kill();
		slow();
		await queue.addWorker();
		await queue.main.run(backup, 'Run manually');
		await until('a complete backup', () => outcome() === 'complete', 120_000);
		await expectWholeBackup(api, queue.outputFolder);
		expect(downloads()).toBe(savedIn(manifestIn(queue.outputFolder)));
	}, 420_000);

	it('saves an invoice at once when Sinao calls the main process, on a worker', async () => {
		await emptyFolder();
		const id = await addTemplate(queue, 'save-at-once-disk', api);
		const invoice = api.company.addInvoice();
		const [{ id: execution, status }] = await queue.main.ended(id, 1);
		await queue.main.deactivate(id);
		expect(status).toBe('success');
		expect([...readFiles(queue.outputFolder).values()]).toEqual([
			api.document('invoices', invoice.id),
		]);
		expectOnWorkers([execution]);
	}, 120_000);
});
