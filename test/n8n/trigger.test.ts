import { rm } from 'node:fs/promises';
import path from 'node:path';
import axios from 'axios';

import { type SinaoServer, startSinao } from '../support/sinao';
import { WEBHOOK_LIST, WEBHOOK_URL } from '../support/sinao/api/settings';
import type { Row } from '../support/sinao/types';
import { importCredentials, importWorkflow } from '../support/n8n/commands';
import { expectInvoices, readFiles } from '../support/n8n/comparison';
import { createInstance, type Instance } from '../support/n8n/instance';
import { until } from '../support/processes';
import { type Server, startServer } from '../support/n8n/server';
import { waysOf } from '../support/n8nVersions';
import { fillIn, readTemplate, sinaoCredential } from '../support/n8n/workflows';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL'], 'they start n8n again, with other settings');

const another = {
	url: 'https://crm.example.com/hooks/sinao?key=their-secret',
	events: ['invoice.updated', 'quote.deleted'],
};
const nobody = { url: null, events: null };
const replaceExisting = true;
const triggerName = 'When an invoice changes';

let api: SinaoServer;
let n8n: Instance;
let server: Server;
/** The workflow of a test. */
let id: string;

/** The template for the disk as a user fills it in. */
function template(options: Record<string, boolean> = {}) {
	const filled = fillIn(
		readTemplate('save-at-once-disk'),
		{ folder: n8n.outputFolder },
		{ 'n8n-nodes-sinao': sinaoCredential(api) },
	);
	for (const { name, parameters } of filled.nodes)
		if (name === triggerName) Object.assign(parameters.options as object, options);
	return filled;
}

async function addWorkflow(options?: Record<string, boolean>): Promise<void> {
	id = await server.add(template(options));
}

async function switchOn(options?: Record<string, boolean>): Promise<void> {
	await addWorkflow(options);
	await server.activate(id);
}

/** Tries to listen for one event as the editor's button does, and gives n8n's answer. */
async function listenOnce(): Promise<{ message?: string; data?: unknown }> {
	const workflowData = (await server.client.get(`/workflows/${id}`)).data.data;
	const order = { workflowData, triggerToStartFrom: { name: triggerName } };
	return (await server.client.post(`/workflows/${id}/run`, order, { validateStatus: () => true }))
		.data;
}

const webhook = () => ({
	url: api.company.settings.get(WEBHOOK_URL),
	events: api.company.settings.get(WEBHOOK_LIST),
});
const registrations = () =>
	api.requests.filter(
		({ method, path: address }) => method === 'POST' && address.endsWith('/settings'),
	).length;
const statuses = async (count: number) =>
	(await server.ended(id, count)).map(({ status }) => status);

function setWebhook({ url, events }: { url: string | null; events: string[] | null }): void {
	api.company.settings.set(WEBHOOK_URL, url);
	api.company.settings.set(WEBHOOK_LIST, events);
}

/** A new invoice of the company, of which nobody was told yet. */
function newInvoice(): Row {
	const { url, events } = webhook();
	setWebhook(nobody);
	const invoice = api.company.addInvoice();
	setWebhook({ url, events } as never);
	return invoice;
}

/** The PDFs that lie on the disk are exactly those of these invoices, as they are now. */
function expectOnDisk(...invoices: Row[]): void {
	expectInvoices(api, readFiles(n8n.outputFolder), invoices);
}

beforeAll(async () => {
	api = await startSinao({ seed: 5, nasty: false, size: { invoices: 20 } });
	n8n = await createInstance();
	await importCredentials(n8n, [sinaoCredential(api)]);
	await importWorkflow(n8n, 'fromCommandLine1', template());
	server = await startServer(n8n);
}, 45 * 60_000);

beforeEach(() => setWebhook(nobody));

afterEach(async () => {
	await server.deactivate(id);
	api.faults.clear();
	Object.assign(api.variants, { webhookCopies: 1, webhookHold: false });
	for (const name of readFiles(n8n.outputFolder).keys())
		await rm(path.join(n8n.outputFolder, name));
}, 60_000);

