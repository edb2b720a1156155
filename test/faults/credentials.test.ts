import {
	apiKey,
	download,
	everyId,
	expectDocuments,
	exportCsv,
	getMany,
	idsOf,
	requestsTo,
	useSinao,
} from '../support/faultyCompany';

const sinao = useSinao({ size: { invoices: 20 } });

it.each([
	['Get Many', getMany],
	['Export', exportCsv],
	['Download', download],
])('33 %s with a wrong key: one request and one clear message', async (_, operation) => {
	const { api } = sinao;
	const { error, outputs } = await operation(api, {
		credentials: apiKey(api, { apiKey: 'a-mistyped-key' }),
		items: [{ json: {} }, { json: {} }],
	});
	expect(error).toMatchObject({
		message: 'Sinao rejected the API key or login',
		description: expect.stringMatching(/^Check the credential: the key may be mistyped/),
		httpCode: '401',
	});
	expect(outputs).toEqual([]);
	expect(api.requests).toHaveLength(1);
});

it('34 The key is revoked in mid-run: stops at once; the next run with a new key has everything', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/pdf$', after: 9, times: 1, fault: { kind: 'revokeKey' } });
	const { error, outputs } = await download(api);
	expect(error?.message).toBe('Sinao rejected the API key or login');
	expect(outputs).toEqual([]);
	expect(requestsTo(api, '/pdf').length).toBeLessThanOrEqual(13);
	api.renewKey();
	await expectDocuments(api, (await download(api)).outputs[0]);
});

it('34 The key is revoked between two pages: an error, and nothing of the half list', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', after: 2, times: 1, fault: { kind: 'revokeKey' } });
	const { error, outputs } = await getMany(api, { options: { pageSize: 5 } });
	expect(error?.message).toBe('Sinao rejected the API key or login');
	expect(outputs).toEqual([]);
	api.renewKey();
	expect(idsOf((await getMany(api)).outputs[0])).toEqual(everyId(api));
});

it('34 The key is revoked while the rows are read again after the downloads: an error, and no file', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/invoices$', after: 3, times: 1, fault: { kind: 'revokeKey' } });
	const { error, outputs } = await download(api);
	expect(error?.message).toBe('Sinao rejected the API key or login');
	expect(outputs).toEqual([]);
	expect(requestsTo(api, '/pdf')).toHaveLength(20);
	expect(requestsTo(api, '/invoices').filter(({ status }) => status === 401)).toHaveLength(1);
	api.renewKey();
});

it('34 The key is revoked during a download in bulk: an error, no file, and no further request', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/download$', times: 1, fault: { kind: 'revokeKey' } });
	const { error, outputs } = await download(api, { options: { downloadInBulk: true } });
	expect(error?.message).toBe('Sinao rejected the API key or login');
	expect(outputs).toEqual([]);
	expect(api.requests.at(-1)).toMatchObject({
		path: expect.stringMatching(/\/download$/),
		status: 401,
	});
	api.renewKey();
});

it.each([403, 404] as const)(
	'35 A key for another company, answered with %d: says which company the key opens',
	async (status) => {
		const { api } = sinao;
		const before = api.variants.wrongApp;
		api.variants.wrongApp = status;
		const { error } = await getMany(api, { credentials: apiKey(api, { appId: '5711' }) });
		expect(error).toMatchObject({
			message: 'This credential has no access to company 5711',
			description: expect.stringMatching(
				/^It has access to 4711 \(.+\)\. Correct 'Company ID' in the credential, or leave it empty\.$/,
			),
			httpCode: String(status),
		});
		api.variants.wrongApp = before;
	},
);

it('68 The file lies on another host: fetched there without the key', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/pdf$', fault: { kind: 'redirect' } });
	await expectDocuments(api, (await download(api)).outputs[0]);
	expect(api.storage.requests).toHaveLength(20);
	for (const { headers, query } of api.storage.requests)
		expect(JSON.stringify([headers, query])).not.toContain(api.apiKey);
	api.storage.requests.length = 0;
});

it.each([
	['in full', ''],
	['cut off by the length of the quotation', 'x'.repeat(185)],
])('68 The service repeats the key in its message, %s: blanked', async (_, before) => {
	const { api } = sinao;
	api.faults.add({
		path: '/invoices$',
		fault: { kind: 'status', status: 400, body: { message: `${before} ${api.apiKey} ` } },
	});
	const { error } = await getMany(api);
	expect(error?.description).toContain('…');
	expect(error?.description).not.toContain(api.apiKey.slice(0, 8));
});

it('68 A link of another host that carries a signature: the signature stands nowhere', async () => {
	const { api } = sinao;
	api.faults.add({ path: '/pdf$', fault: { kind: 'redirect', expired: true } });
	const { outputs, run } = await download(api, { options: { maximumTries: 2 } });
	expect(outputs[1]).toHaveLength(20);
	expect(outputs[1][0].json).toMatchObject({
		message: expect.stringContaining(new URL(api.storage.origin).host),
		tries: 2,
	});
	expect(JSON.stringify(run)).not.toContain('signature');
	api.storage.requests.length = 0;
});

it('69 A signed link that has expired: the API is asked for a new one', async () => {
	const { api } = sinao;
	const [id] = everyId(api);
	api.faults.add({ path: `/${id}/pdf$`, times: 1, fault: { kind: 'redirect', expired: true } });
	api.faults.add({ path: `/${id}/pdf$`, after: 1, fault: { kind: 'redirect' } });
	await expectDocuments(api, (await download(api)).outputs[0]);
	expect(requestsTo(api, `/${id}/pdf`)).toHaveLength(2);
	expect(api.storage.requests.map(({ status }) => status)).toEqual([403, 200]);
});

it('69 A link that leads on and on: given up', async () => {
	const { api } = sinao;
	const [id] = everyId(api);
	api.faults.add({ path: `/${id}/pdf$`, fault: { kind: 'redirect', endless: true } });
	const { outputs } = await download(api);
	expect(idsOf(outputs[1])).toEqual([id]);
});
