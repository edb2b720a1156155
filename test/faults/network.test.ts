import dns from 'node:dns';
import { createServer } from 'node:http';

import { until } from '../support/processes';
import { runNode } from '../support/engine';
import { overTls } from '../support/overTls';
import { startSinao } from '../support/sinao';
import type { Fault } from '../support/sinao/faults/fault';
import { open } from '../support/sinao/http/listen';
import {
	apiKey,
	download,
	everyId,
	expectDocuments,
	getMany,
	hintsOf,
	idsOf,
	requestsTo,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 6 } });

/** Downloads while the second document suffers a fault for so many times. */
async function downloadWith(fault: Fault, times: number | undefined, options = {}) {
	const { api } = sinao;
	const ending = `/${everyId(api)[1]}/pdf`;
	api.faults.add({ path: `${ending}$`, times, fault });
	const result = await download(api, { options });
	return { ...result, requests: requestsTo(api, ending) };
}

/** A short patience where nothing will come; elsewhere a busy machine could be taken for a silent server. */
function impatient({ kind }: Fault, idleTimeout: number) {
	return kind === 'silence' ? { idleTimeout } : {};
}

it.each<[string, Fault]>([
	['9 Connection reset before the headers', { kind: 'reset', when: 'beforeHeaders' }],
	['9 Connection reset in the middle of the body', { kind: 'reset', when: 'midBody' }],
	['11 The server accepts and says nothing', { kind: 'silence' }],
	['11 The server falls silent in the middle of the body', { kind: 'silence', when: 'midBody' }],
	['13 Body shorter than its Content-Length', { kind: 'shortBody' }],
	['14 Chunked stream cut', { kind: 'chunkedCut' }],
	[
		'14 PDF that ends before its %%EOF, with a length that agrees',
		{ kind: 'truncated', keep: 0.9 },
	],
])('%s: fetched again from the start, nothing of the first try kept', async (_, fault) => {
	const { error, outputs, requests } = await downloadWith(fault, 1, impatient(fault, 1));
	expect(error).toBeUndefined();
	await expectDocuments(sinao.api, outputs[0]);
	expect(outputs[1]).toEqual([]);
	expect(requests).toHaveLength(2);
});

it.each<[string, Fault, string]>([
	['9 Connection always reset', { kind: 'reset', when: 'midBody' }, 'network'],
	['11 A server that never says anything', { kind: 'silence' }, 'timeout'],
	['13 Body always shorter than its Content-Length', { kind: 'shortBody' }, 'network'],
	['14 Chunked stream always cut', { kind: 'chunkedCut' }, 'network'],
	['14 PDF that always ends too early', { kind: 'truncated', keep: 0.9 }, 'invalidFile'],
])('%s: never stored, in the output Missing after all tries', async (_, fault, reason) => {
	const { error, outputs } = await downloadWith(fault, undefined, {
		...impatient(fault, 0.5),
		maximumTries: 3,
	});
	const { api } = sinao;
	expect(error).toBeUndefined();
	await expectDocuments(
		api,
		outputs[0],
		everyId(api).filter((_, index) => index !== 1),
	);
	expect(outputs[1].map(({ json }) => json)).toEqual([
		expect.objectContaining({ reason, tries: 3 }),
	]);
});

it('9 Connection reset in the middle of a page of a list: the page is read again, no row is missing or twice', async () => {
	const { api } = sinao;
	api.faults.add({
		path: '/invoices$',
		after: 1,
		times: 2,
		fault: { kind: 'reset', when: 'midBody' },
	});
	const { outputs } = await getMany(api, { options: { pageSize: 2 } });
	expect(idsOf(outputs[0])).toEqual(everyId(api));
});

it('11 A page of a list to which nobody answers, then one that stops half way: asked again, no row is missing or twice', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', after: 1, times: 1, fault: { kind: 'silence' } });
	api.faults.add({
		path: '/invoices$',
		after: 2,
		times: 1,
		fault: { kind: 'silence', when: 'midBody' },
	});
	const result = await getMany(api, {
		options: { pageSize: 2, ...impatient({ kind: 'silence' }, 2) },
	});
	expect(idsOf(result.outputs[0])).toEqual(everyId(api));
	expect(hintsOf(result)).toEqual(['1 request succeeded after a retry.']);
});

