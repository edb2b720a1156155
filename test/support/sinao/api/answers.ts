import { stringify } from 'lossless-json';
import type { Answer } from '../types';

const JSON_TYPE = 'application/json';

function holdsBigInt(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
	return Object.values(value).some(holdsBigInt);
}

/**
 * Writes integers beyond 2^53, which rows hold as BigInt, as plain JSON numbers. `JSON.stringify` does not:
 * `n8n-workflow` defines `BigInt.prototype.toJSON`, which makes texts of them.
 */
export function toJson(value: unknown): string {
	return holdsBigInt(value) ? (stringify(value) as string) : JSON.stringify(value);
}

export function json(value: unknown, status = 200): Answer {
	return {
		status,
		headers: { 'content-type': JSON_TYPE, 'cache-control': 'no-cache, private' },
		body: Buffer.from(toJson(value)),
	};
}

/** An error as Laravel words it (sinao-api.md, Errors). */
export function failure(
	status: number,
	message: string,
	errors?: Record<string, string[]>,
): Answer {
	return json({ message, ...(errors ? { errors } : {}) }, status);
}

/** Thrown by a handler to answer at once. */
export class Refusal extends Error {
	constructor(readonly answer: Answer) {
		super(`answered ${answer.status}`);
	}
}

export function refuse(status: number, message: string, errors?: Record<string, string[]>): never {
	throw new Refusal(failure(status, message, errors));
}

/** A file with the headers of a download. */
export function file(body: Buffer, contentType: string, name: string): Answer {
	const ascii = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
	const headers = {
		'content-type': contentType,
		'content-disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name.replace(/\p{Surrogate}/gu, '_'))}`,
	};
	return { status: 200, headers, body };
}
