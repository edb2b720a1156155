import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import type { IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';

import { Folder, runBackup } from '../support/backup';
import { type SinaoServer, startSinao } from '../support/sinao';
import type { Fault } from '../support/sinao/faults/fault';
import type { CompanySize } from '../support/sinao/types';
import { until } from '../support/processes';
import {
	download,
	everyId,
	expectDocuments,
	exportCsv,
	fileOf,
	getMany,
	hintsOf,
	idsOf,
	requestsTo,
	type Run,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 40 } });

/** A company that has nothing yet. */
const nothing = Object.fromEntries(
	[
		'invoices',
		'quotes',
		'purchases',
		'persons',
		'organizations',
		'products',
		'bankAccounts',
		'transactions',
	].map((list) => [list, 0]),
) as Partial<CompanySize>;

const resourceNodes = [
	'sinaoInvoices',
	'sinaoQuotes',
	'sinaoPurchases',
	'sinaoPersons',
	'sinaoOrganizations',
	'sinaoProducts',
	'sinaoBank',
];

it('55 Empty account: a file with a header and no row from each node, no document, nothing missing', async () => {
	const empty = await startSinao({ nasty: false, size: nothing });
	try {
		for (const type of resourceNodes) {
			const { outputs, error } = await exportCsv(empty, { type });
			expect(error).toBeUndefined();
			expect(outputs[0].map(({ json }) => json.rows)).toEqual([0]);
			expect((await fileOf(outputs[0][0])).toString()).toMatch(/^\uFEFF[^\r\n]+\r\n$/);
			expect((await getMany(empty, { type })).outputs[0]).toEqual([]);
		}
		for (const type of resourceNodes.slice(0, 3)) {
			const result = await download(empty, { type });
			expect(result.error).toBeUndefined();
			expect(result.outputs).toEqual([[], []]);
			expect(hintsOf(result)).toEqual([]);
		}
	} finally {
		await empty.close();
	}
});

it('55 Empty account: a backup with the header of every list, no document, and a manifest that says complete', async () => {
	const empty = await startSinao({ nasty: false, size: nothing });
	const folder = new Folder();
	try {
		const { error } = await runBackup(empty, folder);
		expect(error).toBeUndefined();
		const { outcome, files, missing } = folder.manifest();
		expect({ outcome, missing }).toEqual({ outcome: 'complete', missing: [] });
		expect(files.filter(({ kind }) => kind === 'document')).toEqual([]);
		expect(
			files
				.filter(({ kind }) => kind === 'csv')
				.map(({ resource }) => resource)
				.sort(),
		).toEqual([
			'invoices',
			'organizations',
			'persons',
			'products',
			'purchases',
			'quotes',
			'transactions',
		]);
	} finally {
		folder.remove();
		await empty.close();
	}
});

it('56 Many documents: the bytes that are held at one time do not grow with their number', async () => {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const api = await startSinao({ nasty: false, size: { invoices: 100 }, documentBytes: 500_000 });
	const held: number[] = [];
	api.company.onChange(() => {
		collect();
		// Newer Nodes let go of buffers beside the program; a second collection waits for that.
		collect();
		held.push(process.memoryUsage().arrayBuffers / 1e6);
	});
	const [tag] = api.company.lists.tags;
	for (const after of [20, 40, 60, 80, 95]) {
		api.faults.add({
			path: '/pdf$',
			after,
			times: 1,
			fault: { kind: 'mutate', steps: [{ do: 'change', list: 'tags', id: tag.id, changes: {} }] },
		});
	}
	try {
		const { outputs } = await download(api, {
			options: { parallelDownloads: 2, downloadInBulk: false },
		});
		expect(outputs[0].length).toBeGreaterThan(90);
		expect(held).toHaveLength(5);
		// From the twentieth to the ninety-fifth document 37 MB went through the node.
		expect(Math.max(...held) - held[0]).toBeLessThan(10);
	} finally {
		await api.close();
	}
});

