import { setTimeout as pause } from 'node:timers/promises';

import { startSinao } from '../test/support/sinao';
import { listen } from '../test/support/sinao/http/listen';
import { createRateLimit } from '../test/support/sinao/http/rateLimit';
import type { Answer } from '../test/support/sinao/types';

const maximumKept = 800e6;

/** What the measured service is like; given as JSON on the command line. */
export interface ServiceOptions {
	invoices: number;
	documentBytes: number;
	latencyMs: number;
	requestsPerMinute?: number;
}

/** What was asked of the service. */
export interface RequestCounts {
	requests: number;
	/** Of which for documents, singly or in bulk. */
	documents: number;
	/** Of which for an address that was asked before. */
	again: number;
}

function countsOf(addresses: string[]): RequestCounts {
	const documents = addresses.filter((address) =>
		/\/(?:pdf|original|download)(?:\?|$)/.test(address),
	).length;
	return {
		requests: addresses.length,
		documents,
		again: addresses.length - new Set(addresses).size,
	};
}

/**
 * The simulated Sinao in a process of its own, so fast that it is never what is measured: what was asked once is
 * kept, within bounds. `/bench/requests` gives what came since it was last asked.
 */
async function serve({
	invoices,
	documentBytes,
	latencyMs,
	requestsPerMinute,
}: ServiceOptions): Promise<void> {
	const sinao = await startSinao({
		seed: 1,
		nasty: false,
		documentBytes,
		size: { invoices, quotes: 10, purchases: 10, transactions: 10 },
	});
	const limited = createRateLimit(requestsPerMinute, 60_000);
	const known = new Map<string, Answer>();
	let keptBytes = 0;
	let addresses: string[] = [];

	async function make(url: string, apiKey: string): Promise<Answer> {
		const document = /\/invoices\/(\d+)\/pdf$/.exec(url);
		const bytes = document && sinao.document('invoices', Number(document[1]));
		if (bytes) return { status: 200, headers: { 'content-type': 'application/pdf' }, body: bytes };
		const response = await fetch(sinao.baseUrl.replace(/\/v1$/, '') + url, {
			headers: { 'api-key': apiKey },
		});
		const headers = { 'content-type': response.headers.get('content-type') ?? '' };
		const answer = {
			status: response.status,
			headers,
			body: Buffer.from(await response.arrayBuffer()),
		};
		sinao.requests.length = 0;
		return answer;
	}

	async function answerTo(url: string, apiKey: string): Promise<Answer> {
		const refused = limited();
		if (refused) return refused;
		const answer = known.get(url) ?? (await make(url, apiKey));
		if (!known.has(url) && answer.status === 200 && (keptBytes += answer.body.length) < maximumKept)
			known.set(url, answer);
		return answer;
	}

	const server = await listen((request, response) => {
		void (async () => {
			const url = request.url ?? '/';
			if (url === '/bench/requests') {
				response.end(JSON.stringify(countsOf(addresses)));
				addresses = [];
				return;
			}
			addresses.push(url);
			await pause(latencyMs);
			const { status, headers, body } = await answerTo(url, String(request.headers['api-key']));
			response.writeHead(status, { ...headers, 'content-length': body.length });
			response.end(body);
		})();
	});
	process.stdout.write(
		`${JSON.stringify({ origin: server.origin, apiKey: sinao.apiKey, appId: sinao.appId })}\n`,
	);
}

void serve(JSON.parse(process.argv[2]) as ServiceOptions);
