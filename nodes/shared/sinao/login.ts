import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { type Failure, finalFailure, serviceMessage, SinaoFailure } from '../failure';
import { type Answer, movedAway } from './answer';
import { statusFailure } from './request';

const timeout = 60_000;

/**
 * Logs in with email and password and returns the token, which is valid for 24 hours (docs/sinao-api.md,
 * Addresses and authentication).
 *
 * @throws SinaoFailure if Sinao returns no token
 */
export async function fetchToken(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const baseUrl = String(credentials.baseUrl).replace(/\/+$/, '');
	const url = new URL(`${baseUrl}/login`);
	const { statusCode, headers, body } = (await helpers.httpRequest({
		method: 'POST',
		url: url.toString(),
		body: new URLSearchParams({
			email: String(credentials.email),
			password: String(credentials.password),
		}),
		encoding: 'arraybuffer',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		timeout,
	})) as { statusCode: number; headers: Record<string, unknown>; body: Buffer };
	const answer: Answer = {
		status: statusCode,
		headers,
		body: Buffer.from(body),
		url,
		foreign: false,
	};
	const token = tokenIn(answer.body);
	if (token) return token;
	const { location } = headers;
	if (statusCode < 400 && typeof location === 'string' && URL.canParse(location, url.href))
		throw new SinaoFailure(movedAway({ baseUrl }, new URL(location, url)));
	throw new SinaoFailure(
		refusal(answer) ?? (statusCode >= 300 ? statusFailure(answer) : noToken(answer)),
	);
}

function tokenIn(body: Buffer): string | undefined {
	try {
		const { access_token: token, data } = JSON.parse(body.toString('utf8')) as {
			access_token?: string;
			data?: { access_token?: string };
		};
		return token ?? data?.access_token;
	} catch {
		return undefined;
	}
}

/** Sinao returns 404 for an unknown email, 401 for a wrong password, and 422 if one is empty or a code is required. */
function refusal({ status, body }: Answer): Failure | undefined {
	const details = serviceMessage(body);
	if (/two.?factor|2fa|authenticat(?:or|ion) code|the code field/i.test(details)) {
		return finalFailure({
			reason: 'unauthorized',
			message: 'This login requires two-factor authentication',
			description:
				"Use an API key instead: an administrator creates it in Sinao's settings. Then select that credential in the node.",
			httpCode: String(status),
			details,
		});
	}
	if (![401, 403, 404, 422].includes(status)) return undefined;
	return finalFailure({
		reason: 'unauthorized',
		message: 'Sinao rejected the email or password',
		description: `Check 'Email' and 'Password' in the credential. Sinao's message: ${details}`,
		httpCode: String(status),
		details,
	});
}

function noToken({ url, body }: Answer): Failure {
	return {
		reason: 'invalidJson',
		message: `${url.host} is not a Sinao API`,
		description:
			"Check the 'Base URL' in the credential: https://api.sinao.app/v1. If it is correct, try again later.",
		details: serviceMessage(body),
		retry: 'backoff',
	};
}
