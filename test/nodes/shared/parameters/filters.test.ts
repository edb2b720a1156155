import { Settings } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { itemsOf, keyOf, listOf, run } from '../../../support/api';
import { cleanUp } from '../../../support/engine';
import { searchList } from '../../../support/engine/listSearch';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import { mutate } from '../../../support/sinao/faults/mutate';
import type { Row } from '../../../support/sinao/types';

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({
		nasty: false,
		size: { invoices: 40, quotes: 10, purchases: 10, organizations: 6, persons: 4 },
	});
});

afterEach(() => {
	Settings.now = () => Date.now();
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

/** The ids that 'Get Many' gives with these filters. */
async function idsWith(
	filters: IDataObject,
	type = 'sinaoInvoices',
	more: IDataObject = {},
): Promise<unknown[]> {
	const items = await itemsOf(api, type, {
		operation: 'getMany',
		returnAll: true,
		filters,
		...more,
	});
	return items.map(({ json }) => json.id).sort();
}

const ids = (rows: Row[]) => rows.map(({ id }) => id).sort();

/** The UTC times between which the last list was requested; the request is a day wider on both sides. */
function boundsAsked(): string[] {
	const query = decodeURIComponent(api.requests[api.requests.length - 1].query);
	const [from, to] = [...query.matchAll(/\[value\]=(\d{4}-[^&]+Z)/g)].map(([, time]) => time);
	const moved = (time: string, days: number) =>
		new Date(Date.parse(time) + days * 86_400_000).toISOString().replace('.000Z', 'Z');
	return [moved(from, 1), moved(to, -1)];
}

describe('The filter Period', () => {
	// Half past midnight on the first of March in Paris; in UTC it is still February.
	const now = Date.parse('2024-02-29T23:30:00Z');
	const summer = Date.parse('2024-08-15T10:00:00Z');
	const cases: Array<[string, number, IDataObject, string, string]> = [
		['Last Month', now, { period: 'lastMonth' }, '2024-01-31T23:00:00Z', '2024-02-29T23:00:00Z'],
		['This Month', now, { period: 'thisMonth' }, '2024-02-29T23:00:00Z', '2024-03-31T22:00:00Z'],
		[
			'Last Quarter',
			now,
			{ period: 'lastQuarter' },
			'2023-09-30T22:00:00Z',
			'2023-12-31T23:00:00Z',
		],
		[
			'This Quarter',
			summer,
			{ period: 'thisQuarter' },
			'2024-06-30T22:00:00Z',
			'2024-09-30T22:00:00Z',
		],
		['Last Year', now, { period: 'lastYear' }, '2022-12-31T23:00:00Z', '2023-12-31T23:00:00Z'],
		['This Year', now, { period: 'thisYear' }, '2023-12-31T23:00:00Z', '2024-12-31T23:00:00Z'],
		[
			'Last Fiscal Year',
			now,
			{ period: 'lastFiscalYear' },
			'2022-12-31T23:00:00Z',
			'2023-12-31T23:00:00Z',
		],
		[
			'Last Fiscal Year, from April',
			now,
			{ period: 'lastFiscalYear', fiscalYearMonth: 4 },
			'2022-03-31T22:00:00Z',
			'2023-03-31T22:00:00Z',
		],
		[
			'This Fiscal Year, from March',
			now,
			{ period: 'thisFiscalYear', fiscalYearMonth: 3 },
			'2024-02-29T23:00:00Z',
			'2025-02-28T23:00:00Z',
		],
	];

	it.each(cases)(
		"%s begins and ends at midnight in the company's time zone",
		async (_name, moment, filters, from, to) => {
			Settings.now = () => moment;
			await idsWith(filters);
			expect(boundsAsked()).toEqual([from, to]);
		},
	);

	it('is not widened by dates beyond it', async () => {
		Settings.now = () => now;
		await idsWith({ period: 'lastMonth', fromDate: '2001-01-01', toDate: '2040-12-31' });
		expect(boundsAsked()).toEqual(['2024-01-31T23:00:00Z', '2024-02-29T23:00:00Z']);
	});

	it.each([0, 13, '', 'mars', 1.5, '12.0'])(
		'with a fiscal year that begins in month %p is refused',
		async (fiscalYearMonth) => {
			const { error } = await run(api, 'sinaoInvoices', {
				operation: 'getMany',
				filters: { period: 'lastFiscalYear', fiscalYearMonth },
			});
			expect(error?.message).toMatch(/Fiscal Year Begins In/);
		},
	);

	it('follows the time zone of the options', async () => {
		Settings.now = () => now;
		await idsWith({ period: 'lastMonth' }, 'sinaoInvoices', {
			options: { timeZone: 'America/Guadeloupe' },
		});
		expect(boundsAsked()).toEqual(['2024-01-01T04:00:00Z', '2024-02-01T04:00:00Z']);
	});

	it('gives exactly the rows whose day lies in it, whatever the service lets through', async () => {
		const rows = await listOf(api, 'invoices');
		const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });
		const month = (row: Row) => day.format(new Date(String(row.written_at))).slice(0, 7);
		const wanted = month(rows[20]);
		const [year, number] = wanted.split('-').map(Number);
		Settings.now = () => Date.UTC(year, number, 10);
		const found = await idsWith({ period: 'lastMonth' });
		expect(found).toEqual(ids(rows.filter((row) => month(row) === wanted)));
		expect(found).toContain(rows[20].id);
	});
});

