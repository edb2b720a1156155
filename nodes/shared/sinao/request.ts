import { type IHttpRequestOptions, sleep } from 'n8n-workflow';

import {
	cancelled,
	excerpt,
	type Failure,
	finalFailure,
	type Outcome,
	serviceMessage,
} from '../failure';
import { parseExactJson } from '../values/fields';
import { counted } from '../values/english';
import type { Query } from '../resource';
import {
	type Answer,
	messageInstead,
	movedAway,
	networkFailure,
	noAddress,
	tooLarge,
	unsafeRedirect,
} from './answer';
import type { Connection, Warnings } from './connection';
import { endTurn, noteFile, takeTurn, type Tried, withRetries } from './pace';

const maximumBytes = 256e6;

/**
 * Requests JSON, with retries until the response is complete or the failure is final. Never throws. An empty
 * response to a POST is null: the caller reads back what it sent.
 *
 * @param request with `mayBeRefused`, a 500 is tried again only once
 */
export async function requestJson(
	connection: Connection,
	request: Pick<Request, 'method' | 'path' | 'query' | 'form'> & { mayBeRefused?: boolean },
	check: (value: unknown) => Failure | undefined = () => undefined,
): Promise<Tried<unknown>> {
	const { idleTimeout } = connection.settings;
	return await withRetries(connection, async () => {
		const outcome = await send(connection, {
			...request,
			idleTimeout: idleTimeout.list,
			maximumBytes,
		});
		if (outcome.failure)
			return request.mayBeRefused && outcome.failure.httpCode === '500'
				? { failure: { ...outcome.failure, retry: 'once' } }
				: outcome;
		const { body } = outcome.value as Answer;
		if (request.method === 'POST' && !body.length) return { value: null };
		const parsed = parseBody(outcome.value as Answer, connection.warnings);
		if (parsed.failure) return parsed;
		if (request.method !== 'POST' && isMessage(parsed.value))
			return { failure: messageInstead(outcome.value as Answer) };
		const failure = check(parsed.value);
		return failure ? { failure } : parsed;
	});
}

/** Whether a response with a success status is an error: `success` is false, or it has only the fields of Sinao's errors (docs/sinao-api.md, Errors). */
function isMessage(answer: unknown): boolean {
	if (typeof answer !== 'object' || answer === null || !('message' in answer)) return false;
	if ('success' in answer && answer.success === false) return true;
	return Object.keys(answer).every((key) =>
		['message', 'errors', 'error', 'exception', 'code', 'status', 'success'].includes(key),
	);
}

function parseBody({ body, url }: Answer, { messages: warnings }: Warnings): Outcome<unknown> {
	const text = body.toString('utf8');
	if (text.includes('\uFFFD') && Buffer.byteLength(text) !== body.length) {
		warnings.add(
			'Some text from Sinao is not valid UTF-8. Unreadable characters were replaced by "\uFFFD".',
		);
	}
	try {
		return { value: parseExactJson(text) };
	} catch (error) {
		return {
			failure: {
				reason: 'invalidJson',
				message: `${url.host} returned an unreadable response`,
				description: 'It may be a maintenance page or an incomplete response. Try again later.',
				details: `${url.pathname}: ${(error as Error).message}; ${counted(body.length, 'byte')}, starting with: ${excerpt(text)}`,
				retry: 'backoff',
			},
		};
	}
}

export interface Request {
	method?: 'GET' | 'POST';
	/** Path below the base URL, with a leading slash; or the URL of a file, also on another host. */
	path: string;
	query?: Query;
	/** Form fields for POST. */
	form?: Query;
	/** Whether a redirect to another host is followed, without our credentials: only for files. */
	followsToOtherHosts?: boolean;
	/** Milliseconds without receiving data before the request fails. */
	idleTimeout: number;
	/** Maximum size of the body in bytes. */
	maximumBytes: number;
}

interface RawAnswer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: Body;
}

const maximumRedirects = 3;

/**
 * Sends one request, once, and reads the whole body of a successful answer. Redirects are followed here,
 * because n8n's helper would send the API key to another host.
 */
export async function send(connection: Connection, request: Request): Promise<Outcome<Answer>> {
	if (!URL.canParse(connection.baseUrl)) return { failure: noAddress(connection.baseUrl) };
	const base = new URL(connection.baseUrl);
	const home = base.origin;
	let url = URL.canParse(request.path)
		? new URL(request.path)
		: new URL(connection.baseUrl + request.path);
	if (url.origin !== home && url.protocol !== base.protocol && url.protocol !== 'https:')
		return { failure: unsafeRedirect(url) };
	if (request.query?.length) url.search = encoded(request.query).toString();
	for (let redirects = 0; ; redirects++) {
		const outcome = await exchange(connection, request, url, url.origin !== home);
		const location = outcome.value?.headers.location;
		const redirected = outcome.value && outcome.value.status >= 300 && outcome.value.status < 400;
		if (
			!redirected ||
			typeof location !== 'string' ||
			!URL.canParse(location, url.href) ||
			redirects === maximumRedirects
		)
			return checkStatus(outcome);
		const next = new URL(location, url);
		if (next.origin !== home && !request.followsToOtherHosts)
			return { failure: movedAway(connection, next) };
		if (next.protocol !== url.protocol && next.protocol !== 'https:')
			return { failure: unsafeRedirect(next) };
		url = next;
	}
}

