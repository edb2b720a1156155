import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { type Failure, finalFailure, serviceMessage, SinaoFailure } from '../failure';
import { type Answer, statusFailure } from './answerFailure';

const timeout = 60_000;

/**
 * Logs in with e-mail and password and gives the token, which is good for 24 hours (sinao-api,
 * Addresses and authentication).
 *
 * @throws SinaoFailure in words for the user, where the service gives no token
 */
export async function fetchToken(
	{ helpers }: IHttpRequestHelper,
	credentials: ICredentialDataDecryptedObject,
): Promise<string> {
	const url = new URL(`${String(credentials.baseUrl).replace(/\/+$/, '')}/login`);
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

/** The service answers 404 for an unknown e-mail, 401 for a wrong password and 422 where there is none or a code is wanted. */
function refusal({ status, body }: Answer): Failure | undefined {
	const details = serviceMessage(body);
	if (/two.?factor|2fa|authenticat(?:or|ion) code|the code field/i.test(details)) {
		return finalFailure({
			reason: 'unauthorized',
			message:
				'The login asks for a code (two-factor authentication), which a workflow cannot give',
			description:
				"Use an API key: an administrator creates it in the settings of Sinao. Then set 'Authentication' to 'API Key'.",
			httpCode: String(status),
			details,
		});
	}
	if (![401, 403, 404, 422].includes(status)) return undefined;
	return finalFailure({
		reason: 'unauthorized',
		message: 'Sinao refused the e-mail or the password',
		description: `Check 'E-Mail' and 'Password' in the credential. Sinao says: ${details}`,
		httpCode: String(status),
		details,
	});
}

function noToken({ url, body }: Answer): Failure {
	return {
		reason: 'invalidJson',
		message: `${url.host} did not answer the login as Sinao does`,
		description:
			"Check the 'Base URL' in the credential; the one of Sinao is https://api.sinao.app/v1. If it is right, run the workflow again later.",
		details: serviceMessage(body),
		retry: 'backoff',
	};
}
