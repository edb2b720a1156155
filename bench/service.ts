import { setTimeout as pause } from 'node:timers/promises';

import { type SinaoServer, startSinao } from '../test/support/sinao';
import { readRow } from '../test/support/sinao/data/lazyRow';
import { facturX } from '../test/support/sinao/documents/facturX';
import { listen } from '../test/support/sinao/http/listen';
import { createRateLimit } from '../test/support/sinao/http/rateLimit';
import type { Answer } from '../test/support/sinao/types';
import { makeRealisticPdf } from './realisticPdf';

const maximumCached = 800e6;

/** What the service is like; JSON on the command line. */
export interface ServiceOptions {
	invoices: number;
	documentBytes: number;
	latencyMs: number;
	/**
	 * `realistic`: compressed, with a font and embedded invoice data; `plain`: nothing is compressed;
	 * `unproven`: realistic, but neither the PDFs nor the names in a ZIP say which document is which.
	 */
	documents: 'realistic' | 'plain' | 'unproven';
	/** The service answers 429 above this number. */
	requestsPerMinute?: number;
}

/** The requests that the service received. */
export interface RequestCounts {
	requests: number;
	/** Requests for documents, one by one or in bulk. */
	documents: number;
	/** Requests for an address that was requested before. */
	repeated: number;
	/** Requests answered with 429. */
	refused: number;
	/** The largest number of requests that waited for an answer at the same time. */
	inFlight: number;
}

function countsOf(addresses: string[]): Pick<RequestCounts, 'requests' | 'documents' | 'repeated'> {
	const documents = addresses.filter((address) =>
		/\/(?:pdf|original|download)(?:\?|$)/.test(address),
	).length;
	return {
		requests: addresses.length,
		documents,
		repeated: addresses.length - new Set(addresses).size,
	};
}

/** Replaces the PDFs of the simulated invoices by realistic ones, one by one and in ZIP files. */
function useRealisticPdfs(
	{ company }: SinaoServer,
	{ documents, documentBytes }: ServiceOptions,
): void {
	const original = company.document.bind(company);
	company.document = (list, id, template = '') => {
		const document = original(list, id, template);
		const found = list === 'invoices' && document ? company.find(list, id) : undefined;
		if (!document || !found) return document;
		const row = readRow(found, false);
		if (!row) return document;
		const bytes = makeRealisticPdf({
			lines: [`Facture ${String(row.number)}`, `Total HT ${String(row.amount)}`],
			xml: documents === 'realistic' ? facturX(row) : undefined,
			bytes: documentBytes,
		});
		return { ...document, bytes };
	};
}

/**
 * Serves the simulated Sinao from a process of its own. It answers from a cache, so that the service does not limit
 * what is measured. `/bench/requests` returns the counts since it was last called.
 */
async function serve(options: ServiceOptions): Promise<void> {
	const { invoices, documentBytes, latencyMs, requestsPerMinute, documents } = options;
	const sinao = await startSinao({
		seed: 1,
		nasty: false,
		documentBytes: documents === 'plain' ? documentBytes : 0,
		size: { invoices, quotes: 10, purchases: 10, transactions: 10 },
		variants: documents === 'unproven' ? { zipNames: 'opaque' } : {},
	});
	if (documents !== 'plain') useRealisticPdfs(sinao, options);
	const refuse = createRateLimit(requestsPerMinute, 60_000);
	const cache = new Map<string, Answer>();
	let cachedBytes = 0;
	let addresses: string[] = [];
	let refused = 0;
	let open = 0;
	let inFlight = 0;

	async function load(url: string, apiKey: string): Promise<Answer> {
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
		const refusal = refuse();
		if (refusal) {
			refused++;
			return refusal;
		}
		const cached = cache.get(url);
		if (cached) return cached;
		const answer = await load(url, apiKey);
		if (answer.status === 200 && (cachedBytes += answer.body.length) < maximumCached)
			cache.set(url, answer);
		return answer;
	}

	const server = await listen((request, response) => {
		void (async () => {
			const url = request.url ?? '/';
			if (url === '/bench/requests') {
				response.end(
					JSON.stringify({ ...countsOf(addresses), refused, inFlight } satisfies RequestCounts),
				);
				addresses = [];
				refused = 0;
				inFlight = open;
				return;
			}
			addresses.push(url);
			inFlight = Math.max(inFlight, ++open);
			response.once('close', () => open--);
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
