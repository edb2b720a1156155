import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { stringify } from 'lossless-json';

import { until } from '../support/processes';
import type { Fault } from '../support/sinao/faults/fault';
import {
	download,
	everyId,
	expectDocuments,
	exportCsv,
	fileOf,
	getMany,
	hintsOf,
	idsOf,
	requestsTo,
	type Run,
	useSinao,
} from '../support/faultyCompany';

/** Ways in which rows could be lost without a word, that the table of faults does not name. */
const sinao = useSinao({ size: { invoices: 35, purchases: 12, persons: 3 } });
const small: Run = { options: { pageSize: 10 } };

function strike(...faults: Fault[]): void {
	for (const fault of faults) sinao.api.faults.add({ path: '/invoices$', fault });
}

/** Ids of the invoices with these states, in ascending order. */
function withStatus(...statuses: string[]): number[] {
	return everyId(sinao.api).filter((id) =>
		statuses.includes(String(sinao.api.company.find('invoices', id)?.status)),
	);
}

describe('The end of a list', () => {
	it.each([
		['by id', 35, []],
		['by id', 7, []],
		['by id', 5, []],
		['by offset', 35, [{ kind: 'ignoreFilter' }]],
		['by offset', 7, [{ kind: 'ignoreFilter' }]],
	] as Array<[string, number, Fault[]]>)(
		'the rows of a list that is read %s fill pages of %d exactly: none is missing',
		async (_, pageSize, faults) => {
			strike(...faults);
			const { outputs, error } = await getMany(sinao.api, { options: { pageSize } });
			expect(error).toBeUndefined();
			expect(idsOf(outputs[0])).toEqual(everyId(sinao.api));
		},
	);

	it.each([
		['as asked', []],
		['fewer in a page than asked for', [{ kind: 'capLimit', to: 10 }]],
		[
			'by offset, fewer in a page than asked for',
			[{ kind: 'capLimit', to: 10 }, { kind: 'ignoreFilter' }],
		],
	] as Array<[string, Fault[]]>)(
		'a total that is too small ends no list (rows %s)',
		async (_, faults) => {
			strike({ kind: 'wrongTotal', difference: -15 }, ...faults);
			const { outputs, error } = await getMany(sinao.api);
			expect(error).toBeUndefined();
			expect(idsOf(outputs[0])).toEqual(everyId(sinao.api));
		},
	);

	it('whatever the page size, the most that the service gives, its order and way of counting, a page that comes empty once or a row that comes twice: every row, once', async () => {
		const { api } = sinao;
		const { invoices } = api.company.lists;
		const before = [...invoices];
		const course = fc.record({
			rows: fc.integer({ min: 0, max: 70 }),
			pageSize: fc.constantFrom(1, 3, 10, 16, 33, 1000),
			cap: fc.constantFrom(10, 16, 25, 1000),
			byOffset: fc.boolean(),
			descending: fc.boolean(),
			total: fc.option(fc.integer({ min: -20, max: 0 })),
			empty: fc.option(fc.nat({ max: 9 })),
			repeated: fc.option(fc.nat({ max: 9 })),
		});
		const expectEveryRow = async ({
			rows,
			pageSize,
			cap,
			byOffset,
			descending,
			total,
			empty,
			repeated,
		}: typeof course extends fc.Arbitrary<infer Course> ? Course : never) => {
			api.faults.clear();
			invoices.splice(
				0,
				invoices.length,
				...Array.from({ length: rows }, (_, index) => ({ ...before[0], id: 1000 + index * 3 })),
			);
			strike(
				{ kind: 'capLimit', to: cap },
				...(byOffset ? ([{ kind: 'ignoreFilter' }] as Fault[]) : []),
			);
			if (descending) strike({ kind: 'ignoreOrder' });
			if (total !== null && empty === null)
				strike({ kind: 'wrongTotal', difference: Math.max(total, -rows) });
			if (empty !== null)
				api.faults.add({
					path: '/invoices$',
					after: empty,
					times: 1,
					fault: { kind: 'emptyPage' },
				});
			if (repeated !== null)
				api.faults.add({
					path: '/invoices$',
					after: repeated,
					times: 1,
					fault: { kind: 'repeatRow' },
				});
			const { outputs, error } = await getMany(api, { options: { pageSize } });
			expect(error).toBeUndefined();
			expect((idsOf(outputs[0]) as number[]).sort((one, other) => one - other)).toEqual(
				everyId(api),
			);
		};
		try {
			const newestFirst = {
				rows: 66,
				pageSize: 1 as const,
				cap: 16 as const,
				byOffset: false,
				descending: true,
				total: null,
				empty: 0,
				repeated: null,
			};
			await fc.assert(fc.asyncProperty(course, expectEveryRow), {
				seed: 20261125,
				numRuns: 60,
				endOnFailure: true,
				examples: [[newestFirst]],
			});
		} finally {
			invoices.splice(0, invoices.length, ...before);
		}
	});

	it('an empty page after the first one, of a service that gives fewer rows than asked for: the rows after it are read', async () => {
		const { api } = sinao;
		strike({ kind: 'capLimit', to: 10 });
		api.faults.add({ path: '/invoices$', after: 1, times: 1, fault: { kind: 'emptyPage' } });
		const result = await getMany(api);
		expect(idsOf(result.outputs[0])).toEqual(everyId(api));
		expect(hintsOf(result)).toEqual([
			'Sinao returned an empty page in the middle of a list. The records after it were read.',
		]);
	});
});

