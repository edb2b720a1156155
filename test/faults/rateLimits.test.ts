import type { RetryAfter } from '../support/sinao/faults/fault';
import { skipWaits } from '../support/skipWaits';
import {
	download,
	everyId,
	expectDocuments,
	getMany,
	idsOf,
	requestsTo,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 24 }, latencyMs: 10 });

/** Milliseconds between the end of each request and the begin of the next one. */
function waits(path: string): number[] {
	const requests = requestsTo(sinao.api, path);
	return requests.slice(1).map(({ start }, index) => start - requests[index].end);
}

function tooMany(retryAfter?: RetryAfter, clockSkewSeconds?: number) {
	return { kind: 'status' as const, status: 429, retryAfter, clockSkewSeconds };
}

it('1 429 with Retry-After: 7: waits 7 s or more, asks the same again, and no row comes twice', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', after: 1, times: 1, fault: tooMany(7) });
	const { outputs, error } = await getMany(api, { options: { pageSize: 10 } });
	expect(error).toBeUndefined();
	expect(idsOf(outputs[0])).toEqual(everyId(api));
	const [, refused, again] = requestsTo(api, '/invoices');
	expect(again.query).toBe(refused.query);
	// Two clocks of whole milliseconds.
	expect(again.start - refused.end).toBeGreaterThanOrEqual(6998);
});

it.each([31, 300])(
	'1 429 with Retry-After: %d, up to five minutes: waited in full, and the list is complete',
	async (seconds) => {
		const { api } = sinao;
		api.faults.add({ path: '/invoices$', times: 1, fault: tooMany(seconds) });
		const waits = skipWaits();
		try {
			const { outputs, error } = await getMany(api);
			expect(error).toBeUndefined();
			expect(idsOf(outputs[0])).toEqual(everyId(api));
			const [refused, again] = requestsTo(api, '/invoices');
			expect(again.start - refused.start).toBe(seconds * 1000);
		} finally {
			waits.restore();
		}
	},
);

it.each([
	['right', 0],
	['an hour slow', -3600],
	['an hour fast', 3600],
])(
	"2 429 with an HTTP date, the service's clock %s: waits till then by that clock",
	async (_, skew) => {
		const { api } = sinao;
		api.faults.add({ path: '/invoices$', times: 1, fault: tooMany({ dateInSeconds: 2 }, skew) });
		const { outputs, error } = await getMany(api);
		expect(error).toBeUndefined();
		expect(idsOf(outputs[0])).toEqual(everyId(api));
		expect(waits('/invoices')[0]).toBeGreaterThanOrEqual(995);
	},
);

it.each<[string, RetryAfter]>([
	['a date in the past', { dateInSeconds: -60 }],
	['a negative number', -5],
	['the word soon', 'soon'],
	['two values', [1, 7]],
	['a number with an exponent', '1e9'],
	['nothing', ''],
])(
	'3 429 whose Retry-After is %s: waits that grow, never an immediate hammering',
	async (_, retryAfter) => {
		const { api } = sinao;
		api.faults.add({ path: '/invoices$', fault: tooMany(retryAfter) });
		// The longest of the waits that chance may choose.
		const chance = jest.spyOn(Math, 'random').mockReturnValue(0.999);
		const { error } = await getMany(api, { options: { firstWait: 20 } });
		chance.mockRestore();
		expect(error).toMatchObject({ message: "Sinao's rate limit was reached", httpCode: '429' });
		expect(requestsTo(api, '/invoices')).toHaveLength(6);
		waits('/invoices').forEach((wait, index) =>
			expect(wait).toBeGreaterThanOrEqual(20 * 2 ** index - 3),
		);
	},
);

/** The greatest number of documents that were requested at the same time, apart from the first requests. */
function mostTogether(leftOut: number): number {
	const files = requestsTo(sinao.api, '/pdf').slice(leftOut);
	const together = files.map(
		({ start }) => files.filter((other) => other.start <= start && other.end > start).length,
	);
	return Math.max(...together);
}

