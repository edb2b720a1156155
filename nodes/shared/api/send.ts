import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Connection } from './connection';
import type { Failure, Outcome } from './failure';
import { networkFailure } from './networkFailure';
import { type Body, readBody } from './readBody';

/** Names and values of a query, in order; a name may come more than once. */
export type Query = Array<[string, string | number]>;

export interface Request {
	method?: 'GET' | 'POST';
	/** Below the base URL, beginning with a slash. */
	path: string;
	query?: Query;
	/** Fields of a form, for POST. */
	form?: Query;
	/** Milliseconds without a byte after which the request is given up. */
	idleTimeout: number;
	/** Bytes at which a body is refused. */
	maximumBytes: number;
}

/** A whole answer, of whatever status. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: Buffer;
	url: URL;
	/** The answer comes from another host, to which Sinao pointed, without our credentials. */
	foreign: boolean;
}

interface RawAnswer {
	statusCode: number;
	headers: Record<string, unknown>;
	body: Body;
}

const maximumRedirects = 3;

/**
 * Sends one request, once, and reads its whole body. Credentials go to the credential's host alone:
 * redirects are followed here, because n8n's helper would take the API key along to another host.
 */
export async function send(connection: Connection, request: Request): Promise<Outcome<Answer>> {
	if (!URL.canParse(connection.baseUrl)) return { failure: noAddress(connection.baseUrl) };
	let url = new URL(connection.baseUrl + request.path);
	if (request.query?.length) url.search = encoded(request.query).toString();
	const home = url.origin;
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
			return outcome;
		const next = new URL(location, url);
		if (next.protocol !== url.protocol && next.protocol !== 'https:')
			return { failure: unsafeRedirect(next) };
		url = next;
	}
}

async function exchange(
	connection: Connection,
	request: Request,
	url: URL,
	foreign: boolean,
): Promise<Outcome<Answer>> {
	if (foreign || connection.credentialType !== 'sinaoLoginApi')
		return await ask(connection, request, url, foreign, true);
	// A login's token is renewed by n8n where 401 is an error to it. n8n 1 knows no exceptions and takes this for `true`.
	const outcome = await ask(connection, request, url, foreign, { ignore: true, except: [401] });
	return outcome.value?.status === 401
		? await ask(connection, request, url, foreign, false)
		: outcome;
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
		return { value: { status: raw.statusCode, headers: raw.headers, body, url, foreign } };
	} catch (error) {
		return { failure: networkFailure(error, url, signal) };
	}
}

function tooLarge(url: URL, maximumBytes: number): Failure {
	return {
		reason: 'tooLarge',
		message: `An answer of Sinao is larger than ${Math.round(maximumBytes / 1e6)} MB`,
		description:
			"If it should be so large, raise 'Maximum File Size (MB)' in the options; for a list, lower 'Page Size'.",
		details: url.pathname,
		retry: 'never',
	};
}

function noAddress(baseUrl: string): Failure {
	return {
		reason: 'invalidRequest',
		message: `'${baseUrl}' is not an address`,
		description:
			"Correct the 'Base URL' in the credential; the one of Sinao is https://api.sinao.app/v1.",
		retry: 'never',
	};
}

function unsafeRedirect(url: URL): Failure {
	return {
		reason: 'network',
		message: `Sinao pointed to an unsafe address at ${url.host}`,
		description:
			'The file was not fetched, because the way there is not encrypted. Tell the support of Sinao.',
		retry: 'never',
	};
}

function encoded(query: Query): URLSearchParams {
	return new URLSearchParams(query.map(([name, value]): [string, string] => [name, String(value)]));
}
