import type { IDataObject } from 'n8n-workflow';

import { backUp } from '../../../support/backup';
import {
	download,
	everyId,
	exportCsv,
	fileOf,
	getMany,
	hintsOf,
	idsOf,
	requestsTo,
	useSinao,
} from '../../../support/faultyCompany';
import type { NodeResult } from '../../../support/engine';
import type { Parameter } from '../../../support/sinao/variants';

const sinao = useSinao({
	size: {
		invoices: 37,
		quotes: 12,
		purchases: 11,
		persons: 23,
		organizations: 12,
		transactions: 23,
	},
});
const options = { pageSize: 10 };
const observed = {
	refuses: [],
	ignores: [],
	refusalStatus: 422,
	maximumLimit: 100,
	inFilter: 'all',
	dateFilters: 'time',
} as const;

afterEach(() => {
	Object.assign(sinao.api.variants, observed);
});

/** What the runs are about: rows of the company, so that each filter matches some of them. */
function chosen() {
	const rows = everyId(sinao.api).map(
		(id) => sinao.api.company.find('invoices', id) as IDataObject,
	);
	const customers = rows.map((row) => row.customer as IDataObject | null | undefined);
	const customer = customers.find(
		(each) => each && customers.filter((other) => other?.id === each.id).length > 1,
	);
	return { rows, customer: Number(customer?.id) };
}

const fromTo = { fromDate: '2023-01-01', toDate: '2023-12-31' };

const operations: Array<[string, () => Promise<NodeResult>]> = [
	['CSV', async () => await exportCsv(sinao.api, { options })],
	['CSV of persons', async () => await exportCsv(sinao.api, { type: 'sinaoPersons', options })],
	[
		'Get Many by customer, status and dates',
		async () =>
			await getMany(sinao.api, {
				options,
				parameters: {
					filters: { ...fromTo, contact: chosen().customer, status: ['paid', 'final'] },
				},
			}),
	],
	[
		'Get Many by IDs',
		async () =>
			await getMany(sinao.api, {
				options,
				parameters: { filters: { ids: everyId(sinao.api).slice(3, 9).join(', ') } },
			}),
	],
	[
		'Download by dates',
		async () =>
			await download(sinao.api, {
				options,
				parameters: { filters: { fromDate: '2024-01-01', toDate: '2024-03-31' } },
			}),
	],
	['Backup', async () => await backUp(sinao.api, undefined, { documents: ['quotes'] }, options)],
];

/** The mark in the name of a list depends on the order of its rows. */
const withoutMark = (path: string) => path.replace(/ [\da-f]{8}(?=\.(?:csv|jsonl)$)/, '');

/** Every record that a run returns, as items or as lines of files, in one order: without Sinao's the newest may come first. */
async function contentOf({ outputs, error }: NodeResult): Promise<string[]> {
	expect(error).toBeUndefined();
	const items = outputs.slice(0, 2).flat();
	const texts = await Promise.all(
		items.map(async (item) =>
			item.binary
				? [
						withoutMark(String(item.json.path)),
						...(await fileOf(item)).toString('latin1').split('\n'),
					].sort()
				: [JSON.stringify(item.json)],
		),
	);
	return texts.map((lines) => lines.join('\n')).sort();
}

const parameters: Parameter[] = [
	'order',
	'limit',
	'offset',
	'filter:id',
	'filter:date',
	'filter:status',
	'filter:customer.id',
	'filter',
];

describe.each(operations)('121, 82 %s', (_, operation) => {
	let expected: string[];
	let hints: string[];

	beforeAll(async () => {
		const result = await operation();
		expected = await contentOf(result);
		hints = hintsOf(result);
	});

	it('there is something to lose', () => {
		expect(JSON.stringify(expected).length).toBeGreaterThan(200);
	});

	it.each(
		parameters.flatMap((name) =>
			(['refused with 400', 'refused with 422', 'ignored'] as const).map(
				(how) => [name, how] as const,
			),
		),
	)('%s is %s: the same result, without a word', async (name, how) => {
		const { variants } = sinao.api;
		if (how === 'ignored') variants.ignores = [name];
		else variants.refuses = [name];
		variants.refusalStatus = how === 'refused with 400' ? 400 : 422;
		variants.maximumLimit = 4;
		const result = await operation();
		expect(await contentOf(result)).toEqual(expected);
		expect(hintsOf(result)).toEqual(hints);
	});
});

