import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { resourceOf } from '../../../nodes/SinaoTrigger/events';
import { cleanUp, fileOf } from '../../support/engine';
import { startTrigger, type Trigger } from '../../support/engine/trigger';
import { type SinaoOptions, type SinaoServer, startSinao } from '../../support/sinao';
import { WEBHOOK_EVENTS, WEBHOOK_LIST, WEBHOOK_URL } from '../../support/sinao/api/settings';

const size = { invoices: 12, quotes: 6, purchases: 6, persons: 4, organizations: 4 };
const open: Array<{ close(): Promise<void> }> = [];

let api: SinaoServer;

async function start(variants: SinaoOptions['variants'] = {}): Promise<void> {
	api = await startSinao({ seed: 5, nasty: false, size, variants });
	open.push(api);
}

/** A trigger for changed invoices, or as the parameters say. */
async function trigger(parameters: IDataObject = {}, options: IDataObject = {}): Promise<Trigger> {
	const made = await startTrigger({
		type: 'sinaoTrigger',
		parameters: {
			authentication: 'apiKey',
			events: ['invoice.created', 'invoice.updated'],
			...parameters,
			options: { firstWait: 1, ...options },
		},
		credentials: {
			sinaoApi: { apiKey: api.apiKey, baseUrl: api.baseUrl, appId: '' },
			sinaoLoginApi: { ...api.login, baseUrl: api.baseUrl },
		},
	});
	open.push(made);
	return made;
}

function setWebhook(url: string, events: string[]): void {
	api.company.settings.set(WEBHOOK_URL, url);
	api.company.settings.set(WEBHOOK_LIST, events);
}

const webhook = () => ({
	url: api.company.settings.get(WEBHOOK_URL),
	events: api.company.settings.get(WEBHOOK_LIST),
});
const another = {
	url: 'https://crm.example.com/hooks/sinao?key=their-secret',
	events: ['invoice.updated', 'quote.deleted'],
};
const documents = ({ executions }: Trigger) =>
	executions.map(({ outputs }) => outputs[0]?.map(({ json }) => json));
const firstFinal = () =>
	api.company.lists.invoices.find(({ status }) => status === 'final')?.id as number;

afterEach(async () => {
	for (const each of open.splice(0)) await each.close();
});
afterAll(cleanUp);

