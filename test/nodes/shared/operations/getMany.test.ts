import type { IDataObject } from 'n8n-workflow';

import { at, itemsOf, listOf, run } from '../../../support/api';
import { cleanUp } from '../../../support/engine';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import type { Row } from '../../../support/sinao/types';
import type { Variants } from '../../../support/sinao/variants';

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({
		seed: 11,
		size: {
			invoices: 450,
			quotes: 60,
			purchases: 60,
			persons: 60,
			organizations: 60,
			products: 60,
			transactions: 60,
		},
	});
});

afterAll(async () => {
	cleanUp();
	await api.close();
});

function listing(parameters: IDataObject = {}, options: IDataObject = {}): IDataObject {
	return { operation: 'getMany', ...parameters, options: { firstWait: 1, ...options } };
}

const resources: Array<{ type: string; list: string; expand: string[]; fields: string[] }> = [
	{
		type: 'sinaoInvoices',
		list: 'invoices',
		expand: ['contact_infos'],
		fields: [
			'number',
			'kind',
			'status',
			'date',
			'dueDate',
			'contact',
			'title',
			'amountBeforeTax',
			'amountWithTax',
			'due',
			'paidOn',
			'id',
			'type',
			'remaining',
			'currency',
			'contactId',
			'contactType',
		],
	},
	{
		type: 'sinaoQuotes',
		list: 'quotes',
		expand: ['contact_infos'],
		fields: [
			'number',
			'status',
			'date',
			'validUntil',
			'contact',
			'title',
			'reference',
			'amountBeforeTax',
			'amountWithTax',
			'id',
			'currency',
			'contactId',
			'contactType',
		],
	},
	{
		type: 'sinaoPurchases',
		list: 'purchases',
		expand: ['account', 'supplier', 'balance'],
		fields: [
			'date',
			'contact',
			'title',
			'status',
			'amountBeforeTax',
			'amountWithTax',
			'account',
			'dueDate',
			'paidOn',
			'hasDocument',
			'id',
			'remaining',
			'contactId',
			'contactType',
		],
	},
	{
		type: 'sinaoPersons',
		list: 'persons',
		expand: [],
		fields: ['civility', 'firstName', 'lastName', 'emails', 'phones', 'city', 'people', 'id'],
	},
	{
		type: 'sinaoOrganizations',
		list: 'organizations',
		expand: [],
		fields: [
			'name',
			'billingName',
			'siren',
			'siret',
			'vatNumber',
			'emails',
			'phones',
			'city',
			'people',
			'id',
		],
	},
	{
		type: 'sinaoProducts',
		list: 'products',
		expand: [],
		fields: [
			'reference',
			'name',
			'description',
			'category',
			'priceBeforeTax',
			'vatPercent',
			'unit',
			'kind',
			'id',
		],
	},
	{
		type: 'sinaoBank',
		list: 'transactions/',
		expand: [],
		fields: [
			'date',
			'label',
			'details',
			'amount',
			'method',
			'contact',
			'reconciledOn',
			'account',
			'id',
		],
	},
];

describe.each(resources)('Get Many of $list', ({ type, list, expand, fields }) => {
	test('gives the newest fifty by default, as many as the limit, or all', async () => {
		const ids = (await listOf(api, list)).map(({ id }) => id).reverse();
		expect((await itemsOf(api, type, listing())).map(({ json }) => json.id)).toEqual(
			ids.slice(0, 50),
		);
		expect((await itemsOf(api, type, listing({ limit: 3 }))).map(({ json }) => json.id)).toEqual(
			ids.slice(0, 3),
		);
		expect(
			(await itemsOf(api, type, listing({ limit: 5 }, { pageSize: 2 }))).map(({ json }) => json.id),
		).toEqual(ids.slice(0, 5));
		expect(
			(await itemsOf(api, type, listing({ returnAll: true }, { pageSize: 25 }))).map(
				({ json }) => json.id,
			),
		).toEqual(ids);
	});

	test('asks for no more rows than it gives', async () => {
		api.requests.length = 0;
		await itemsOf(api, type, listing({ limit: 3 }));
		expect(api.requests.map(({ query }) => new URLSearchParams(query).get('limit'))).toEqual(['3']);
	});

	test('gives flat fields when simplified, the same in each row', async () => {
		for (const { json } of await itemsOf(api, type, listing())) {
			expect(Object.keys(json)).toEqual(fields);
			expect(
				Object.values(json).filter((value) => typeof value === 'object' && value !== null),
			).toEqual([]);
		}
	});

	test('32 gives the rows whole, with what nobody knows of, when not simplified', async () => {
		const rows = (await listOf(api, list, expand)).reverse();
		const items = await itemsOf(api, type, listing({ simplify: false, returnAll: true }));
		for (const [index, { json, pairedItem }] of items.entries()) {
			expect(pairedItem).toEqual({ item: 0 });
			expect(withoutLongDigits(json)).toEqual(withoutLongDigits(rows[index]));
		}
		expect(items).toHaveLength(rows.length);
	});
});

