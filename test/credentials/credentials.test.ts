import { keyOf, run } from '../support/api';
import { cleanUp, runNode } from '../support/engine';
import { testCredential } from '../support/engine/credentialTest';
import { startTrigger } from '../support/engine/trigger';
import { overTls } from '../support/overTls';
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

const statuses = [301, 302, 303, 307, 308] as const;
const messageOfTest =
	"'Base URL' redirects to another address, to which the credential was not sent. Set it to https://api.sinao.app/v1.";

describe.each(statuses)('A redirect with %d', (status) => {
	const redirect = { kind: 'redirect', status } as const;
	const values = ({ apiKey, baseUrl, login }: SinaoServer) => ({
		sinaoApi: { apiKey, appId: '', baseUrl },
		sinaoLoginApi: { email: login.email, password: login.password, accessToken: '', baseUrl },
	});
	const types = ['sinaoApi', 'sinaoLoginApi'] as const;

	beforeEach(() => {
		api.requests.length = 0;
		api.storage.requests.length = 0;
	});
	afterEach(() => api.faults.clear());

	/** Nothing was sent to the other host, which would have answered as Sinao does. */
	const nothingLeft = ({ storage }: SinaoServer) => expect(storage.requests).toEqual([]);

	test.each(types)(
		'68 of the test of %s to another host: not followed, and it fails',
		async (type) => {
			api.faults.add({ path: '/me$', fault: redirect });
			expect(await testCredential(type, values(api)[type])).toBe(messageOfTest);
			nothingLeft(api);
			expect(api.requests.filter(({ path }) => path === '/v1/me')).toHaveLength(1);
		},
	);

	test.each(types)(
		'117 of the test of %s from https to http of the same host: not followed',
		async (type) => {
			await overTls(async (secure) => {
				expect(new URL(secure.storage.origin).hostname).toBe(new URL(secure.baseUrl).hostname);
				expect(await testCredential(type, values(secure)[type])).toBeUndefined();
				secure.faults.add({ path: '/me$', fault: redirect });
				expect(await testCredential(type, values(secure)[type])).toBe(messageOfTest);
				nothingLeft(secure);
			});
		},
	);

	test('117 of a login to another host: the password stays, in the test and in a run', async () => {
		api.faults.add({ path: '/login$', method: 'POST', fault: redirect });
		const { sinaoLoginApi } = values(api);
		const message = `${api.baseUrl} redirects to ${api.storage.origin}`;
		expect(await testCredential('sinaoLoginApi', { ...sinaoLoginApi })).toBe(message);
		const { error } = await runNode({
			type: 'sinaoInvoices',
			parameters: { ...rows, authentication: 'login' },
			credentials: { sinaoLoginApi },
		});
		expect(error?.message).toBe(message);
		expect(error?.description).toContain("Set the 'Base URL' in the credential");
		nothingLeft(api);
		expect(api.requests.map(({ path }) => path)).toEqual(['/v1/login', '/v1/login']);
	});

	test('117 of settings that are written, to another host: an error, and nothing is sent there', async () => {
		api.faults.add({ path: '/settings$', method: 'POST', fault: redirect });
		const trigger = await startTrigger({
			type: 'sinaoTrigger',
			parameters: {
				authentication: 'apiKey',
				events: ['invoice.created'],
				options: { firstWait: 1 },
			},
			credentials: keyOf(api),
		});
		try {
			await expect(trigger.switchOn()).rejects.toThrow(
				`${api.baseUrl} redirects to ${api.storage.origin}`,
			);
		} finally {
			await trigger.close();
		}
		nothingLeft(api);
	});

	test('117 of Generate to another host: an error, requested once, and nothing is sent there', async () => {
		api.faults.add({ path: '/exports$', method: 'POST', fault: redirect });
		// Sinao generates the entries before it redirects, so each time needs a later day.
		const { error } = await run(api, 'sinaoAccounting', {
			operation: 'generate',
			lastDay: `2099-0${statuses.indexOf(status) + 1}-28`,
			options: { firstWait: 1 },
		});
		expect(error?.message).toBe(`${api.baseUrl} redirects to ${api.storage.origin}`);
		nothingLeft(api);
		expect(api.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
	});
});