describe('121 A service that fails (500) over a filter on a field', () => {
	it.each(['status', 'customer.id', 'date'])('%s: the same result, soon', async (field) => {
		const parameters = {
			filters: { ...fromTo, contact: chosen().customer, status: ['paid', 'final'] },
		};
		const settings = { options, parameters };
		const expected = await getMany(sinao.api, settings);
		sinao.api.requests.length = 0;
		Object.assign(sinao.api.variants, { refuses: [`filter:${field}`], refusalStatus: 500 });
		const result = await getMany(sinao.api, settings);
		expect(result.error).toBeUndefined();
		expect(idsOf(result.outputs[0])).toEqual(idsOf(expected.outputs[0]));
		expect(idsOf(expected.outputs[0]).length).toBeGreaterThan(0);
		const failed = sinao.api.requests.filter(({ status }) => status === 500);
		expect(failed.length).toBeLessThanOrEqual(12);
	});

	it('a fault that passes is not taken for a refusal', async () => {
		sinao.api.faults.add({
			path: '/invoices$',
			times: 3,
			fault: { kind: 'status', status: 500 },
		});
		const result = await getMany(sinao.api, { options });
		expect(idsOf(result.outputs[0])).toEqual(everyId(sinao.api));
		expect(hintsOf(result).join()).not.toContain('contact_infos');
		expect(result.outputs[0].some(({ json }) => json.contact_infos)).toBe(true);
	});
});

describe('121 A refusal is learned', () => {
	const invoices = () => requestsTo(sinao.api, '/invoices').length;

	it.each<[Parameter, number]>([
		['order', 1],
		['expand:contact_infos', 1],
		// The first page once more, and what reading by offset needs.
		['filter:id', 6],
	])('%s, which the words name: at most %d more requests', async (name, more) => {
		await exportCsv(sinao.api, { options });
		const before = invoices();
		sinao.api.requests.length = 0;
		sinao.api.variants.refuses = [name];
		await exportCsv(sinao.api, { options });
		expect(invoices() - before).toBeLessThanOrEqual(more);
	});

	it.each(['order', 'limit', 'contact_infos', 'filters\\[0\\]\\[name\\]=id'])(
		'%s, which no words name: complete after at most 10 more requests',
		async (query) => {
			await exportCsv(sinao.api, { options });
			const before = invoices();
			sinao.api.requests.length = 0;
			sinao.api.faults.add({
				path: '/invoices$',
				query,
				fault: { kind: 'status', status: 422, body: { message: 'Unprocessable' } },
			});
			const { outputs, error } = await getMany(sinao.api, { options });
			expect(error).toBeUndefined();
			expect(idsOf(outputs[0]).sort()).toEqual(everyId(sinao.api));
			expect(invoices() - before).toBeLessThanOrEqual(10);
		},
	);

	it.each([400, 422])('any other %d is an error with the words of the service', async (status) => {
		sinao.api.faults.add({
			path: '/invoices$',
			fault: { kind: 'status', status, body: { message: 'Exercice clos' } },
		});
		const { error } = await getMany(sinao.api, { options });
		expect(error?.message).toBe(`Sinao rejected the request (${status})`);
		expect(error?.description).toContain('Exercice clos');
		expect(invoices()).toBeLessThanOrEqual(2);
	});
});

it('121 Everything optional is refused at once: still every invoice', async () => {
	sinao.api.variants.refuses = ['order', 'limit', 'expand', 'filter'];
	sinao.api.variants.maximumLimit = 0;
	const { outputs, error } = await getMany(sinao.api, { options });
	expect(error).toBeUndefined();
	expect(idsOf(outputs[0]).sort()).toEqual(everyId(sinao.api));
});

