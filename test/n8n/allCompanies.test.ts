import { mkdir } from 'node:fs/promises';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import axios from 'axios';
import { parse } from 'flatted';

import type { Manifest } from '../../nodes/SinaoBackup/manifest/schema';
import type { Workflow } from '../../templates/parts/workflow';
import type { Execution } from '../support/n8n/commands';
import { type Clouds, startClouds } from '../support/n8n/clouds';
import { digestsOf } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { diskPlace, nextcloudPlace, type Place, s3Place, sftpPlace } from '../support/n8n/places';
import { type Server, startServer } from '../support/n8n/server';
import { skipWith } from '../support/n8n/target';
import { addCredential } from '../support/n8n/templateRuns';
import { type Credential, fillIn, readTemplate, withParts } from '../support/n8n/workflows';
import { type SinaoServer, startSinao } from '../support/sinao';

skipWith(['N8N_URL'], 'they start n8n with simulated clouds');

let api: SinaoServer;
let clouds: Clouds;
let n8n: Instance;
let place: Place;
let server: Server;
let id: string;

beforeAll(async () => {
	api = await startSinao({
		seed: 31,
		nasty: false,
		companyCount: 3,
		size: { invoices: 4, quotes: 2, purchases: 2, persons: 2, organizations: 2, transactions: 4 },
	});
	clouds = await startClouds();
	n8n = await createInstance({ env: clouds.env });
	server = await startServer(n8n);
	place = await clouds.oneDrivePlace();
}, 45 * 60_000);

afterAll(async () => {
	await server?.close();
	await place?.close();
	await n8n?.dispose();
	await clouds?.close();
	await api?.close();
});

function loginCredential(): Credential {
	const { email, password } = api.login;
	return {
		id: 'sinaoLogin000001',
		name: 'Sinao Login',
		type: 'sinaoLoginApi',
		data: { email, password, baseUrl: api.baseUrl },
	};
}

/** A webhook instead of the schedule, which a test cannot wait for. Both run the published version of the workflow. */
function calledOverHttp(workflow: Workflow): Workflow {
	const schedule = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
	Object.assign(schedule as object, {
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path: 'companies', responseMode: 'onReceived', options: {} },
	});
	return workflow;
}

/** Creates the template with the credentials for a place, as a user does. */
async function install(where: Place, change = (workflow: Workflow) => workflow): Promise<string> {
	const credentials: Record<string, Credential> = {
		'n8n-nodes-sinao': await addCredential(server, loginCredential()),
	};
	for (const [type, credential] of Object.entries(where.credentials))
		credentials[type] = await addCredential(server, credential);
	const template = readTemplate(`back-up-all-companies-${where.storage}`);
	return await server.add(change(fillIn(template, where.settings, credentials)));
}

interface OverviewEntry {
	id: string;
	folder: string;
	outcome: string;
	reason: string | null;
	lastComplete: { number: number } | null;
}

const overview = ({ root } = place) =>
	(
		JSON.parse(readFileSync(path.join(root, 'cabinet.json'), 'utf8')) as {
			companies: OverviewEntry[];
		}
	).companies;

const manifestIn = (folder: string, { root } = place) =>
	JSON.parse(readFileSync(path.join(root, folder, 'manifest.json'), 'utf8')) as Manifest;

/** Expects the files of a company, byte for byte, in its folder. */
function expectFiles(where: Place, folder: string, company: string): void {
	const manifest = manifestIn(folder, where);
	expect(manifest.company.id).toBe(company);
	expect(manifest.files.some(({ kind }) => kind === 'document')).toBe(true);
	expect(digestsOf(path.join(where.root, folder))).toMatchObject(
		Object.fromEntries(manifest.files.map((file) => [file.path, file.sha256])),
	);
}

it('The template for all companies saves each company in its folder, goes on after one that fails, and says so on one page', async () => {
	const [first, second, third] = [...api.companies.values()];
	id = await install(place, calledOverHttp);

	api.faults.add({
		path: `/apps/${second.id}/`,
		times: 1_000,
		fault: { kind: 'status', status: 401 },
	});
	expect(await server.statusOf(await server.run(id, 'Run manually'))).toBe('error');
	expect(overview().map((company) => [company.id, company.outcome])).toEqual([
		[String(first.id), 'complete'],
		[String(second.id), 'failed'],
		[String(third.id), 'complete'],
	]);
	for (const { id: company, folder, outcome } of overview()) {
		expect(existsSync(path.join(place.root, folder, 'rapport.html'))).toBe(outcome === 'complete');
		if (outcome === 'complete') expectFiles(place, folder, company);
	}
	expect(readFileSync(path.join(place.root, 'cabinet.html'), 'utf8')).toContain(
		'Sociétés sans sauvegarde complète\u00a0: 1 sur 3.',
	);
}, 300_000);

interface PublishedRun {
	mode: string;
	status: string;
	runs: Execution['runs'];
}

