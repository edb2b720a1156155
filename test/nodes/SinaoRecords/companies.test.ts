import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import { keyOf } from '../../support/api';
import { cleanUp, runNode, storeFile } from '../../support/engine';
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
		folder: expect.stringMatching(new RegExp(` \\d{9} \\(${id}\\)$`)) as string,
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

it.each<[string, (id: string) => unknown, RegExp]>([
	['keeps the folder of a company that the last overview contains', overviewWith, /^Ancien nom$/],
	['names the folder again if the last overview is damaged', () => ({}), / \d{9} \(\d+\)$/],
	...['../Autre', '/etc', 'a/../..', '..\\Autre', 'C:\\x', ''].map(
		(folder): [string, (id: string) => unknown, RegExp] => [
			`names the folder again if the last overview was edited to ${JSON.stringify(folder)}`,
			(id) => overviewWith(id, folder),
			/ \d{9} \(\d+\)$/,
		],
	),
	[
		'names the folder again if the last overview gives it to two companies',
		(id) => ({
			companies: [...overviewWith(id).companies, ...overviewWith('other', 'ANCIEN nom').companies],
		}),
		/ \d{9} \(\d+\)$/,
	],
])('Get Many Companies %s', async (_, contentFor, folder) => {
	const content = Buffer.from(JSON.stringify(contentFor(String(api.appId))));
	const { outputs } = await runNode({
		type: 'sinaoRecords',
		parameters: {
			resource: 'companies',
			operation: 'getMany',
			options: { overviewField: 'data' },
		},
		credentials: keyOf(api),
		items: [
			{ json: {}, binary: { data: await storeFile(content, 'cabinet.json', 'application/json') } },
		],
	});
	expect(outputs[0].map(({ json }) => json.folder)).toEqual([expect.stringMatching(folder)]);
});

function overviewWith(id: string, folder = 'Ancien nom') {
	return {
		format: 'sinao-overview',
		formatVersion: 1,
		end: '2026-11-26T01:00:00.000Z',
		previousIsDamaged: false,
		companies: [
			{
				id,
				name: 'Ancien nom',
				siren: null,
				folder,
				outcome: 'failed',
				reason: 'x',
				documents: null,
				missing: null,
				differences: null,
				numbering: null,
				lastComplete: null,
				absentSince: null,
			},
		],
	};
}

it('Get Many Companies returns the company of an API key, and reads nothing else', async () => {
	const [own] = expected();
	expect(await companiesFor({}, keyOf(api) as never)).toEqual([own]);
	expect(api.requests.map(({ path }) => path)).toEqual(['/v1/apps']);
});

it.each([
	['Dupont & Fils / SARL', '123456789', 'Dupont - Fils - SARL 123456789 (7)'],
	['../../etc', null, 'etc (7)'],
	['CON', null, '_CON (7)'],
	['', '', '(7)'],
	["L'Œuf: \u202E<b>*?", '12/34', 'L-Œuf- -b 12-34 (7)'],
	['é'.repeat(300), '123456789', `${'é'.repeat(40)} 123456789 (7)`],
])('The folder of company %j is valid on every system', async (name, siren, folder) => {
	const server = createServer((_, response) => {
		response.setHeader('content-type', 'application/json');
		const organization = { name, national_id: siren };
		response.end(JSON.stringify({ data: [{ id: 7, organization }] }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	try {
		const found = await companiesFor({}, { sinaoApi: { apiKey: 'a-key', appId: '7', baseUrl } });
		expect(found.map((each) => each.folder)).toEqual([folder]);
	} finally {
		server.close();
	}
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
