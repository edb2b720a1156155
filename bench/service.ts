import { setTimeout as pause } from 'node:timers/promises';

import { startSinao } from '../test/sinao';
import { listen } from '../test/sinao/http/listen';
import { createRateLimit } from '../test/sinao/http/rateLimit';
import type { Answer } from '../test/sinao/types';

/** What the measured service is like; given as JSON on the command line. */
export interface ServiceOptions {
	invoices: number;
	documentBytes: number;
	latencyMs: number;
	requestsPerMinute?: number;
}

/**
 * The simulated Sinao in a process of its own, so fast that it is never what is measured: each page of a list is
 * made once and kept. `/bench/requests` gives the number of requests since it was last asked.
 */
async function serve({ invoices, documentBytes, latencyMs, requestsPerMinute }: ServiceOptions): Promise<void> {
	const sinao = await startSinao({ seed: 1, nasty: false, documentBytes, size: { invoices, quotes: 10, purchases: 10, transactions: 10 } });
	const limited = createRateLimit(requestsPerMinute, 60_000);
	const pages = new Map<string, Answer>();
	let requests = 0;

	async function answerTo(url: string, headers: Record<string, string>): Promise<Answer> {
		const refused = limited();
		if (refused) return refused;
		const document = /\/invoices\/(\d+)\/pdf$/.exec(url);
		const bytes = document && sinao.document('invoices', Number(document[1]));
		if (bytes) return { status: 200, headers: { 'content-type': 'application/pdf' }, body: bytes };
		const known = pages.get(url);
		if (known) return known;
		const response = await fetch(sinao.baseUrl.replace(/\/v1$/, '') + url, { headers: { 'api-key': headers['api-key'] } });
		const type = response.headers.get('content-type') ?? '';
		const answer = { status: response.status, headers: { 'content-type': type }, body: Buffer.from(await response.arrayBuffer()) };
		if (response.ok && type.includes('json')) pages.set(url, answer);
		sinao.requests.length = 0;
		return answer;
	}

	const server = await listen((request, response) => {
		void (async () => {
			const url = request.url ?? '/';
			if (url === '/bench/requests') {
				response.end(String(requests));
				requests = 0;
				return;
			}
			requests++;
			await pause(latencyMs);
			const { status, headers, body } = await answerTo(url, request.headers as Record<string, string>);
			response.writeHead(status, { ...headers, 'content-length': body.length });
			response.end(body);
		})();
	});
	process.stdout.write(`${JSON.stringify({ origin: server.origin, apiKey: sinao.apiKey, appId: sinao.appId })}\n`);
}

void serve(JSON.parse(process.argv[2]) as ServiceOptions);