/** Numbers beyond 2^53 are text in the items, and lost in what JSON.parse makes of them. */
function withoutLongDigits(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value), (_, member: unknown) => {
		const digits =
			typeof member === 'number' || (typeof member === 'string' && /^\d+$/.test(member))
				? Number(member)
				: 0;
		return Math.abs(digits) > Number.MAX_SAFE_INTEGER ? 'long' : member;
	});
}

describe('A simplified row', () => {
	test('has euros, percent and dates instead of the units of the API', async () => {
		const rows = (await listOf(api, 'invoices')).reverse();
		const paris = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });
		for (const [index, { json }] of (await itemsOf(api, 'sinaoInvoices', listing())).entries()) {
			expect(json.date).toBe(paris.format(new Date(String(rows[index].written_at))));
			if (typeof rows[index].amount === 'number')
				expect(Math.round(Number(json.amountBeforeTax) * 100)).toBe(rows[index].amount);
		}
		const [product] = await itemsOf(api, 'sinaoProducts', listing({ limit: 1 }));
		const row = (await listOf(api, 'products')).at(-1) as Row;
		expect(product.json.priceBeforeTax).toBe(Number(row.amount_accurately) / 100_000);
		expect(product.json.vatPercent).toBe(Number(row.vat_percent) / 100);
	});

	test('52 loses no digit of what a number cannot hold', async () => {
		const items = await itemsOf(api, 'sinaoBank', listing({ returnAll: true }));
		expect(items.at(-8)?.json.amount).toBe('90071992547409.93');
		const raw = await itemsOf(api, 'sinaoBank', listing({ simplify: false, returnAll: true }));
		expect(raw.at(-8)?.json.amount).toBe('9007199254740993');
	});
});

describe('The newest rows', () => {
	const forms: Array<[string, Partial<Variants>]> = [
		['returns them in the order that was requested', {}],
		['refuses an order, with the oldest first', { refuses: ['order'], defaultOrder: 'ascending' }],
		['ignores an order, with the oldest first', { ignores: ['order'], defaultOrder: 'ascending' }],
		['ignores an order, with the newest first', { ignores: ['order'] }],
		['ignores filters by ID', { ignores: ['filter:id'] }],
		[
			'ignores filters by ID and an order',
			{ ignores: ['filter:id', 'order'], defaultOrder: 'ascending' },
		],
	];

	test.each(forms)('are returned where Sinao %s', async (_, variants) => {
		const sinao = await startSinao({ size: { invoices: 60 }, variants });
		const newest = sinao.company.lists.invoices.map(({ id }) => id).reverse();
		for (const limit of [1, 2, 25]) {
			const made = await itemsOf(sinao, 'sinaoInvoices', listing({ limit }, { pageSize: 10 }));
			expect([limit, made.map(({ json }) => json.id)]).toEqual([limit, newest.slice(0, limit)]);
		}
		const paid = newest.filter(
			(id) => sinao.company.lists.invoices.find((row) => row.id === id)?.status === 'paid',
		);
		const filtered = await itemsOf(
			sinao,
			'sinaoInvoices',
			listing({ limit: 7, filters: { status: ['paid'] } }, { pageSize: 10 }),
		);
		expect(filtered.map(({ json }) => json.id)).toEqual(paid.slice(0, 7));
		const ids = [newest[40], newest[3], newest[20]];
		const chosen = await itemsOf(
			sinao,
			'sinaoInvoices',
			listing({ limit: 2, filters: { ids: ids.join(',') } }),
		);
		expect(chosen.map(({ json }) => json.id)).toEqual([newest[3], newest[20]]);
		await sinao.close();
	});
});

