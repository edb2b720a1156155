import { type NodeDeclaration, workflow } from '../../templates/parts/workflow';
import { everyId, idsOf } from '../support/faultyCompany';
import { type SinaoServer, startSinao } from '../support/sinao';
import {
	type Execution,
	execute,
	importCredentials,
	importWorkflow,
	itemsOf,
} from '../support/n8n/commands';
import { createInstance, type Instance } from '../support/n8n/instance';
import { until } from '../support/processes';
import { type Server, startServer } from '../support/n8n/server';
import { type Credential, sinaoCredential } from '../support/n8n/workflows';

let api: SinaoServer;
let n8n: Instance;

beforeAll(async () => {
	api = await startSinao({ nasty: false, size: { invoices: 20 } });
	n8n = await createInstance();
}, 45 * 60_000);

afterEach(() => {
	api.faults.clear();
	api.requests.length = 0;
});

afterAll(async () => {
	await n8n?.dispose();
	await api?.close();
});

const start: NodeDeclaration = {
	name: 'Start',
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** The node under test, with its credential. */
function invoices(parameters: NodeDeclaration['parameters']): NodeDeclaration {
	const { id, name } = sinaoCredential(api);
	return {
		name: 'Invoices',
		type: 'n8n-nodes-sinao.sinaoInvoices',
		typeVersion: 1,
		position: [600, 0],
		parameters,
		credentials: { sinaoApi: { id, name } },
	};
}

async function useKey(apiKey: string): Promise<void> {
	const credential: Credential = sinaoCredential({
		baseUrl: api.baseUrl,
		appId: api.appId,
		apiKey,
	});
	await importCredentials(n8n, [credential]);
}

const download = { operation: 'downloadPdf', options: { firstWait: 1 } };

async function executeDownload(): Promise<Execution> {
	await importWorkflow(
		n8n,
		'faultsDownload01',
		workflow('Faults', [start, invoices(download)], [{ from: 'Start', to: 'Invoices' }]),
	);
	return await execute(n8n, 'faultsDownload01');
}

it('33 The key is wrong: one clear message, one request, and the key in nothing that n8n prints or keeps', async () => {
	await useKey('a-key-that-nobody-gave');
	const execution = await executeDownload();
	expect(execution.error).toMatchObject({
		message: 'Sinao rejected the API key or login',
		description: expect.stringMatching(/^Check the credential/),
		node: { name: 'Invoices' },
	});
	expect(api.requests).toHaveLength(1);
	expect(execution.output).not.toContain('a-key-that-nobody-gave');
}, 120_000);

it('34 The key is revoked in mid-run: an error; with a new key the next run has every document', async () => {
	await useKey(api.apiKey);
	api.faults.add({ path: '/pdf$', after: 8, times: 1, fault: { kind: 'revokeKey' } });
	const { error, runs } = await executeDownload();
	expect(error?.message).toBe('Sinao rejected the API key or login');
	expect(runs.Invoices.flatMap(({ data }) => data?.main ?? []).flat()).toEqual([]);
	await useKey(api.renewKey());
	const again = await executeDownload();
	expect(again.succeeded).toBe(true);
	expect(idsOf(itemsOf(again, 'Invoices') as never)).toEqual(everyId(api));
}, 180_000);

it("67 Several input items with 'Continue On Fail': each item of the output finds its input in n8n's own expressions", async () => {
	await useKey(api.apiKey);
	const [first, , third] = everyId(api);
	const nodes: NodeDeclaration[] = [
		start,
		{
			name: 'Ids',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [200, 0],
			parameters: {
				mode: 'raw',
				jsonOutput: JSON.stringify({ wanted: [third, 999_999, first] }),
				options: {},
			},
		},
		{
			name: 'Each',
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [400, 0],
			parameters: { fieldToSplitOut: 'wanted', options: {} },
		},
		{
			...invoices({
				...download,
				choose: 'one',
				document: { __rl: true, mode: 'id', value: '={{ $json.wanted }}' },
			}),
			onError: 'continueRegularOutput',
		},
		{
			name: 'Linked',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [800, 0],
			parameters: {
				assignments: {
					assignments: [
						{ id: '1', name: 'asked', type: 'number', value: "={{ $('Each').item.json.wanted }}" },
						{
							id: '2',
							name: 'got',
							type: 'string',
							value: '={{ String($json.document?.id ?? $json.error) }}',
						},
					],
				},
				options: {},
			},
		},
	];
	const connections = ['Start', 'Ids', 'Each', 'Invoices'].map((from, index) => ({
		from,
		to: nodes[index + 1].name,
	}));
	await importWorkflow(n8n, 'faultsItems00001', workflow('Items', nodes, connections));
	const execution = await execute(n8n, 'faultsItems00001');
	expect(execution.error).toBeUndefined();
	expect(itemsOf(execution, 'Linked').map(({ json }) => json)).toEqual([
		{ asked: third, got: String(third) },
		{ asked: 999_999, got: "Invoice '999999' not found" },
		{ asked: first, got: String(first) },
	]);
}, 120_000);

describe('57 The Stop button of a running n8n', () => {
	let server: Server;

	beforeAll(async () => {
		await useKey(api.apiKey);
		await importWorkflow(
			n8n,
			'faultsDownload01',
			workflow('Faults', [start, invoices(download)], [{ from: 'Start', to: 'Invoices' }]),
		);
		server = await startServer(n8n);
	}, 240_000);

	afterAll(async () => await server?.close());

	it.each([
		['while nobody answers', { kind: 'silence', when: 'midBody' } as const],
		['while Sinao asks to wait', { kind: 'status', status: 429, retryAfter: 200 } as const],
	])(
		'57 Stop %s: the execution is canceled within two seconds, and nothing more is asked',
		async (_, fault) => {
			api.faults.add({ path: '/pdf$', after: 3, fault });
			const execution = await server.run('faultsDownload01', 'Start');
			await until(
				'the fault',
				() =>
					api.faults.struck() > 0 &&
					api.requests.filter(({ path }) => path.endsWith('/pdf')).length > 3,
			);
			const pressed = Date.now();
			await server.client.post(`/executions/${execution}/stop`);
			expect(await server.statusOf(execution)).toBe('canceled');
			await until('the end of every request', () => api.requests.every(({ end }) => end > 0));
			expect(Date.now() - pressed).toBeLessThan(2000);
			expect(server.output()).not.toContain(api.apiKey);
		},
		60_000,
	);
});