afterAll(async () => {
	await server?.close();
	await n8n?.dispose();
	await api?.close();
}, 60_000);

describe('The template that saves an invoice at once, in a real n8n that the company calls', () => {
	it('passes over a draft, saves the PDF when it is final, and again when it changes', async () => {
		await switchOn();
		const draft = api.company.addRow('invoices', {
			...api.company.lists.invoices[0],
			id: undefined,
			status: 'draft',
			number: null,
		});
		expect(await statuses(1)).toEqual(['success']);
		expectOnDisk();
		api.company.finalise(draft.id);
		expect(await statuses(2)).toEqual(['success', 'success']);
		expectOnDisk(draft);
		api.company.changeRow('invoices', draft.id, { title: 'Changed' });
		expect(await statuses(3)).toEqual(['success', 'success', 'success']);
		expectOnDisk(draft);
	}, 120_000);

	it('75 The same event three times: one file', async () => {
		await switchOn();
		api.variants.webhookCopies = 3;
		const invoice = api.company.addInvoice();
		expect(await statuses(3)).toEqual(['success', 'success', 'success']);
		expectOnDisk(invoice);
	}, 120_000);

	it('75 Events that come late and out of order: the newest state', async () => {
		await switchOn();
		api.variants.webhookHold = true;
		const invoice = api.company.addInvoice();
		api.company.changeRow('invoices', invoice.id, { title: 'Older' });
		api.company.changeRow('invoices', invoice.id, { title: 'Newest' });
		await api.sendHeldWebhooks();
		expect(await statuses(3)).toEqual(['success', 'success', 'success']);
		expectOnDisk(invoice);
	}, 120_000);

	it('75 An event about an invoice that was deleted since: nothing is saved, nothing fails, the next one is', async () => {
		await switchOn();
		api.variants.webhookHold = true;
		const deleted = api.company.addInvoice();
		api.company.deleteRow('invoices', deleted.id);
		const kept = api.company.addInvoice();
		await api.sendHeldWebhooks();
		expect(await statuses(2)).toEqual(['success', 'success']);
		expectOnDisk(kept);
	}, 120_000);

	it('75 Forged calls: 404, no execution, no request to Sinao; the true one after them is heard', async () => {
		await switchOn();
		const invoice = newInvoice();
		const { url } = webhook();
		const { origin, pathname, searchParams } = new URL(String(url));
		const secret = String(searchParams.get('token'));
		const asked = api.requests.length;
		for (const query of [
			'',
			'?token=',
			`?token=${secret.slice(1)}`,
			`?token=${secret}&token=${secret}`,
			`?token=${'0'.repeat(64)}`,
		]) {
			const answer = await axios.post(
				origin + pathname + query,
				{ event: 'invoice.updated', data: { id: invoice.id } },
				{ proxy: false, validateStatus: () => true },
			);
			expect([query, answer.status]).toEqual([query, 404]);
		}
		expect(api.requests.length).toBe(asked);
		api.company.changeRow('invoices', invoice.id, {});
		expect(await statuses(1)).toEqual(['success']);
		expectOnDisk(invoice);
	}, 120_000);

	it('a PDF that cannot be had stops the execution with the name of the invoice', async () => {
		await switchOn();
		api.faults.add({ path: '/pdf$', fault: { kind: 'status', status: 404 } });
		const { number } = api.company.addInvoice();
		const [{ id: execution, status }] = await server.ended(id, 1);
		expect(status).toBe('error');
		const { data } = (await server.client.get(`/executions/${execution}`)).data.data as {
			data: string;
		};
		expect(data).toContain(
			`1 document is missing; everything else was saved. invoices ${String(number)}: No document in Sinao`,
		);
	}, 120_000);
});

