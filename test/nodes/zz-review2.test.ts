import type { Connection } from '../../nodes/shared/sinao/connection';
import type { Failure } from '../../nodes/shared/failure';
import { createPace, endTurn, parallelDownloads, takeTurn, withRetries } from '../../nodes/shared/sinao/pace';
import { fixedWindow, slidingWindow } from '../support/sinao/http/rateLimit';
beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });
const connect = (maximum = 32) => ({ settings: { parallelDownloads: maximum, tries: 6, firstWait: 1000 }, pace: { ...createPace(), fileBytes: 60_000 }, throttle: {}, warnings: { retried: 0 }, secrets: [] }) as unknown as Connection;
async function run(latency: () => number, refuse: () => Failure | undefined, count: number, maxSeconds: number, connection = connect()) {
	const c = { requests: 0, refused: 0, failed: 0, done: 0, duration: 0, unfinished: false, tries: [] as number[] };
	const wait = async (ms: number) => await new Promise((r) => setTimeout(r, ms));
	const request = async () => await withRetries(connection, async () => {
		const begin = (await takeTurn(connection)) as number;
		if (begin === undefined) return { failure: connection.throttle.ended as Failure };
		c.requests++;
		const d = latency();
		await wait(d / 2); const f = refuse(); await wait(f ? 1 : d / 2);
		if (f?.reason === 'rateLimited') c.refused++;
		endTurn(connection, begin, f);
		return f ? { failure: f } : { value: null };
	});
	let begun = 0; let over = false;
	const all = new Promise<void>((resolve) => {
		const next = () => {
			if (c.done === count) return resolve();
			while (begun < count && begun - c.done < parallelDownloads(connection)) { begun++; void request().then(({ failure, tries }) => { c.done++; if (failure) { c.failed++; c.tries.push(tries); } next(); }); }
		};
		next();
	}).finally(() => (over = true));
	const t = performance.now();
	while (!over && performance.now() - t < maxSeconds * 1000) await jest.advanceTimersByTimeAsync(1000);
	c.duration = (performance.now() - t) / 1000; c.unfinished = !over;
	return { ...c, tries: [...new Set(c.tries)].join(), parallel: parallelDownloads(connection), limit: connection.pace.limit };
}
const refusal = (retryAfter?: number): Failure => ({ reason: 'rateLimited', message: '', description: '', retry: 'backoff', ...(retryAfter ? { retryAfter } : {}) });
function limited(window: typeof slidingWindow, n: number, ms: number, says: boolean) { const check = window(); return () => { const a = check(n, ms); return a ? refusal(says ? Number((a.headers as any)['retry-after']) * 1000 : undefined) : undefined; }; }
for (const [name, make] of [
	['limit 60/min known, then permanent 429 after 300, no header', () => { const l = limited(fixedWindow, 60, 60_000, false); let n = 0; return () => (++n > 300 ? refusal() : l()); }],
	['same, Retry-After 60', () => { const l = limited(fixedWindow, 60, 60_000, true); let n = 0; return () => (++n > 300 ? refusal(60_000) : l()); }],
	['never a limit, permanent 429 after 300, no header', () => { let n = 0; return () => (++n > 300 ? refusal() : undefined); }],
] as Array<[string, () => () => Failure | undefined]>)
	it(name, async () => { console.log(name, JSON.stringify(await run(() => 200, make(), 340, 8 * 3600))); }, 600_000);
it('hourly limit 500 without header', async () => { console.log('hourly', JSON.stringify(await run(() => 200, limited(fixedWindow, 500, 3600_000, false), 700, 5 * 3600))); }, 600_000);
it('10 in 5 min and 20% 503', async () => { const l = limited(fixedWindow, 10, 300_000, false); let s = 1; const rnd = () => (s = (s * 16807) % 2147483647) / 2147483647; console.log('10/5min+503', JSON.stringify(await run(() => 200, () => l() ?? (rnd() < 0.2 ? { reason: 'serverFault', httpCode: '503', message: '', description: '', retry: 'backoff' } as Failure : undefined), 100, 5 * 3600))); }, 600_000);
it('2% 503, no limit, recovers', async () => { let s = 1; const rnd = () => (s = (s * 16807) % 2147483647) / 2147483647; for (const p of [0, 0.01, 0.02, 0.05]) { console.log('503', p, JSON.stringify(await run(() => 200, () => (rnd() < p ? { reason: 'serverFault', httpCode: '503', message: '', description: '', retry: 'backoff' } as Failure : undefined), 2000, 5 * 3600))); } }, 600_000);
it('2% 429, no limit (spurious)', async () => { let s = 1; const rnd = () => (s = (s * 16807) % 2147483647) / 2147483647; for (const [p, ra] of [[0.01, undefined], [0.02, undefined], [0.02, 1000], [0.05, undefined]] as any) { console.log('429', p, ra, JSON.stringify(await run(() => 200, () => (rnd() < p ? refusal(ra) : undefined), 1000, 5 * 3600))); } }, 600_000);
