import { rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import path from 'node:path';

import { type SinaoServer, startSinao } from '../support/sinao';
import type { DocumentList } from '../support/sinao/types';
import { documentRequests } from '../support/n8n/backupRuns';
import { digestsOf, documentIds, readFiles } from '../support/n8n/comparison';
import { until } from '../support/processes';
import { type Queue, startQueue } from '../support/n8n/queue';
import { addTemplate, allEnded } from '../support/n8n/queueRuns';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL', 'N8N_IMAGE'], 'they start workers of n8n and end their processes');

let api: SinaoServer;
let queue: Queue;

const lists: DocumentList[] = ['invoices', 'quotes', 'purchases'];

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
	let whole: Record<string, string>;
	let shared: string;

	it('runs the template that saves everything on a worker', async () => {
		const id = await addTemplate(queue, 'save-everything-disk', api);
		const execution = await queue.main.run(id, 'Run manually');
		expect(await queue.main.statusOf(execution)).toBe('success');
		whole = digestsOf(queue.outputFolder);
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

	it('runs the template of the nightly backup on workers: everything, then nothing', async () => {
		await emptyFolder();
		const id = await addTemplate(queue, 'nightly-backup-disk', api);
		const first = await queue.main.run(id, 'Run manually');
		expect(await queue.main.statusOf(first)).toBe('success');
		const saved = readFiles(queue.outputFolder);
		await expectEveryDocument(saved);
		api.requests.length = 0;
		const second = await queue.main.run(id, 'Run manually');
		expect(await queue.main.statusOf(second)).toBe('success');
		expect(documentRequests(api)).toBe(0);
		const unchanged = [...readFiles(queue.outputFolder)].filter(([name, bytes]) =>
			saved.get(name)?.equals(bytes),
		);
		expect(unchanged.filter(([name]) => name.endsWith('.pdf')).length).toBe(
			[...saved.keys()].filter((name) => name.endsWith('.pdf')).length,
		);
		expectOnWorkers([first, second]);
	}, 300_000);

	it('shares an account out by year over both workers, with the same set of files', async () => {
		await emptyFolder();
		shared = await addTemplate(queue, 'share-out-years-disk', api);
		await queue.main.run(shared, 'Run manually');
		const executions = await allEnded(queue, shared);
		expect(executions.map(({ status }) => status)).toEqual(executions.map(() => 'success'));
		expect(executions.length).toBeGreaterThan(6);
		expect(digestsOf(queue.outputFolder)).toEqual(whole);
		const ids = new Set(executions.map(({ id }) => id));
		for (const worker of queue.workers)
			expect(worker.executions().some((id) => ids.has(id))).toBe(true);
	}, 300_000);

	it('comes to the same set of files when a worker is killed in mid-run and the workflow runs again', async () => {
		await emptyFolder();
		const slow = api.faults.add({
			path: '/pdf$',
			fault: { kind: 'drip', everyMilliseconds: 200, bytes: 400 },
		});
		const [, victim] = queue.workers;
		const before = victim.executions().length;
		await queue.main.run(shared, 'Run manually');
		await until('a part on the second worker', () => victim.executions().length > before, 60_000);
		victim.kill();
		slow();
		await queue.addWorker();
		await allEnded(queue, shared);
		await queue.main.run(shared, 'Run manually');
		await allEnded(queue, shared);
		expect(digestsOf(queue.outputFolder)).toEqual(whole);
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