it('10 The host is not found: says which', async () => {
	const { error } = await getMany(sinao.api, {
		credentials: apiKey(sinao.api, { baseUrl: 'http://sinao.invalid/v1' }),
	});
	expect(error).toMatchObject({
		message: 'Could not resolve sinao.invalid',
		description: expect.stringContaining("'Base URL'"),
	});
});

describe.each(['127.0.0.1', 'localhost'])('10 Nothing listens at %s', (host) => {
	/** An address at which nothing listens any more. */
	async function closedAddress(): Promise<string> {
		const server = await open(createServer());
		await server.close();
		return `http://${host}:${server.port}/v1`;
	}

	it.each(['apiKey', 'login'])(
		'10 With the credential of %s: says that there was no connection, not that it was lost, and what to check',
		async (authentication) => {
			const baseUrl = await closedAddress();
			const { error } = await runNode({
				type: 'sinaoInvoices',
				parameters: {
					operation: 'getMany',
					authentication,
					options: { firstWait: 1, maximumTries: 2 },
				},
				credentials:
					authentication === 'apiKey'
						? apiKey(sinao.api, { baseUrl })
						: { sinaoLoginApi: { email: 'a@example.com', password: 'secret', baseUrl } },
			});
			expect(error).toMatchObject({
				message: `Could not connect to ${new URL(baseUrl).host}`,
				description: expect.stringContaining("'Base URL'"),
			});
		},
	);
});

