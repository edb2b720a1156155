import { parseExactJson } from '../data/json';
import type { Connection, Notes } from './connection';
import { excerpt, type Failure, type Outcome, serviceMessage } from './failure';
import { type Tried, withRetries } from './retry';
import { type Answer, type Request, send } from './send';
import { statusFailure } from './statusFailure';

const maximumBytes = 256e6;

/** Asks for JSON until it comes whole, or until the failure is final. Never throws. */
export async function requestJson(
	connection: Connection,
	request: Pick<Request, 'method' | 'path' | 'query' | 'form'>,
): Promise<Tried<unknown>> {
	const { idleTimeout } = connection.settings;
	return await withRetries(connection, async () => {
		const outcome = await send(connection, {
			...request,
			idleTimeout: idleTimeout.list,
			maximumBytes,
		});
		if (outcome.failure) return outcome;
		const failure = statusFailure(outcome.value as Answer);
		if (failure)
			return { failure: outcome.value?.foreign ? movedAway(connection, outcome.value) : failure };
		const parsed = parseBody(outcome.value as Answer, connection.notes);
		return request.method !== 'POST' && isMessage(parsed.value)
			? { failure: messageInstead(outcome.value as Answer) }
			: parsed;
	});
}

/** Whether an answer is an error, though its status says success: it says so, or holds nothing but what Sinao's errors hold (sinao-api, Errors). */
function isMessage(answer: unknown): boolean {
	if (typeof answer !== 'object' || answer === null || !('message' in answer)) return false;
	if ('success' in answer && answer.success === false) return true;
	return Object.keys(answer).every((key) =>
		['message', 'errors', 'error', 'exception', 'code', 'status', 'success'].includes(key),
	);
}

/** Only files are fetched at other addresses; there our credentials are not sent. */
function movedAway({ baseUrl }: Connection, { url, status }: Answer): Failure {
	return {
		reason: 'invalidRequest',
		message: `${baseUrl} points to another address: ${url.origin}`,
		description:
			"Correct the 'Base URL' in the credential; the one of Sinao is https://api.sinao.app/v1.",
		httpCode: String(status),
		retry: 'never',
	};
}

function messageInstead({ body, url }: Answer): Failure {
	return {
		reason: 'invalidJson',
		message: `Sinao sent a message instead of data: “${serviceMessage(body)}”`,
		description: 'Run the workflow again later. If it stays so, ask the support of Sinao.',
		details: `${url.host}${url.pathname}`,
		retry: 'backoff',
	};
}

function parseBody({ body, url }: Answer, { oddities }: Notes): Outcome<unknown> {
	const text = body.toString('utf8');
	if (text.includes('\uFFFD') && Buffer.byteLength(text) !== body.length) {
		oddities.add(
			'Some text that Sinao sent is no valid UTF-8; a question mark in a diamond stands for what could not be read.',
		);
	}
	try {
		return { value: parseExactJson(text) };
	} catch (error) {
		return {
			failure: {
				reason: 'invalidJson',
				message: `${url.host} did not answer with data that can be read`,
				description:
					'This may be a maintenance page or a cut answer. Run the workflow again later.',
				details: `${url.pathname}: ${(error as Error).message}; ${body.length} bytes, beginning: ${excerpt(text)}`,
				retry: 'backoff',
			},
		};
	}
}
