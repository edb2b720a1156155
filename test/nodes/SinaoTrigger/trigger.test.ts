import axios from 'axios';
import type { IDataObject } from 'n8n-workflow';

import { resourceOf } from '../../../nodes/SinaoTrigger/events';
import { cleanUp, fileOf } from '../../support/engine';
import { startTrigger, type Trigger } from '../../support/engine/trigger';
import { type SinaoOptions, type SinaoServer, startSinao } from '../../support/sinao';
import {
	DOCUMENTED_EVENTS,
	WEBHOOK_EVENTS,
	WEBHOOK_LIST,
	WEBHOOK_URL,
} from '../../support/sinao/api/settings';

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

/** A call of Sinao with another body than the simulation's own. */
const call = async (body: unknown) =>
	await axios.post(String(webhook().url), body, { proxy: false });

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
const requestsOf = (method: string) => api.requests.filter((request) => request.method === method);
/** The time as Sinao writes it. */
const now = () => new Date().toISOString().replace('Z', '000Z');
const firstFinal = () =>
	api.company.lists.invoices.find(({ status }) => status === 'final')?.id as number;

afterEach(async () => {
	for (const each of open.splice(0)) await each.close();
});
afterAll(cleanUp);

/** Every form of the body of a call that the simulation knows. */
const bodies = [
	'id',
	'flat',
	'row',
	'delivery',
	'array',
	'action',
	'data',
	'several',
	'batch',
] as const;

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
		expect(node.log).toEqual([
			expect.stringContaining('Sinao could not process the request (503)'),
		]);
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
		'offers the events that Sinao has, then the documented ones that its list lacks (list %s)',
		async (envelope) => {
			await start({ envelope });
			const offered = await (await trigger()).offeredEvents();
			expect(offered.map(({ value }) => value)).toEqual([
				...WEBHOOK_EVENTS,
				...DOCUMENTED_EVENTS.filter((name) => !WEBHOOK_EVENTS.includes(name)),
			]);
			expect(offered).toHaveLength(27);
			expect(offered.slice(18).map(({ name }) => name)).toEqual(
				['Establishment', 'Relationship', 'Address'].flatMap((part) =>
					['Created', 'Updated', 'Deleted'].map((action) => `Contact ${part} ${action}`),
				),
			);
			expect(offered).toContainEqual({ name: 'Invoice Updated', value: 'invoice.updated' });
			expect(offered).toContainEqual({
				name: 'Organization Created',
				value: 'contactorganization.created',
			});
		},
	);

	it.each([
		['undefined', '={{ undefined }}'],
		['null', '={{ null }}'],
		['an empty text', "={{ '' }}"],
		['spaces', "={{ '  ' }}"],
		['an empty list', '={{ [] }}'],
		['a lone comma', "={{ ' , ' }}"],
	])('77 Events are %s: an error that names them, and no request', async (_, events) => {
		await start();
		const node = await trigger({ events });
		await expect(node.switchOn()).rejects.toThrow("'Event Names or IDs' is empty");
		await expect(node.isRegistered()).rejects.toThrow("'Event Names or IDs' is empty");
		expect(api.requests).toEqual([]);
	});

	it('77 Events become empty after the workflow was switched on: a call starts nothing', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		for (const events of ['={{ undefined }}', '={{ [] }}', "={{ 'invoice.updatedAgain' }}"]) {
			node.parameters.events = events;
			await call({ event: 'invoice.updated', data: { id: firstFinal() } });
		}
		expect(node.executions).toEqual([]);
		node.parameters.events = '={{ undefined }}';
		await node.switchOff();
		expect(webhook().url).toBeNull();
	});

	it('80 Events as a text: those events', async () => {
		await start();
		const node = await trigger({ events: "={{ 'invoice.created, quote.updated' }}" });
		await node.switchOn();
		expect(webhook().events).toEqual(['invoice.created', 'quote.updated']);
	});

	it('119 An empty answer (204) to the settings: they are read back, the address is set and freed', async () => {
		await start({ settingsAnswer: 'empty' });
		const node = await trigger();
		await node.switchOn();
		expect(webhook().url).toContain(node.address);
		expect(requestsOf('POST')).toHaveLength(1);
		await node.switchOff();
		expect(webhook()).toEqual({ url: null, events: null });
		expect(requestsOf('POST')).toHaveLength(2);
		expect(node.log).toEqual([]);
	});

	it('119 An empty answer (204) to settings that were not saved: the workflow is not switched on', async () => {
		await start({ settingsAnswer: 'empty' });
		api.faults.add({
			method: 'GET',
			path: '/settings',
			after: 2,
			times: 1,
			fault: { kind: 'text', text: '{"data":{}}', contentType: 'application/json' },
		});
		await expect((await trigger()).switchOn()).rejects.toMatchObject({
			message: expect.stringContaining('Sinao did not save the webhook'),
		});
	});

	it.each(['paged', 'rows'] as const)(
		'offers every event of a list that comes ten at a time (%s)',
		async (webhookEvents) => {
			await start({ webhookEvents });
			const offered = await (await trigger()).offeredEvents();
			expect(offered.map(({ value }) => value)).toEqual(DOCUMENTED_EVENTS);
		},
	);

	it('offers the documented events where the list has fewer, or refuses a limit', async () => {
		await start({ webhookEvents: 'paged', ignores: ['limit'] });
		api.faults.add({
			path: '/webhooks/events',
			query: 'limit',
			fault: { kind: 'status', status: 422, body: { message: 'limit' } },
		});
		const offered = (await (await trigger()).offeredEvents()).map(({ value }) => value);
		expect([...offered].sort()).toEqual([...DOCUMENTED_EVENTS].sort());
		expect(new Set(offered).size).toBe(offered.length);
	});

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

	describe('of a part of a contact', () => {
		const partEvents = ['contactestablishment', 'contactaddress', 'contactrelationship'].flatMap(
			(object) => ['created', 'updated', 'deleted'].map((action) => `${object}.${action}`),
		);
		const company = () => api.company.table('organizations').byId()[2];
		const addressOf = (id: number) => {
			const [first] = api.company.find('organizations', id)?.establishments as Array<{
				place: { id: number };
			}>;
			return first.place.id;
		};

		it.each(bodies)(
			'120 a body in the form %s gives the contact as it is now, and no other',
			async (webhookPayload) => {
				await start({ webhookPayload, relations: 'expand' });
				const node = await trigger({ events: partEvents });
				await node.switchOn();
				const { id } = company();
				const [{ id: other }] = api.company.table('organizations').byId();
				for (const object of ['contactestablishment', 'contactaddress'] as const) {
					const changes =
						object === 'contactaddress'
							? { locality: 'Brest' }
							: { emails: ['neuf@exemple.example'] };
					api.company.changePart('organizations', id, object, changes, { updated_at: now() });
					await api.webhooksSettled();
					const { outputs, error } = node.executions.at(-1) ?? { outputs: [] };
					expect(error).toBeUndefined();
					// The other address of a batch is no proof, because its contact did not change: its ID stays.
					const isBatch = webhookPayload === 'batch';
					const part =
						object === 'contactestablishment'
							? ['organizations', other]
							: ['contactaddress', addressOf(other)];
					expect(
						outputs[0].map(({ json }) => [json.resource, (json.document as IDataObject).id]),
					).toEqual([['organizations', id], ...(isBatch ? [part] : [])]);
					expect(outputs[0][0].json).toMatchObject({
						event: `${object}.updated`,
						deleted: false,
						document:
							object === 'contactaddress' ? { city: 'Brest' } : { emails: 'neuf@exemple.example' },
					});
				}
				expect(node.executions).toHaveLength(2);
			},
		);

		it('120 an establishment gives its contact although the contact itself did not change', async () => {
			await start();
			const node = await trigger({ events: partEvents });
			await node.switchOn();
			const [{ id }] = api.company.table('persons').byId();
			api.company.changePart('persons', id, 'contactestablishment', { phones: ['+33 1'] });
			await api.webhooksSettled();
			expect(documents(node)).toEqual([
				[
					expect.objectContaining({
						resource: 'persons',
						document: expect.objectContaining({ id, phones: '+33 1' }),
					}),
				],
			]);
			expect(node.executions[0].hints).toEqual([]);
		});

		it('120 an address of a contact that did not change is no proof: its ID may be that of another table', async () => {
			await start();
			const node = await trigger({ events: partEvents });
			await node.switchOn();
			const { id } = api.company.changePart('organizations', company().id, 'contactaddress', {});
			await api.webhooksSettled();
			expect(documents(node)).toEqual([
				[
					{
						event: 'contactaddress.updated',
						deleted: false,
						resource: 'contactaddress',
						document: { id },
					},
				],
			]);
			expect(node.executions[0].hints).toEqual([
				expect.objectContaining({
					message: `No contact in Sinao contains the contact address of the event 'contactaddress.updated', so the item contains only its ID.`,
				}),
			]);
		});

		it('120 an establishment that two contacts contain gives the contacts that changed, with a hint', async () => {
			await start({ contactIds: 'overlapping' });
			const node = await trigger({ events: partEvents });
			await node.switchOn();
			const [{ id }] = api.company.table('persons').byId();
			expect(api.company.find('organizations', id)).toBeDefined();
			api.company.changePart('persons', id, 'contactestablishment', {}, { updated_at: now() });
			await api.webhooksSettled();
			expect(documents(node)).toEqual([
				[
					expect.objectContaining({
						resource: 'persons',
						document: expect.objectContaining({ id }),
					}),
				],
			]);
			expect(node.executions[0].hints).toEqual([
				expect.objectContaining({
					message:
						'Sinao did not identify the contact establishment that changed. All contacts that changed in the last 15 minutes are returned.',
				}),
			]);
		});

		it('120 an address of a contact that did not change keeps its ID beside the contacts that did', async () => {
			await start();
			const node = await trigger({ events: partEvents });
			await node.switchOn();
			const [{ id: changed }, { id: gone }] = api.company.table('persons').byId();
			api.company.changeRow('persons', changed, { updated_at: now() });
			api.company.changeRow('persons', gone, { updated_at: now(), deleted_at: now() });
			const { id } = api.company.changePart('organizations', company().id, 'contactaddress', {});
			await api.webhooksSettled();
			const found = documents(node)
				.at(-1)
				?.map(({ resource, document }) => [resource, (document as IDataObject).id]);
			expect(found).toEqual([
				['persons', changed],
				['contactaddress', id],
			]);
		});

		it('a deletion gives the ID of what was deleted, and a relationship gives itself', async () => {
			await start();
			const node = await trigger({ events: partEvents });
			await node.switchOn();
			await call({ event: 'contactestablishment.deleted', data: { id: 5 } });
			const [{ id }] = api.company.table('relationships').byId();
			api.company.changeRow('relationships', id, { note: 'Changed' });
			await api.webhooksSettled();
			expect(documents(node)).toEqual([
				[
					{
						event: 'contactestablishment.deleted',
						deleted: true,
						resource: 'contactestablishment',
						document: { id: 5 },
					},
				],
				[
					expect.objectContaining({
						event: 'contactrelationship.updated',
						resource: 'relationships',
						document: expect.objectContaining({ id, note: 'Changed' }),
					}),
				],
			]);
			expect(api.contractViolations).toEqual([]);
		});

		it('120 a call without an ID, where no contact changed, gives the body and no contact', async () => {
			await start();
			const node = await trigger({ events: partEvents });
			await node.switchOn();
			await call({ event: 'contactaddress.created', data: { name: 'Siège' } });
			expect(documents(node)).toEqual([
				[expect.objectContaining({ document: null, body: expect.anything() })],
			]);
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

	it('75, 120 With the secret, an id that is none reaches no other address of Sinao, and the item says so', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		const asked = api.requests.length;
		const ids = ['..', '1/../../2', '', null, 1.5];
		for (const id of ids) await call({ event: 'invoice.updated', data: { id } });
		expect(documents(node)).toEqual(
			ids.map((id) => [
				{
					event: 'invoice.updated',
					deleted: false,
					resource: 'invoices',
					document: null,
					body: { event: 'invoice.updated', data: { id } },
				},
			]),
		);
		const paths = api.requests.slice(asked).map(({ path }) => path);
		expect(new Set(paths)).toEqual(new Set([`/v1/apps/${api.appId}/invoices`, '/v1/apps']));
	});

	it('120 A call that names no event fails the execution with what Sinao sent', async () => {
		await start();
		const node = await trigger();
		await node.switchOn();
		const asked = api.requests.length;
		await call({ ping: 'pong' });
		expect(node.executions.map(({ error }) => [error?.message, error?.description])).toEqual([
			['Unknown event from Sinao', expect.stringContaining('{"ping":"pong"}')],
		]);
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
			'Sinao could not process the request (503)',
			expect.stringContaining('Sinao returned a web page'),
		]);
	});

	it.each(bodies)(
		'120 A body in the form %s: the changed documents, each once, and no other',
		async (webhookPayload) => {
			await start({ webhookPayload });
			const node = await trigger({ events: ['invoice.updated', 'payments.updated'] });
			await node.switchOn();
			for (const list of ['invoices', 'payments'] as const) {
				const { id } = list === 'invoices' ? { id: firstFinal() } : api.company.lists.payments[2];
				api.company.changeRow(list, id, { updated_at: now() });
				await api.webhooksSettled();
				const other = api.company
					.table(list)
					.byId()
					.find((row) => row.id !== id)?.id;
				const { outputs, error } = node.executions.at(-1) ?? { outputs: [] };
				expect(error).toBeUndefined();
				expect(
					outputs[0].map(({ json }) => [json.resource, (json.document as IDataObject).id]),
				).toEqual([[list, id], ...(webhookPayload === 'batch' ? [[list, other]] : [])]);
			}
			expect(node.executions).toHaveLength(2);
		},
	);

	describe('120 The id of a document is where the body says so', () => {
		it.each<[string, (ids: { wanted: number; other: number; event: string }) => unknown]>([
			[
				'in the object in data',
				({ wanted, other, event }) => ({
					id: other,
					type: event,
					data: { id: other, object: { id: wanted } },
				}),
			],
			[
				'under the name of the object in data',
				({ wanted, other, event }) => ({ event, data: { id: other, invoice: { id: wanted } } }),
			],
			[
				'in a field of data',
				({ wanted, other, event }) => ({ event, data: { id: other, invoice_id: wanted } }),
			],
			[
				'in object_id',
				({ wanted, other }) => ({
					id: other,
					action: 'update',
					object_type: 'App\\Models\\Invoice',
					object_id: wanted,
				}),
			],
			[
				'beside other objects',
				({ wanted, other, event }) => ({
					event,
					id: other,
					quote: { id: other },
					payment: { id: other },
					invoice: { id: wanted, customer: { id: other } },
				}),
			],
			[
				'in a list of ids',
				({ wanted, other, event }) => ({ id: other, event, invoice_ids: [wanted, wanted] }),
			],
			[
				'in an array of events, of which one is not selected',
				({ wanted, other, event }) => ({
					id: other,
					events: [
						{ event, data: { id: wanted } },
						{ event: 'quote.updated', data: { id: other } },
						{ event, data: { id: wanted } },
					],
				}),
			],
			[
				'as text',
				({ wanted, event }) => ({ event: event.toUpperCase(), data: { id: String(wanted) } }),
			],
			[
				'with object and verb apart',
				({ wanted, other }) => ({
					id: other,
					resource: 'invoices',
					event: 'updated',
					data: { id: wanted },
				}),
			],
		])('%s', async (_, bodyOf) => {
			await start();
			const node = await trigger();
			await node.switchOn();
			const wanted = firstFinal();
			const other = api.company.lists.invoices.find(({ id }) => id !== wanted)?.id as number;
			await call(bodyOf({ wanted, other, event: 'invoice.updated' }));
			expect(
				documents(node).map((items) =>
					items?.map(({ event, document }) => [event, (document as IDataObject).id]),
				),
			).toEqual([[['invoice.updated', wanted]]]);
		});
	});

	describe('120 An id that may be that of the delivery', () => {
		it('counts if the document agrees with what the call says about it', async () => {
			await start();
			const node = await trigger();
			await node.switchOn();
			const { id, number, status } = api.company.find('invoices', firstFinal()) as IDataObject;
			await call({ event: 'invoice.updated', id, number, status });
			expect(documents(node)).toEqual([
				[expect.objectContaining({ document: expect.objectContaining({ id, number }) })],
			]);
			expect(node.executions[0].hints).toEqual([]);
		});

		it.each<[string, (id: number) => unknown]>([
			[
				'at the top, with the number of another document',
				(id) => ({ event: 'invoice.updated', id, number: 'FAC-99999' }),
			],
			['at the top, with nothing to compare', (id) => ({ event: 'invoice.updated', id })],
			[
				'in data that contradicts the document',
				(id) => ({ event: 'invoice.updated', data: { id, number: 'FAC-99999' } }),
			],
			[
				'in an object of another kind',
				(id) => ({ event: 'invoice.updated', object: { id, type: 'payment' } }),
			],
			[
				'of the object, but only its action is known',
				(id) => ({ object: 'invoice', action: 'updated', id }),
			],
		])('does not count %s: what changed recently is read', async (_, bodyOf) => {
			await start();
			const node = await trigger();
			await node.switchOn();
			const [changed, untouched] = api.company.lists.invoices.filter(
				({ status }) => status === 'final',
			);
			api.company.lists.invoices.find(({ id }) => id === changed.id)!.updated_at = now();
			await call(bodyOf(untouched.id));
			await call(bodyOf(untouched.id));
			const expected = [
				expect.objectContaining({ document: expect.objectContaining({ id: changed.id }) }),
			];
			expect(documents(node)).toEqual([expected, expected]);
			expect(node.executions[0].hints.map(({ message }) => message)).toEqual([
				'Sinao did not identify the invoice that changed. All that changed in the last 15 minutes are returned.',
			]);
		});

		it.each(['text', 'ignored', 'refused'] as const)(
			'finds what changed recently if the service treats the filter by date otherwise (%s)',
			async (how) => {
				await start({
					...(how === 'text' ? { dateFilters: 'text' as const } : {}),
					...(how === 'ignored' ? { ignores: ['filter:date' as const] } : {}),
					...(how === 'refused' ? { refuses: ['filter:date' as const] } : {}),
				});
				const node = await trigger();
				await node.switchOn();
				const id = firstFinal();
				api.company.lists.invoices.find((row) => row.id === id)!.updated_at = now();
				await call({ event: 'invoice.updated', id: 1 });
				expect(documents(node)).toEqual([
					[expect.objectContaining({ document: expect.objectContaining({ id }) })],
				]);
			},
		);

		it.each<[string, string[], 'honoured' | 'ignored' | 'refused']>([
			['no time of a change', ['updated_at'], 'honoured'],
			['no time of a change', ['updated_at'], 'ignored'],
			['no time of a change', ['updated_at'], 'refused'],
			['no time at all', ['created_at', 'updated_at'], 'ignored'],
		])('misses nothing in silence where rows have %s (%s, filter %s)', async (_, absent, how) => {
			await start({
				absentFields: { invoices: absent },
				...(how === 'honoured' ? {} : { [how === 'ignored' ? 'ignores' : 'refuses']: ['filter'] }),
			});
			const node = await trigger();
			await node.switchOn();
			const [changed, created] = api.company.lists.invoices.filter(
				({ status }) => status === 'final',
			);
			Object.assign(api.company.lists.invoices.find(({ id }) => id === changed.id)!, {
				updated_at: now(),
			});
			// Created a moment ago: this alone would look like the answer.
			Object.assign(api.company.lists.invoices.find(({ id }) => id === created.id)!, {
				created_at: now(),
			});
			await call({ event: 'invoice.updated', id: 1 });
			const items = documents(node)[0] ?? [];
			const ids = items.map((json) => (json?.document as IDataObject | null)?.id ?? null);
			if (how === 'honoured') expect(ids).toContain(changed.id);
			else expect(ids).toEqual([null]);
			expect(node.executions[0].hints.map(({ message }) => message).join()).toContain(
				'Sinao did not identify the invoice',
			);
		});

		it('finds what was created and never changed, whose time of a change is null', async () => {
			await start();
			const node = await trigger();
			await node.switchOn();
			const id = firstFinal();
			Object.assign(api.company.lists.invoices.find((row) => row.id === id)!, {
				created_at: now(),
				updated_at: null,
			});
			await call({ event: 'invoice.created', id: 1 });
			expect(documents(node)).toEqual([
				[expect.objectContaining({ document: expect.objectContaining({ id }) })],
			]);
		});

		it('of a deletion, or where nothing changed recently, is no document: the item says so', async () => {
			await start();
			const node = await trigger({ events: ['invoice.updated', 'invoice.deleted'] });
			await node.switchOn();
			await call({ event: 'invoice.updated', id: firstFinal() });
			await call({ event: 'invoice.deleted', id: 987_654 });
			expect(documents(node)).toEqual([
				[expect.objectContaining({ event: 'invoice.updated', deleted: false, document: null })],
				[
					{
						event: 'invoice.deleted',
						deleted: true,
						resource: 'invoices',
						document: null,
						body: { event: 'invoice.deleted', id: 987_654 },
					},
				],
			]);
			expect(node.executions.map(({ hints }) => hints[0].message)).toEqual([
				expect.stringContaining("the event 'invoice.updated'"),
				expect.stringContaining("the event 'invoice.deleted'"),
			]);
		});
	});

	it.each(['soft', 'softWithTrashed'] as const)(
		'120 A deleted document that Sinao still answers with (%s) counts as deleted',
		async (deletion) => {
			await start({ deletion });
			const node = await trigger({ events: ['invoice.deleted'] });
			await node.switchOn();
			const id = firstFinal();
			api.company.deleteRow('invoices', id);
			await api.webhooksSettled();
			expect(documents(node)).toEqual([
				[{ event: 'invoice.deleted', deleted: true, resource: 'invoices', document: { id } }],
			]);
		},
	);
});
