import { failure } from '../api/answers';
import type { Answer } from '../types';

const MINUTE = 60_000;

/**
 * Counts requests, and answers 429 with `Retry-After` to what is above `limit` in any window of `windowMs`. In a
 * window that is shorter than a minute `Retry-After` has decimals, so that waiting takes no longer than it must.
 */
export function slidingWindow(): (limit: number | null, windowMs: number) => Answer | undefined {
	const times: number[] = [];
	return (limit, windowMs) => {
		if (limit === null) return undefined;
		const now = Date.now();
		while (times.length > 0 && times[0] <= now - windowMs) times.shift();
		if (times.length < limit) {
			times.push(now);
			return undefined;
		}
		const seconds = (times[0] + windowMs - now) / 1000;
		const wait = windowMs < MINUTE ? seconds.toFixed(3) : String(Math.ceil(seconds));
		const answer = failure(429, 'Too Many Attempts.');
		return { ...answer, headers: { ...answer.headers, 'retry-after': wait } };
	};
}

/** Refuses what is above `limit` requests in any window of `windowMs`; no limit where it is undefined. */
export function createRateLimit(
	limit: number | undefined,
	windowMs: number,
): () => Answer | undefined {
	const check = slidingWindow();
	return () => check(limit ?? null, windowMs);
}
