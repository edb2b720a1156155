import { toJson } from '../api/answers';
import type { Answer } from '../types';
import type { Fault, RetryAfter } from './fault';

const loginPage =
	'<!DOCTYPE html><html><head><title>Connexion</title></head><body><form>Connectez-vous à Sinao</form></body></html>';

function retryAfterHeader(value: RetryAfter, skewSeconds: number): string | string[] {
	if (Array.isArray(value)) return value.map(String);
	if (typeof value === 'object')
		return new Date(Date.now() + (value.dateInSeconds + skewSeconds) * 1000).toUTCString();
	return String(value);
}

function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Answer {
	const { status, retryAfter, clockSkewSeconds = 0, headers = {}, body } = fault;
	const text =
		typeof body === 'string'
			? body
			: toJson(
					body ?? { message: status === 429 ? 'Too Many Attempts.' : `Simulated fault ${status}` },
				);
	return {
		status,
		headers: {
			'content-type': typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json',
			date: new Date(Date.now() + clockSkewSeconds * 1000).toUTCString(),
			...(retryAfter === undefined
				? {}
				: { 'retry-after': retryAfterHeader(retryAfter, clockSkewSeconds) }),
			...headers,
		},
		body: Buffer.from(text),
	};
}

function malformed(body: Buffer, how: Extract<Fault, { kind: 'malformedJson' }>['how']): Buffer {
	switch (how) {
		case 'bom':
			return Buffer.concat([Buffer.from('\uFEFF'), body]);
		case 'truncated':
			return body.subarray(0, Math.floor(body.length * 0.7));
		case 'invalidUtf8':
			return Buffer.from(
				body.toString('latin1').replace(/"title":"[^"\\]/, '"title":"\xff'),
				'latin1',
			);
		default:
			return Buffer.from('{"data": [,]');
	}
}

/** What is answered instead of the right answer; undefined where the fault leaves it as it is. */
export function substitute(answer: Answer, fault: Fault): Answer | undefined {
	const instead = (body: string, contentType: string): Answer => ({
		status: 200,
		headers: { 'content-type': contentType },
		body: Buffer.from(body),
	});
	switch (fault.kind) {
		case 'status':
			return statusAnswer(fault);
		case 'html':
			return instead(fault.text ?? loginPage, fault.contentType ?? 'text/html; charset=utf-8');
		case 'jsonError':
			return instead(
				toJson({ message: fault.message ?? 'The document is being generated.' }),
				fault.contentType ?? 'application/json',
			);
		case 'text':
			return instead(fault.text, fault.contentType ?? 'text/plain');
		case 'noneForRows':
			return instead('{"data": "none"}', 'application/json');
		case 'bytes':
			return {
				status: 200,
				headers: { 'content-type': fault.contentType ?? 'application/zip', ...fault.headers },
				body: Buffer.from(fault.base64, 'base64'),
			};
		case 'empty':
			return { ...answer, body: Buffer.of() };
		case 'truncated':
			return {
				...answer,
				body: answer.body.subarray(0, Math.floor(answer.body.length * (fault.keep ?? 0.5))),
			};
		case 'malformedJson':
			return { ...answer, body: malformed(answer.body, fault.how) };
		case 'contentType': {
			const { 'content-type': _, ...headers } = answer.headers;
			return {
				...answer,
				headers: fault.value === null ? headers : { ...headers, 'content-type': fault.value },
			};
		}
		default:
			return undefined;
	}
}
