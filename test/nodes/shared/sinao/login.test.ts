import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { cleanUp, loadPackage, runNode } from '../../../support/engine';
import { testCredential } from '../../../support/engine/credentialTest';
import { searchList } from '../../../support/engine/listSearch';
import { waysOf } from '../../../support/n8nVersions';
import { type SinaoServer, startSinao } from '../../../support/sinao';
import type { Variants } from '../../../support/sinao/variants';

let api: SinaoServer;
let credential: ICredentialDataDecryptedObject;

async function start(variants: Partial<Variants> = {}) {
	api = await startSinao({
		seed: 4,
		size: {
			invoices: 6,
			quotes: 3,
			purchases: 3,
			persons: 3,
			organizations: 3,
			products: 3,
			transactions: 3,
		},
		variants,
	});
	credential = { email: api.login.email, password: api.login.password, baseUrl: api.baseUrl };
}

afterEach(async () => await api.close());

afterAll(cleanUp);

const second = () => [...api.companies.values()][1];
const company = () => ({ __rl: true, mode: 'id', value: String(second().id) });

async function run(type: string, parameters: IDataObject = {}) {
	return await runNode({
		type,
		parameters: {
			operation: 'getMany',
			authentication: 'login',
			company: company(),
			options: { firstWait: 1 },
			...parameters,
		},
		credentials: { sinaoLoginApi: credential },
	});
}

const logins = () => api.requests.filter(({ path }) => path === '/v1/login');

test('every node works with a login, for the company that is chosen', async () => {
	await start();
	const nodes = Object.keys((await loadPackage()).known.nodes).filter(
		(name) => !/Trigger|Backup/.test(name),
	);
	expect(nodes).toHaveLength(9);
	for (const type of nodes) {
		const { outputs, error } = await run(
			type,
			type === 'sinaoRecords' ? { resource: 'payments' } : {},
		);
		expect([type, error]).toEqual([type, undefined]);
		expect(outputs[0].length).toBeGreaterThan(0);
	}
	const data = api.requests.filter(({ path }) => path !== '/v1/login');
	expect(data.every(({ path }) => path.startsWith(`/v1/apps/${second().id}/`))).toBe(true);
	expect(
		data.every(
			({ headers }) =>
				headers.authorization?.startsWith('Bearer ') && headers['api-key'] === undefined,
		),
	).toBe(true);
	expect(api.contractViolations).toEqual([]);
});

test('one token serves many runs, also with downloads side by side', async () => {
	await start();
	await run('sinaoInvoices');
	const { outputs, error } = await run('sinaoInvoices', { operation: 'downloadPdf' });
	expect([error, outputs[0].length > 0]).toEqual([undefined, true]);
	await run('sinaoBank');
	expect(logins()).toHaveLength(1);
	expect(logins()[0].body).toBe(
		new URLSearchParams({ email: api.login.email, password: api.login.password }).toString(),
	);
});

test('a token that runs out in the middle of a run is renewed, and nothing is missing', async () => {
	await start();
	api.faults.add({ path: '/invoices$', after: 1, times: 1, fault: { kind: 'revokeKey' } });
	const { outputs, error, hints } = await run('sinaoInvoices', {
		returnAll: true,
		simplify: false,
		options: { pageSize: 2 },
	});
	expect(error).toBeUndefined();
	expect(outputs[0].map(({ json }) => json.id)).toEqual(
		second()
			.table('invoices')
			.byId()
			.map(({ id }) => id)
			.reverse(),
	);
	expect(logins()).toHaveLength(2);
	expect(hints).toEqual([]);
});

test('a stored token that ran out long ago is renewed at the first request', async () => {
	await start();
	credential.accessToken = 'of-last-week';
	const { error } = await run('sinaoQuotes');
	expect(error).toBeUndefined();
	const refused = Array(waysOf().refusalsBeforeRenewal).fill(['quotes', 401]);
	const asked = [...refused, ['login', 200], ['quotes', 200]];
	expect(
		api.requests.map(({ path, status }) => [path.split('/').at(-1), status]).slice(0, asked.length),
	).toEqual(asked);
	expect(logins()).toHaveLength(1);
	expect(credential.accessToken).not.toBe('of-last-week');
});

test.each(['password', 'email'])(
	'33 a wrong %s is said in words after a single request',
	async (field) => {
		await start();
		credential[field] = 'nobody@nowhere.example';
		const { error } = await run('sinaoInvoices');
		expect(error?.message).toBe('Sinao rejected the email or password');
		expect(error?.description).toMatch(/Invalid password|Email address not found/);
		expect(api.requests).toHaveLength(1);
		expect(JSON.stringify(error)).not.toContain(String(credential.password));
	},
);

test.each([401, 422] as const)(
	'a user with two-factor authentication (status %i) is sent to the API key',
	async (twoFactorStatus) => {
		await start({ twoFactor: true, twoFactorStatus });
		const { error } = await run('sinaoInvoices');
		expect(error?.message).toContain('requires two-factor authentication');
		expect(error?.description).toContain('Use an API key');
		expect(api.requests).toHaveLength(1);
		expect(await testCredential('sinaoLoginApi', { ...credential })).toContain(
			'requires two-factor authentication',
		);
	},
);

test('the same words stand beside the credential when it is saved', async () => {
	await start();
	expect(await testCredential('sinaoLoginApi', { ...credential })).toBeUndefined();
	expect(await testCredential('sinaoLoginApi', { ...credential, password: 'wrong' })).toBe(
		'Sinao rejected the email or password',
	);
});

test('6 a fault of the service during the login is survived', async () => {
	await start();
	api.faults.add({ path: '/login', times: 2, fault: { kind: 'status', status: 503 } });
	const { error } = await run('sinaoInvoices');
	expect(error).toBeUndefined();
	expect(logins()).toHaveLength(3);
});

test('an address that is no API says so', async () => {
	await start();
	api.faults.add({ path: '/login', fault: { kind: 'html' } });
	const { error } = await run('sinaoInvoices', { options: { firstWait: 1, maximumTries: 2 } });
	expect(error?.message).toContain('is not a Sinao API');
});

test('the companies of a login are offered as a list, by name', async () => {
	await start();
	const list = async (filter?: string) =>
		await searchList('sinaoInvoices', 'searchCompanies', { sinaoLoginApi: credential }, filter, {
			authentication: 'login',
		});
	expect(await list()).toEqual(
		[...api.companies.values()].map(({ id, name }) => ({ name, value: String(id) })),
	);
	expect(await list(second().name.toUpperCase())).toEqual([
		{ name: second().name, value: String(second().id) },
	]);
});

test('the documents of a login are offered as a list, of the company that is chosen', async () => {
	await start();
	const list = async (mode: string) =>
		await searchList('sinaoQuotes', 'searchDocuments', { sinaoLoginApi: credential }, undefined, {
			authentication: 'login',
			company: { ...company(), mode },
		});
	const ids = second().lists.quotes.map(({ id }) => String(id));
	for (const mode of ['list', 'id'])
		expect((await list(mode)).map(({ value }) => value).sort()).toEqual(ids.sort());
});

test('35 a company that the login does not open is answered with those that it opens', async () => {
	await start();
	const { error } = await run('sinaoInvoices', {
		company: { __rl: true, mode: 'id', value: '99' },
	});
	expect(error?.message).toBe('This credential has no access to company 99');
	expect(error?.description).toContain(
		`${second().id} (${second().name}). Correct 'Company' in the node`,
	);
});