describe('Switched on and off', () => {
	it.each(['flat', 'nested'] as const)(
		'takes the free address of the company, and leaves it free again (settings %s)',
		async (settings) => {
			await start({ settings });
			const node = await trigger();
			expect(await node.isRegistered()).toBe(false);
			await node.switchOn();
			expect(webhook().url).toMatch(new RegExp(`^${node.address}\\?token=[0-9a-f]{64}$`));
			expect(webhook().events).toEqual(['invoice.created', 'invoice.updated']);
			expect(await node.isRegistered()).toBe(true);
			await node.switchOff();
			expect(webhook()).toEqual({ url: null, events: null });
		},
	);

	it.each(['flat', 'nested'] as const)(
		"76 Another tool's address: refuses with its host and no more of it (settings %s)",
		async (settings) => {
			await start({ settings });
			setWebhook(another.url, another.events);
			const node = await trigger();
			const refusal = await node.switchOn().catch((error: Error) => error);
			expect(refusal).toMatchObject({
				message: expect.stringMatching(
					/^Sinao already has a webhook \(crm\.example\.com\)\. .*'Replace Existing Webhook'/,
				),
			});
			expect(JSON.stringify(refusal)).not.toMatch(/their-secret|hooks/);
			await node.switchOff();
			expect(webhook()).toEqual(another);
		},
	);

	it("76 Told to replace another tool's address: keeps its events, gives the address back", async () => {
		await start();
		setWebhook(another.url, another.events);
		const node = await trigger({}, { replaceExisting: true });
		await node.switchOn();
		expect(webhook().url).toContain(node.address);
		expect(webhook().events).toEqual(['invoice.updated', 'quote.deleted', 'invoice.created']);
		await node.switchOff();
		expect(webhook()).toEqual(another);
	});

	it('76 Taken over while it was on: leaves the address to whoever has it now', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		setWebhook(another.url, another.events);
		expect(await node.isRegistered()).toBe(false);
		await node.switchOff();
		expect(webhook()).toEqual(another);
	});

	it('keeps events that somebody chose while it was on', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		setWebhook(String(webhook().url), ['invoice.created', 'invoice.updated', 'quote.created']);
		expect(await node.isRegistered()).toBe(true);
		await node.switchOff();
		expect(webhook()).toEqual({ url: null, events: ['quote.created'] });
	});

	it('stays registered when n8n starts again, and mends what is lacking', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		const before = webhook();
		expect(await node.isRegistered()).toBe(true);
		setWebhook(String(before.url), ['invoice.created']);
		expect(await node.isRegistered()).toBe(false);
		await node.switchOn();
		expect(webhook()).toEqual(before);
		await node.switchOff();
		expect(webhook()).toEqual({ url: null, events: null });
	});

	it('65 Static data lost: takes its own address again under a new secret', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		const { url } = webhook();
		node.staticData = {};
		expect(await node.isRegistered()).toBe(false);
		await node.switchOn();
		expect(webhook().url).toContain(node.address);
		expect(webhook().url).not.toBe(url);
	});

	it('does not lend the address of the published workflow to a test, unless told to; then it comes back', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		const published = webhook();
		await expect(node.switchOn(true)).rejects.toMatchObject({
			message: expect.stringMatching(
				new RegExp(`\\(${new URL(node.address).host}\\)\\..*published`),
			),
		});
		expect(webhook()).toEqual(published);
		node.parameters = { ...node.parameters, options: { replaceExisting: true, firstWait: 1 } };
		await node.switchOn(true);
		expect(webhook().url).toContain(node.testAddress);
		await node.switchOff(true);
		expect(webhook()).toEqual(published);
		await node.switchOff();
		expect(webhook()).toEqual({ url: null, events: null });
	});

	it('takes an address that a test of it left behind', async () => {
		await start();
		const node = await trigger();
		await node.switchOn(true);
		await node.switchOn();
		expect(webhook().url).toContain(node.address);
		await node.switchOff();
		expect(webhook()).toEqual({ url: null, events: null });
	});

	it('says in the log what could not be given back, and gives it back the next time', async () => {
		await start();
		setWebhook(another.url, another.events);
		const node = await trigger({}, { replaceExisting: true, maximumTries: 2 });
		await node.switchOn();
		api.faults.add({ fault: { kind: 'status', status: 503 }, path: '/settings', times: 2 });
		await node.switchOff();
		expect(node.log).toEqual([expect.stringContaining('Sinao server error (503)')]);
		await node.switchOff();
		expect(webhook()).toEqual(another);
	});

	it.each([
		['the address cannot be read back', { method: 'GET' as const, after: 2 }],
		['the answer to setting it gets lost', { method: 'POST' as const, after: 0 }],
	])(
		'76 Switching on fails because %s: the other tool has its address again, though n8n forgets what was remembered',
		async (_, { method, after }) => {
			await start();
			setWebhook(another.url, another.events);
			const node = await trigger({}, { replaceExisting: true, maximumTries: 2 });
			api.faults.add({ fault: { kind: 'html' }, method, path: '/settings', after, times: 2 });
			await expect(node.switchOn()).rejects.toMatchObject({
				message: expect.stringContaining('returned an unreadable response'),
			});
			await node.switchOff();
			expect(webhook()).toEqual(another);
			expect(node.log).toEqual([]);
		},
	);

	it("76 n8n moved to another host: told to replace, it knows its old address and still gives the other tool's back", async () => {
		await start();
		setWebhook(another.url, another.events);
		const before = await trigger({}, { replaceExisting: true });
		await before.switchOn();
		const after = await trigger();
		after.staticData = before.staticData;
		await expect(after.switchOn()).rejects.toMatchObject({
			message: expect.stringContaining(
				`Sinao already has a webhook (${new URL(before.address).host}).`,
			),
		});
		after.parameters = before.parameters;
		await after.switchOn();
		expect(webhook().url).toContain(after.address);
		await after.switchOff();
		expect(webhook()).toEqual(another);
	});

	it.each(['data', 'array'] as const)(
		'offers the events that Sinao has (list %s)',
		async (envelope) => {
			await start({ envelope });
			const offered = await (await trigger()).offeredEvents();
			expect(offered.map(({ value }) => value)).toEqual(WEBHOOK_EVENTS);
			expect(offered).toContainEqual({ name: 'Invoice Updated', value: 'invoice.updated' });
			expect(offered).toContainEqual({
				name: 'Organization Created',
				value: 'contactorganization.created',
			});
		},
	);

	it('works with a login, for the company that is chosen', async () => {
		await start();
		const [, second] = [...api.companies.values()];
		const node = await trigger({
			authentication: 'login',
			company: { __rl: true, mode: 'id', value: String(second.id) },
		});
		await node.switchOn();
		expect(second.settings.get(WEBHOOK_URL)).toContain(node.address);
		const row = second.addRow('invoices', {
			...second.lists.invoices.find(({ status }) => status === 'final'),
			id: undefined,
		});
		await api.webhooksSettled();
		expect(documents(node)).toEqual([
			[
				expect.objectContaining({
					event: 'invoice.created',
					document: expect.objectContaining({ id: row.id }),
				}),
			],
		]);
		await node.switchOff();
		expect(second.settings.get(WEBHOOK_URL)).toBeNull();
		expect(api.company.settings.get(WEBHOOK_URL)).toBeUndefined();
	});
});

