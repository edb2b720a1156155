import { sleep } from 'n8n-workflow';

import { cancelled, type Failure, finalFailure, type Outcome, withoutSecrets } from '../failure';
import { counted } from '../values/english';
import type { Connection, Pace, RateLimit } from './connection';

/** Longest delay requested by Sinao that is waited for, in milliseconds. */
const longestWait = 5 * 60_000;
const backoffCeiling = 60_000;
/** The longest that a request is repeated, and that a run goes on while no request succeeds. */
const budget = 10 * 60_000;

export type Tried<T> = Outcome<T> & { tries: number };

/**
 * Decides what is retried, when, and how many times: increasing delays
 * from `firstWait` with full jitter, at most one minute each, and at most `tries` attempts and ten minutes in
 * total. A delay requested by Sinao is respected, unless it is longer than five minutes. If no request of the run has succeeded
 * for ten minutes, the others are not sent.
 */
export async function withRetries<T>(
	connection: Connection,
	attempt: () => Promise<Outcome<T>>,
): Promise<Tried<T>> {
	const { settings, warnings, throttle, pace } = connection;
	const end = performance.now() + budget;
	for (let tries = 1; ; tries++) {
		if (throttle.ended) return { failure: throttle.ended, tries: tries - 1 };
		const outcome = await attempt();
		if (!outcome.failure) {
			if (tries > 1) warnings.retried++;
			pace.succeededAt = performance.now();
			return { ...outcome, tries };
		}
		const failure = withoutSecrets(outcome.failure, connection.secrets);
		if (failure.reason === 'unauthorized') throttle.ended = failure;
		if ((failure.retryAfter ?? 0) > longestWait) {
			throttle.ended = postponed(failure);
			return { failure: throttle.ended, tries };
		}
		const allowed = { never: 1, once: 2, backoff: settings.tries }[failure.retry];
		const wait =
			failure.retryAfter ??
			Math.random() * Math.min(backoffCeiling, settings.firstWait * 2 ** (tries - 1));
		if (tries >= Math.min(allowed, settings.tries) || performance.now() + wait > end) {
			if (failure.retry === 'backoff' && performance.now() > pace.succeededAt + budget)
				throttle.ended = givenUp(failure);
			return { failure: tries > 1 ? tried(failure, tries) : failure, tries };
		}
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

function givenUp(failure: Failure): Failure {
	return finalFailure({
		...failure,
		description: `${failure.description} No request succeeded for 10 minutes, so the others were not sent. Run the workflow again later to complete it.`,
	});
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

/** Downloads at the same time at first. */
export const firstParallel = 4;
/** The most downloads at the same time. */
export const maximumParallel = 32;
/** Bytes of the files that are downloaded at the same time. */
export const parallelBytes = 64e6;
/** Requests accepted in a minute that rule out a limit of 60, also where two of its windows lie in that minute. */
const beyondUsualLimit = 90;
/** Answers after which the number of parallel downloads grows by one once the service refused a request as one too many. */
const slowGrowth = 50;
const minute = 60_000;
/** Fewer accepted requests say nothing about a limit. */
const tellingRequests = 10;
/** Periods in which services count requests, in milliseconds; those of a second end with the first retry. */
const usualWindows = [10_000, minute, 5 * minute];
/** Windows in which a limit is kept, for each time that one request more was refused. */
const keptWindows = 2;

export function createPace(): Pace {
	return {
		succeededAt: performance.now(),
		parallel: firstParallel,
		answers: 0,
		shrunkAt: -Infinity,
		refusedAt: -Infinity,
		shortestLatency: Infinity,
		fileBytes: 0,
		inFlight: 0,
		accepted: [],
		opensAt: -Infinity,
		openedAt: -Infinity,
		closedAt: -Infinity,
		archives: new Map(),
	};
}

/** How many documents may be fetched at the same time now. */
export function parallelDownloads({ settings, pace }: Connection): number {
	const inMemory = pace.fileBytes ? parallelBytes / pace.fileBytes : firstParallel;
	return Math.max(1, Math.floor(Math.min(settings.parallelDownloads, pace.parallel, inMemory)));
}

/** Counts the size of a file, because those that are downloaded at the same time are in memory. A large one counts for some time. */
export function noteFile(pace: Pace, bytes: number): void {
	pace.fileBytes = Math.max(bytes, pace.fileBytes + (bytes - pace.fileBytes) * 0.1);
}

/**
 * Waits until a request may be sent, and counts it as sent. If the service limits the requests, there are never more in
 * a window, from the begin of the first to the answer of the last, than it accepted. After a refusal, a single request
 * finds out whether the service accepts requests again.
 *
 * @returns when the request begins; undefined if the execution is stopped, or if no more requests are sent
 */
export async function takeTurn({
	pace,
	throttle,
	signal,
}: Connection): Promise<number | undefined> {
	while (!throttle.ended) {
		const now = performance.now();
		const wait = Math.max(pace.opensAt - now, untilFree(pace, now));
		if (wait <= 0) {
			pace.inFlight++;
			return now;
		}
		if (!(await waitFor(wait, signal))) return undefined;
	}
	return undefined;
}

/** The answers to the requests that are still on the way decide. */
const answerWait = 20;

/** Milliseconds until one more request is within the limit. */
function untilFree(pace: Pace, now: number): number {
	const { limit, inFlight } = pace;
	if (pace.opensAt > pace.openedAt && inFlight > 0) return answerWait;
	if (!limit) return 0;
	if (limit.hasWaited && now - limit.since >= limit.window * (limit.refusals * keptWindows || 1))
		raise(limit, now);
	const begin = now - limit.window;
	const counted = pace.accepted.filter(({ end }) => end > begin);
	const excess = counted.length + inFlight - limit.requests;
	if (excess < 0) return 0;
	limit.hasWaited = true;
	return excess < counted.length ? Math.max(1, counted[excess].end - begin) : answerWait;
}

/** Tries whether the service accepts more: one request more at first, then each time four times as many more, as long as it does. */
function raise(limit: RateLimit, now: number): void {
	if (limit.step > 1) limit.refusals = 0;
	limit.held = limit.requests;
	limit.requests += limit.step;
	Object.assign(limit, { step: limit.step * 4, since: now, hasWaited: false });
}

/**
 * Counts a request as answered, and adapts the pace: the number of parallel downloads grows by one while answers stay
 * quick, and shrinks when the service refuses a request, has no time for it, or becomes slow.
 *
 * @param begin as returned by `takeTurn`
 */
export function endTurn({ pace, settings }: Connection, begin: number, failure?: Failure): void {
	const end = performance.now();
	const isFull = pace.inFlight >= Math.floor(pace.parallel) * 0.75;
	pace.inFlight--;
	const isOverLimit = failure?.reason === 'rateLimited';
	const isRefused = isOverLimit || failure?.httpCode === '503';
	if (isOverLimit) learnLimit(pace, begin, end, settings.firstWait, failure.retryAfter);
	else accept(pace, begin, end);
	if (isOverLimit && begin > pace.refusedAt) pace.refusedAt = end;
	if (isRefused || failure?.reason === 'timeout') shrink(pace, begin, end, 0.5);
	// That there is no document is an answer like others.
	const isAnswered = !failure || ['400', '404', '422'].includes(failure.httpCode ?? '');
	if (isFull && isAnswered) followLatency(pace, begin, end);
}

function accept(pace: Pace, start: number, end: number): void {
	const { accepted, limit } = pace;
	const begin = end - Math.max(minute, limit?.window ?? 0);
	while (accepted.length && accepted[0].end < begin) accepted.shift();
	accepted.push({ start, end });
	if (start >= pace.opensAt) pace.openedAt = pace.opensAt;
	// It was on the way when the limit was derived, which did not count it.
	if (limit && start < limit.learnedAt && limit.requests === limit.held)
		limit.held = ++limit.requests;
}

function shrink(pace: Pace, begin: number, end: number, factor: number, least = 1): void {
	if (begin <= pace.shrunkAt) return;
	pace.shrunkAt = end;
	pace.answers = 0;
	pace.parallel = Math.max(Math.min(least, pace.parallel), pace.parallel * factor);
}

/** Other causes than our requests can make answers slow, so they do not slow the downloads down below the first pace. */
function followLatency(pace: Pace, begin: number, end: number): void {
	const latency = end - begin;
	pace.latency = pace.latency === undefined ? latency : pace.latency * 0.9 + latency * 0.1;
	pace.answers++;
	if (pace.answers >= firstParallel)
		pace.shortestLatency = Math.min(pace.shortestLatency, pace.latency);
	if (pace.latency > pace.shortestLatency * 2.5 + 50) {
		shrink(pace, begin, end, 0.75, firstParallel);
		// If the answers stay slow, that is how long they take.
		pace.shortestLatency *= 1.1;
	} else if (pace.latency <= pace.shortestLatency * 1.5 + 10 && pace.answers >= growthAfter(pace)) {
		pace.answers = 0;
		pace.parallel = Math.min(maximumParallel, pace.parallel + 1);
	}
}

/**
 * The number of answers after which the number of parallel downloads grows by one. It first grows with each round, so that
 * few requests are under way when the usual limit of 60 a minute is reached; then it doubles with each round, until
 * answers become slow.
 */
function growthAfter({ parallel, refusedAt, shrunkAt, accepted }: Pace): number {
	if (refusedAt > 0) return slowGrowth;
	return shrunkAt > 0 || accepted.length <= beyondUsualLimit ? parallel : 1;
}

/**
 * Derives a limit from a refusal. If the service counts the requests of a fixed or of a sliding window, the wait that it
 * asks for ends when the first accepted request leaves the window. If it names none, or refuses the request after it
 * too, usual windows are tried until one is accepted. After few requests the delays of the retries suffice.
 */
function learnLimit(
	pace: Pace,
	begin: number,
	end: number,
	firstWait: number,
	retryAfter?: number,
): void {
	if (retryAfter !== undefined && retryAfter > longestWait) return;
	// The other requests that were under way are refused for the same reason.
	if (begin <= pace.refusedAt) {
		pace.opensAt = Math.max(pace.opensAt, end + (retryAfter ?? 0));
		return;
	}
	const isVain = begin >= pace.opensAt && pace.opensAt > pace.openedAt;
	if (!isVain) pace.closedAt = end;
	const { limit } = pace;
	// Its window is right if a request was accepted after the wait.
	const isKnown = limit !== undefined && limit.learnedAt < pace.openedAt;
	if (isKnown && retryAfter === undefined) {
		pace.opensAt = end + (isVain ? limit.window : 0);
		if (!isVain) lower(limit);
	} else {
		const accepted = pace.accepted.filter(
			(each) => each.start >= pace.openedAt && each.end > pace.closedAt - minute,
		);
		const since = accepted.length ? accepted[0].start : pace.closedAt;
		const isTelling = accepted.length >= tellingRequests;
		const guess = isVain && isTelling ? usualEnd(since, pace.closedAt, end) : undefined;
		pace.opensAt = Math.max(end + (retryAfter ?? (isTelling ? firstWait : 0)), guess?.at ?? 0);
		const window = guess?.window ?? windowOf(pace.opensAt - since, pace.opensAt - end);
		// The window begins with the first request that it counts; `Retry-After` is in whole seconds.
		const requests = guess
			? accepted.length
			: accepted.filter(({ start }) => start > pace.opensAt - window - 1000).length;
		const isOther = !isKnown || limit.requests > limit.held + 1 || window < limit.window;
		if (isKnown && limit.requests === limit.held + 1) {
			lower(limit);
			// The window may be shorter than the run was when it was derived.
			const first = pace.accepted.at(-limit.held);
			if (first) limit.window = Math.min(limit.window, pace.opensAt - first.start);
		} else if (isOther && requests >= tellingRequests) pace.limit = newLimit(requests, window, end);
		else if (isKnown) lower(limit);
	}
	if (pace.limit) Object.assign(pace.limit, { step: 1, since: end, hasWaited: false });
}

/** A window of a minute may have begun after the first of the requests. */
function windowOf(span: number, wait: number): number {
	return span > 0.95 * minute && wait <= minute + 1000 ? minute : span;
}

/** When a usual window ends that began with the first accepted request, or with the first refused one. */
function usualEnd(
	accepted: number,
	refused: number,
	now: number,
): { at: number; window: number } | undefined {
	return usualWindows
		.flatMap((window) =>
			[accepted, refused].map((begin) => ({ window, at: begin + window * 1.01 })),
		)
		.find(({ at }) => at > now);
}

/** Back to what was not refused; less where that is refused too. */
function lower(limit: RateLimit): void {
	if (limit.requests === limit.held + 1) limit.refusals++;
	else limit.refusals = 0;
	if (limit.requests === limit.held) limit.held = Math.max(1, Math.floor(limit.held * 0.9));
	limit.requests = limit.held;
}

function newLimit(requests: number, window: number, now: number): RateLimit {
	return {
		requests,
		window,
		held: requests,
		step: 1,
		learnedAt: now,
		refusals: 0,
		since: now,
		hasWaited: false,
	};
}
