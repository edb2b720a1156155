import { sleep } from 'n8n-workflow';

import {
	cancelled,
	excerpt,
	type Failure,
	finalFailure,
	type Outcome,
	serviceMessage,
	withoutSecrets,
} from '../failure';
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

/** A complete response of any status. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: Buffer;
	url: URL;
	/** Whether it comes from another host after a redirect. Credentials are not sent there. */
	foreign: boolean;
}

/** The failure that an HTTP status other than success means (docs/sinao-api.md, Errors). */
export function statusFailure(answer: Answer): Failure {
	const { status, headers, url } = answer;
	const common = {
		httpCode: String(status),
		details: `${status} from ${url.host}${url.pathname}: ${serviceMessage(answer.body)}`,
	};
	if (answer.foreign) return foreignFailure(answer, common);
	switch (status) {
		case 401:
			return finalFailure({
				...common,
				reason: 'unauthorized',
				message: 'Sinao rejected the API key or login',
				description:
					"Check the credential: the key may be mistyped, deleted or for another company. Administrators manage keys in Sinao's settings.",
			});
		case 403:
			return finalFailure({
				...common,
				reason: 'forbidden',
				message: 'Access denied by Sinao',
				description:
					"Check the 'Company ID' in the credential, and the permissions of the user who created the key.",
			});
		case 404:
			return finalFailure({
				...common,
				reason: 'notFound',
				message: 'Not found in Sinao',
				description:
					"It may have been deleted. If nothing is found at all, check the 'Company ID' and the 'Base URL' in the credential.",
			});
		case 408:
		case 425:
		case 429:
			return {
				...passingFailure(status),
				...common,
				retry: 'backoff',
				retryAfter: retryAfter(headers),
			};
		case 407:
			return finalFailure({
				...common,
				reason: 'network',
				message: 'The proxy requires authentication',
				description: `The request to ${url.host} was not sent. Ask your n8n administrator to configure the proxy credentials.`,
			});
		default:
			if (status >= 500)
				return {
					...passingFailure(status),
					...common,
					retry: 'backoff',
					retryAfter: retryAfter(headers),
				};
			return finalFailure({
				...common,
				reason: 'invalidRequest',
				message: `Sinao rejected the request (${status})`,
				description: `${quotation(answer.body)}Check the node's parameters and filters, and the 'Base URL' in the credential.`,
			});
	}
}

function quotation(body: Buffer): string {
	const said = serviceMessage(body);
	return said && `Sinao's message: “${said}”. `;
}

function passingFailure(status: number): Pick<Failure, 'reason' | 'message' | 'description'> {
	if (status === 429) {
		return {
			reason: 'rateLimited',
			message: "Sinao's rate limit was reached",
			description: "Try again later, or lower 'Parallel Downloads' in the options.",
		};
	}
	return {
		reason: 'serverFault',
		message: `Sinao server error (${status})`,
		description: "The cause is on Sinao's side. Try again later.",
	};
}

/** Retried, because a signed URL can expire and the API returns a new one. */
function foreignFailure(
	{ status, url }: Answer,
	common: Pick<Failure, 'httpCode' | 'details'>,
): Failure {
	return {
		...common,
		reason: status === 404 ? 'notFound' : 'serverFault',
		message: `Sinao's file server ${url.host} did not return the file (${status})`,
		description: 'Try again later.',
		retry: 'backoff',
	};
}

interface ErrorLike {
	code?: string;
	httpCode?: string | null;
	message?: string;
	cause?: ErrorLike;
	context?: { failure?: Failure };
	response?: { status?: number };
}

const certificateCodes =
	/^(CERT_|ERR_TLS_|UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|ERR_SSL)/;

/** Nothing was sent, because there was no connection. */
const noConnectionCodes = /^(?:ECONNREFUSED|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|EADDRNOTAVAIL)$/;

/** The failure for an exception of n8n's request helper: no response, or an interrupted one. */
export function networkFailure(error: unknown, url: URL, signal?: AbortSignal): Failure {
	if (signal?.aborted) return cancelled();
	const chain = causes(error as ErrorLike);
	const known = chain.map(({ context }) => context?.failure).find(Boolean);
	// A failed login contains its own failure.
	if (known) return known;
	// n8n 1 drops the cause of its error, and puts the network error code into the field of the status.
	const code =
		chain.flatMap(({ code, httpCode }) => [code, httpCode]).find((code) => code && !Number(code)) ??
		'';
	const words = excerpt(chain.map(({ message }) => message).find(Boolean) ?? '');
	const status = chain.map((link) => link.response?.status ?? Number(link.httpCode)).find(Boolean);
	const common = { details: `${code} ${words} (${url.host}${url.pathname})`.trim() };
	if (status === 401) return unauthorized(common.details);
	if (certificateCodes.test(code)) {
		return finalFailure({
			...common,
			reason: 'network',
			message: `Invalid certificate for ${url.host}`,
			description:
				'No data was sent. Check the clock of the n8n server and any proxy; otherwise try again later.',
		});
	}
	if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
		return {
			...common,
			reason: 'network',
			message: `Could not resolve ${url.host}`,
			description: "Check the 'Base URL' in the credential, and that n8n can reach the internet.",
			retry: 'once',
		};
	}
	if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || /timeout|timed out/i.test(words)) {
		return {
			...common,
			reason: 'timeout',
			message: `Request to ${url.host} timed out`,
			description: "Try again later, or increase 'Idle Timeout (Seconds)' in the options.",
			retry: 'backoff',
		};
	}
	if (noConnectionCodes.test(code) || /ECONNREFUSED|refused the connection/i.test(words)) {
		return {
			...common,
			reason: 'network',
			message: `Could not connect to ${url.host}`,
			description:
				"Try again later. If this keeps happening, check the 'Base URL' in the credential, your network and proxy.",
			retry: 'backoff',
		};
	}
	return {
		...common,
		reason: 'network',
		message: `The connection to ${url.host} was lost`,
		description: 'Try again later. If this keeps happening, check your network and proxy.',
		retry: 'backoff',
	};
}

/** For a login: n8n throws 401 as an error after a retry with a new token. */
function unauthorized(details: string): Failure {
	return finalFailure({
		reason: 'unauthorized',
		message: 'Sinao rejected the login',
		description:
			"Check 'Email' and 'Password' in the credential, and that this user still has access to the company.",
		httpCode: '401',
		details,
	});
}

function causes(error: ErrorLike): ErrorLike[] {
	const chain: ErrorLike[] = [];
	for (let link: ErrorLike | undefined = error; link && chain.length < 5; link = link.cause)
		chain.push(link);
	return chain;
}

/**
 * The delay requested by `Retry-After`, in seconds or as an HTTP date, in milliseconds.
 * A date is compared with `Date` of the response, so a wrong local clock does not matter.
 * Undefined if the header is absent, invalid, in the past or repeated.
 */
function retryAfter(headers: Record<string, unknown>): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (/^\d+(?:\.\d+)?$/.test(text)) return positive(Number(text) * 1000);
	// An HTTP date begins with the weekday. Date.parse accepts other texts too.
	if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
	const now = typeof headers.date === 'string' ? Date.parse(headers.date) : Date.now();
	return positive(Date.parse(text) - (Number.isNaN(now) ? Date.now() : now));
}

function positive(milliseconds: number): number | undefined {
	return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
}
