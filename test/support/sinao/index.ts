import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import { createGate } from './api/login';
import { parseQuery } from './api/query';
import { Company } from './company';
import { violationsOf } from './contract';
import { createFaultBook, type FaultBook } from './faults/book';
import type { Fault } from './faults/fault';
import { mutate } from './faults/mutate';
import { substitute } from './faults/substitute';
import { packed, servedDocument } from './forms/files';
import { answerTo, formOf, outsideContract, type Service } from './http/answer';
import { answerControl } from './http/control';
import { deliver } from './http/deliver';
import { bodyOf, headersOf, listen } from './http/listen';
import { fixedWindow, slidingWindow } from './http/rateLimit';
import { startStorage, type StorageServer } from './storage';
import type { Answer, CompanySize, DocumentList, RecordedRequest } from './types';
import { OBSERVED, type Variants } from './variants';
import { sendWebhooks } from './webhooks';

const PREFIX = '/v1';

export interface SinaoOptions {
	/** Same seed, same company, to the byte. */
	seed?: number;
	port?: number;
	/** Milliseconds before each answer. */
	latencyMs?: number;
	size?: Partial<CompanySize>;
	/** How many companies the login opens; 2 unless given. */
	companyCount?: number;
	/** Salts in values that are nasty but legal; true unless told otherwise. */
	nasty?: boolean;
	/** The switches of variants.ts; those that are not given stay as the service was observed. */
	variants?: Partial<Variants>;
	/** Pads documents to about this many bytes. */
	documentBytes?: number;
	/** Serves over TLS with a self-signed certificate, which with `expired` ran out in 2020. */
	tls?: 'expired' | 'valid';
}

export interface SinaoServer {
	baseUrl: string;
	/** The key that is valid now. */
	apiKey: string;
	appId: number;
	/** What `POST /login` takes; the login opens two apps, the key one. */
	login: { email: string; password: string; code: string };
	company: Company;
	/** Every company by app id; the second one is seen by the login only. */
	companies: Map<number, Company>;
	variants: Variants;
	faults: FaultBook;
	requests: RecordedRequest[];
	contractViolations: string[];
	/** The other host, to which files may be redirected. */
	storage: StorageServer;
	/** The bytes that the API serves, or undefined where there is no file; with `rendering: 'fresh'`, of one reading. */
	document(list: DocumentList, id: number): Buffer | undefined;
	/** Greatest number of requests that were under way at the same time. */
	maximumInFlight(): number;
	/** Revokes the key and gives the new one. */
	renewKey(): string;
	/** Sends the webhooks that `webhookHold` kept, newest first. */
	sendHeldWebhooks(): Promise<void>;
	/** Resolves when every webhook that was started has been answered. */
	webhooksSettled(): Promise<void>;
	close(): Promise<void>;
}

function redirected(
	answer: Answer,
	fault: Extract<Fault, { kind: 'redirect' }>,
	storage: StorageServer,
): Answer {
	const location = fault.silent
		? storage.silentAddress()
		: fault.endless
			? storage.endlessAddress()
			: storage.offer(answer, fault.expired ?? false);
	return { status: fault.status ?? 302, headers: { location }, body: Buffer.of() };
}

