import type { IncomingMessage, ServerResponse } from 'node:http';

import { bytesOf } from '../../sinao/http/listen';

/** A request to a simulated service, with its whole body. */
export interface Asked {
	method: string;
	/** Path without its query, still encoded. */
	path: string;
	query: URLSearchParams;
	headers: IncomingMessage['headers'];
	body: Buffer;
}

/** What a simulated service answers: bytes as they are, anything else as JSON. */
export interface Answer {
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** What a service does for a file of this name or path: without room it does not save it, at fault it does not read it. */
export interface Willingness {
	saves(file: string): boolean;
	reads(file: string): boolean;
}

/** Makes a listener of a function that answers. */
export function answering(answer: (asked: Asked) => Answer) {
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const { pathname, searchParams } = new URL(String(request.url), 'https://any');
		const asked = {
			method: String(request.method),
			path: pathname,
			query: searchParams,
			headers: request.headers,
			body: await bytesOf(request),
		};
		const { status = 200, headers = {}, body = '' } = answer(asked);
		const type = Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json';
		response
			.writeHead(status, { 'Content-Type': type, ...headers })
			.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
	};
}