describe('What is to be paid', () => {
	test('is nothing on a paid invoice, nothing yet on a draft, and else what is due', async () => {
		const items = await itemsOf(api, 'sinaoInvoices', listing({ returnAll: true }));
		const rows = new Map((await listOf(api, 'invoices', ['customer'])).map((row) => [row.id, row]));
		const paris = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });
		const day = (value: unknown) => (value ? paris.format(new Date(String(value))) : null);
		const seen = new Set<unknown>();
		for (const { json } of items) {
			const row = rows.get(json.id as number) as Row;
			const due = json.due;
			const left = row.paid_at ? 0 : row.status === 'draft' || row.credit_note_id ? null : due;
			expect([row.id, json.remaining]).toEqual([row.id, left]);
			expect(Math.round(Number(due) * 100)).toBe(at(row, 'totals.due'));
			expect([json.dueDate, json.paidOn, json.currency]).toEqual([
				day(row.payment_deadline_at),
				day(row.paid_at),
				'EUR',
			]);
			expect(json.contactId).toBe(at(row, 'customer.id') ?? null);
			seen.add(`${String(json.kind)} ${String(json.type)}`);
		}
		expect([...seen].sort()).toEqual([
			'acompte depositInvoice',
			'avoir creditNote',
			'facture invoice',
		]);
	});

	test('of a purchase is what its balance says, and nothing once it is paid', async () => {
		const [open, paid] = api.company.lists.purchases;
		api.company.changeRow('purchases', open.id, { status: 'completed', paid_at: null });
		api.company.changeRow('purchases', paid.id, { status: 'paid' });
		const balances = new Map(
			(await listOf(api, 'purchases', ['balance'])).map((row) => [
				row.id,
				at(row, 'balance.remaining'),
			]),
		);
		const items = await itemsOf(api, 'sinaoPurchases', listing({ returnAll: true }));
		const remaining = new Map(items.map(({ json }) => [json.id, json.remaining]));
		expect(Math.round(Number(remaining.get(open.id)) * 100)).toBe(balances.get(open.id));
		expect(remaining.get(paid.id)).toBe(0);
	});
});

describe('Get', () => {
	const getting = (document: IDataObject, more: IDataObject = {}): IDataObject => ({
		operation: 'get',
		document: { __rl: true, ...document },
		...more,
		options: { firstWait: 1 },
	});

	test.each(['sinaoInvoices', 'sinaoQuotes', 'sinaoPurchases'])(
		'of %s returns one document by its ID, the same as Get Many',
		async (type) => {
			const all = await itemsOf(api, type, listing());
			for (const mode of ['id', 'list']) {
				const made = await itemsOf(api, type, getting({ mode, value: String(all[3].json.id) }));
				expect(made.map(({ json }) => json)).toEqual([all[3].json]);
			}
		},
	);

	test('returns an invoice by its number, whole where it is not simplified', async () => {
		const row = (await listOf(api, 'invoices', ['contact_infos'])).find(({ number }) =>
			/^FAC-/.test(String(number)),
		) as Row;
		const [item, ...more] = await itemsOf(
			api,
			'sinaoInvoices',
			getting({ mode: 'number', value: String(row.number) }, { simplify: false }),
		);
		expect([more, withoutLongDigits(item.json)]).toEqual([[], withoutLongDigits(row)]);
	});

	test('says so only if several documents have the number', async () => {
		const service = await startSinao({ seed: 12, size: { invoices: 6 }, nasty: false });
		const [one, other] = service.company.lists.invoices.filter(({ status }) => status !== 'draft');
		const hintsFor = async (number: string) =>
			(await run(service, 'sinaoInvoices', getting({ mode: 'number', value: number }))).hints.map(
				({ message }) => message,
			);
		expect(await hintsFor(String(one.number))).toEqual([]);
		service.company.changeRow('invoices', other.id, { number: one.number });
		expect(await hintsFor(String(one.number))).toEqual([
			'2 invoices have this number. All are returned.',
		]);
		await service.close();
	});

	test('81 of an ID that a database reads as a number returns no other document', async () => {
		const end = api.faults.add({
			path: '/invoices/2024-001$',
			fault: { kind: 'text', text: JSON.stringify({ data: { id: 2024, number: 'FAC-9' } }) },
		});
		const { error } = await run(api, 'sinaoInvoices', getting({ mode: 'id', value: '2024-001' }));
		end();
		expect(error?.message).toBe("Invoice '2024-001' not found");
	});

	test.each([
		['id', '999999999', "Invoice '999999999' not found"],
		['number', 'FAC-99999', "Invoice 'FAC-99999' not found"],
		['id', '={{ "" }}', "'Invoice' is empty"],
	])('by %s %j says what is wrong', async (mode, value, message) => {
		const { error } = await run(api, 'sinaoInvoices', getting({ mode, value }));
		expect(error?.message).toBe(message);
		expect(error?.description).not.toContain('All Matching');
	});
});

