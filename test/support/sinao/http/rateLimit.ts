import { failure } from '../api/answers';
import type { Answer } from '../types';

/** Refuses what is above `limit` requests in any window of `windowMs` with 429 and `Retry-After`. */
export function createRateLimit(
	limit: number | undefined,
	windowMs: number,
): () => Answer | undefined {
	const times: number[] = [];
	return () => {
		if (limit === undefined) return undefined;
		const now = Date.now();
		while (times.length > 0 && times[0] <= now - windowMs) times.shift();
		if (times.length < limit) {
			times.push(now);
			return undefined;
		}
		const answer = failure(429, 'Too Many Attempts.');
		return {
			...answer,
			headers: {
				...answer.headers,
				'retry-after': String(Math.ceil((times[0] + windowMs - now) / 1000)),
			},
		};
	};
}
