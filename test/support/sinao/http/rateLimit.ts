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
		return refusal(times[0] + windowMs - now, windowMs);
	};
}

/** The same with windows that begin with the first request after the last one, as Laravel counts. */
export function fixedWindow(): ReturnType<typeof slidingWindow> {
	let begin = -Infinity;
	let count = 0;
	return (limit, windowMs) => {
		if (limit === null) return undefined;
		const now = Date.now();
		if (now >= begin + windowMs) [begin, count] = [now, 0];
		return ++count > limit ? refusal(begin + windowMs - now, windowMs) : undefined;
	};
}

function refusal(wait: number, windowMs: number): Answer {
	const seconds = wait / 1000;
	const answer = failure(429, 'Too Many Attempts.');
	const text = windowMs < MINUTE ? seconds.toFixed(3) : String(Math.ceil(seconds));
	return { ...answer, headers: { ...answer.headers, 'retry-after': text } };
}

/** Refuses what is above `limit` requests in any window of `windowMs`; no limit where it is undefined. */
export function createRateLimit(
	limit: number | undefined,
	windowMs: number,
): () => Answer | undefined {
	const check = slidingWindow();
	return () => check(limit ?? null, windowMs);
}