function checkStatus(outcome: Outcome<Answer>): Outcome<Answer> {
	const { value } = outcome;
	if (!value || (value.status >= 200 && value.status < 300)) return outcome;
	return { failure: statusFailure(value) };
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
			description:
				'Try again later. Other programs that use the same key count towards the limit too.',
		};
	}
	return {
		reason: 'serverFault',
		message: `Sinao could not process the request (${status})`,
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

async function exchange(
	connection: Connection,
	request: Request,
	url: URL,
	foreign: boolean,
): Promise<Outcome<Answer>> {
	if (foreign) return await ask(connection, request, url, true, true);
	if (connection.credentialType !== 'sinaoLoginApi')
		return await askInTurn(connection, request, url, true);
	// n8n renews the token of a login if 401 is an error. n8n 1 does not support `except` and treats this as `true`.
	const outcome = await askInTurn(connection, request, url, { ignore: true, except: [401] });
	return outcome.value?.status === 401 ? await askInTurn(connection, request, url, false) : outcome;
}

/** Asks Sinao itself, no faster than it accepts. */
async function askInTurn(
	connection: Connection,
	request: Request,
	url: URL,
	ignoreHttpStatusErrors: IHttpRequestOptions['ignoreHttpStatusErrors'],
): Promise<Outcome<Answer>> {
	const begin = await takeTurn(connection);
	if (begin === undefined) return { failure: connection.throttle.ended ?? cancelled() };
	const outcome = await ask(connection, request, url, false, ignoreHttpStatusErrors);
	const { value } = outcome;
	endTurn(connection, begin, value && value.status >= 400 ? statusFailure(value) : outcome.failure);
	return outcome;
}

async function ask(
	connection: Connection,
	request: Request,
	url: URL,
	foreign: boolean,
	ignoreHttpStatusErrors: IHttpRequestOptions['ignoreHttpStatusErrors'],
): Promise<Outcome<Answer>> {
	const { context, credentialType, signal } = connection;
	const options: IHttpRequestOptions = {
		method: request.method ?? 'GET',
		url: url.toString(),
		encoding: 'stream',
		returnFullResponse: true,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors,
		timeout: request.idleTimeout,
		abortSignal: signal,
		headers: { accept: 'application/json, */*' },
	};
	if (request.form) {
		options.body = encoded(request.form);
	}
	try {
		const raw = (await (foreign
			? context.helpers.httpRequest(options)
			: context.helpers.httpRequestWithAuthentication.call(
					context,
					credentialType,
					options,
				))) as RawAnswer;
		const body = await readBody(raw.body, request.maximumBytes, request.idleTimeout);
		if (!body) return { failure: tooLarge(url, request.maximumBytes) };
		if (request.followsToOtherHosts && raw.statusCode === 200)
			noteFile(connection.pace, body.length);
		return { value: { status: raw.statusCode, headers: raw.headers, body, url, foreign } };
	} catch (error) {
		return { failure: networkFailure(error, url, signal) };
	}
}

function encoded(query: Query): URLSearchParams {
	return new URLSearchParams(query.map(([name, value]): [string, string] => [name, String(value)]));
}

/** A body from n8n's request helper with `encoding: 'stream'`. */
export type Body = AsyncIterable<Buffer> & { emit(event: 'error', error: Error): boolean };

/** The progress of reading a body. */
interface Progress {
	size: number;
	/** Absent once it was read, so the idle timer does not keep it in memory. */
	body?: Body;
}

/**
 * Reads a complete body; undefined if it is larger than allowed.
 *
 * @throws if the connection is lost, or no data arrives for `idleTimeout` milliseconds
 */
async function readBody(
	body: Body,
	maximumBytes: number,
	idleTimeout: number,
): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	const progress: Progress = { size: 0, body };
	void breakOffSilence(progress, idleTimeout);
	try {
		for await (const chunk of body) {
			progress.size += chunk.length;
			if (progress.size > maximumBytes) return undefined;
			chunks.push(chunk);
		}
	} finally {
		progress.body = undefined;
	}
	return Buffer.concat(chunks);
}

/**
 * n8n's timeout ends when the headers arrive. Time is counted in steps, so a busy process is not mistaken for
 * an idle connection. Emits an error on the stream, as n8n does when an execution is stopped: destroying the
 * stream would wait for the server.
 */
async function breakOffSilence(progress: Progress, idleTimeout: number): Promise<void> {
	const step = Math.min(500, idleTimeout / 4);
	let size = 0;
	for (let silence = 0; silence < idleTimeout; silence += step) {
		await sleep(step);
		if (!progress.body) return;
		if (progress.size > size) silence = 0;
		size = progress.size;
	}
	progress.body?.emit('error', new Error(`timeout: no data for ${idleTimeout} ms`));
}