describe('The rows', () => {
	const ids = async (parameters: IDataObject, options: IDataObject = {}, type = 'sinaoInvoices') =>
		(await itemsOf(api, type, listing({ returnAll: true, ...parameters }, options))).map(
			({ json }) => json.id,
		);
	const which = async (isWanted: (row: Row) => boolean, list = 'invoices') =>
		(await listOf(api, list))
			.filter(isWanted)
			.map(({ id }) => id)
			.reverse();
	const parisDay = (value: unknown) =>
		new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date(String(value)));

	test('are those of the filters', async () => {
		expect(await ids({ filters: { status: ['paid'] } })).toEqual(
			await which(({ status }) => status === 'paid'),
		);
		expect(await ids({ filters: { search: 'acompte de 30' } })).toEqual(
			await which(({ title }) => String(title).startsWith('Acompte de 30')),
		);
		const inJune = await which((row) => parisDay(row.written_at).startsWith('2023-06'));
		expect(
			await ids({
				filters: {
					period: 'custom',
					fromDate: '2023-06-01T00:00:00',
					toDate: '2023-06-30T00:00:00',
				},
			}),
		).toEqual(inJune);
		expect(inJune.length).toBeGreaterThan(5);
		const bank = await which((row) => parisDay(row.received_at) >= '2024-01-01', 'transactions/');
		expect(
			await ids({ filters: { period: 'custom', fromDate: '2024-01-01' } }, {}, 'sinaoBank'),
		).toEqual(bank);
	});

	test.each([
		['thisYear', 0, 'year'],
		['lastYear', -1, 'year'],
		['thisMonth', 0, 'month'],
		['lastMonth', -1, 'month'],
	] as const)('are those of the ready period %s', async (period, back, unit) => {
		const now = new Date(`${parisDay(new Date())}T12:00:00Z`);
		const day = (months: number, date: number) =>
			new Date(
				Date.UTC(
					now.getUTCFullYear(),
					unit === 'year' ? 12 * months : now.getUTCMonth() + months,
					date,
					12,
				),
			).toISOString();
		const wanted = [day(back, 1), day(back + 1, 0)];
		const outside = [day(back, 0), day(back + 1, 1)];
		const made = [...wanted, ...outside].map(
			(time) => api.company.addInvoice({ written_at: time }).id,
		);
		const found = await ids({ filters: { period } });
		for (const id of made) api.company.deleteRow('invoices', id);
		expect(made.filter((id) => found.includes(id))).toEqual(made.slice(0, 2));
	});

	test('with many ids are asked for in addresses that every server takes', async () => {
		const all = await which(() => true);
		api.requests.length = 0;
		expect(await ids({ filters: { ids: all.join(', ') } })).toEqual(all);
		expect(api.requests.length).toBeGreaterThan(1);
		for (const { path, query } of api.requests)
			expect(path.length + query.length).toBeLessThan(4096);
	});

	test('are none where nothing matches, and that is no error', async () => {
		const { outputs, error } = await run(
			api,
			'sinaoInvoices',
			listing({ filters: { search: 'rien de tel' } }),
		);
		expect([outputs[0], error]).toEqual([[], undefined]);
	});

	test('of a date that is none are refused in words that help', async () => {
		const { error } = await run(
			api,
			'sinaoInvoices',
			listing({ filters: { period: 'custom', fromDate: 'demain' } }),
		);
		expect(error?.message).toBe("Invalid date: 'demain'");
		expect(error?.description).toContain("'Date From'");
	});

	test('point to the input item that they come from', async () => {
		const items = [{ json: { limit: 1 } }, { json: { limit: 2 } }];
		const made = await itemsOf(api, 'sinaoPersons', listing({ limit: '={{ $json.limit }}' }), {
			items,
		});
		expect(made.map(({ pairedItem }) => at(pairedItem, 'item'))).toEqual([0, 1, 1]);
	});

	test('67 of one item that fails spoil no other', async () => {
		const items = [
			{ json: { zone: 'Europe/Paris' } },
			{ json: { zone: 'nowhere' } },
			{ json: { zone: 'UTC' } },
		];
		const made = await itemsOf(
			api,
			'sinaoPersons',
			listing({ limit: 1 }, { timeZone: '={{ $json.zone }}' }),
			{ items, continueOnFail: true },
		);
		expect(made.map(({ json, pairedItem }) => [at(pairedItem, 'item'), json.error])).toEqual([
			[0, undefined],
			[1, "Invalid time zone: 'nowhere'"],
			[2, undefined],
		]);
	});
});
