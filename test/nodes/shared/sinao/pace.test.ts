import type { Connection } from '../../../../nodes/shared/sinao/connection';
import type { Failure } from '../../../../nodes/shared/failure';
import {
	createPace,
	endTurn,
	noteFile,
	parallelDownloads,
	takeTurn,
	withRetries,
} from '../../../../nodes/shared/sinao/pace';
import { fixedWindow, slidingWindow } from '../../../support/sinao/http/rateLimit';

/**
 * The pace against a service that exists only in the time of the test, which no other work on the machine changes:
 * minutes pass at once. How fast the whole nodes are is measured in `bench/`.
 */
beforeEach(() => {
	jest.useFakeTimers();
});
afterEach(() => {
	jest.useRealTimers();
});

interface Service {
	/** Milliseconds of an answer, with so many requests under way. */
	latency(inFlight: number): number;
	refuse?(): Failure | undefined;
}

interface Course {
	requests: number;
	refused: number;
	mostTogether: number;
	/** Seconds. */
	duration: number;
}

function limited(
	window: typeof slidingWindow,
	requests: number,
	windowMs: number,
	saysWait = true,
): () => Failure | undefined {
	const check = window();
	return () => {
		const answer = check(requests, windowMs);
		return answer
			? {
					reason: 'rateLimited',
					message: '',
					description: '',
					retry: 'backoff',
					...(saysWait ? { retryAfter: Number(answer.headers['retry-after']) * 1000 } : {}),
				}
			: undefined;
	};
}

const connect = (maximum = 32) =>
	({
		settings: { parallelDownloads: maximum, tries: 6, firstWait: 1000 },
		pace: { ...createPace(), fileBytes: 60_000 },
		throttle: {},
		warnings: { retried: 0 },
		secrets: [],
	}) as unknown as Connection;

/** Sends so many requests as the downloads do, after some that come one by one, each with a pause after it. */
async function run(
	{ latency, refuse = () => undefined }: Service,
	count: number,
	{ connection = connect(), before = 0, pause = 0 } = {},
): Promise<Course> {
	const course: Course = { requests: 0, refused: 0, mostTogether: 0, duration: 0 };
	let inFlight = 0;
	const wait = async (milliseconds: number) =>
		await new Promise((resolve) => setTimeout(resolve, milliseconds));
	const request = async () =>
		await withRetries(connection, async () => {
			const begin = (await takeTurn(connection)) as number;
			course.requests++;
			course.mostTogether = Math.max(course.mostTogether, ++inFlight);
			const duration = latency(inFlight);
			await wait(duration / 2);
			const failure = refuse();
			await wait(failure ? 1 : duration / 2);
			inFlight--;
			if (failure) course.refused++;
			endTurn(connection, begin, failure);
			return failure ? { failure } : { value: null };
		});
	const all = async () => {
		for (let index = 0; index < before; index++) {
			await request();
			await wait(pause);
		}
		let [begun, done] = [0, 0];
		await new Promise<void>((resolve, reject) => {
			const next = () => {
				if (done === count) resolve();
				while (begun < count && begun - done < parallelDownloads(connection)) {
					begun++;
					request().then(({ failure }) => {
						done++;
						if (failure) reject(new Error(JSON.stringify(failure)));
						else next();
					}, reject);
				}
			};
			next();
		});
	};
	const begin = performance.now();
	let isOver = false;
	const finished = all().finally(() => (isOver = true));
	finished.catch(() => undefined);
	while (!isOver) await jest.advanceTimersByTimeAsync(1000);
	await finished;
	course.duration = (performance.now() - begin) / 1000;
	return course;
}