it.each([
	[32, 400, 16],
	[6, 90, 4],
])(
	'Parallel Downloads %d with %d documents: at most so many at the same time, but more than %d, and every document',
	async (most, invoices, least) => {
		const api = await startSinao({ size: { invoices }, nasty: false, latencyMs: 100 });
		try {
			const { outputs } = await download(api, {
				options: { parallelDownloads: most, downloadInBulk: 'never' },
			});
			await expectDocuments(
				api,
				outputs[0],
				everyId(api).filter((id) => api.document('invoices', id)),
			);
			expect(api.maximumInFlight()).toBeLessThanOrEqual(most);
			expect(api.maximumInFlight()).toBeGreaterThan(least);
		} finally {
			await api.close();
		}
	},
);

/** Presses Stop as soon as so many requests came; gives the time from there until nothing is under way. */
async function stopAfter(
	requests: number,
	operation: (api: SinaoServer, run: Run) => ReturnType<typeof getMany>,
	run: Run = {},
) {
	const { api } = sinao;
	let stop = () => {};
	const running = operation(api, { ...run, whenStarted: (press) => (stop = press) });
	await until(`${requests} requests`, () => api.requests.length >= requests);
	const pressed = Date.now();
	stop();
	const result = await running;
	await until('the end of every request', () => api.requests.every(({ end }) => end > 0), 5000);
	const milliseconds = Date.now() - pressed;
	// What left before the button was pressed may reach the service a moment later.
	await new Promise((resolve) => setTimeout(resolve, 250));
	const made = api.requests.length;
	// Two of the steps in which a wait listens for the button.
	await new Promise((resolve) => setTimeout(resolve, 1000));
	expect(api.requests).toHaveLength(made);
	return { ...result, milliseconds };
}

it.each<[string, Fault | undefined, number, Run]>([
	['a wait that Sinao asked for', { kind: 'status', status: 429, retryAfter: 100 }, 1, {}],
	[
		'a wait before the next try',
		{ kind: 'status', status: 503 },
		1,
		{ options: { firstWait: 60_000 } },
	],
	['a request to which nobody answers', { kind: 'silence' }, 1, {}],
	['an answer that stopped half way', { kind: 'silence', when: 'midBody' }, 1, {}],
	['an answer that trickles', { kind: 'drip', everyMilliseconds: 50, bytes: 10 }, 1, {}],
	[
		'the reading of pages',
		{ kind: 'drip', everyMilliseconds: 100, bytes: 500 },
		8,
		{ options: { pageSize: 1 } },
	],
])(
	'57 Stop during %s: over within two seconds, cancelled, and nothing more is asked',
	async (_, fault, requests, run) => {
		if (fault) sinao.api.faults.add({ path: '/invoices$', fault });
		const { canceled, milliseconds, outputs } = await stopAfter(requests, getMany, run);
		expect(canceled).toBe(true);
		expect(outputs).toEqual([]);
		expect(milliseconds).toBeLessThan(2000);
	},
);

it('57 Stop during the downloads: those under way are broken off', async () => {
	sinao.api.faults.add({ path: '/pdf$', after: 6, fault: { kind: 'silence', when: 'midBody' } });
	const { canceled, milliseconds } = await stopAfter(12, download);
	expect(canceled).toBe(true);
	expect(milliseconds).toBeLessThan(2000);
	expect(requestsTo(sinao.api, '/pdf').length).toBeLessThan(12);
});

it('57, 115 Stop while the rows are read again after the downloads: cancelled, and no file', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', after: 3, fault: { kind: 'silence' } });
	const { canceled, milliseconds, outputs } = await stopAfter(4 + everyId(api).length, download);
	expect(requestsTo(api, '/invoices')).toHaveLength(4);
	expect(canceled).toBe(true);
	expect(outputs).toEqual([]);
	expect(milliseconds).toBeLessThan(2000);
});

it('57 Stop while nobody answers at the other host to which Sinao sent the node for a file: broken off', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/pdf$', fault: { kind: 'redirect', silent: true } });
	let stop = () => {};
	const running = download(api, { whenStarted: (press) => (stop = press) });
	await until('a request to the other host', () => api.storage.requests.length > 0);
	const pressed = Date.now();
	stop();
	expect((await running).canceled).toBe(true);
	expect(Date.now() - pressed).toBeLessThan(2000);
});

