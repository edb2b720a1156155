import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync, inflateSync } from 'node:zlib';
import axios, { type AxiosResponse } from 'axios';
import { unzipSync } from 'fflate';

import { type SinaoOptions, type SinaoServer, startSinao } from '../support/sinao';
import { WEBHOOK_LIST, WEBHOOK_URL } from '../support/sinao/api/settings';
import type { Row } from '../support/sinao/types';
import { LISTS } from '../support/sinao/data/world';
import { NEWER_FIELDS } from '../support/sinao/newerText';
import { OBSERVED, type Variants } from '../support/sinao/variants';

const size = { invoices: 30, quotes: 12, transactions: 40, persons: 8, organizations: 8 };

let api: SinaoServer;
const more: SinaoServer[] = [];

beforeAll(async () => {
	api = await startSinao({ seed: 9, nasty: false, size });
});
afterEach(async () => {
	Object.assign(api.variants, OBSERVED);
	api.faults.clear();
	for (const each of more.splice(0)) await each.close();
});
afterAll(async () => await api.close());

function set(variants: Partial<Variants>): void {
	Object.assign(api.variants, variants);
}

async function start(options: SinaoOptions): Promise<SinaoServer> {
	const made = await startSinao({ seed: 9, nasty: false, size, ...options });
	more.push(made);
	return made;
}

async function get(
	path: string,
	headers: Record<string, string> = {},
	service = api,
): Promise<AxiosResponse<Buffer>> {
	return await axios.get<Buffer>(`${service.baseUrl}/apps/${service.appId}/${path}`, {
		headers: { 'Api-Key': service.apiKey, 'Accept-Encoding': 'identity', ...headers },
		responseType: 'arraybuffer',
		decompress: false,
		validateStatus: () => true,
		proxy: false,
	});
}

async function textOf(path: string, service = api): Promise<string> {
	const { status, data } = await get(path, {}, service);
	expect([status, path]).toEqual([200, path]);
	return data.toString('utf8');
}

const all = 'limit=10000&order[0][name]=id&order[0][direction]=asc';
const expand = (...names: string[]) => names.map((name) => `&expand[]=${name}`).join('');
const filter = (name: string, comparator: string, value: string) =>
	`&filters[0][name]=${name}&filters[0][comparator]=${encodeURIComponent(comparator)}&filters[0][value]=${encodeURIComponent(value)}`;

async function rows(list: string, query = '', service = api): Promise<Row[]> {
	return (JSON.parse(await textOf(`${list}?${all}${query}`, service)) as { data: Row[] }).data;
}