describe.each([
	['sliding', slidingWindow],
	['fixed', fixedWindow],
])('4 A limit of 60 requests in a %s window, 1,000 documents', (_, window) => {
	it.each([
		['30 ms', 30, 60_000, 20, 0, 1.1, 60],
		['200 ms', 200, 60_000, 20, 0, 1.1, 60],
		['windows of 10 s', 30, 10_000, 20, 0, 1.1, 60],
		['after a minute and a half of lists', 30, 60_000, 30, 3000, 1.1, 60],
		['windows of 10 s, after 15 s of lists', 30, 10_000, 30, 500, 1.6, 60],
	])(
		'%s: hardly longer than the limit allows, and hardly a refusal',
		async (_title, latency, windowMs, before, pause, factor, per) => {
			const course = await run(
				{ latency: () => latency, refuse: limited(window, 60, windowMs) },
				1000,
				{ before, pause },
			);
			expect(course.refused).toBeGreaterThan(0);
			expect(course.refused).toBeLessThanOrEqual(course.requests / per);
			expect(course.duration).toBeLessThanOrEqual(
				((1000 + before) / 60) * (windowMs / 1000) * factor + (before * pause) / 1000,
			);
		},
	);
});

describe.each([
	['sliding', slidingWindow],
	['fixed', fixedWindow],
])('4 Other limits in a %s window of a minute, 1,000 documents', (_, window) => {
	// After 90 requests the downloads become up to 32 at once, which are refused when a higher limit is first reached.
	it.each([
		[30, true, 60],
		[30, false, 60],
		[60, false, 60],
		[120, true, 30],
		[120, false, 30],
		[300, true, 30],
		[300, false, 30],
	])(
		'%d requests, Retry-After %s: hardly longer than the limit allows, one refusal in %d requests at most',
		async (limit, saysWait, per) => {
			const course = await run(
				{ latency: () => 200, refuse: limited(window, limit, 60_000, saysWait) },
				1000,
				{ before: 2 },
			);
			expect(course.refused).toBeGreaterThan(0);
			expect(course.refused).toBeLessThanOrEqual(course.requests / per);
			expect(course.duration).toBeLessThanOrEqual((1002 / limit) * 60 * 1.1);
		},
	);

	it.each([
		[true, 1.15],
		[false, 1.25],
	])(
		'60 requests, of which another client of the key uses 45 for three minutes, Retry-After %s: then all are used',
		async (saysWait, factor) => {
			const begin = performance.now();
			const check = limited(window, 60, 60_000, saysWait);
			let minutes = 0;
			const refuse = () => {
				for (; minutes < 3 && performance.now() - begin >= minutes * 60_000; minutes++)
					for (let count = 0; count < 45; count++) check();
				return check();
			};
			const course = await run({ latency: () => 200, refuse }, 1000, { before: 2 });
			expect(course.refused).toBeLessThanOrEqual(course.requests / 50);
			expect(course.duration).toBeLessThanOrEqual((1002 + 3 * 45) * factor);
		},
	);
});