/** In milliseconds: two seconds on a busy machine, and a small part of the minute or two that an answer may take. */
const soon = 10_000;

/** Runs something, and presses Stop while a request to such a path waits for an answer that never comes. */
async function stopWhileWaiting<T>(
	ending: string,
	after: number,
	start: (whenStarted: (stop: () => void) => void) => Promise<T>,
): Promise<T> {
	const { api } = sinao;
	api.faults.add({ path: `${ending}$`, after, fault: { kind: 'silence' } });
	let stop = () => {};
	const running = start((press) => (stop = press));
	await until('an unanswered request', () => requestsTo(api, ending).length > after);
	const pressed = performance.now();
	stop();
	const result = await running;
	await until('the end of every request', () => api.requests.every(({ end }) => end > 0));
	expect(performance.now() - pressed).toBeLessThan(soon);
	api.faults.clear();
	const made = api.requests.length;
	const { outputs } = await getMany(api, { type: 'sinaoProducts' });
	expect(outputs[0]).toHaveLength(api.company.lists.products.length);
	// Only the requests of this list came after the button was pressed.
	expect(api.requests.slice(made).filter(({ path }) => !path.endsWith('/products'))).toEqual([]);
	return result;
}

it.each<[string, string, number, typeof getMany, Run]>([
	['in a list', '/invoices', 2, getMany, { options: { pageSize: 5 } }],
	['in the export of a list', '/invoices', 2, exportCsv, { options: { pageSize: 5 } }],
	[
		'in the export of a list with several files',
		'/transactions/',
		0,
		exportCsv,
		{ type: 'sinaoBank' },
	],
	[
		'in the download of one document',
		'/pdf',
		0,
		download,
		{
			parameters: {
				choose: 'one',
				document: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			},
		},
	],
	['in single downloads', '/pdf', 6, download, {}],
	['in single downloads for ZIP archives', '/pdf', 6, download, { options: { zip: true } }],
	['in bulk downloads', '/invoices/download', 0, download, { options: { downloadInBulk: true } }],
])(
	'115 Stop %s: cancelled with nothing in the output, also with On Error on Continue, and no request afterwards',
	async (_, path, after, operation, run) => {
		const [id] = everyId(sinao.api);
		for (const continueOnFail of [false, true]) {
			sinao.api.requests.length = 0;
			const { canceled, outputs } = await stopWhileWaiting(
				path,
				after,
				async (whenStarted) =>
					await operation(sinao.api, {
						...run,
						items: [{ json: { id } }, { json: { id } }, { json: { id } }],
						continueOnFail,
						whenStarted,
					}),
			);
			expect(canceled).toBe(true);
			// On 'Continue', n8n passes on the input of a node that was stopped.
			expect(outputs.flat().map(({ json }) => json)).toEqual(
				continueOnFail ? [{ id }, { id }, { id }] : [],
			);
		}
	},
);

it.each<[string, string, number, IDataObject]>([
	['the first list is read', '/invoices', 0, {}],
	['the last list is read', '/transactions/', 0, {}],
	['documents are downloaded', '/pdf', 9, {}],
	['documents are downloaded in bulk', '/invoices/download', 0, { downloadInBulk: 'always' }],
	['the rows are read again after the downloads', '/invoices', 3, {}],
])(
	'115 Stop during a backup while %s: nothing is saved, no manifest, and the next run saves everything',
	async (_, path, after, options) => {
		const { api } = sinao;
		const folder = new Folder();
		try {
			const stopped = await stopWhileWaiting(
				path,
				after,
				async (whenStarted) => await runBackup(api, folder, { whenStarted, options }),
			);
			expect(requestsTo(api, '/pdf').length > 0).toBe(path === '/pdf' || after === 3);
			expect(stopped.backUp.canceled).toBe(true);
			expect(stopped.backUp.outputs.flat()).toEqual([]);
			expect(folder.written).toEqual([]);
			expect((await runBackup(api, folder)).error).toBeUndefined();
			expect(folder.manifest()).toMatchObject({ outcome: 'complete', run: { number: 1 } });
		} finally {
			folder.remove();
		}
	},
);

