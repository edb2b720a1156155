import { keyOf, run } from '../support/api';
import { cleanUp, runNode } from '../support/engine';
import { testCredential } from '../support/engine/credentialTest';
import { type SinaoServer, startSinao } from '../support/sinao';

let api: SinaoServer;
let other: SinaoServer;

beforeAll(async () => {
	const size = {
		invoices: 3,
		quotes: 2,
		purchases: 2,
		persons: 2,
		organizations: 2,
		products: 2,
		transactions: 2,
	};
	[api, other] = await Promise.all([startSinao({ seed: 1, size }), startSinao({ seed: 2, size })]);
});

afterAll(async () => {
	cleanUp();
	await Promise.all([api.close(), other.close()]);
});

const rows = { operation: 'getMany', options: { firstWait: 1 } };

describe('The credential of an API key', () => {
	test('is accepted when it is saved with a good key, and sends it as Api-Key', async () => {
		api.requests.length = 0;
		expect(await testCredential('sinaoApi', { ...keyOf(api).sinaoApi })).toBeUndefined();
		expect(
			api.requests.map(({ path, headers, status }) => [path, headers['api-key'], status]),
		).toEqual([['/v1/me', api.apiKey, 200]]);
	});

	test('is refused when it is saved with a bad key or with an address that is not the API', async () => {
		expect(await testCredential('sinaoApi', { ...keyOf(api).sinaoApi, apiKey: 'wrong' })).toMatch(
			/Authorization failed|401/,
		);
		expect(
			await testCredential('sinaoApi', {
				...keyOf(api).sinaoApi,
				baseUrl: `${api.baseUrl}/elsewhere`,
			}),
		).toBeTruthy();
	});

	test('33 with a bad key stops a run after one request, in words that help', async () => {
		api.requests.length = 0;
		const { error } = await runNode({
			type: 'sinaoInvoices',
			parameters: rows,
			credentials: { sinaoApi: { ...keyOf(api).sinaoApi, apiKey: 'wrong' } },
		});
		expect(error?.message).toBe('Sinao rejected the API key or login');
		expect(error?.description).toContain('Check the credential');
		expect(api.requests).toHaveLength(1);
	});

	test('needs no company when the key opens exactly one', async () => {
		for (const appId of ['', '  ']) {
			const { outputs, error } = await runNode({
				type: 'sinaoInvoices',
				parameters: rows,
				credentials: keyOf(api, appId),
			});
			expect([error, outputs[0].length]).toEqual([undefined, 3]);
		}
	});

	test('35 for another company says which one the key opens', async () => {
		const { error } = await runNode({
			type: 'sinaoInvoices',
			parameters: rows,
			credentials: keyOf(api, '99'),
		});
		expect(error?.message).toBe('This credential has no access to company 99');
		expect(error?.description).toContain(`${api.appId} (${api.company.name})`);
	});

	test('is not sent to any other host', async () => {
		api.requests.length = 0;
		other.requests.length = 0;
		for (const type of ['sinaoInvoices', 'sinaoBank', 'sinaoPersons'])
			await run(api, type, { operation: 'exportCsv', options: {} });
		for (const type of ['sinaoInvoices', 'sinaoPurchases'])
			await run(api, type, { operation: 'downloadPdf', options: {} });
		expect(new Set(api.requests.map(({ host }) => host))).toEqual(
			new Set([new URL(api.baseUrl).host]),
		);
		expect(api.requests.every(({ headers }) => headers['api-key'] === api.apiKey)).toBe(true);
		expect([other.requests, api.storage.requests]).toEqual([[], []]);
	});

	test('68 is not sent along when Sinao points to another host for a file', async () => {
		const stop = api.faults.add({ fault: { kind: 'redirect' }, path: '/pdf$' });
		const { outputs, error } = await run(api, 'sinaoInvoices', {
			operation: 'downloadPdf',
			options: {},
		});
		stop();
		expect(error).toBeUndefined();
		expect(api.storage.requests).toHaveLength(outputs[0].length);
		expect(JSON.stringify(api.storage.requests)).not.toContain(api.apiKey);
	});

	test('may have a slash at the end of its address', async () => {
		const { outputs } = await runNode({
			type: 'sinaoInvoices',
			parameters: rows,
			credentials: { sinaoApi: { ...keyOf(api).sinaoApi, baseUrl: `${api.baseUrl}/` } },
		});
		expect(outputs[0]).toHaveLength(3);
	});
});

describe('The credential of a login', () => {
	const login = () => ({
		sinaoLoginApi: {
			email: api.login.email,
			password: api.login.password,
			accessToken: '',
			baseUrl: api.baseUrl,
		},
	});
	const parameters = (company: string) => ({
		...rows,
		authentication: 'login',
		company: { __rl: true, mode: 'id', value: company },
	});

	test('that opens several companies asks for one of them, with their ids and names', async () => {
		const { error } = await runNode({
			type: 'sinaoInvoices',
			parameters: parameters(''),
			credentials: login(),
		});
		expect(error?.message).toBe('This credential has access to several companies');
		for (const [id, { name }] of api.companies)
			expect(error?.description).toContain(`${id} (${name})`);
		expect(error?.description).toContain("'Company'");
	});

	test('uses the company that is named', async () => {
		const [, second] = [...api.companies.values()];
		const { outputs } = await runNode({
			type: 'sinaoInvoices',
			parameters: { ...parameters(String(second.id)), returnAll: true, simplify: false },
			credentials: login(),
		});
		expect(outputs[0].map(({ json }) => json.title)).toEqual(
			second.lists.invoices.map(({ title }) => title).reverse(),
		);
	});
});