describe('The other filters', () => {
	it('Date From and Date To include both days', async () => {
		const rows = await listOf(api, 'invoices');
		const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });
		const days = rows.map((row) => day.format(new Date(String(row.written_at)))).sort();
		const [from, to] = [days[10], days[25]];
		const inside = rows.filter((row) => {
			const date = day.format(new Date(String(row.written_at)));
			return date >= from && date <= to;
		});
		expect(await idsWith({ fromDate: `${from}T00:00:00`, toDate: `${to}T00:00:00` })).toEqual(
			ids(inside),
		);
	});

	it('a date that is none is named', async () => {
		const { error } = await run(api, 'sinaoInvoices', {
			operation: 'getMany',
			filters: { fromDate: 'demain' },
		});
		expect(error?.message).toBe("Invalid date: 'demain'");
	});

	it('Customer takes one from the list of organizations and persons', async () => {
		const found = await searchList('sinaoInvoices', 'searchContacts', keyOf(api));
		const rows = await listOf(api, 'invoices', ['contact_infos', 'customer']);
		const [{ customer }] = rows.filter((row) => (row.customer as Row | null)?.id);
		const { id } = customer as Row;
		const kind = 'firstname' in (customer as Row) ? 'person' : 'organization';
		const value = `${kind}:${id}`;
		expect(found.map((each) => each.value)).toContain(value);
		expect(found.length).toBe(10);
		const expected = rows.filter((row) => (row.customer as Row | null)?.id === id);
		expect(await idsWith({ contact: { __rl: true, mode: 'list', value } })).toEqual(ids(expected));
		// A workflow that was saved before the kind was in the value.
		expect(await idsWith({ contact: { __rl: true, mode: 'list', value: String(id) } })).toEqual(
			ids(expected),
		);
	});

	it('Customer finds by a part of the name', async () => {
		const [{ name }] = await listOf(api, 'organizations');
		const found = await searchList('sinaoInvoices', 'searchContacts', keyOf(api), String(name));
		expect(found[0].name).toBe(name);
		expect(found.length).toBeLessThan(10);
	});

	it('Supplier gives the purchases of one supplier', async () => {
		const rows = await listOf(api, 'purchases', ['supplier']);
		const { id } = rows.find((row) => (row.supplier as Row | null)?.id)?.supplier as Row;
		expect(await idsWith({ contact: String(id) }, 'sinaoPurchases')).toEqual(
			ids(rows.filter((row) => (row.supplier as Row | null)?.id === id)),
		);
	});

	it('Tag gives the rows that carry it, also within a limit', async () => {
		const rows = await listOf(api, 'invoices');
		const chosen = [3, 14, 15].map((index) => rows[index].id);
		mutate(
			api.company,
			chosen.map((id) => ({
				do: 'change',
				list: 'invoices',
				id,
				changes: { tags: ['chantier Lyon'] },
			})),
		);
		expect(await idsWith({ tag: 'Chantier lyon' })).toEqual(chosen);
		const limited = await itemsOf(api, 'sinaoInvoices', {
			operation: 'getMany',
			limit: 2,
			filters: { tag: 'chantier Lyon' },
		});
		expect(limited.length).toBe(2);
	});

	it('Tag tells letters apart that differ by an accent', async () => {
		const [one, other] = (await listOf(api, 'invoices')).slice(20, 22);
		api.company.changeRow('invoices', one.id, { tags: ['Relevé'] });
		api.company.changeRow('invoices', other.id, { tags: ['Relève'] });
		expect(await idsWith({ tag: 'relevé' })).toEqual([one.id]);
		expect(await idsWith({ tag: 'RELÈVE' })).toEqual([other.id]);
		expect(await idsWith({ tag: 'releve' })).toEqual([]);
	});

	it('Tag finds tags that come as an object, with another name for the name, or as one text', async () => {
		const rows = (await listOf(api, 'invoices')).slice(20, 23);
		const forms = [{ 1: 'fouille' }, [{ id: 3, value: 'fouille' }], 'fouille, autre'];
		rows.forEach(({ id }, index) =>
			api.company.changeRow('invoices', id, { tags: forms[index] as never }),
		);
		expect((await idsWith({ tag: 'Fouille' })).sort()).toEqual(rows.map(({ id }) => id).sort());
	});

	it('Status and IDs narrow each other', async () => {
		const rows = await listOf(api, 'invoices');
		const paid = rows.filter(({ status }) => status === 'paid');
		const some = [
			paid[0].id,
			...rows.filter(({ status }) => status !== 'paid').map(({ id }) => id),
		].slice(0, 3);
		expect(await idsWith({ status: ['paid'], ids: some.join(', ') })).toEqual([paid[0].id]);
	});
});