/** Runs the published workflow as its schedule does, and waits for its executions, of which there are so many. */
async function runPublished(count: number): Promise<PublishedRun[]> {
	const before = (await server.ended(id, 1)).length;
	await axios.post(`${server.url}/webhook/companies`, {}, { proxy: false });
	const ended = (await server.ended(id, before + count, 240_000)).slice(before);
	return await Promise.all(
		ended.map(async (execution): Promise<PublishedRun> => {
			const { mode, status, data } = (await server.client.get(`/executions/${execution.id}`)).data
				.data as { mode: string; status: string; data: string };
			const { resultData } = parse(data) as { resultData: { runData: Execution['runs'] } };
			return { mode, status, runs: resultData.runData };
		}),
	);
}

it('Once it is published, the next run continues each backup in the same folder, though a company was renamed, and mails once that another one failed', async () => {
	const [first, second, third] = [...api.companies.values()];
	const before = overview();
	api.faults.clear();
	Object.assign(first, { name: 'Autre nom' });
	api.faults.add({
		path: `/apps/${third.id}/`,
		times: 1_000,
		fault: { kind: 'status', status: 401 },
	});
	await server.activate(id);
	// The run, its three companies, and what n8n starts for each execution that failed.
	const executions = await runPublished(6);
	expect(executions.map(({ mode, status }) => `${mode}: ${status}`).sort()).toEqual([
		'error: success',
		'error: success',
		'integrated: error',
		'integrated: success',
		'integrated: success',
		'webhook: error',
	]);
	const mails = executions.filter(({ mode, runs }) => mode === 'error' && runs['Send the outcome']);
	expect(mails).toHaveLength(1);
	expect(JSON.stringify(mails[0].runs['When a run fails'][0].data)).toContain(
		`1 company has no complete backup; everything else was saved. ${third.name}: `,
	);

	expect(overview().map(({ folder, outcome }) => [folder, outcome])).toEqual([
		[before[0].folder, 'complete'],
		[before[1].folder, 'complete'],
		[before[2].folder, 'failed'],
	]);
	expect(overview().map(({ lastComplete }) => lastComplete?.number)).toEqual([2, 1, 1]);
	expect(manifestIn(before[1].folder).company.id).toBe(String(second.id));
}, 300_000);

describe('The template for all companies', () => {
	async function expectComplete(where: Place, workflowId: string, number: number): Promise<void> {
		expect(await server.statusOf(await server.run(workflowId, 'Run manually'))).toBe('success');
		await where.look();
		const companies = overview(where);
		expect(companies.map(({ id: company }) => company)).toEqual(
			[...api.companies.keys()].map(String),
		);
		for (const { id: company, folder, outcome, lastComplete } of companies) {
			expect([outcome, lastComplete?.number]).toEqual(['complete', number]);
			expectFiles(where, folder, company);
		}
		const page = path.join(where.root, 'cabinet.html');
		const links = [...readFileSync(page, 'utf8').matchAll(/href="([^"]+)"/g)].map(([, href]) =>
			fileURLToPath(new URL(href, pathToFileURL(page))),
		);
		expect(links).toHaveLength(2 * companies.length);
		for (const link of links) expect(existsSync(link)).toBe(true);
	}

	beforeAll(() => api.faults.clear());

	const places: Array<[string, number, () => Promise<Place>]> = [
		['Google Drive', 2, async () => await clouds.googleDrivePlace()],
		['Nextcloud', 1, nextcloudPlace],
		['SFTP', 1, sftpPlace],
		['S3', 1, s3Place],
		['Dropbox', 1, async () => await clouds.dropboxPlace()],
		['OneDrive', 1, async () => await clouds.oneDrivePlace()],
		['SharePoint', 1, async () => await clouds.sharePointPlace()],
	];
	it.each(places)(
		'creates the folders of the companies in %s, and uses them again (runs: %d)',
		async (_name, runs, open) => {
			const where = await open();
			const workflowId = await install(where);
			for (let number = 1; number <= runs; number++)
				await expectComplete(where, workflowId, number);
			expect(readdirSync(where.root)).toHaveLength(api.companies.size + 2);
			await where.close();
		},
		300_000,
	);

	it('backs up a company in as many executions as it needs before the next one, though the workflow is not published', async () => {
		const where = await sftpPlace();
		const workflowId = await install(where, (workflow) => withParts(workflow, 3));
		expect(await server.statusOf(await server.run(workflowId, 'Run manually'))).toBe('success');
		const companies = overview(where);
		expect(companies.map(({ outcome }) => outcome)).toEqual(companies.map(() => 'complete'));
		const numbers = companies.map(({ folder }) => manifestIn(folder, where).run.number);
		expect(Math.min(...numbers)).toBeGreaterThan(1);
		const executions = await server.ended(workflowId, 1);
		expect(executions).toHaveLength(1 + numbers.reduce((sum, number) => sum + number, 0));
		for (const { id: company, folder } of companies) expectFiles(where, folder, company);
		await where.close();
	}, 300_000);

	it('names the folders to create on a disk', async () => {
		const where = await diskPlace(n8n, 'cabinet');
		const workflowId = await install(where);
		expect(await server.statusOf(await server.run(workflowId, 'Run manually'))).toBe('error');
		for (const { folder, outcome, reason } of overview(where)) {
			expect([outcome, reason]).toEqual(['failed', 'The file or directory does not exist']);
			await mkdir(path.join(where.root, folder));
		}
		await expectComplete(where, workflowId, 1);
	}, 300_000);
});
