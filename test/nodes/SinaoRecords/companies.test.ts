import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

describe('82 More companies than Sinao returns in one response', () => {
	const rows = Array.from({ length: 23 }, (_, index) => ({ id: 100 + index, name: `C${index}` }));

	it.each(['refuses the limit', 'refuses the limit, newest first', 'caps the limit'])(
		'Sinao %s: all are found',
		async (how) => {
			const server = createServer(({ url = '' }, response) => {
				const { searchParams: query } = new URL(url, 'http://sinao');
				response.setHeader('content-type', 'application/json');
				if (how.startsWith('refuses') && query.has('limit')) {
					const errors = { limit: ['The limit field is prohibited.'] };
					response.statusCode = 422;
					response.end(JSON.stringify({ message: errors.limit[0], errors }));
					return;
				}
				const value = Number(query.get('filters[0][value]'));
				const passes = ({ id }: { id: number }) =>
					({ '>': id > value, '<': id < value })[query.get('filters[0][comparator]') ?? ''] ?? true;
				const found = rows.filter(passes);
				const ordered = how.endsWith('newest first') ? found.reverse() : found;
				response.end(JSON.stringify({ data: ordered.slice(0, 10) }));
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
			try {
				const found = await companiesFor(
					{},
					{ sinaoApi: { apiKey: 'a-key', appId: '100', baseUrl } },
				);
				expect(found.map(({ name }) => name).sort()).toEqual(rows.map(({ name }) => name).sort());
			} finally {
				server.close();
			}
		},
	);
});