it.each([
	['', {}],
	[', in ZIP files too', { zip: true }],
])(
	'4 429 without a header: half as many downloads at once for the rest of the run%s',
	async (_, options) => {
		const { api } = sinao;
		api.faults.add({ path: '/pdf$', times: 1, fault: { kind: 'status', status: 429 } });
		const { error } = await download(api, { options: { parallelDownloads: 4, ...options } });
		expect(error).toBeUndefined();
		expect(mostTogether(8)).toBeLessThanOrEqual(2);
	},
);

it('4 Several 429 to requests that were sent together: they count once, and half as many downloads go on', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/pdf$', times: 4, fault: tooMany() });
	const { error, outputs } = await download(api, { options: { parallelDownloads: 8 } });
	expect(error).toBeUndefined();
	expect(outputs[1]).toEqual([]);
	expect(mostTogether(8)).toBe(2);
});

it('5 429 with Retry-After: 301, above five minutes: not waited for', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', fault: tooMany(301) });
	const { error } = await getMany(api);
	expect(error?.message).toMatch(/^Sinao asked to retry after /);
	expect(requestsTo(api, '/invoices')).toHaveLength(1);
});

it('5 429 with Retry-After: 3600: ends at once with what it has, and names the time for the rest', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/pdf$', after: 10, fault: tooMany(3600) });
	const result = await download(api);
	const [made, missing] = result.outputs;
	expect(result.error).toBeUndefined();
	await expectDocuments(api, made, everyId(api).slice(0, made.length));
	expect(made).toHaveLength(10);
	expect(idsOf(missing)).toEqual(everyId(api).slice(10));
	for (const { json } of missing) {
		expect(json).toMatchObject({
			reason: 'postponed',
			message: expect.stringMatching(/^Sinao asked to retry after \d{4}-\d\d-\d\d \d\d:\d\d UTC$/),
		});
	}
	expect(api.requests.length).toBeLessThan(20);
});

it('5 429 with Retry-After: 3600 on a list: an error with the time, and no further request', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', after: 1, fault: tooMany(3600) });
	const { outputs, error } = await getMany(api, {
		options: { pageSize: 10 },
		items: [{ json: {} }, { json: {} }],
		continueOnFail: true,
	});
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ json, pairedItem }) => ({ json, pairedItem }))).toEqual(
		[0, 1].map((item) => ({
			json: {
				error: expect.stringMatching(/^Sinao asked to retry after \d{4}-\d\d-\d\d \d\d:\d\d UTC$/),
				description: expect.stringMatching(
					/^Run the workflow again after that time to complete it\./,
				),
			},
			pairedItem: { item },
		})),
	);
	const refused = requestsTo(api, '/invoices').filter(({ status }) => status === 429);
	expect(refused).toHaveLength(1);
});

describe.each([
	['forward', 3_600_000],
	['back', -3_600_000],
])("118 The machine's clock jumps an hour %s during a wait", (_, jump) => {
	let restore = () => {};
	afterEach(() => restore());

	/** Moves the clock as soon as so many requests were refused. */
	function jumpAfter(refusals: number): void {
		const { now } = Date;
		restore = () => (Date.now = now);
		const answered = ({ status, end }: { status?: number; end: number }) =>
			status === 429 && end > 0;
		Date.now = () => now() + (sinao.api.requests.filter(answered).length >= refusals ? jump : 0);
	}

	it('a list: it lasts as long as Sinao asked for, and every row comes', async () => {
		const { api } = sinao;
		api.faults.add({ path: '/invoices$', times: 2, fault: tooMany(2) });
		jumpAfter(1);
		const begin = performance.now();
		const { outputs, error } = await getMany(api);
		expect(error).toBeUndefined();
		expect(idsOf(outputs[0])).toEqual(everyId(api));
		expect(performance.now() - begin).toBeGreaterThanOrEqual(3990);
	});

	it('documents: they are all there, and none is given up early', async () => {
		const { api } = sinao;
		api.faults.add({ path: '/pdf$', times: 4, fault: tooMany(1) });
		jumpAfter(2);
		const { outputs, error } = await download(api);
		expect(error).toBeUndefined();
		await expectDocuments(
			api,
			outputs[0],
			everyId(api).filter((id) => api.document('invoices', id)),
		);
		expect(outputs[1]).toEqual([]);
	});
});
