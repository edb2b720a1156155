import { sleep } from 'n8n-workflow';

import { cancelled, type Failure, finalFailure, type Outcome, withoutSecrets } from '../failure';
import { counted } from '../values/english';
import type { Connection, Throttle } from './connection';

/** Longest delay requested by Sinao that is waited for, in milliseconds. */
const longestWait = 5 * 60_000;
const backoffCeiling = 60_000;
const budget = 10 * 60_000;

export type Tried<T> = Outcome<T> & { tries: number };

/**
 * Decides what is retried, when, and how many times: increasing delays
 * from `firstWait` with full jitter, at most one minute each, and at most `tries` attempts and ten minutes in
 * total. A delay requested by Sinao is respected, unless it is longer than five minutes.
 */
export async function withRetries<T>(
	connection: Connection,
	attempt: () => Promise<Outcome<T>>,
): Promise<Tried<T>> {
	const { settings, warnings, throttle } = connection;
	const end = performance.now() + budget;
	for (let tries = 1; ; tries++) {
		if (throttle.ended) return { failure: throttle.ended, tries: tries - 1 };
		const begin = performance.now();
		const outcome = await attempt();
		if (!outcome.failure) {
			if (tries > 1) warnings.retried++;
			return { ...outcome, tries };
		}
		const failure = withoutSecrets(outcome.failure, connection.secrets);
		if (failure.reason === 'rateLimited' || failure.httpCode === '503') slowDown(throttle, begin);
		if (failure.reason === 'unauthorized') throttle.ended = failure;
		if ((failure.retryAfter ?? 0) > longestWait) {
			throttle.ended = postponed(failure);
			return { failure: throttle.ended, tries };
		}
		const allowed = { never: 1, once: 2, backoff: settings.tries }[failure.retry];
		const wait =
			failure.retryAfter ??
			Math.random() * Math.min(backoffCeiling, settings.firstWait * 2 ** (tries - 1));
		if (tries >= Math.min(allowed, settings.tries) || performance.now() + wait > end)
			return { failure: tries > 1 ? tried(failure, tries) : failure, tries };
		if (!(await waitFor(wait, connection.signal))) return { failure: cancelled(), tries };
	}
}

/** Waits in short steps. Returns false if the execution is stopped. */
export async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
	const end = performance.now() + milliseconds;
	for (let left = milliseconds; left > 0; left = end - performance.now()) {
		if (signal?.aborted) return false;
		await sleep(Math.min(left, 500));
	}
	return !signal?.aborted;
}

function tried(failure: Failure, tries: number): Failure {
	return { ...failure, description: `${failure.description} (${counted(tries, 'attempt')})` };
}

function postponed(failure: Failure): Failure {
	const time = new Date(Date.now() + (failure.retryAfter as number))
		.toISOString()
		.slice(0, 16)
		.replace('T', ' ');
	return finalFailure({
		...failure,
		reason: 'postponed',
		message: `Sinao asked to retry after ${time} UTC`,
		description: 'Run the workflow again after that time to complete it.',
	});
}

/**
 * Halves the number of parallel downloads. Requests that were sent before the last halving do not count.
 *
 * @param begin when the request was sent (milliseconds)
 */
function slowDown(throttle: Throttle, begin: number): void {
	if (begin < throttle.halvedAt) return;
	throttle.halvedAt = performance.now();
	throttle.halvings++;
}

/** How many documents may be fetched at the same time now. */
export function parallelDownloads({ settings, throttle }: Connection): number {
	return Math.max(1, Math.floor(settings.parallelDownloads / 2 ** throttle.halvings));
}
