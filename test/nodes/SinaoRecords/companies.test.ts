import type { IDataObject } from 'n8n-workflow';

import { keyOf } from '../../support/api';
import { cleanUp, runNode } from '../../support/engine';
import { type SinaoServer, startSinao } from '../../support/sinao';

let api: SinaoServer;

beforeAll(async () => {
	api = await startSinao({ size: { invoices: 1, quotes: 1, purchases: 1, persons: 1 } });
});

afterAll(async () => {
	cleanUp();
	await api.close();
});

async function companiesFor(parameters: IDataObject, credentials: Record<string, IDataObject>) {
	api.requests.length = 0;
	const { outputs, error } = await runNode({
		type: 'sinaoRecords',
		parameters: { resource: 'companies', operation: 'getMany', options: {}, ...parameters },
		credentials: credentials as never,
	});
	expect(error).toBeUndefined();
	return outputs[0].map(({ json }) => json);
}

const expected = () =>
	[...api.companies].map(([id, { name }]) => ({
		id: String(id),
		name,
		siren: expect.stringMatching(/^\d{9}$/) as string,
	}));

it('Get Many Companies returns every company of a login, though none is selected', async () => {
	const login = {
		email: api.login.email,
		password: api.login.password,
		accessToken: '',
		baseUrl: api.baseUrl,
	};
	expect(expected().length).toBeGreaterThan(1);
	expect(await companiesFor({ authentication: 'login' }, { sinaoLoginApi: login })).toEqual(
		expected(),
	);
	expect(api.requests.map(({ path }) => path)).toEqual(['/v1/login', '/v1/apps']);
});

it('Get Many Companies returns the company of an API key, and reads nothing else', async () => {
	const [own] = expected();
	expect(await companiesFor({}, keyOf(api) as never)).toEqual([own]);
	expect(api.requests.map(({ path }) => path)).toEqual(['/v1/apps']);
});
