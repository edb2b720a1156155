import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'flatted';

import type { Manifest } from '../../nodes/SinaoBackup/manifest/schema';
import type { Workflow } from '../../templates/parts/workflow';
import {
	documentRequests,
	expectWholeBackup,
	manifestIn,
	transferred,
} from '../support/n8n/backupRuns';
import { type Execution, itemsOf } from '../support/n8n/commands';
import { documentIds } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { diskPlace, type Place } from '../support/n8n/places';
import { type Server, startServer } from '../support/n8n/server';
import { skipWith } from '../support/n8n/target';
import { addCredential } from '../support/n8n/templateRuns';
import { fillIn, readTemplate, sinaoCredential, withParts } from '../support/n8n/workflows';
import { waysOf } from '../support/n8nVersions';
import { type SinaoServer, startSinao } from '../support/sinao';
import type { DocumentList } from '../support/sinao/types';

skipWith(['N8N_URL'], 'they change the templates and read all executions');

const perPart = 200;
const lists: DocumentList[] = ['invoices', 'quotes', 'purchases'];

let api: SinaoServer;
let n8n: Instance;
let server: Server;

beforeAll(async () => {
	api = await startSinao({
		seed: 5,
		nasty: false,
		size: { invoices: 340, quotes: 160, purchases: 200 },
	});
	n8n = await createInstance();
	server = await startServer(n8n);
}, 45 * 60_000);

beforeEach(() => {
	api.faults.clear();
	api.requests.length = 0;
});

afterAll(async () => {
	await server?.close();
	await n8n?.dispose();
	await api?.close();
});

/** Adds a template that downloads few documents in each part, as a user does. */
async function add(
	key: string,
	place: Place,
	change = (_workflow: Workflow) => {},
): Promise<string> {
	const workflow = fillIn(readTemplate(`${key}-${place.storage}`), place.settings, {
		'n8n-nodes-sinao': await addCredential(server, sinaoCredential(api)),
	});
	change(workflow);
	return await server.add(withParts(workflow, perPart));
}

interface Part extends Execution {
	mode: string;
	status: string;
	message?: string;
}

/**
 * Starts a workflow once by hand, and waits for all executions: each one starts the next before it ends. After a failure,
 * n8n also runs the Error Trigger.
 */
async function runOnce(id: string): Promise<Part[]> {
	const first = Number(await server.run(id, 'Run manually'));
	const executions = (await server.ended(id, 1, 150_000)).filter(
		({ id: execution, mode }) => Number(execution) >= first && mode !== 'error',
	);
	return await Promise.all(
		executions.map(async ({ id: execution }): Promise<Part> => {
			const { mode, status, data } = (await server.client.get(`/executions/${execution}`)).data
				.data as { mode: string; status: string; data: string };
			const { resultData } = parse(data) as {
				resultData: { runData: Execution['runs']; error?: { message: string } };
			};
			return {
				mode,
				status,
				succeeded: status === 'success',
				runs: resultData.runData,
				output: data,
				message: resultData.error?.message,
			};
		}),
	);
}

const outcomesOf = (parts: Part[]) => parts.map(({ mode, status }) => `${mode}: ${status}`);
const ran = (parts: Part[], node: string) => parts.map(({ runs }) => node in runs);

async function documentCount(): Promise<number> {
	const counts = await Promise.all(
		lists.map(async (list) => (await documentIds(api, list)).length),
	);
	return counts.reduce((sum, count) => sum + count, 0);
}

/** How many documents a part downloaded, without accounting exports, which do not count. */
function downloadsOf(part: Part): number {
	return itemsOf(part, 'Back up what is new').filter(
		({ json }) => json.kind === 'document' && json.resource !== 'accountingExports',
	).length;
}

/** How many documents were left for a later part. */
function leftIn({ root }: Place): number {
	return manifestIn(root).missing.filter(({ reason }) => reason === 'notYet').length;
}