it('115 Stop during the second run: the manifest of the first one stays, and its files too', async () => {
	const { api } = sinao;
	const folder = new Folder();
	try {
		await runBackup(api, folder);
		const before = folder.read('manifest.json');
		const written = [...folder.written];
		api.company.changeRow('invoices', everyId(api)[0], { title: 'Changed' });
		api.requests.length = 0;
		await stopWhileWaiting(
			'/pdf',
			0,
			async (whenStarted) => await runBackup(api, folder, { whenStarted }),
		);
		expect(folder.written).toEqual(written);
		expect(folder.read('manifest.json').equals(before)).toBe(true);
	} finally {
		folder.remove();
	}
});

/** Three input items; the second one asks for what cannot be. */
function threeItems(json: (index: number) => IDataObject) {
	return [0, 1, 2].map((index) => ({ json: json(index) }));
}

it("67 Several input items with 'Continue On Fail': one that fails gives an error item, spoils no other, and each output names its input", async () => {
	const { api } = sinao;
	const ids = everyId(api);
	const { outputs, error } = await download(api, {
		continueOnFail: true,
		items: threeItems((index) => ({ id: index === 1 ? 999_999 : ids[index] })),
		parameters: { choose: 'one', document: { __rl: true, mode: 'id', value: '={{ $json.id }}' } },
	});
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
	expect(outputs[0][1].json).toEqual({
		error: "Invoice '999999' not found",
		description: "Check 'Invoice'. It may have been deleted.",
	});
	await expectDocuments(api, [outputs[0][0], outputs[0][2]], [ids[0], ids[2]]);
});

it('67 Several input items without it: the error names the item', async () => {
	const { api } = sinao;
	const { outputs, error } = await getMany(api, {
		items: threeItems((index) => ({
			from: index === 1 ? 'the day before yesterday' : '2022-01-01',
		})),
		parameters: { filters: { period: 'custom', fromDate: '={{ $json.from }}' } },
	});
	expect(error).toMatchObject({
		message: expect.stringContaining('the day before yesterday'),
		context: expect.objectContaining({ itemIndex: 1 }),
	});
	expect(outputs).toEqual([]);
});

it('67 Documents that are missing name the item that asked for them', async () => {
	const { api } = sinao;
	const ids = everyId(api);
	api.faults.add({ path: `/${ids[1]}/pdf$`, fault: { kind: 'status', status: 404 } });
	const { outputs } = await download(api, {
		items: threeItems((index) => ({ ids: String(ids[index]) })),
		parameters: { filters: { ids: '={{ $json.ids }}' } },
	});
	expect(idsOf(outputs[0])).toEqual([ids[0], ids[2]]);
	expect(outputs[1].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
});

it('67 Two credentials, by key and by login: one that is refused does not spoil the other', async () => {
	const { api } = sinao;
	const { outputs } = await getMany(api, {
		continueOnFail: true,
		items: threeItems((index) => ({ way: index === 1 ? 'login' : 'apiKey' })),
		parameters: {
			returnAll: false,
			limit: 1,
			authentication: '={{ $json.way }}',
			company: { __rl: true, mode: 'id', value: String(api.appId) },
		},
		credentials: {
			sinaoApi: { apiKey: 'a-mistyped-key', appId: String(api.appId), baseUrl: api.baseUrl },
			sinaoLoginApi: {
				email: api.login.email,
				password: api.login.password,
				baseUrl: api.baseUrl,
				accessToken: '',
			},
		},
	});
	const inputOf = ({ pairedItem }: INodeExecutionData) => (pairedItem as IPairedItemData).item;
	const byInput = [...outputs[0]].sort((one, other) => inputOf(one) - inputOf(other));
	expect(byInput.map(({ json }) => json.error ?? json.id)).toEqual([
		'Sinao rejected the API key or login',
		everyId(api).at(-1),
		'Sinao rejected the API key or login',
	]);
	expect(requestsTo(api, '/invoices').filter(({ status }) => status === 401)).toHaveLength(1);
});