describe('Called', () => {
	it.each(['id', 'flat', 'row'] as const)(
		'gives the document of an event as it is now (call with %s)',
		async (webhookPayload) => {
			await start({ webhookPayload });
			const node = await trigger({
				events: ['invoice.updated', 'contactorganization.created', 'quote.updated'],
			});
			await node.switchOn();
			const invoice = api.company.changeRow('invoices', firstFinal(), { title: 'Changed' });
			await api.webhooksSettled();
			const organization = api.company.addRow('organizations', {
				...api.company.lists.organizations[0],
				id: undefined,
				name: 'New',
			});
			await api.webhooksSettled();
			api.company.addInvoice();
			await api.webhooksSettled();
			expect(documents(node)).toEqual([
				[
					{
						event: 'invoice.updated',
						deleted: false,
						resource: 'invoices',
						document: expect.objectContaining({
							id: invoice.id,
							title: 'Changed',
							number: invoice.number,
						}),
					},
				],
				[
					{
						event: 'contactorganization.created',
						deleted: false,
						resource: 'organizations',
						document: expect.objectContaining({ id: organization.id }),
					},
				],
			]);
		},
	);

	it.each([
		['invoice', 'invoices'],
		['quote', 'quotes'],
		['purchase', 'purchases'],
		['contactorganization', 'organizations'],
		['contactperson', 'persons'],
		['contactrelationship', 'relationships'],
		['product', 'products'],
		['productcategory', 'productCategories'],
		['stock', 'stocks'],
		['payments', 'payments'],
		['attachment', 'attachments'],
		['account', 'accounts'],
		['accountcategory', 'accountCategories'],
		['accountingentry', 'accountingEntries'],
		['bankaccount', 'bankAccounts'],
		['bankdetail', 'bankDetails'],
		['recurringinvoice', 'recurringInvoices'],
		['directdebitmandate', 'sepaMandates'],
	])('finds the data of an event by its object and not by a label: %s', (object, name) => {
		expect(resourceOf(`${object}.updated`)).toMatchObject({
			name,
			path: expect.stringMatching(/^\/\w/),
		});
	});

	it('gives a payment, and of what no node reads the id alone', async () => {
		await start();
		const node = await trigger({ events: ['payments.updated', 'contactnote.created'] });
		await node.switchOn();
		const [{ id, amount }] = api.company.lists.payments;
		api.company.changeRow('payments', id, {});
		await api.webhooksSettled();
		await axios.post(
			String(webhook().url),
			{ event: 'contactnote.created', data: { id: 9 } },
			{ proxy: false },
		);
		expect(documents(node)).toEqual([
			[
				expect.objectContaining({
					resource: 'payments',
					document: expect.objectContaining({ id, amount: Number(amount) / 100 }),
				}),
			],
			[
				{
					event: 'contactnote.created',
					deleted: false,
					resource: 'contactnote',
					document: { id: 9 },
				},
			],
		]);
	});

	it('attaches the file with the same facts as the download nodes', async () => {
		await start();
		const node = await trigger({
			events: ['invoice.updated', 'purchase.updated'],
			downloadDocument: true,
			binaryPropertyName: 'file',
		});
		await node.switchOn();
		const id = firstFinal();
		api.company.changeRow('invoices', id, { title: 'Changed' });
		await api.webhooksSettled();
		const [item] = node.executions[0].outputs[0];
		expect(item.json).toMatchObject({
			event: 'invoice.updated',
			resource: 'invoices',
			kind: 'document',
			mimeType: 'application/pdf',
			document: { id },
		});
		expect(item.json.path).toBe(`${String(item.json.folder)}/${String(item.json.fileName)}`);
		expect(await fileOf(item, 'file')).toEqual(api.document('invoices', id));
	});

	it('75 The same event twice gives the same path and the same bytes', async () => {
		await start({ webhookCopies: 2 });
		const node = await trigger({ downloadDocument: true, binaryPropertyName: 'data' });
		await node.switchOn();
		api.company.changeRow('invoices', firstFinal(), { title: 'Changed' });
		await api.webhooksSettled();
		const [[first], [second]] = documents(node);
		expect(first.path).toBeTruthy();
		expect(second).toEqual(first);
	});

	it('75 Late and out of order: each event gives the newest state', async () => {
		await start({ webhookHold: true });
		const node = await trigger();
		await node.switchOn();
		const id = firstFinal();
		api.company.changeRow('invoices', id, { title: 'Older' });
		api.company.changeRow('invoices', id, { title: 'Newest' });
		await api.sendHeldWebhooks();
		expect(documents(node).map(([{ document }]) => (document as IDataObject).title)).toEqual([
			'Newest',
			'Newest',
		]);
	});

	it('75 Deleted document: nothing for its change, an item that says so for its deletion', async () => {
		await start({ webhookHold: true });
		const node = await trigger({
			events: ['invoice.updated', 'invoice.deleted'],
			downloadDocument: true,
		});
		await node.switchOn();
		const id = firstFinal();
		api.company.changeRow('invoices', id, { title: 'Changed' });
		api.company.deleteRow('invoices', id);
		await api.sendHeldWebhooks();
		expect(documents(node)).toEqual([
			[{ event: 'invoice.deleted', deleted: true, resource: 'invoices', document: { id } }],
			[],
		]);
		expect(node.executions[1].hints).toEqual([
			expect.objectContaining({
				message: `Invoice ${id} was deleted in Sinao before it could be read.`,
			}),
		]);
		expect(node.executions.map(({ error }) => error)).toEqual([undefined, undefined]);
	});

	it('75 Forged: answers 404 without a hint, starts nothing and asks Sinao nothing', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		const asked = api.requests.length;
		const secret = new URL(String(webhook().url)).searchParams.get('token') as string;
		const forged = [
			'',
			'?token=',
			`?token=${secret.slice(0, -1)}`,
			`?token=${secret}0`,
			`?token=${secret.toUpperCase()}`,
			`?Token=${secret}`,
		];
		for (const query of forged) {
			const answer = await axios.post(
				node.address + query,
				{ event: 'invoice.updated', data: { id: firstFinal() } },
				{ proxy: false, validateStatus: () => true },
			);
			expect({ query, status: answer.status, data: answer.data }).toEqual({
				query,
				status: 404,
				data: '',
			});
		}
		expect(node.executions).toEqual([]);
		expect(api.requests.length).toBe(asked);
	});

	it('75 With the secret, an id that is none reaches no other address of Sinao, and the run says so', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		const asked = api.requests.length;
		for (const id of ['..', '1/../../2', '', null, 1.5])
			await axios.post(
				String(webhook().url),
				{ event: 'invoice.updated', data: { id } },
				{ proxy: false },
			);
		expect(node.executions.map(({ error }) => error?.message)).toEqual(
			Array(5).fill('Unknown event from Sinao'),
		);
		expect(api.requests.length).toBe(asked);
	});

	it('starts nothing for an empty call and for events that are not chosen', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		for (const body of [{}, { event: 'quote.updated', data: { id: 1 } }])
			await axios.post(String(webhook().url), body, { proxy: false });
		expect(node.executions).toEqual([]);
	});

	it('leaves drafts out where they are not wanted', async () => {
		await start();
		const node = await trigger({}, { includeDrafts: false });
		await node.switchOn();
		const draft = api.company.addRow('invoices', {
			...api.company.lists.invoices[0],
			id: undefined,
			status: 'draft',
			number: null,
		});
		await api.webhooksSettled();
		api.company.finalise(draft.id);
		await api.webhooksSettled();
		expect(documents(node)).toEqual([
			[],
			[
				expect.objectContaining({
					event: 'invoice.updated',
					document: expect.objectContaining({ id: draft.id, status: 'final' }),
				}),
			],
		]);
	});

	it('fails visibly where the document or its file cannot be had', async () => {
		await start();
		const node = await trigger(
			{ downloadDocument: true, binaryPropertyName: 'data' },
			{ maximumTries: 1 },
		);
		await node.switchOn();
		const off = api.faults.add({ fault: { kind: 'status', status: 503 }, path: '/invoices/' });
		api.company.changeRow('invoices', firstFinal(), {});
		await api.webhooksSettled();
		off();
		api.faults.add({ fault: { kind: 'html' }, path: '/pdf$' });
		api.company.changeRow('invoices', firstFinal(), {});
		await api.webhooksSettled();
		expect(node.executions.map(({ error }) => error?.message)).toEqual([
			'Sinao server error (503)',
			expect.stringContaining('Sinao returned a web page'),
		]);
	});
});
