import { type NodeDeclaration, workflow } from '../../templates/parts/workflow';
import { type SinaoServer, startSinao } from '../support/sinao';
import type { Company } from '../support/sinao/company';
import {
	type Execution,
	execute,
	importCredentials,
	importWorkflow,
	itemsOf,
} from '../support/n8n/commands';
import { createInstance, type Instance } from '../support/n8n/instance';
import { type Server, startServer } from '../support/n8n/server';
import type { Credential } from '../support/n8n/workflows';
import { skipWith } from '../support/n8n/target';

skipWith(['N8N_URL'], 'they choose the ID of a credential');

const workflowId = 'login00000000001';
const lists = { Invoices: 'invoices', Quotes: 'quotes' } as const;

let api: SinaoServer;
let n8n: Instance;

const second = () => [...api.companies.values()][1];
const logins = () => api.requests.filter(({ path }) => path === '/v1/login').length;
const chosen = (value: number) => ({ __rl: true, mode: 'list', value: String(value) });

function loginCredential(data: Record<string, unknown> = {}): Credential {
	const { email, password } = api.login;
	return {
		id: 'sinaoLogin000001',
		name: 'Sinao Login',
		type: 'sinaoLoginApi',
		data: { email, password, baseUrl: api.baseUrl, ...data },
	};
}

/** Two nodes one after the other that read all invoices and quotes of a company, two rows a page. */
function nodes(company: NodeDeclaration['parameters']): NodeDeclaration[] {
	const { id, name, type } = loginCredential();
	const parameters = {
		authentication: 'login',
		operation: 'getMany',
		returnAll: true,
		simplify: false,
		options: { firstWait: 1, pageSize: 2 },
		...company,
	};
	return [
		{
			name: 'Start',
			type: 'n8n-nodes-base.manualTrigger',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		},
		...Object.keys(lists).map((list, index): NodeDeclaration => {
			return {
				name: list,
				type: `n8n-nodes-sinao.sinao${list}`,
				typeVersion: 1,
				position: [(index + 1) * 200, 0],
				parameters,
				credentials: { [type]: { id, name } },
			};
		}),
	];
}

async function prepare(
	company: NodeDeclaration['parameters'],
	credential: Record<string, unknown> = {},
): Promise<void> {
	await importCredentials(n8n, [loginCredential(credential)]);
	const connections = Object.keys(lists).map((to) => ({ from: 'Start', to }));
	await importWorkflow(n8n, workflowId, workflow('Login', nodes(company), connections));
	api.requests.length = 0;
}

function expectEverything(execution: Execution, company: Company): void {
	expect(execution.error).toBeUndefined();
	for (const [name, list] of Object.entries(lists)) {
		const ids = itemsOf(execution, name).map(({ json }) => json.id);
		expect([name, ids]).toEqual([
			name,
			company
				.table(list)
				.byId()
				.map(({ id }) => id)
				.reverse(),
		]);
	}
}

beforeAll(async () => {
	api = await startSinao({ seed: 4, nasty: false, size: { invoices: 9, quotes: 5 } });
	n8n = await createInstance();
}, 45 * 60_000);

afterEach(() => {
	api.faults.clear();
	Object.assign(api.variants, { twoFactor: false });
});

afterAll(async () => {
	await n8n?.dispose();
	await api?.close();
});

describe("A login in a real n8n, executed on n8n's command line", () => {
	it('fetches one token for all nodes of a workflow, keeps it for the next execution, and renews it when it has run out', async () => {
		await prepare({ company: chosen(second().id) });
		expectEverything(await execute(n8n, workflowId), second());
		expect(logins()).toBe(1);
		expectEverything(await execute(n8n, workflowId), second());
		expect(logins()).toBe(1);
		api.faults.add({ path: '/(invoices|quotes)$', times: 1, fault: { kind: 'revokeKey' } });
		api.faults.add({
			path: '/(invoices|quotes)$',
			after: 4,
			times: 1,
			fault: { kind: 'revokeKey' },
		});
		const renewed = await execute(n8n, workflowId);
		expectEverything(renewed, second());
		expect(logins()).toBe(3);
		expect(renewed.output).not.toContain(api.login.password);
		expect(api.contractViolations).toEqual([]);
	}, 240_000);

	it('33 A wrong password: one request, one clear message, the password in nothing that n8n prints', async () => {
		await prepare({ company: chosen(second().id) }, { password: 'wrong-and-secret' });
		const { error, output } = await execute(n8n, workflowId);
		expect(error).toMatchObject({
			message: 'Sinao rejected the email or password',
			description: expect.stringContaining("Check 'Email' and 'Password'"),
		});
		expect(api.requests.map(({ path }) => path)).toEqual(['/v1/login']);
		expect(output).not.toContain('wrong-and-secret');
	}, 120_000);

	it('a user with two-factor authentication is sent to the API key', async () => {
		api.variants.twoFactor = true;
		await prepare({ company: chosen(second().id) });
		const { error } = await execute(n8n, workflowId);
		expect(error?.message).toBe('This login requires two-factor authentication');
		expect(error?.description).toContain('Use an API key');
		expect(logins()).toBe(1);
	}, 120_000);

	it('35 A login that opens several companies, none of which is chosen: their names and ids', async () => {
		await prepare({ company: { __rl: true, mode: 'list', value: '' } });
		const { error } = await execute(n8n, workflowId);
		expect(error?.message).toBe('This credential has access to several companies');
		for (const { id, name } of api.companies.values())
			expect(error?.description).toContain(`${id} (${name})`);
	}, 120_000);
});

describe('A login in the editor of a real n8n', () => {
	let server: Server;

	beforeAll(async () => {
		await prepare({ company: chosen(second().id) });
		server = await startServer(n8n);
	}, 240_000);

	afterAll(async () => await server?.close());

	it('offers the companies of the login as a list, for every node', async () => {
		const { id, name, type } = loginCredential();
		for (const node of ['sinaoInvoices', 'sinaoTrigger', 'sinaoBackup']) {
			const order = {
				path: 'parameters.company',
				methodName: 'searchCompanies',
				nodeTypeAndVersion: { name: `n8n-nodes-sinao.${node}`, version: 1 },
				currentNodeParameters: { authentication: 'login' },
				credentials: { [type]: { id, name } },
			};
			const { results } = (
				await server.client.post('/dynamic-node-parameters/resource-locator-results', order)
			).data.data;
			expect(results).toEqual(
				[...api.companies.values()].map((company) => ({
					name: company.name,
					value: String(company.id),
				})),
			);
		}
	}, 120_000);

	it('tests the credential when it is saved, and says what is wrong', async () => {
		const test = async (changes: Record<string, unknown>) =>
			(await server.client.post('/credentials/test', { credentials: loginCredential(changes) }))
				.data.data as { status: string; message: string };
		expect(await test({})).toMatchObject({ status: 'OK' });
		expect(await test({ password: 'wrong' })).toMatchObject({
			status: 'Error',
			message: 'Sinao rejected the email or password',
		});
		const stop = api.faults.add({ path: '/me$', fault: { kind: 'redirect', status: 307 } });
		expect(await test({})).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/^'Base URL' redirects to another address/),
		});
		stop();
		expect(api.storage.requests).toEqual([]);
		api.variants.twoFactor = true;
		expect((await test({ accessToken: '' })).message).toContain('two-factor authentication');
	}, 120_000);
});