describe('Parallel downloads', () => {
	const refusal: Failure = {
		reason: 'rateLimited',
		message: '',
		description: '',
		retry: 'backoff',
		retryAfter: 5000,
	};

	it.each([
		[32, 32, 200],
		[32, 32, 2000],
		[4, 4, 200],
		[1, 1, 200],
	])(
		'equally quick answers, at most %d: they grow to it from 4, and not beyond',
		async (maximum, most, latency) => {
			const course = await run({ latency: () => latency }, 1000, { connection: connect(maximum) });
			expect(course.mostTogether).toBe(most);
			// At 32 at once, 32 answers would be needed.
			if (most === 32) expect(course.duration).toBeLessThanOrEqual((latency / 1000) * 40 + 1);
			const few = await run({ latency: () => latency }, 8, { connection: connect(maximum) });
			expect(few.mostTogether).toBeLessThanOrEqual(5);
		},
	);

	it.each([3_600_000, -3_600_000])(
		'the clock of the machine jumps by %d ms: neither a wait nor the pace changes',
		async (jump) => {
			let count = 0;
			const refuse = () => {
				if (++count === 20) return refusal;
				if (count % 100 === 40) jest.setSystemTime(Date.now() + jump);
				return undefined;
			};
			const course = await run({ latency: () => 100, refuse }, 1000);
			expect(course.duration).toBeGreaterThan(5);
			expect(course.duration).toBeLessThan(60);
		},
	);

	it('a service that answers one after the other: they stay few', async () => {
		const course = await run({ latency: (inFlight) => 50 * inFlight }, 500);
		expect(course.mostTogether).toBeLessThan(12);
	});

	it('a service that becomes slow: they become fewer, and more again when it is quick', async () => {
		const connection = connect();
		await run({ latency: () => 100 }, 400, { connection });
		const quick = parallelDownloads(connection);
		await run({ latency: () => 2000 }, 200, { connection });
		expect(parallelDownloads(connection)).toBeLessThan(quick);
		const slow = parallelDownloads(connection);
		await run({ latency: () => 100 }, 400, { connection });
		expect(parallelDownloads(connection)).toBeGreaterThan(slow);
	});

	it.each([
		['429', { reason: 'rateLimited' }],
		['503', { reason: 'serverFault', httpCode: '503' }],
		['a time-out', { reason: 'timeout' }],
	] as const)('4 %s: half as many, once for all that were under way', async (_, failure) => {
		const connection = connect();
		await run({ latency: () => 100 }, 300, { connection });
		const before = parallelDownloads(connection);
		expect(before).toBeGreaterThan(10);
		const begins = await Promise.all([1, 2, 3].map(async () => await takeTurn(connection)));
		for (const begin of begins)
			endTurn(connection, begin as number, {
				message: '',
				description: '',
				retry: 'backoff',
				...failure,
			});
		expect(parallelDownloads(connection)).toBe(Math.floor(before / 2));
	});

	it('large files: as many as 64 MB contain', async () => {
		const connection = connect();
		await run({ latency: () => 100 }, 1000, { connection });
		expect(parallelDownloads(connection)).toBe(32);
		noteFile(connection.pace, 8e6);
		expect(parallelDownloads(connection)).toBe(8);
	});

	it('a single refusal that comes from no limit: the pace is soon as before', async () => {
		let count = 0;
		const course = await run(
			{ latency: () => 100, refuse: () => (++count === 50 ? refusal : undefined) },
			1000,
		);
		expect(course.refused).toBe(1);
		expect(course.duration).toBeLessThan(45);
	});

	it.each([
		[0.01, 60],
		[0.05, 120],
	])(
		'%d of all answers are 503, at random: they stay several, and the run is quicker than with four',
		async (share, seconds) => {
			let seed = 1;
			const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
			const failure: Failure = {
				reason: 'serverFault',
				httpCode: '503',
				message: '',
				description: '',
				retry: 'backoff',
			};
			const course = await run(
				{ latency: () => 200, refuse: () => (random() < share ? failure : undefined) },
				2000,
			);
			expect(course.refused).toBeGreaterThan(2000 * share * 0.5);
			expect(course.duration).toBeLessThan(seconds);
		},
	);

	it.each<[string, Partial<Failure>]>([
		['429 with Retry-After', { reason: 'rateLimited', retryAfter: 60_000 }],
		['429', { reason: 'rateLimited' }],
		['503', { reason: 'serverFault', httpCode: '503' }],
	])(
		'%s from some time on without an end: after a quarter of an hour no other request is sent, and the failure says so',
		async (_, more) => {
			const connection = connect();
			const failure: Failure = {
				message: '',
				description: '',
				retry: 'backoff',
				...more,
			} as Failure;
			await run({ latency: () => 200 }, 100, { connection });
			const begin = performance.now();
			let requests = 0;
			const outcomes: Array<Failure | undefined> = [];
			const request = async () =>
				await withRetries(connection, async () => {
					const start = (await takeTurn(connection)) as number;
					requests++;
					endTurn(connection, start, failure);
					return await Promise.resolve({ failure });
				});
			const all = (async () => {
				while (outcomes.length < 1000) outcomes.push((await request()).failure);
			})();
			let isOver = false;
			void all.finally(() => (isOver = true));
			while (!isOver) await jest.advanceTimersByTimeAsync(1000);
			expect(performance.now() - begin).toBeLessThan(20 * 60_000);
			expect(requests).toBeLessThan(300);
			expect(outcomes.at(-1)).toMatchObject({
				reason: failure.reason,
				description: expect.stringContaining('No request succeeded for 10 minutes') as string,
			});
		},
	);

	it('Stop ends the wait for a turn', async () => {
		const connection = connect();
		connection.pace.opensAt = performance.now() + 60_000;
		const stop = new AbortController();
		const turn = takeTurn({ ...connection, signal: stop.signal });
		stop.abort();
		await jest.advanceTimersByTimeAsync(600);
		expect(await turn).toBeUndefined();
	});
});