it('10 The host is not found once: requested again', async () => {
	const { api } = sinao;
	const found = dns.lookup;
	let lookups = 0;
	const lookup = jest.spyOn(dns, 'lookup').mockImplementation(((
		host: string,
		options: dns.LookupOptions,
		callback: (error: NodeJS.ErrnoException | null, ...found: unknown[]) => void,
	) => {
		if (host !== 'sinao.test')
			return (found as (...all: unknown[]) => void)(host, options, callback);
		if (!lookups++) callback(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
		else if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
		else callback(null, '127.0.0.1', 4);
	}) as typeof dns.lookup);
	try {
		const { outputs, error } = await getMany(api, {
			credentials: apiKey(api, { baseUrl: api.baseUrl.replace('127.0.0.1', 'sinao.test') }),
		});
		expect(error).toBeUndefined();
		expect(idsOf(outputs[0])).toEqual(everyId(api));
		expect(lookups).toBeGreaterThan(1);
	} finally {
		lookup.mockRestore();
	}
});

it.each<[string, Fault]>([
	['13 Packed body shorter than its Content-Length', { kind: 'shortBody', missing: 20 }],
	['14 Packed body, chunked, cut', { kind: 'chunkedCut', keep: 0.9 }],
	['14 Packed body that ends before its end, with a length that agrees', { kind: 'packedCut' }],
])('88, %s: fetched again, and nothing of the first try is kept', async (_, fault) => {
	sinao.api.variants.gzip = true;
	const { error, outputs, requests } = await downloadWith(fault, 1);
	sinao.api.variants.gzip = false;
	expect(error).toBeUndefined();
	await expectDocuments(sinao.api, outputs[0]);
	expect(outputs[1]).toEqual([]);
	expect(requests).toHaveLength(2);
});

it('117 A file is redirected from https to http: not fetched, and it is in the output Missing', async () => {
	await overTls(async (api) => {
		const [, lost, other] = everyId(api);
		api.faults.add({ path: `/${lost}/pdf$`, fault: { kind: 'redirect' } });
		const { outputs, error } = await download(api);
		expect(error).toBeUndefined();
		await expectDocuments(api, outputs[0], [everyId(api)[0], other]);
		expect(outputs[1].map(({ json }) => [idsOf([{ json }])[0], json.message])).toEqual([
			[lost, `Sinao redirected to an unencrypted address (${new URL(api.storage.origin).host})`],
		]);
		expect(api.storage.requests).toEqual([]);
	});
});

it('117 Over https Sinao names an http address for an accounting export: not fetched', async () => {
	await overTls(
		async (api) => {
			const { outputs, error } = await runNode({
				type: 'sinaoAccounting',
				credentials: apiKey(api),
				parameters: {
					operation: 'downloadExport',
					format: 'universal',
					choose: 'dates',
					period: 'custom',
					fromDate: '2024-01-01',
					toDate: '2024-03-31',
					options: { firstWait: 1 },
				},
			});
			expect(outputs).toEqual([]);
			expect(error?.message).toBe(
				`Sinao redirected to an unencrypted address (${new URL(api.storage.origin).host})`,
			);
			expect(api.storage.requests).toEqual([]);
		},
		{ variants: { exportAnswer: 'fileUrl' } },
	);
});

it('10 The certificate has expired: refused before anything is sent', async () => {
	const expired = await startSinao({ tls: 'expired', size: { invoices: 1 } });
	try {
		const { error } = await getMany(expired);
		expect(error?.message).toBe(`Invalid certificate for ${new URL(expired.baseUrl).host}`);
		expect(expired.requests).toEqual([]);
	} finally {
		await expired.close();
	}
});

it.each(['http', 'https'])(
	'10 The proxy asks for a login, over %s: says so, with the host',
	async (protocol) => {
		const server = createServer((_, response) => response.writeHead(407).end()).on(
			'connect',
			(_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
		);
		const proxy = await open(server);
		const before = { ...process.env };
		const address = `http://127.0.0.1:${proxy.port}`;
		Object.assign(process.env, {
			HTTP_PROXY: address,
			HTTPS_PROXY: address,
			http_proxy: address,
			https_proxy: address,
			NO_PROXY: '127.0.0.1',
			no_proxy: '127.0.0.1',
		});
		try {
			const { error } = await getMany(sinao.api, {
				credentials: apiKey(sinao.api, { baseUrl: `${protocol}://sinao.invalid/v1` }),
			});
			expect(error).toMatchObject({
				message: 'The proxy requires authentication',
				description: expect.stringContaining('sinao.invalid'),
			});
		} finally {
			for (const name of [
				'HTTP_PROXY',
				'HTTPS_PROXY',
				'http_proxy',
				'https_proxy',
				'NO_PROXY',
				'no_proxy',
			]) {
				if (before[name] === undefined) delete process.env[name];
				else process.env[name] = before[name];
			}
			await proxy.close();
		}
	},
);

it('12 A few bytes at a time: goes on for as long as bytes come, in one request', async () => {
	const result = await downloadWith({ kind: 'drip', everyMilliseconds: 60, bytes: 50 }, 1, {
		idleTimeout: 1,
	});
	expect(result.error).toBeUndefined();
	await expectDocuments(sinao.api, result.outputs[0]);
	expect(result.requests).toHaveLength(1);
	// Longer than the two seconds that a file may be silent.
	expect(result.requests[0].end - result.requests[0].start).toBeGreaterThan(2000);
	expect(hintsOf(result)).toEqual([]);
});

it('15 Body longer than announced: the announced document is kept, whole, and not a byte of the rest', async () => {
	const { error, outputs } = await downloadWith({ kind: 'longBody' }, undefined);
	expect(error).toBeUndefined();
	await expectDocuments(sinao.api, outputs[0]);
});

it('15 Body that does not end: refused at the size limit, once', async () => {
	const { outputs, requests } = await downloadWith({ kind: 'endless' }, undefined, {
		maximumFileSize: 1,
	});
	expect(outputs[1].map(({ json }) => json)).toEqual([
		expect.objectContaining({
			reason: 'tooLarge',
			message: 'Response larger than 1 MB',
			description: expect.stringContaining("'Maximum File Size (MB)'"),
			tries: 1,
		}),
	]);
	expect(requests).toHaveLength(1);
	// Of the gigabyte that the server would send, no more than what was under way when the limit was reached.
	await until('the end of the request', () => requests[0].end > 0);
	expect(requests[0].sent).toBeLessThan(30e6);
});

it('15 Document larger than the size limit, with its length announced: refused, and the others are there', async () => {
	const { api } = sinao;
	const [, large] = everyId(api);
	api.faults.add({
		path: `/${large}/pdf$`,
		fault: {
			kind: 'text',
			text: `%PDF-1.7\n${' '.repeat(1_000_001)}\n%%EOF\n`,
			contentType: 'application/pdf',
		},
	});
	const { outputs } = await download(api, { options: { maximumFileSize: 1 } });
	await expectDocuments(
		api,
		outputs[0],
		everyId(api).filter((id) => id !== large),
	);
	expect(outputs[1].map(({ json }) => json.message)).toEqual(['Response larger than 1 MB']);
});