/** Expects that each manifest names the one before it. */
function expectOneChain(folder: string, length: number): void {
	const copies = readdirSync(folder)
		.filter((name) => name.startsWith('Manifestes'))
		.sort()
		.map((name) => readFileSync(path.join(folder, name)));
	const manifests = copies.map((bytes) => JSON.parse(bytes.toString()) as Manifest);
	const digests = copies.map((bytes) => createHash('sha256').update(bytes).digest('hex'));
	expect(manifests.map(({ run, previous }) => [run.number, previous?.sha256])).toEqual(
		Array.from({ length }, (_, index) => [index + 1, digests[index - 1]]),
	);
}

/** The invoice that the first part downloads first, with one request that fails. */
function failOnce(): void {
	const [oldest] = api.company.lists.invoices
		.filter(({ id }) => api.document('invoices', id))
		.sort((one, other) => (String(one.date) < String(other.date) ? -1 : 1));
	api.faults.add({
		path: `/invoices/${oldest.id}/pdf$`,
		times: 1,
		fault: { kind: 'status', status: 404 },
	});
}

describe('A first backup in parts', () => {
	it('of the nightly backup is complete after one start: each part is an execution, each document is downloaded once, and one that failed is downloaded in the last part', async () => {
		const place = await diskPlace(n8n, 'nightly');
		const id = await add('nightly-backup', place);
		await server.activate(id);
		failOnce();
		const documents = await documentCount();

		const parts = await runOnce(id);
		const count = parts.length;
		expect(parts.map(({ message }) => message)).toEqual(parts.map(() => undefined));
		expect(outcomesOf(parts)).toEqual([
			'manual: success',
			...Array.from({ length: count - 1 }, () => 'integrated: success'),
		]);
		expect(count).toBeGreaterThanOrEqual(Math.ceil(documents / perPart));
		expect(parts.map((part) => itemsOf(part, 'Back up what is new', 1).length)).toEqual(
			parts.map((_, index) => (index === 0 ? 1 : 0)),
		);
		expect(parts.map(downloadsOf).filter((downloads) => downloads > perPart)).toEqual([]);
		expect(ran(parts, 'Anything missing?')).toEqual(parts.map((_, index) => index === count - 1));
		await expectWholeBackup(api, place.root);
		const downloaded = parts.flatMap(transferred);
		expect(downloaded).toHaveLength(new Set(downloaded).size);
		expectOneChain(place.root, count);
		expect(readFileSync(path.join(place.root, '0 - rapport.html'), 'utf8')).toContain(
			'Sauvegarde complète',
		);

		api.requests.length = 0;
		expect(outcomesOf(await runOnce(id))).toEqual(['manual: success']);
		expect(documentRequests(api)).toBe(0);
		await server.deactivate(id);
	}, 600_000);

	it('takes ten parts after the first one, although the first one is small: each downloads a tenth of what is left', async () => {
		const place = await diskPlace(n8n, 'tenths');
		const filled = fillIn(readTemplate('nightly-backup-disk'), place.settings, {
			'n8n-nodes-sinao': await addCredential(server, sinaoCredential(api)),
		});
		const id = await server.add(
			JSON.parse(JSON.stringify(filled).replaceAll('5000', '20')) as Workflow,
		);
		await server.activate(id);
		const parts = await runOnce(id);
		await server.deactivate(id);
		expect(outcomesOf(parts)).toEqual([
			'manual: success',
			...Array.from({ length: 10 }, () => 'integrated: success'),
		]);
		const left = lists.reduce((sum, list) => sum + api.company.lists[list].length, 0) - 20;
		const [first, ...others] = parts.map(downloadsOf);
		expect(first).toBeLessThanOrEqual(20);
		expect(others.filter((downloads) => downloads > Math.ceil(left / 10))).toEqual([]);
		await expectWholeBackup(api, place.root);
	}, 600_000);

	it('of leaving Sinao reads everything back after the last part', async () => {
		const place = await diskPlace(n8n, 'leaving');
		const id = await add('leaving-sinao', place);
		if (waysOf().publishes) await server.activate(id);
		const parts = await runOnce(id);
		const last = parts.length - 1;
		expect(last).toBeGreaterThan(1);
		expect(parts.map(({ status, message }) => message ?? status)).toEqual(
			parts.map(() => 'success'),
		);
		await expectWholeBackup(api, place.root);
		expect(ran(parts, 'Verify every file')).toEqual(parts.map((_, index) => index === last));
		const [{ json: verified }] = itemsOf(parts[last], 'Verify every file', 2);
		const { files, run } = manifestIn(place.root);
		expect(verified).toMatchObject({
			outcome: 'complete',
			run: { id: run.id },
			counts: { right: files.length, altered: 0, lacking: 0, unknown: 0 },
		});
	}, 600_000);

	it('ends with its first part, and says how much is left, if the storage keeps no file but the manifest', async () => {
		const place = await diskPlace(n8n, 'refused');
		const id = await add('nightly-backup', place, ({ nodes }) => {
			const save = nodes.find(({ name }) => name === 'Save') as Workflow['nodes'][number];
			save.parameters.fileName = `${place.root}/absent/{{ $json.path }}`;
		});
		await server.activate(id);
		const parts = await runOnce(id);
		await server.deactivate(id);
		expect(outcomesOf(parts)).toEqual(['manual: error']);
		expect(parts[0].message).toMatch(
			new RegExp(
				`^Documents left: ${leftIn(place)}\\. Run the workflow again\\. \\d+ files are missing; everything else was saved\\. `,
			),
		);
		expect(manifestIn(place.root)).toMatchObject({ outcome: 'failed', files: [] });
	}, 300_000);

	it('ends with the part from which on the storage keeps no file, instead of downloading the whole account in vain', async () => {
		const place = await diskPlace(n8n, 'full');
		const id = await add('nightly-backup', place, ({ nodes }) => {
			const save = nodes.find(({ name }) => name === 'Save') as Workflow['nodes'][number];
			save.parameters.fileName = `={{ '${place.root}/' + ($('Next part').isExecuted ? 'absent/' : '') + $json.path }}`;
		});
		await server.activate(id);
		const parts = await runOnce(id);
		await server.deactivate(id);
		expect(outcomesOf(parts)).toEqual(['manual: success', 'integrated: error']);
		expect(parts[1].message).toMatch(new RegExp(`^Documents left: ${leftIn(place)}\\. `));
	}, 300_000);

	it('says that the workflow must be published if n8n refuses the next part; once it is, the next start completes the backup', async () => {
		if (!waysOf().publishes) return;
		const place = await diskPlace(n8n, 'draft');
		const id = await add('nightly-backup', place);
		const parts = await runOnce(id);
		expect(outcomesOf(parts)).toEqual(['manual: success', 'integrated: error']);
		expect(parts[1].message).toMatch(
			new RegExp(
				`^Documents left: ${leftIn(place)}\\. n8n did not start the next part\\. Publish the workflow .* n8n says: Workflow is not active`,
			),
		);
		await server.activate(id);
		const next = await runOnce(id);
		expect(next.map(({ status }) => status)).toEqual(next.map(() => 'success'));
		await expectWholeBackup(api, place.root);
		const downloaded = [...parts, ...next].flatMap(transferred);
		expect(downloaded).toHaveLength(new Set(downloaded).size);
		await server.deactivate(id);
	}, 600_000);

	it('ends with an error if a part continues elsewhere, because the published version of the workflow has another folder', async () => {
		if (!waysOf().publishes) return;
		const published = await diskPlace(n8n, 'published');
		const edited = await diskPlace(n8n, 'edited');
		const id = await add('nightly-backup', published);
		await server.activate(id);
		const { nodes, connections, settings, versionId } = (
			await server.client.get(`/workflows/${id}`)
		).data.data as Workflow & { versionId: string };
		const [from, to] = [published, edited].map((place) => JSON.stringify(place.settings.folder));
		await server.client.patch(`/workflows/${id}`, {
			nodes: JSON.parse(JSON.stringify(nodes).replaceAll(from, to)),
			connections,
			settings,
			versionId,
		});
		const parts = await runOnce(id);
		await server.deactivate(id);
		expect(outcomesOf(parts)).toEqual([
			'manual: success',
			'integrated: success',
			'integrated: error',
		]);
		expect(parts[2].message).toMatch(
			new RegExp(
				`^This part did not find the manifest that the one before saved\\. .* Documents left: ${leftIn(published)}\\.`,
			),
		);
		expect(manifestIn(edited.root)).toMatchObject({ run: { number: 2 }, outcome: 'incomplete' });
	}, 300_000);
});
