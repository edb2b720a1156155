import type { Fault } from '../support/sinao/faults/fault';
import type { Variants } from '../support/sinao/variants';
import {
	everyId,
	getMany,
	hintsOf,
	idsOf,
	requestsTo,
	type Run,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 35, persons: 25 } });
const small: Run = { options: { pageSize: 10 } };

/** Makes the service refuse to filter by id, so that the list is read by offset. */
function withoutIdFilter() {
	sinao.api.faults.add({ path: '/(invoices|persons)$', fault: { kind: 'ignoreFilter' } });
}

async function expectEveryRow(settings: Run = small) {
	const result = await getMany(sinao.api, settings);
	expect(result.error).toBeUndefined();
	expect(idsOf(result.outputs[0])).toEqual(everyId(sinao.api));
	return result;
}

it.each<Variants['envelope']>(['data', 'array', 'numericKeys', 'total', 'metaTotal'])(
	'22 A list as %s: understood',
	async (envelope) => {
		const { api } = sinao;
		const before = api.variants.envelope;
		api.variants.envelope = envelope;
		await expectEveryRow();
		api.variants.envelope = before;
	},
);

it('22 Something that is no list: refused in plain words', async () => {
	sinao.api.faults.add({
		path: '/invoices$',
		fault: { kind: 'text', text: '"bonjour"', contentType: 'application/json' },
	});
	expect((await getMany(sinao.api)).error?.message).toBe(
		'Unexpected response from Sinao: not a list',
	);
});

it('22 A message with status 200 instead of a list: asked again, and shown when it stays so', async () => {
	const { api } = sinao;
	const fault = { kind: 'jsonError', message: 'Maintenance en cours' } as const;
	api.faults.add({ path: '/invoices$', after: 1, times: 2, fault });
	await expectEveryRow();
	api.faults.add({ path: '/invoices$', fault });
	expect((await getMany(api)).error?.message).toBe(
		'Sinao returned a message instead of data: “Maintenance en cours”',
	);
});

it.each([
	['by id', 1, false],
	['by id, the first one', 0, false],
	['by offset', 4, true],
])(
	'23 An empty page in the middle, read %s: the rows after it are read, and it is noted',
	async (_, after, byOffset) => {
		if (byOffset) withoutIdFilter();
		sinao.api.faults.add({ path: '/invoices$', after, times: 1, fault: { kind: 'emptyPage' } });
		expect(hintsOf(await expectEveryRow())).toContain(
			'Sinao returned an empty page in the middle of a list. The records after it were read.',
		);
	},
);

it('23 An empty page behind the first one, of a size that no service chooses: the rows after it are read', async () => {
	sinao.api.faults.add({
		path: '/invoices$',
		after: 1,
		times: 1,
		fault: { kind: 'emptyPage' },
	});
	await expectEveryRow({ options: { pageSize: 7 } });
});

it('23 Empty pages where the total is known: read on until it is reached', async () => {
	const { api } = sinao;
	api.variants.envelope = 'total';
	api.faults.add({ path: '/invoices$', after: 1, times: 3, fault: { kind: 'emptyPage' } });
	await expectEveryRow();
	api.variants.envelope = 'data';
});

describe.each(['invoices', 'persons'])(
	'24 The service ignores both the id and the offset in %s',
	(list) => {
		const settings = { ...small, type: list === 'persons' ? 'sinaoPersons' : 'sinaoInvoices' };

		beforeEach(() => {
			// The contract knows no offset for persons; the service takes it and does nothing with it.
			sinao.api.variants.strictContract = false;
			withoutIdFilter();
			sinao.api.faults.add({ path: `/${list}$`, fault: { kind: 'ignoreOffset' } });
		});

		afterEach(() => {
			sinao.api.variants.strictContract = true;
		});

		it('complete by one large page, which is the same from both ends', async () => {
			const { error, outputs } = await getMany(sinao.api, settings);
			expect(error).toBeUndefined();
			expect(idsOf(outputs[0])).toEqual(everyId(sinao.api, list as 'invoices'));
		});

		it.each<[string, Fault]>([
			['more rows than one page has', { kind: 'capLimit', to: 20 }],
			['no order either, and a number of rows that may be a limit', { kind: 'ignoreOrder' }],
		])('%s: fails loudly, without reading on for ever', async (_, fault) => {
			sinao.api.faults.add({ path: `/${list}$`, fault });
			const { error, outputs } = await getMany(sinao.api, settings);
			expect(error?.message).toBe('Sinao keeps returning the same page');
			expect(outputs).toEqual([]);
			expect(requestsTo(sinao.api, `/${list}`).length).toBeLessThan(20);
		});
	},
);

it.each([
	[10, false],
	[10, true],
	[1, false],
	[1, true],
])(
	'25 The service gives %d rows at most, however many are asked for (offset: %s): read on by the rows received',
	async (to, byOffset) => {
		if (byOffset) withoutIdFilter();
		sinao.api.faults.add({ path: '/invoices$', fault: { kind: 'capLimit', to } });
		await expectEveryRow({ options: { pageSize: 1000 } });
	},
);

const limitsSent = () =>
	requestsTo(sinao.api, '/invoices').map(({ query }) => Number(/limit=(\d+)/.exec(query)?.[1]));