describe('The one webhook address of a company, with a real n8n', () => {
	it("76 Another tool's address: n8n refuses to switch the workflow on and says its host, the address stays", async () => {
		setWebhook(another);
		await addWorkflow();
		await expect(server.activate(id)).rejects.toThrow(
			/^Sinao already has a webhook \(crm\.example\.com\)\. .*enable 'Replace Existing Webhook'/,
		);
		expect(server.output()).not.toContain('their-secret');
		expect(webhook()).toEqual(another);
	}, 60_000);

	it("76 'Replace Existing Webhook': takes the address over with the events of the other tool, gives it back when switched off", async () => {
		setWebhook(another);
		await switchOn({ replaceExisting });
		expect(webhook()).toEqual({
			url: expect.stringContaining(`${server.url}/webhook/`),
			events: [...another.events, 'invoice.created'],
		});
		const invoice = api.company.addInvoice();
		expect(await statuses(1)).toEqual(['success']);
		expectOnDisk(invoice);
		await server.deactivate(id);
		expect(webhook()).toEqual(another);
	}, 120_000);

	it('76 Sinao fails in the middle of switching on: what was done is undone, n8n 2 tries again by itself, and the other tool gets its address back in the end', async () => {
		setWebhook(another);
		await addWorkflow({ replaceExisting });
		const before = registrations();
		api.faults.add({
			path: '/settings',
			method: 'GET',
			after: 2,
			times: 6,
			fault: { kind: 'status', status: 503 },
		});
		if (!waysOf().publishesAgain) {
			await expect(server.activate(id)).rejects.toThrow(
				/^Sinao could not process the request \(503\)\./,
			);
			expect(webhook()).toEqual(another);
		}
		await server.activate(id);
		expect(registrations() - before).toBe(3);
		expect(webhook().url).toContain(`${server.url}/webhook/`);
		await server.deactivate(id);
		expect(webhook()).toEqual(another);
	}, 240_000);

	it('76 A second workflow for the same company: n8n refuses it and the first goes on', async () => {
		await switchOn();
		const [first, before] = [id, webhook()];
		await addWorkflow();
		await expect(server.activate(id)).rejects.toThrow(
			`Sinao already has a webhook (${new URL(server.url).host}).`,
		);
		expect(webhook()).toEqual(before);
		id = first;
	}, 60_000);

	it('76 n8n ends and starts again: the address stays, is not set anew, events are heard, and the other tool gets it back in the end', async () => {
		setWebhook(another);
		await switchOn({ replaceExisting });
		const before = webhook();
		await server.close();
		expect(webhook()).toEqual(before);
		const set = registrations();
		server = await startServer(n8n, { N8N_PORT: new URL(server.url).port });
		expect(webhook()).toEqual(before);
		const invoice = api.company.addInvoice();
		expect(await statuses(1)).toEqual(['success']);
		expectOnDisk(invoice);
		expect(registrations()).toBe(set);
		await server.deactivate(id);
		expect(webhook()).toEqual(another);
	}, 240_000);

	it("listens to one event for the editor's 'Execute workflow', then leaves the address free", async () => {
		await addWorkflow();
		expect((await listenOnce()).data).toEqual({ waitingForWebhook: true });
		expect(webhook().url).toContain(`${server.url}/webhook-test/`);
		const invoice = api.company.addInvoice();
		expect(await statuses(1)).toEqual(['success']);
		expectOnDisk(invoice);
		await until('the free address', () => webhook().url === null);
	}, 120_000);

	it('refuses an address at which n8n hears no call: that of a workflow from the command line which nobody saved', async () => {
		id = 'fromCommandLine1';
		expect((await listenOnce()).message).toContain('n8n registered no webhook for this node');
		expect(webhook()).toEqual(nobody);
	}, 60_000);

	it('refuses to be switched on where nobody told n8n its address on the internet', async () => {
		await server.close();
		server = await startServer(n8n, {
			WEBHOOK_URL: '',
			N8N_EDITOR_BASE_URL: '',
			N8N_HOST: 'localhost',
		});
		await addWorkflow();
		await expect(server.activate(id)).rejects.toThrow(
			/^Sinao cannot reach n8n on localhost\. .*WEBHOOK_URL/,
		);
		expect(webhook()).toEqual(nobody);
	}, 240_000);
});