describe('The list of a single document', () => {
	it('shows number, customer and date, newest first, and searches', async () => {
		const rows = await listOf(api, 'invoices');
		const all = await searchList('sinaoInvoices', 'searchDocuments', keyOf(api));
		expect(all.map(({ value }) => value)).toEqual(
			[...rows]
				.reverse()
				.map(({ id }) => String(id))
				.slice(0, 50),
		);
		const { id, number } = rows.find((row) => row.number) as Row;
		const found = await searchList('sinaoInvoices', 'searchDocuments', keyOf(api), String(number));
		expect(found).toContainEqual({
			name: expect.stringMatching(new RegExp(`^${String(number)} · .*\\d{4}-\\d\\d-\\d\\d$`)),
			value: String(id),
		});
	});

	it.each(['sinaoInvoices', 'sinaoQuotes'])(
		"%s shows a draft as 'Draft', its customer and its date",
		async (type) => {
			const list = type === 'sinaoInvoices' ? 'invoices' : 'quotes';
			const drafts = (await listOf(api, list)).filter((row) => !row.number);
			expect(drafts.length).toBeGreaterThan(0);
			const shown = await searchList(type, 'searchDocuments', keyOf(api));
			for (const { id } of drafts) {
				const item = shown.find(({ value }) => value === String(id));
				expect(item?.name).toMatch(/^Draft · [^·]*\w[^·]* · \d{4}-\d\d-\d\d$/);
			}
		},
	);

	it('says in words why it cannot be shown', async () => {
		const wrong = { sinaoApi: { apiKey: 'wrong', appId: String(api.appId), baseUrl: api.baseUrl } };
		await expect(searchList('sinaoInvoices', 'searchDocuments', wrong)).rejects.toThrow(
			'Sinao rejected the API key or login',
		);
	});

	it.each([
		['sinaoInvoices', 'invoices'],
		['sinaoQuotes', 'quotes'],
	])('%s downloads the one that was chosen by its number', async (type, list) => {
		const row = (await listOf(api, list)).find(({ number }) => number) as Row;
		const [item] = await itemsOf(api, type, {
			operation: 'downloadPdf',
			choose: 'one',
			document: { __rl: true, mode: 'number', value: row.number as string },
		});
		expect(item.json.document).toMatchObject({ id: row.id, number: row.number });
	});
});

describe('Filters that match nothing', () => {
	const nothing = { search: 'no such text anywhere' };
	const noInvoices = 'No invoices match the filters.';

	it.each<[string, string, IDataObject, string]>([
		['sinaoInvoices', 'Get Many', { operation: 'getMany' }, noInvoices],
		['sinaoInvoices', 'Export', { operation: 'exportCsv' }, noInvoices],
		[
			'sinaoInvoices',
			'Export by line',
			{ operation: 'exportCsv', rows: 'line' },
			'No lines of invoices match the filters.',
		],
		['sinaoInvoices', 'Download', { operation: 'downloadPdf' }, noInvoices],
		[
			'sinaoInvoices',
			'Download as ZIP',
			{ operation: 'downloadPdf', options: { zip: true } },
			noInvoices,
		],
		[
			'sinaoRecords',
			'JSON Lines',
			{ resource: 'payments', operation: 'exportJsonLines' },
			'No payments match the filters.',
		],
		['sinaoBank', 'Export', { operation: 'exportCsv' }, 'No bank transactions match the filters.'],
	])('%s, %s: a hint says so', async (type, _, parameters, message) => {
		const { hints, error } = await run(api, type, { ...parameters, filters: nothing });
		expect(error).toBeUndefined();
		expect(hints.map((hint) => hint.message)).toContain(message);
	});

	it('without filters, or with a match, there is no such hint', async () => {
		const empty = await startSinao({ nasty: false, size: { products: 0 } });
		const { id } = api.company.lists.invoices[0];
		for (const { hints } of [
			await run(empty, 'sinaoProducts', { operation: 'getMany' }),
			await run(api, 'sinaoInvoices', { operation: 'getMany', filters: { ids: String(id) } }),
			await run(api, 'sinaoInvoices', { operation: 'exportCsv', filters: { ids: String(id) } }),
		])
			expect(hints.map(({ message }) => message).join()).not.toContain('match the filters');
		await empty.close();
	});
});