async function idsOf(list: string, query = ''): Promise<number[]> {
	return (await rows(list, query)).map(({ id }) => id);
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
const first = (list: 'invoices' | 'quotes', status: string) =>
	api.company.lists[list].find((row) => row.status === status) as Row;

describe('relations', () => {
	const nestedNames: Record<string, string[]> = {
		transactions: ['cashflow_source', 'contact', 'account'],
		payments: ['document', 'transaction'],
		productstocks: ['product'],
		productcategory: ['parent'],
		products: ['category'],
	};

	it.each(Object.keys(nestedNames))(
		'ids: the rows of %s say by ids what was nested',
		async (list) => {
			const nested = await rows(list);
			set({ relations: 'ids' });
			const byIds = await rows(list, expand(...nestedNames[list]));
			for (const name of nestedNames[list]) expect(byIds.some((row) => name in row)).toBe(false);
			const [relation] = nestedNames[list];
			expect(byIds.map((row) => row[`${relation}_id`])).toEqual(
				nested.map((row) => (row[relation] as Row | null)?.id ?? null),
			);
		},
	);

	it('ids: a recurring invoice names its customer by id', async () => {
		const nested = await rows('recurringinvoices', expand('customer'));
		set({ relations: 'ids' });
		const idIn = (row: Row) => row.contact_organization_id ?? row.contact_person_id;
		expect((await rows('recurringinvoices')).map(idIn)).toEqual(
			nested.map(({ customer }) => (customer as Row | null)?.id ?? null),
		);
	});

	it('ids: a movement has the fields that the newer text names, and no others', async () => {
		set({ relations: 'ids' });
		const [movement, ...others] = await rows('transactions');
		expect(Object.keys(movement).sort()).toEqual(
			'amount author_user_id cashflow_source_id contact_organization_id contact_person_id created_at credit debit deleted_at details id label lettered_at metadata method received_at tags updated_at'.split(
				' ',
			),
		);
		for (const { amount, credit, debit } of [movement, ...others])
			expect(Number(credit ?? 0) - Number(debit ?? 0)).toBe(amount);
	});

	it('ids: a list can be filtered by an id field', async () => {
		const source = api.company.lists.cashflowsources[1].id;
		const expected = (await rows('transactions')).filter(
			(row) => (row.cashflow_source as Row).id === source,
		);
		set({ relations: 'ids' });
		expect(await idsOf('transactions', filter('cashflow_source_id', '=', String(source)))).toEqual(
			expected.map(({ id }) => id),
		);
	});

	it('expand: relations come only where they are named', async () => {
		const nested = await rows('transactions');
		set({ relations: 'expand' });
		expect((await rows('transactions')).some((row) => 'contact' in row)).toBe(false);
		const expanded = await rows('transactions', expand('contact'));
		expect(expanded.map(({ contact }) => contact)).toEqual(nested.map(({ contact }) => contact));
		expect(expanded.some((row) => 'cashflow_source' in row)).toBe(false);
	});

	it('expand: establishments, and their people only by establishments.contacts', async () => {
		set({ relations: 'expand', establishments: 'full' });
		const people = (row: Row) =>
			(row.establishments as Array<{ contacts?: object[] }>).flatMap(
				({ contacts = [] }) => contacts,
			);
		expect((await rows('organizations')).some((row) => 'establishments' in row)).toBe(false);
		const alone = await rows('organizations', expand('establishments'));
		expect(alone.every((row) => 'establishments' in row)).toBe(true);
		expect(alone.flatMap(people)).toEqual([]);
		const whole = await rows('organizations', expand('establishments', 'establishments.contacts'));
		expect(Object.keys(whole.flatMap(people)[0])).toEqual(['id', 'name', 'job', 'email', 'phone']);
	});

	it('expand: lines and customer of recurring invoices', async () => {
		set({ relations: 'expand' });
		const [plain] = await rows('recurringinvoices');
		expect(plain).not.toHaveProperty('customer');
		const [whole] = await rows('recurringinvoices', expand('customer', 'content'));
		const lines = whole.content as Array<{ totals: { subtotal: number } }>;
		expect(lines.reduce((sum, { totals }) => sum + totals.subtotal, 0)).toBe(whole.amount);
		expect(whole.customer).toHaveProperty('id');
	});
});

describe('contacts', () => {
	it('establishments: the headquarters are not always first, and some have no id', async () => {
		const plain = await rows('organizations');
		set({ establishments: 'full' });
		const full = await rows('organizations');
		const at = full.map(({ establishments }) =>
			(establishments as Row[]).findIndex((each) => each.is_headquarters),
		);
		expect(Math.min(...at)).toBe(0);
		expect(Math.max(...at)).toBeGreaterThan(0);
		expect(
			full.map(({ establishments }, index) => (establishments as Row[])[at[index]].nic),
		).toEqual(plain.map(({ establishments }) => (establishments as Row[])[0].nic));
		expect(
			full.flatMap(({ establishments }) => establishments as Row[]).some((each) => !('id' in each)),
		).toBe(true);
	});

	it('contactIds: a person and a company of one id, both with documents', async () => {
		const service = await start({ variants: { contactIds: 'overlapping', relations: 'ids' } });
		const persons = (await rows('persons', '', service)).map(({ id }) => id);
		const companies = (await rows('organizations', '', service)).map(({ id }) => id);
		expect(persons.every((id) => companies.includes(id))).toBe(true);
		const invoices = await rows('invoices', expand('contact_infos'), service);
		const kinds = new Map<unknown, Set<unknown>>();
		for (const { contact_infos } of invoices) {
			const infos = contact_infos as { id: number; type: string } | null;
			if (infos) kinds.set(infos.id, (kinds.get(infos.id) ?? new Set()).add(infos.type));
		}
		const [id] = [...kinds].find(([, types]) => types.size === 2) ?? [];
		expect(id).toBeDefined();
		const both = await rows(
			'invoices',
			`${expand('contact_infos')}${filter('customer.id', '=', String(id))}`,
			service,
		);
		expect(new Set(both.map((row) => (row.contact_infos as Row).type))).toEqual(
			new Set(['person', 'organization']),
		);
		const movements = await rows('transactions', '', service);
		expect(movements.some(({ contact_person_id }) => contact_person_id !== null)).toBe(true);
		expect(movements.some(({ contact_organization_id }) => contact_organization_id !== null)).toBe(
			true,
		);
	});
});

describe('fields', () => {
	it('content: sections whose lines have a type and no style', async () => {
		set({ content: 'typed' });
		const lines = (await rows('invoices', expand('content'))).flatMap(({ content }) =>
			(content as Array<{ lines: Row[] }>).flatMap((section) => section.lines),
		);
		expect(lines.every((line) => line.type === 'product' && !('style' in line))).toBe(true);
	});

	it('fields: newer ones of purchases and invoices, and tags of other objects', async () => {
		expect((await rows('purchases'))[0]).not.toHaveProperty('amount_reverse_tax');
		set({ fields: 'newer' });
		expect((await rows('purchases'))[0]).toHaveProperty('expected_payment_deadline_at');
		expect((await rows('purchases'))[0]).toHaveProperty('amount_reverse_tax');
		expect((await rows('invoices'))[0]).toHaveProperty('breakdown');
		const tags = JSON.parse(await textOf('tags?object=transaction')) as { data: Row[] };
		expect(tags.data.map(({ object }) => object)).toEqual(['transaction']);
	});

	it.each(LISTS.filter((list) => list in NEWER_FIELDS))(
		'fields: newer rows of %s have every field that the newer text names',
		async (list) => {
			set({ fields: 'newer', relations: list === 'transactions' ? 'ids' : 'nested' });
			const [row] = await rows(
				list,
				list === 'purchases' ? expand('account', 'supplier', 'balance') : '',
			);
			expect(NEWER_FIELDS[list].split(' ').filter((name) => !(name in row))).toEqual([]);
		},
	);

	it('changing: signed and running fields differ at each reading, updated_at does not', async () => {
		set({ changing: ['file_url', 'picture', 'is_late', 'balance', 'balance_amount'] });
		for (const [list, name] of [
			['attachments', 'file_url'],
			['purchases', 'picture'],
			['purchases', 'is_late'],
			['purchases', 'balance'],
			['cashflowsources', 'balance_amount'],
		]) {
			const query = name === 'balance' ? expand('balance') : '';
			const [one, other] = [await rows(list, query), await rows(list, query)];
			expect([name, one.map((row) => row[name])]).not.toEqual([
				name,
				other.map((row) => row[name]),
			]);
			expect(one.map(({ updated_at }) => updated_at)).toEqual(
				other.map(({ updated_at }) => updated_at),
			);
		}
	});

	it('deletion: a deleted row still answers with deleted_at and is in no list', async () => {
		const { id } = api.company.lists.quotes[3];
		api.company.deleteRow('quotes', id);
		expect((await get(`quotes/${id}`)).status).toBe(404);
		set({ deletion: 'softWithTrashed' });
		expect((await get(`quotes/${id}`)).status).toBe(404);
		expect(await textOf(`quotes/${id}?with_trashed=1`)).toContain('"deleted_at":"2025-');
		set({ deletion: 'soft' });
		expect(await textOf(`quotes/${id}`)).toContain('"deleted_at":"2025-');
		expect(await idsOf('quotes')).not.toContain(id);
	});

	it('numbers beyond 2^53 are digits on the wire', async () => {
		const service = await start({ nasty: true });
		expect(await textOf(`transactions?${all}`, service)).toContain('"amount":9007199254740993,');
	});
});

describe('files', () => {
	it('rendering: the PDF of an invoice has other bytes in each answer, and the same length', async () => {
		const { id } = first('invoices', 'paid');
		for (const pdf of ['plain', 'compressed'] as const) {
			set({ pdf, rendering: 'stable' });
			const stable = (await get(`invoices/${id}/pdf`)).data;
			expect((await get(`invoices/${id}/pdf`)).data.equals(stable)).toBe(true);
			expect(api.document('invoices', id)?.equals(stable)).toBe(true);
			set({ rendering: 'fresh' });
			const [one, other] = [
				(await get(`invoices/${id}/pdf`)).data,
				(await get(`invoices/${id}/pdf`)).data,
			];
			expect(one.equals(other)).toBe(false);
			expect(one.length).toBe(other.length);
			expect(one.subarray(-7).toString()).toContain('%%EOF');
			const inZip = unzipSync((await get(`invoices/download?ids[]=${id}`)).data);
			expect(Buffer.from(Object.values(inZip)[0]).equals(one)).toBe(false);
		}
	});

	it('pdf: compressed, with the Factur-X file in a compressed stream', async () => {
		const invoice = first('invoices', 'paid');
		set({ pdf: 'compressed' });
		const { data } = await get(`invoices/${invoice.id}/pdf`);
		const text = data.toString('latin1');
		expect(text).not.toContain(String(invoice.number));
		expect(text).toContain('/AF [10 0 R]');
		const begin = text.indexOf('stream\n', text.indexOf('/EmbeddedFile /Subtype')) + 7;
		expect(inflateSync(data.subarray(begin)).toString()).toContain(
			`<ram:ID>${String(invoice.number)}</ram:ID>`,
		);
		const startOfTable = Number(/startxref\n(\d+)/.exec(text)?.[1]);
		expect(text.slice(startOfTable, startOfTable + 4)).toBe('xref');
	});

	it('purchaseFiles: the md5 is of what was sent first, the file is a whole PDF made of it', async () => {
		const photo = (await rows('purchases')).find(({ picture }) =>
			/\.jpg$/.test(String(picture)),
		) as Row;
		const pdf = (await rows('purchases')).find(({ picture }) =>
			/\.pdf$/.test(String(picture)),
		) as Row;
		const fileOf = async ({ id }: Row) => (await get(`purchases/${id}/original`)).data;
		expect(md5(await fileOf(photo))).toBe(photo.md5);
		set({ purchaseFiles: 'photosConverted' });
		const converted = await fileOf(photo);
		expect(converted.subarray(0, 5).toString()).toBe('%PDF-');
		expect(md5(converted)).not.toBe(photo.md5);
		expect((await fileOf(photo)).equals(converted)).toBe(true);
		expect(md5(await fileOf(pdf))).toBe(pdf.md5);
		set({ purchaseFiles: 'allConverted' });
		expect(md5(await fileOf(pdf))).not.toBe(pdf.md5);
	});

	it.each([400, 404, 422, 500] as const)(
		'draftPdf: %i for a draft, 404 for what is not there',
		async (draftPdf) => {
			set({ draftPdf });
			expect((await get(`invoices/${first('invoices', 'draft').id}/pdf`)).status).toBe(draftPdf);
			expect((await get('invoices/999999/pdf')).status).toBe(404);
		},
	);

	it('gzip: lists and files are packed for a client that accepts it', async () => {
		set({ gzip: true });
		const path = `invoices/${first('invoices', 'paid').id}/pdf`;
		for (const each of [path, `invoices?${all}`]) {
			const plain = await get(each);
			const packed = await get(each, { 'Accept-Encoding': 'gzip, deflate' });
			expect(plain.headers['content-encoding']).toBeUndefined();
			expect(packed.headers['content-encoding']).toBe('gzip');
			expect(Number(packed.headers['content-length'])).toBe(packed.data.length);
			expect(gunzipSync(packed.data).equals(plain.data)).toBe(true);
		}
	});

	it('template: a delivery note and an order form of an invoice', async () => {
		const { id } = first('invoices', 'paid');
		for (const [template, title] of [
			['delivery', 'Bon de livraison'],
			['command', 'Bon de commande'],
		])
			expect((await textOf(`invoices/${id}/pdf?template=${template}`)).includes(title)).toBe(true);
	});
});

describe('requests', () => {
	const id = 1010;
	const asked: Array<[Variants['refuses'][number], string, string]> = [
		['filter:id', 'invoices', filter('id', '<', String(id))],
		['filter:date', 'invoices', filter('written_at', '<', '2022-06-01')],
		['filter:customer.id', 'invoices', filter('customer.id', '=', '5003')],
		['order', 'quotes', '&order[0][name]=number'],
		['expand', 'quotes', expand('content')],
		['expand:balance', 'purchases', expand('balance')],
		['offset', 'quotes', '&offset=5'],
		['search', 'quotes', '&search=DEV-00003'],
	];

	it.each(asked)('refuses: %s, and nothing else', async (parameter, list, query) => {
		for (const refusalStatus of [400, 422] as const) {
			set({ refuses: [parameter], refusalStatus });
			expect((await get(`${list}?limit=5${query}`)).status).toBe(refusalStatus);
			expect((await get(`${list}?limit=5`)).status).toBe(200);
		}
	});

	it('refuses: only the expand that is named', async () => {
		set({ refuses: ['expand:balance'] });
		expect((await get(`purchases?limit=5${expand('account')}`)).status).toBe(200);
	});

	it('refuses: a limit above the maximum', async () => {
		set({ refuses: ['limit'], maximumLimit: 50 });
		expect((await get('quotes?limit=50')).status).toBe(200);
		expect((await get('quotes?limit=51')).status).toBe(422);
	});

	it.each(asked)('ignores: %s', async (parameter, list, query) => {
		const answer = async (more: string) => md5(Buffer.from(await textOf(`${list}?limit=8${more}`)));
		const without = await answer('');
		expect(await answer(query)).not.toBe(without);
		set({ ignores: [parameter] });
		expect(await answer(query)).toBe(without);
	});

	it('ignores: limit, so that ten rows come', async () => {
		set({ ignores: ['limit'] });
		expect(JSON.parse(await textOf('invoices?limit=25'))).toHaveProperty('data.length', 10);
	});

	it('inFilter: only the first value counts', async () => {
		const [one, other] = await idsOf('invoices');
		const query = `&filters[0][name]=id&filters[0][comparator]=IN&filters[0][value]=${one},${other}`;
		expect(await idsOf('invoices', query)).toEqual([one, other]);
		set({ inFilter: 'first' });
		expect(await idsOf('invoices', query)).toEqual([one]);
	});

	it('dateFilters: as text, the first day of a period is dropped', async () => {
		const written = (await rows('invoices')).map((row) => String(row.written_at)).sort();
		const from = `${written[5].slice(0, 10)}T00:00:00.000Z`;
		const query = filter('written_at', '>=', from);
		const right = await rows('invoices', query);
		set({ dateFilters: 'text' });
		const kept = await rows('invoices', query);
		const dropped = right.filter((row) => !kept.some((each) => each.id === row.id));
		expect(dropped.length).toBeGreaterThan(0);
		expect(new Set(dropped.map((row) => String(row.written_at).slice(0, 10)))).toEqual(
			new Set([from.slice(0, 10)]),
		);
	});

	it.each([403, 404] as const)('listStatus: %i for a list and what is below it', async (status) => {
		set({ listStatus: { purchases: status, 'forecast/elements': status } });
		expect((await get('purchases')).status).toBe(status);
		expect((await get(`purchases/${api.company.lists.purchases[0].id}`)).status).toBe(status);
		expect((await get('forecast/elements')).status).toBe(status);
		expect((await get('invoices')).status).toBe(200);
	});

	it('requestsPerMinute: a minute may be short, and Retry-After says how much of it is left', async () => {
		set({ requestsPerMinute: 3, minuteMs: 300 });
		const statuses = [];
		for (let request = 0; request < 4; request++) statuses.push((await get('quotes')).status);
		expect(statuses).toEqual([200, 200, 200, 429]);
		const refused = await get('quotes');
		const seconds = Number(refused.headers['retry-after']);
		expect(seconds).toBeGreaterThan(0);
		expect(seconds).toBeLessThanOrEqual(0.3);
		set({ minuteMs: 60_000 });
		expect((await get('quotes')).headers['retry-after']).toMatch(/^\d+$/);
	});
});

describe('accounting', () => {
	const finished = () => api.company.lists.exports[0].id;
	const download = (format = 'universal') =>
		`exports/download?format=${format}&export_entities_ids[]=${finished()}`;

	it('exportsRepeat: a row comes twice', async () => {
		set({ exportsRepeat: true });
		const ids = await idsOf('exports');
		expect(ids.length).toBe(new Set(ids).size + 1);
	});

	it.each([
		['universal', /^\d+FEC20240131\.txt$/],
		['quadra', /^quadra\.txt$/],
		['fiducial', /^fiducial\.txt$/],
		['acd', /^acd\.txt$/],
		['agiris', /^agiris\.ecr$/],
		['pennylane', /^pennylane\.csv$/],
		['cegid', /^cegid\.TRA$/],
		['xls', /^export\.xls$/],
	])('exportPacking: %s in a zip', async (format, name) => {
		const files = Object.keys(unzipSync((await get(download(format))).data));
		expect(files[0]).toMatch(name);
		expect(files.some((file) => file.endsWith('.pdf'))).toBe(format === 'agiris');
	});

	it.each([
		['cegid', 'application/octet-stream', 'cegid.TRA'],
		['xls', 'application/vnd.ms-excel', 'export.xls'],
		['agiris', 'application/zip', 'export-agiris.zip'],
	])('exportPacking: %s as a bare file where it is one', async (format, type, name) => {
		set({ exportPacking: 'bare' });
		const { headers } = await get(download(format));
		expect(headers['content-type']).toBe(type);
		expect(headers['content-disposition']).toContain(name);
	});

	it('exportAnswer: a job that ends with the address of the file', async () => {
		const direct = (await get(download())).data;
		set({ exportAnswer: 'job', exportPolls: 2 });
		const { job } = JSON.parse((await get(download())).data.toString()) as { job: string };
		const readings: Array<{ status: string; file_url?: string }> = [];
		for (let poll = 0; poll < 3; poll++) readings.push(JSON.parse(await textOf(`jobs/${job}`)));
		expect(readings.map(({ status }) => status)).toEqual(['processing', 'processing', 'finished']);
		const { data } = await axios.get<Buffer>(String(readings[2].file_url), {
			responseType: 'arraybuffer',
			proxy: false,
		});
		expect(data.equals(direct)).toBe(true);
	});

	it('exportAnswer: a row with the address of the file', async () => {
		set({ exportAnswer: 'fileUrl' });
		const answer = JSON.parse(await textOf(download())) as Record<string, unknown>;
		expect(answer).toMatchObject({ id: finished(), format: 'universal', status: 'finished' });
		expect(new URL(String(answer.file_url)).origin).toBe(api.storage.origin);
	});
});

describe('webhooks', () => {
	it('webhookEvents: all 27 names, ten at a time unless limit says otherwise', async () => {
		const names = async (query = '') =>
			(JSON.parse(await textOf(`webhooks/events${query}`)) as { data: unknown[] }).data;
		set({ webhookEvents: 'paged' });
		expect(await names()).toHaveLength(10);
		const whole = (await names('?limit=100')) as string[];
		expect(new Set(whole).size).toBe(27);
		expect(whole.filter((name) => name.startsWith('contact'))).toHaveLength(15);
		expect(whole).toContain('payments.created');
		set({ webhookEvents: 'rows' });
		expect((await names('?limit=1'))[0]).toEqual({
			id: 1,
			name: 'invoice.created',
			type: 'invoice',
		});
	});

	const changed = 1000;
	const bodies: Array<[Variants['webhookPayload'], (body: never) => unknown]> = [
		['delivery', ({ invoice }: { invoice: Row }) => invoice.id],
		['array', ([{ invoice }]: [{ invoice: Row }]) => invoice.id],
		['action', ({ object, id }: Row) => object === 'invoice' && id],
		['data', ({ data }: { data: Row }) => data.id],
		['several', ({ invoice }: { invoice: Row }) => invoice.id],
		['batch', ({ data }: { data: Row[] }) => data[0].id],
	];

	it.each(bodies)('webhookPayload: %s', async (webhookPayload, idIn) => {
		const received: string[] = [];
		const listener = createServer((request: IncomingMessage, response) => {
			request.on('data', (piece: Buffer) => received.push(piece.toString()));
			request.on('end', () => response.end());
		}).listen(0, '127.0.0.1');
		await once(listener, 'listening');
		const { port } = listener.address() as AddressInfo;
		api.company.settings.set(WEBHOOK_URL, `http://127.0.0.1:${port}/`);
		api.company.settings.set(WEBHOOK_LIST, ['invoice.updated']);
		set({ webhookPayload });
		api.company.changeRow('invoices', changed, { title: 'Autre titre' });
		await api.webhooksSettled();
		listener.close();
		const body = JSON.parse(received.join('')) as never;
		expect(idIn(body)).toBe(changed);
		if (webhookPayload === 'delivery') expect((body as Row).id).not.toBe(changed);
	});

	it('settingsAnswer: 204 without a body, and the settings are kept', async () => {
		set({ settingsAnswer: 'empty' });
		const { status, data } = await axios.post<string>(
			`${api.baseUrl}/apps/${api.appId}/settings`,
			new URLSearchParams({ 'settings[services.webhook.url]': 'http://127.0.0.1:9/' }),
			{ headers: { 'Api-Key': api.apiKey }, proxy: false },
		);
		expect([status, data]).toEqual([204, '']);
		expect(api.company.settings.get(WEBHOOK_URL)).toBe('http://127.0.0.1:9/');
	});
});

describe('lists of the newer text', () => {
	it.each(['salesdocumentmodels', 'accounts/employees', 'forecast/elements', 'rules/', 'access'])(
		'%s has rows, a page at a time',
		async (list) => {
			expect(await rows(list)).toHaveLength(3);
			expect(JSON.parse(await textOf(`${list}?limit=2`))).toHaveProperty('data.length', 2);
		},
	);

	it.each(['templates', 'purchases/mileage_allowances/resume', 'settings'])(
		'%s answers',
		async (path) => {
			expect(JSON.parse(await textOf(path))).toHaveProperty('data');
		},
	);

	it('subscription/invoices have the address of their PDF where there is one', async () => {
		const { data } = JSON.parse(await textOf('subscription/invoices')) as { data: Row[] };
		const addresses = data.map(({ pdf_url }) => pdf_url).filter((url) => url !== null);
		expect(addresses.length).toBe(2);
		const file = await axios.get<Buffer>(String(addresses[0]), {
			responseType: 'arraybuffer',
			proxy: false,
		});
		expect(file.data.subarray(0, 5).toString()).toBe('%PDF-');
	});

	it('email/document needs a type, and has what was sent', async () => {
		const sent = api.company.lists.invoices.find((row) => row.email_sent_at) as Row;
		expect((await get(`email/document/${sent.id}`)).status).toBe(400);
		const history = JSON.parse(await textOf(`email/document/${sent.id}?type=invoice`)) as {
			data: Row[];
		};
		expect(history.data.map(({ created_at }) => created_at)).toEqual([sent.email_sent_at]);
	});
});

describe('switching by hand', () => {
	const switches = () => `${new URL(api.baseUrl).origin}/simulation/variants`;

	it('sets the switches that it knows, and says which ones there are', async () => {
		await axios.post(switches(), '{"relations": "ids"}', { proxy: false });
		expect(api.variants.relations).toBe('ids');
		const typo = await axios.post<{ message: string }>(switches(), '{"relation": "ids"}', {
			proxy: false,
			validateStatus: () => true,
		});
		expect(typo.status).toBe(400);
		expect(typo.data.message).toContain('relations');
		await axios.delete(switches(), { proxy: false });
		expect(api.variants).toEqual(OBSERVED);
	});

	it('noneForRows: a list has the text none for its rows, once', async () => {
		api.faults.add({ path: '/quotes$', times: 1, fault: { kind: 'noneForRows' } });
		expect(JSON.parse(await textOf('quotes'))).toEqual({ data: 'none' });
		expect(await rows('quotes')).not.toHaveLength(0);
	});
});
