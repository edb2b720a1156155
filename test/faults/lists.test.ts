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
		'Sinao returned an error: “Maintenance en cours”',
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

it('23 Empty pages where the total is known: read on until it is reached', async () => {
	const { api } = sinao;
	api.variants.envelope = 'total';
	api.faults.add({ path: '/invoices$', after: 1, times: 3, fault: { kind: 'emptyPage' } });
	await expectEveryRow();
	api.variants.envelope = 'data';
});

it.each(['invoices', 'persons'])(
	'24 The service ignores both the id and the offset in %s: fails loudly, without reading on for ever',
	async (list) => {
		const { api } = sinao;
		// The contract knows no offset for persons; the service takes it and does nothing with it.
		api.variants.strictContract = false;
		withoutIdFilter();
		api.faults.add({ path: `/${list}$`, fault: { kind: 'ignoreOffset' } });
		const { error, outputs } = await getMany(sinao.api, {
			...small,
			type: list === 'persons' ? 'sinaoPersons' : 'sinaoInvoices',
		});
		expect(error?.message).toBe('Sinao keeps returning the same page');
		expect(outputs).toEqual([]);
		expect(requestsTo(sinao.api, `/${list}`).length).toBeLessThan(20);
		api.variants.strictContract = true;
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

it('26 The limit is refused: halved until it is taken', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', fault: { kind: 'refuseLimit', over: 300 } });
	await expectEveryRow({ options: { pageSize: 1000 } });
	expect(
		requestsTo(api, '/invoices')
			.slice(0, 3)
			.map(({ query }) => /limit=(\d+)/.exec(query)?.[1]),
	).toEqual(['1000', '500', '250']);
});

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