it('26 The limit is refused with the greatest one: that one from then on', async () => {
	sinao.api.faults.add({ path: '/invoices$', fault: { kind: 'refuseLimit', over: 20 } });
	await expectEveryRow({ options: { pageSize: 1000 } });
	expect(limitsSent()).toEqual([1000, 20, 20, 20]);
});

it.each([
	[422, 'Le paramètre limit ne peut pas dépasser 1 000.', 5000, [5000, 1000]],
	[400, 'limit: must be between 1 and 250', 1000, [1000, 250]],
	[422, 'The limit is too large.', 1000, [1000, 500, 250]],
	[400, 'Invalid limit, error 4', 1000, [1000, 500, 250]],
	[400, 'Bad Request', 250, [250]],
])(
	'26 The limit is refused with %d and “%s”: the greatest that is accepted, after few requests',
	async (status, message, pageSize, expected) => {
		const greatest = expected.at(-1) as number;
		const tooMany = [5000, 2000, 1000, 500].filter((each) => each > greatest).join('|');
		sinao.api.faults.add({
			path: '/invoices$',
			query: `limit=(${tooMany})(&|$)`,
			fault: { kind: 'status', status, body: { message } },
		});
		await expectEveryRow({ options: { pageSize } });
		const [, ...rest] = [...new Set(limitsSent())];
		expect([pageSize, ...rest]).toEqual(expected);
		// 35 rows may be all that the service gives at once, so the end is requested twice (23).
		expect(limitsSent().length).toBe(expected.length + 2);
	},
);

it('26 The limit is refused without a word about it: the greatest usual one, after few requests', async () => {
	sinao.api.faults.add({
		path: '/invoices$',
		query: 'limit=(1000|500)(&|$)',
		fault: { kind: 'status', status: 422, body: { message: 'Unprocessable' } },
	});
	await expectEveryRow({ options: { pageSize: 1000 } });
	expect(limitsSent().at(-1)).toBe(250);
	expect(limitsSent().length).toBeLessThanOrEqual(12);
});

it('26 The service fails with 500 over a large page: the list comes in smaller ones', async () => {
	sinao.api.faults.add({
		path: '/invoices$',
		query: 'limit=1000(&|$)',
		fault: { kind: 'status', status: 500, body: { message: 'Server Error' } },
	});
	await expectEveryRow({ options: { pageSize: 1000 } });
	expect(limitsSent().filter((limit) => limit === 100).length).toBeGreaterThan(0);
});

it.each<[string, Fault, number, number]>([
	['20 rows a page at most', { kind: 'capLimit', to: 20 }, Infinity, 3],
	['10 rows a page at most', { kind: 'capLimit', to: 10 }, Infinity, 5],
	['a first page of 7 rows', { kind: 'capLimit', to: 7 }, 1, 4],
	['20 rows a page, where 10 are asked for', { kind: 'ownLimit', rows: 20 }, Infinity, 4],
])(
	'25 The service gives %s: every row, with hardly a request more than pages',
	async (_, fault, times, most) => {
		sinao.api.faults.add({ path: '/invoices$', fault, ...(times < Infinity ? { times } : {}) });
		await expectEveryRow({ options: { pageSize: fault.kind === 'ownLimit' ? 10 : 1000 } });
		expect(limitsSent().length).toBeLessThanOrEqual(most);
	},
);

it.each([false, true])(
	'29 A row comes again on the next page in a newer version (offset: %s): one row, the newer',
	async (byOffset) => {
		const { api } = sinao;
		if (byOffset) withoutIdFilter();
		const when = { path: '/invoices$', after: byOffset ? 4 : 2, times: 1 };
		const id = everyId(api)[byOffset ? 17 : 19];
		api.faults.add({
			...when,
			fault: {
				kind: 'mutate',
				steps: [{ do: 'change', list: 'invoices', id, changes: { title: 'Newer' } }],
			},
		});
		api.faults.add({ ...when, fault: { kind: 'repeatRow' } });
		const { outputs } = await expectEveryRow();
		expect(outputs[0].find(({ json }) => json.id === id)?.json.title).toBe('Newer');
	},
);

it.each(['page', 'list'] as const)(
	'30 Rows in any order within the %s though ordered: complete all the same',
	async (within) => {
		sinao.api.faults.add({ path: '/invoices$', fault: { kind: 'shuffle', within } });
		const { outputs, error } = await getMany(sinao.api, small);
		expect(error).toBeUndefined();
		expect(idsOf(outputs[0]).sort()).toEqual(everyId(sinao.api));
	},
);

it('31 Total says 37, got 35: read a second time, then an error with both numbers', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', fault: { kind: 'wrongTotal', difference: 2 } });
	const { error, outputs } = await getMany(api, small);
	expect(error?.message).toBe('Sinao reported 37 records but returned 35');
	expect(outputs).toEqual([]);
	expect(
		requestsTo(api, '/invoices').filter(({ query }) => !/comparator/.test(query)),
	).toHaveLength(2);
});

it('31 Total is right the second time: complete, and noted', async () => {
	const { api } = sinao;
	api.variants.envelope = 'total';
	api.faults.add({ path: '/invoices$', times: 1, fault: { kind: 'wrongTotal', difference: 2 } });
	expect(hintsOf(await expectEveryRow())).toEqual([
		'Sinao reported 37 records in /invoices but returned 35. The list was read a second time.',
	]);
	api.variants.envelope = 'data';
});