/** Starts a simulated Sinao on loopback: two companies or more, of which the key opens the first one and the login all. */
export async function startSinao(options: SinaoOptions = {}): Promise<SinaoServer> {
	const { seed = 1, port = 0, latencyMs = 0, nasty = true, documentBytes = 0, size, tls } = options;
	const { companyCount = 2 } = options;
	const variants: Variants = { ...OBSERVED, ...options.variants };
	const all = Array.from(
		{ length: companyCount },
		(_, at) =>
			new Company({
				id: 4711 + at * 1000,
				seed: seed + at,
				nasty,
				documentBytes,
				size,
				sharesContactIds: variants.contactIds === 'overlapping',
			}),
	);
	const [first] = all;
	const companies = new Map(all.map((company) => [company.id, company]));
	const gate = createGate(seed, [...companies.keys()]);
	const faults = createFaultBook();
	const requests: RecordedRequest[] = [];
	const contractViolations: string[] = [];
	const storage = await startStorage();
	const offer = (answer: Answer, expired = false) => storage.offer(answer, expired);
	const service: Service = { gate, companies, variants, seed, offer };
	const webhooks = all.map((company) => sendWebhooks(company, variants));
	const rateLimits = { sliding: slidingWindow(), fixed: fixedWindow() };
	let reading = 0;
	let inFlight = 0;
	let maximumInFlight = 0;

	/** The answer to a request, with every fault that changes what is said. */
	function answerWithFaults(record: RecordedRequest, struck: Fault[]): Answer {
		const path = record.path.slice(PREFIX.length);
		const query = parseQuery(record.query);
		const form = formOf(record.body, record.headers['content-type']);
		const violations = violationsOf(record.method, path, query, form);
		contractViolations.push(...violations);
		reading++;
		const limited = rateLimits[variants.minutes](variants.requestsPerMinute, variants.minuteMs);
		if (limited) return limited;
		if (struck.some(({ kind }) => kind === 'revokeKey')) gate.revokeKey();
		const right =
			violations.length > 0 && variants.strictContract
				? outsideContract(violations)
				: answerTo(service, {
						method: record.method,
						path,
						query,
						form,
						headers: record.headers,
						faults: struck,
						reading,
					});
		return struck.reduce((answer, fault) => {
			if (fault.kind === 'redirect' && answer.status === 200)
				return redirected(answer, fault, storage);
			return substitute(answer, fault) ?? answer;
		}, right);
	}

	function applyMutations(struck: Fault[], when: 'before' | 'after'): void {
		for (const fault of struck) {
			if (fault.kind === 'mutate' && (fault.when ?? 'before') === when) mutate(first, fault.steps);
		}
	}

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		const method = request.method ?? 'GET';
		const body = await bodyOf(request);
		if (url.pathname.startsWith('/simulation/'))
			return await deliver(
				response,
				answerControl(method, url.pathname, body, { faults, variants, company: first }),
				[],
			);
		const record: RecordedRequest = {
			method,
			path: url.pathname,
			query: url.search.slice(1),
			headers: headersOf(request),
			host: request.headers.host ?? '',
			body,
			status: 0,
			start: Date.now(),
			end: 0,
			sent: 0,
		};
		requests.push(record);
		maximumInFlight = Math.max(maximumInFlight, ++inFlight);
		response.once('close', () => {
			inFlight--;
			record.end = Date.now();
			record.sent = request.socket.bytesWritten;
		});
		if (latencyMs > 0) await pause(latencyMs);
		const struck = faults.faultsFor(
			method,
			url.pathname.slice(PREFIX.length),
			decodeURIComponent(record.query),
		);
		applyMutations(struck, 'before');
		const answer = answerWithFaults(record, struck);
		applyMutations(struck, 'after');
		if (!struck.some(({ kind }) => kind === 'reset')) record.status = answer.status;
		await deliver(response, packed(answer, record.headers, variants.gzip, struck), struck);
	}

	const server = await listen((request, response) => void handle(request, response), port, tls);
	return {
		baseUrl: server.origin + PREFIX,
		get apiKey() {
			return gate.apiKey();
		},
		appId: first.id,
		login: gate.login,
		company: first,
		companies,
		variants,
		faults,
		requests,
		contractViolations,
		storage,
		document: (list, id) => servedDocument(first, variants, list, id, 0)?.bytes,
		maximumInFlight: () => maximumInFlight,
		renewKey: () => gate.renewKey(),
		sendHeldWebhooks: async () => {
			for (const each of webhooks) await each.sendHeld();
		},
		webhooksSettled: async () => {
			await Promise.all(webhooks.map(async (each) => await each.settled()));
		},
		close: async () => {
			await Promise.all([server.close(), storage.close()]);
		},
	};
}
