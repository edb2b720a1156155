import { cancelled, excerpt, type Failure, finalFailure, serviceMessage } from '../failure';
import type { Connection } from './connection';

/** A complete response of any status. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: Buffer;
	url: URL;
	/** Whether it comes from another host after a redirect. Credentials are not sent there. */
	foreign: boolean;
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

/** Only files may be on other hosts: no data or secret is sent there, and no rows are taken from there. */
export function movedAway({ baseUrl }: Pick<Connection, 'baseUrl'>, target: URL): Failure {
	return finalFailure({
		reason: 'invalidRequest',
		message: `${baseUrl} redirects to ${target.origin}`,
		description: "Set the 'Base URL' in the credential to https://api.sinao.app/v1.",
	});
}

export function messageInstead({ body, url }: Answer): Failure {
	return {
		reason: 'invalidJson',
		message: `Sinao returned a message instead of data: “${serviceMessage(body)}”`,
		description: 'Try again later. If this keeps happening, contact Sinao support.',
		details: `${url.host}${url.pathname}`,
		retry: 'backoff',
	};
}

export function tooLarge(url: URL, maximumBytes: number): Failure {
	return finalFailure({
		reason: 'tooLarge',
		message: `Response larger than ${Math.round(maximumBytes / 1e6)} MB`,
		description:
			"If this is expected, increase 'Maximum File Size (MB)' in the options; for a list, lower 'Page Size'.",
		details: url.pathname,
	});
}

export function noAddress(baseUrl: string): Failure {
	return finalFailure({
		reason: 'invalidRequest',
		message: `Invalid URL: '${baseUrl}'`,
		description: "Set the 'Base URL' in the credential to https://api.sinao.app/v1.",
	});
}

export function unsafeRedirect(url: URL): Failure {
	return finalFailure({
		reason: 'network',
		message: `Sinao redirected to an unencrypted address (${url.host})`,
		description: 'The file was not downloaded. Please contact Sinao support.',
	});
}