describe("'Limit'", () => {
	const limited = (limit: number, filters = {}): Run => ({
		...small,
		parameters: { returnAll: false, limit, filters },
	});

	it.each([1, 9, 10, 11, 35, 36])('of %d: as many rows, the newest ones', async (limit) => {
		expect(idsOf((await getMany(sinao.api, limited(limit))).outputs[0])).toEqual(
			everyId(sinao.api).slice(-limit),
		);
	});

	it.each([1, 5])(
		'of %d with a filter that the service ignores: rows that do not match do not count',
		async (limit) => {
			strike({ kind: 'ignoreFilter', name: 'status' });
			expect(
				idsOf((await getMany(sinao.api, limited(limit, { status: ['draft'] }))).outputs[0]),
			).toEqual(withStatus('draft').slice(-limit));
		},
	);

	it('with a tag that only the oldest rows carry: they are found', async () => {
		const { api } = sinao;
		const tagged = everyId(api).slice(0, 3);
		for (const id of tagged) api.company.changeRow('invoices', id, { tags: [{ name: 'Château' }] });
		expect(idsOf((await getMany(api, limited(2, { tag: 'château' }))).outputs[0])).toEqual(
			tagged.slice(-2),
		);
		expect(requestsTo(api, '/invoices').length).toBeLessThan(8);
	});
});

describe('Filters', () => {
	it.each(['one', 'first'] as const)(
		'a service that takes several values for %s: all are found',
		async (as) => {
			const { api } = sinao;
			strike({ kind: 'misreadIn', as });
			const ids = everyId(api).slice(3, 9);
			const chosen = (await getMany(api, { parameters: { filters: { ids: ids.join(', ') } } }))
				.outputs[0];
			expect(idsOf(chosen).sort()).toEqual(ids);
			if (as === 'one') {
				const states = (
					await getMany(api, { parameters: { filters: { status: ['paid', 'draft'] } } })
				).outputs[0];
				expect(idsOf(states).sort()).toEqual(withStatus('paid', 'draft'));
			}
		},
	);

	it('IDs that Sinao does not know: the others come, and these are named', async () => {
		const { api } = sinao;
		const [first, second] = everyId(api);
		const result = await getMany(api, {
			parameters: { filters: { ids: `${first}; 999998 ${second},999999` } },
		});
		expect(idsOf(result.outputs[0])).toEqual([first, second]);
		expect(hintsOf(result)).toEqual([
			'No records found for these IDs: 999998, 999999. They may be mistyped or deleted, or may not match the other filters.',
		]);
	});

	it('several states, and a list read in many pages: each row of them once', async () => {
		const { outputs } = await getMany(sinao.api, {
			options: { pageSize: 2 },
			parameters: { filters: { status: ['paid', 'draft'] } },
		});
		expect(idsOf(outputs[0])).toEqual(withStatus('paid', 'draft'));
	});

	it.each([
		['a time in UTC', '2024-03-31T22:30:00.000Z'],
		["a time of n8n's own", "={{ DateTime.fromISO('2024-03-31T22:30:00Z') }}"],
		['a day', '2024-04-01'],
	])("'Date To' as %s: it is the day in France, included", async (_, toDate) => {
		const { api } = sinao;
		const [, id] = everyId(api);
		api.company.changeRow('invoices', id, { written_at: '2024-04-01T12:00:00.000000Z' });
		const { outputs, error } = await getMany(api, { parameters: { filters: { toDate } } });
		expect(error).toBeUndefined();
		expect(idsOf(outputs[0])).toContain(id);
	});

	it('a date without a time, in a time zone west of Greenwich, of a service that does not filter: kept', async () => {
		const { api } = sinao;
		const [, id] = everyId(api);
		strike({ kind: 'ignoreFilter', name: 'written_at' });
		api.company.changeRow('invoices', id, { written_at: '2024-03-01' });
		const { outputs } = await getMany(api, {
			options: { timeZone: 'America/Martinique' },
			parameters: { filters: { fromDate: '2024-03-01', toDate: '2024-03-01' } },
		});
		expect(idsOf(outputs[0])).toContain(id);
	});
});

