import { randomUUID } from 'node:crypto';

import { failure } from './api/answers';
import { deliver } from './http/deliver';
import { headersOf, listen } from './http/listen';
import type { Answer, RecordedRequest } from './types';

/** Another host, to which the API may send the caller for a file, as clouds do with signed addresses. */
export interface StorageServer {
	origin: string;
	requests: RecordedRequest[];
	/** A fresh signed address for an answer; `expired`: it answers 403. */
	offer(answer: Answer, expired: boolean): string;
	/** An address that sends the caller on and on. */
	endlessAddress(): string;
	/** An address at which nobody answers. */
	silentAddress(): string;
	close(): Promise<void>;
}

/** Starts the other host on loopback. */
export async function startStorage(): Promise<StorageServer> {
	const offers = new Map<string, Answer>();
	const requests: RecordedRequest[] = [];
	const { origin, close } = await listen((request, response) => {
		const url = new URL(request.url ?? '/', origin);
		const answer =
			url.pathname === '/endless'
				? {
						status: 302,
						headers: { location: `${origin}/endless?${randomUUID()}` },
						body: Buffer.of(),
					}
				: (offers.get(url.pathname) ?? failure(404, 'No such file'));
		const start = Date.now();
		requests.push({
			method: request.method ?? 'GET',
			path: url.pathname,
			query: url.search.slice(1),
			headers: headersOf(request),
			host: url.host,
			body: '',
			status: answer.status,
			start,
			end: start,
			sent: 0,
		});
		void deliver(response, answer, url.pathname === '/silent' ? [{ kind: 'silence' }] : []);
	});
	return {
		origin,
		requests,
		offer(answer, expired) {
			const path = `/${randomUUID()}`;
			offers.set(path, expired ? failure(403, 'Request has expired') : answer);
			return `${origin}${path}?signature=${randomUUID()}`;
		},
		endlessAddress: () => `${origin}/endless`,
		silentAddress: () => `${origin}/silent`,
		close,
	};
}
