import { sleep } from 'n8n-workflow';

import { cancelled, type Failure, finalFailure, type Outcome, withoutSecrets } from '../failure';
import { counted } from '../values/english';
import type { Connection } from './connection';

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
	const { settings, warnings: notes, throttle: pace } = connection;
	const end = Date.now() + budget;
	for (let tries = 1; ; tries++) {
		if (pace.ended) return { failure: pace.ended, tries: tries - 1 };
		const begin = Date.now();
		const outcome = await attempt();
		if (!outcome.failure) {
			if (tries > 1) notes.retried++;
			return { ...outcome, tries };
		}
		const failure = withoutSecrets(outcome.failure, connection.secrets);
		if (failure.reason === 'rateLimited' || failure.httpCode === '503') pace.slowDown(begin);
		if (failure.reason === 'unauthorized') pace.ended = failure;
		if ((failure.retryAfter ?? 0) > longestWait) {
			pace.ended = postponed(failure);
			return { failure: pace.ended, tries };
		}
		const allowed = { never: 1, once: 2, backoff: settings.tries }[failure.retry];
		const wait =
			failure.retryAfter ??
			Math.random() * Math.min(backoffCeiling, settings.firstWait * 2 ** (tries - 1));
		if (tries >= Math.min(allowed, settings.tries) || Date.now() + wait > end)
			return { failure: tries > 1 ? tried(failure, tries) : failure, tries };
		if (!(await waitFor(wait, connection.signal))) return { failure: cancelled(), tries };
	}
}

/** Waits in short steps. Returns false if the execution is stopped. */
export async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
	const end = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0; left = end - Date.now()) {
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