/** Lets the list of invoices be these rows, which are read by offset. */
function serve(rows: unknown[]): void {
	for (let offset = 0; offset <= rows.length + 10; offset++) {
		const text = stringify({ data: rows.slice(offset, offset + 2) }) as string;
		sinao.api.faults.add({
			path: '/invoices$',
			...(offset ? { query: `offset=${offset}$` } : {}),
			fault: { kind: 'text', text, contentType: 'application/json' },
		});
	}
}

describe('IDs', () => {
	it.each<[string, unknown[]]>([
		['beyond 2^53', [9007199254740992n, 9007199254740993n, 9007199254740995n]],
		['as text', ['7', '8', '9']],
		['that are no numbers', ['b7c1', 'a0', 'zz']],
		['of zero', [0, 1, 2]],
	])('%s: each row comes once, with all of its digits', async (_, ids) => {
		serve(ids.map((id) => ({ id, title: 'x' })));
		const { outputs, error } = await getMany(sinao.api, { options: { pageSize: 2 } });
		expect(error).toBeUndefined();
		expect(idsOf(outputs[0]).map(String)).toEqual(ids.map(String));
	});

	it('none: each row comes once, equal ones too', async () => {
		const rows = ['a', 'a', 'b', 'b', 'a'].map((title) => ({ title }));
		serve(rows);
		expect(
			(await getMany(sinao.api, { options: { pageSize: 2 } })).outputs[0].map(({ json }) => json),
		).toEqual(rows);
	});
});

describe('Answers', () => {
	it('with something among the rows that is no row: refused', async () => {
		strike({ kind: 'text', text: '{"data":[{"id":1},2]}', contentType: 'application/json' });
		expect((await getMany(sinao.api)).error?.message).toBe(
			'Unexpected response from Sinao: not a list',
		);
	});

	it('that call themselves a failure and hold an empty list: asked again, and no empty account', async () => {
		const { api } = sinao;
		const failure: Fault = {
			kind: 'text',
			text: '{"success":false,"message":"Base de données occupée","data":[]}',
			contentType: 'application/json',
		};
		api.faults.add({ path: '/invoices$', times: 1, fault: failure });
		expect(idsOf((await getMany(api)).outputs[0])).toEqual(everyId(api));
		strike(failure);
		expect((await getMany(api)).error?.message).toBe(
			'Sinao returned a message instead of data: “Base de données occupée”',
		);
	});

	it('from another host, to which a list is sent away: not taken, and the key is not sent there', async () => {
		const { api } = sinao;
		strike({ kind: 'redirect', expired: true });
		const { error } = await getMany(api);
		expect(error).toMatchObject({
			message: `${api.baseUrl} redirects to ${api.storage.origin}`,
			description: expect.stringContaining("'Base URL'"),
		});
		expect(JSON.stringify(api.storage.requests)).not.toContain(api.apiKey);
		api.storage.requests.length = 0;
	});
});