describe('121 A related object is refused or ignored', () => {
	const warning = "Sinao does not return 'contact_infos' with the list 'Invoices'";

	it.each(['refuses', 'ignores'] as const)('%s: a hint names it', async (how) => {
		sinao.api.variants[how] = ['expand:contact_infos'];
		const { outputs, hints, error } = await getMany(sinao.api, { options });
		expect(error).toBeUndefined();
		expect(idsOf(outputs[0])).toEqual(everyId(sinao.api));
		expect(hints.map(({ message }) => message).join()).toContain(warning);
	});

	it('82 rows do not say their customer, though the service filters by it: an error, because nobody can check', async () => {
		sinao.api.variants.ignores = ['expand'];
		const { outputs, error } = await getMany(sinao.api, {
			options,
			parameters: { filters: { contact: chosen().customer } },
		});
		expect(error?.message).toBe('Sinao does not say which customer some documents belong to');
		expect(outputs).toEqual([]);
	});

	it.each(['refuses', 'ignores'] as const)(
		'82 rows do not say their customer, and the service %s the filter too: an error, not every invoice',
		async (how) => {
			sinao.api.variants[how] = ['expand', 'filter:customer.id'];
			const { outputs, error } = await getMany(sinao.api, {
				options,
				parameters: { filters: { contact: chosen().customer } },
			});
			expect(error?.message).toBe('Sinao does not say which customer some documents belong to');
			expect(outputs).toEqual([]);
		},
	);
});

describe('121 Search', () => {
	const parameters = () => ({ filters: { search: String(chosen().rows[4].number) } });

	it('refused: an error with the words of the service', async () => {
		sinao.api.variants.refuses = ['search'];
		const { error, outputs } = await getMany(sinao.api, { options, parameters: parameters() });
		expect(error?.description).toContain('The search parameter is not allowed.');
		expect(outputs).toEqual([]);
	});

	it.each([
		['Get Many', getMany],
		['Export', exportCsv],
		['Download', download],
	])('77 ignored: %s ends with an error, and nothing is returned', async (_, operation) => {
		const honoured = await operation(sinao.api, { options, parameters: parameters() });
		expect([honoured.error, hintsOf(honoured)]).toEqual([undefined, []]);
		expect(honoured.outputs[0]).toHaveLength(1);
		sinao.api.variants.ignores = ['search'];
		const { error, outputs } = await operation(sinao.api, { options, parameters: parameters() });
		expect(error?.message).toBe("Sinao ignores 'Search' in this list");
		expect(outputs).toEqual([]);
		expect(requestsTo(sinao.api, '/pdf').length).toBeLessThanOrEqual(1);
	});

	it('77 ignored, with a text that is a name of a field: an error too', async () => {
		sinao.api.variants.ignores = ['search'];
		const { error } = await getMany(sinao.api, {
			options,
			parameters: { filters: { search: 'contact_infos' } },
		});
		expect(error?.message).toBe("Sinao ignores 'Search' in this list");
	});

	it('in fields that the records do not contain: all of them, with a hint', async () => {
		// Sinao finds every invoice for this text, as if another field contained it, and none for another text.
		sinao.api.faults.add({
			path: '/invoices$',
			query: 'search=reference',
			fault: { kind: 'ignoreSearch' },
		});
		const result = await getMany(sinao.api, {
			options,
			parameters: { filters: { search: 'reference' } },
		});
		expect(result.error).toBeUndefined();
		expect(idsOf(result.outputs[0])).toEqual(everyId(sinao.api));
		expect(hintsOf(result).join()).toMatch(/may have ignored 'Search'/);
	});

	it('honoured, and every record contains the text: not requested once more', async () => {
		await getMany(sinao.api, { options, parameters: parameters() });
		expect(requestsTo(sinao.api, '/invoices').map(({ query }) => query)).not.toContainEqual(
			expect.stringContaining('qzxvwkj'),
		);
	});
});