describe('ZIP files', () => {
	const zipped: Run = { options: { zip: true, maximumTries: 2 } };
	const idsIn = (outputs: Array<Array<{ json: object }>>) =>
		outputs[0].flatMap(({ json }) =>
			(json as { documents: Array<{ id: number }> }).documents.map(({ id }) => id),
		);

	it('the rows cannot be read again after the downloads: the files are kept, and it is said', async () => {
		const { api } = sinao;
		const pages = (await getMany(api), requestsTo(api, '/invoices').length);
		api.faults.add({ path: '/invoices$', after: pages, fault: { kind: 'status', status: 503 } });
		const result = await download(api, zipped);
		expect(result.error).toBeUndefined();
		expect(idsIn(result.outputs)).toEqual(
			everyId(api).filter((id) => api.document('invoices', id)),
		);
		expect(hintsOf(result)).toContain(
			'Could not check whether documents changed during the download: Sinao could not process the request (503).',
		);
	});

	it('Stop while they are made: cancelled, and no half file', async () => {
		const { api } = sinao;
		api.faults.add({ path: '/pdf$', after: 20, fault: { kind: 'silence' } });
		let stop = () => {};
		const running = download(api, { ...zipped, whenStarted: (press) => (stop = press) });
		await until('the fault', () => requestsTo(api, '/pdf').length > 20);
		stop();
		const { canceled, outputs } = await running;
		expect(canceled).toBe(true);
		expect(outputs).toEqual([]);
	});

	it('of Sinao, in which the document of an entry without a hash is damaged: it is fetched singly', async () => {
		const { api } = sinao;
		const ids = everyId(api, 'purchases').filter((id) => api.document('purchases', id));
		const last = ids[ids.length - 1];
		api.company.changeRow('purchases', last, { md5: null });
		const zip = Buffer.from(
			zipSync(
				Object.fromEntries(ids.map((id) => [`${id}.bin`, api.document('purchases', id) as Buffer])),
			),
		);
		// The directory says of the last entry that it is a byte longer than it is.
		const size = zip.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1')) + 24;
		zip.writeUInt32LE(zip.readUInt32LE(size) + 1, size);
		api.faults.add({
			path: '/download$',
			fault: { kind: 'bytes', base64: zip.toString('base64') },
		});
		const { outputs } = await download(api, {
			type: 'sinaoPurchases',
			options: { downloadInBulk: true },
		});
		await expectDocuments(api, outputs[0], ids, 'purchases');
	});
});

it("'Continue On Fail' and missing documents: what is missing of one item is not lost by another that fails", async () => {
	const { api } = sinao;
	const [first, second, third] = everyId(api);
	api.faults.add({ path: `/${second}/pdf$`, fault: { kind: 'status', status: 404 } });
	const wanted = [`${first},${second}`, 'not a date', `${third}`];
	const { outputs, error } = await download(api, {
		continueOnFail: true,
		items: wanted.map((value) => ({ json: { value } })),
		parameters: {
			filters: {
				ids: '={{ $json.value }}',
				fromDate: "={{ $json.value === 'not a date' ? 'x' : '2000-01-01' }}",
			},
		},
	});
	expect(error).toBeUndefined();
	expect(
		outputs[0].map(({ json, pairedItem }) => [
			(json.document as { id: number } | undefined)?.id ?? json.error,
			pairedItem,
		]),
	).toEqual([
		[first, { item: 0 }],
		["Invalid date: 'x'", { item: 1 }],
		[third, { item: 2 }],
	]);
	expect(
		outputs[1].map(({ json, pairedItem }) => [(json.document as { id: number }).id, pairedItem]),
	).toEqual([[second, { item: 0 }]]);
});

it('A CSV of the rows that a tag chooses has all of them, over many pages', async () => {
	const { api } = sinao;
	const tagged = everyId(api).filter((_, index) => index % 4 === 3);
	for (const id of tagged) api.company.changeRow('invoices', id, { tags: ['élagage'] });
	const { outputs } = await exportCsv(api, {
		...small,
		parameters: { filters: { tag: 'Élagage' } },
	});
	expect(outputs[0][0].json.rows).toBe(tagged.length);
	for (const id of tagged)
		expect((await fileOf(outputs[0][0])).toString()).toMatch(new RegExp(`;${id};`));
});