describe.each(['all', 'first', 'oneText'] as const)('81 Of an IN filter count: %s', (inFilter) => {
	beforeEach(() => {
		sinao.api.variants.inFilter = inFilter;
	});

	it('several statuses: no row is missing', async () => {
		const wanted = chosen().rows.filter(({ status }) => ['paid', 'final'].includes(String(status)));
		for (const status of [['paid', 'final'], 'final , paid']) {
			const { outputs } = await getMany(sinao.api, {
				options,
				parameters: { filters: { status } },
			});
			expect(idsOf(outputs[0]).sort()).toEqual(wanted.map(({ id }) => id));
		}
	});

	it('IDs of which some do not exist: every other one comes, and the unknown ones are named', async () => {
		const [one, two, three] = everyId(sinao.api);
		for (const ids of [`1, ${one}, 2, ${two}, ${three}`, `${three}, 1, ${one}, ${two}`]) {
			const result = await getMany(sinao.api, { options, parameters: { filters: { ids } } });
			expect(idsOf(result.outputs[0]).sort()).toEqual([one, two, three]);
			expect(hintsOf(result).join()).toMatch(/No records found for these IDs: 1/);
		}
	});

	it('200 unknown IDs, where all values count: a handful of requests', async () => {
		const ids = Array.from({ length: 200 }, (_, index) => index + 1).join(',');
		const result = await getMany(sinao.api, { options, parameters: { filters: { ids } } });
		expect(result.outputs[0]).toEqual([]);
		if (inFilter === 'all') expect(sinao.api.requests.length).toBeLessThan(8);
	});
});

it('121 Dates of a filter are compared as text: the first day of the period is there', async () => {
	const { api } = sinao;
	const [first, second, third] = everyId(api).slice(-3);
	api.company.changeRow('invoices', first, { written_at: '2031-04-29T21:59:59.000000Z' });
	api.company.changeRow('invoices', second, { written_at: '2031-04-29T22:00:00.000000Z' });
	api.company.changeRow('invoices', third, { written_at: '2031-05-01T21:59:59.000000Z' });
	const parameters = { filters: { fromDate: '2031-04-30', toDate: '2031-05-01' } };
	for (const dateFilters of ['time', 'text'] as const) {
		api.variants.dateFilters = dateFilters;
		const { outputs } = await getMany(api, { options, parameters });
		expect(idsOf(outputs[0])).toEqual([second, third]);
	}
});

it('121 The limit of the list of companies is refused: the company is found without it', async () => {
	sinao.api.faults.add({
		path: '/apps$',
		query: 'limit',
		fault: { kind: 'status', status: 422, body: { message: 'Unprocessable' } },
	});
	const { apiKey, baseUrl } = sinao.api;
	const { error, outputs } = await getMany(sinao.api, {
		options,
		credentials: { sinaoApi: { apiKey, baseUrl, appId: '' } },
	});
	expect(error).toBeUndefined();
	expect(idsOf(outputs[0])).toEqual(everyId(sinao.api));
});

it('92 A list contains a deleted row: a hint', async () => {
	const [id] = everyId(sinao.api, 'quotes');
	const { api } = sinao;
	api.company.changeRow('quotes', id, { deleted_at: '2024-03-01T10:00:00.000000Z' });
	const result = await exportCsv(api, { type: 'sinaoQuotes', options });
	api.company.changeRow('quotes', id, { deleted_at: null });
	expect(hintsOf(result)).toEqual([
		"1 record of the list 'Quotes' is deleted in Sinao ('deleted_at'), but returned with the others.",
	]);
	expect(hintsOf(await exportCsv(api, { type: 'sinaoQuotes', options }))).toEqual([]);
});

it('122 A list answers {"data": "none"} once: requested again', async () => {
	sinao.api.faults.add({ path: '/invoices$', after: 1, times: 1, fault: { kind: 'noneForRows' } });
	const result = await getMany(sinao.api, { options });
	expect(result.error).toBeUndefined();
	expect(idsOf(result.outputs[0])).toEqual(everyId(sinao.api));
	expect(hintsOf(result).join()).toContain('1 request');
});

it.each([520, 521, 522, 523, 524, 525, 526, 527, 528, 529, 530])(
	'123 %d of a proxy in front of the service, once: requested again',
	async (status) => {
		sinao.api.faults.add({ path: '/invoices$', times: 1, fault: { kind: 'status', status } });
		const { outputs, error } = await getMany(sinao.api, { options });
		expect(error).toBeUndefined();
		expect(idsOf(outputs[0])).toEqual(everyId(sinao.api));
	},
);
