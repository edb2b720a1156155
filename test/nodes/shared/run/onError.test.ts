import type { IDataObject, INode, INodeExecutionData, INodeType } from 'n8n-workflow';

import { keyOf } from '../../../support/api';
import { manifestItem } from '../../../support/backup';
import { everyOperation } from '../../../support/descriptions';
import {
	cleanUp,
	createNode,
	type NodeResult,
	type NodeRun,
	resultOf,
	runNode,
	runWorkflow,
} from '../../../support/engine';
import { nodeType } from '../../../support/engine/nodeType';
import { useAsTool } from '../../../support/engine/tool';
import { type SinaoServer, startSinao } from '../../../support/sinao';

/** The setting 'On Error' of a node, in n8n's own engine. */
let api: SinaoServer;
let ids: number[];

beforeAll(async () => {
	api = await startSinao({
		nasty: false,
		size: { invoices: 6, quotes: 2, purchases: 2, persons: 2, organizations: 2, products: 2 },
	});
	ids = api.company.lists.invoices
		.filter(({ id }) => api.document('invoices', id))
		.map(({ id }) => id);
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

/** By ID, in the input item. */
const byId: IDataObject = { document: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };

/** Each node and operation that runs for each input item, by one use of it. */
const uses: Array<[string, IDataObject]> = [
	...[
		'sinaoInvoices',
		'sinaoQuotes',
		'sinaoPurchases',
		'sinaoPersons',
		'sinaoOrganizations',
		'sinaoProducts',
		'sinaoBank',
	].flatMap(
		(type): Array<[string, IDataObject]> => [
			[type, { operation: 'getMany' }],
			[type, { operation: 'exportCsv' }],
		],
	),
	...['sinaoInvoices', 'sinaoQuotes', 'sinaoPurchases'].map((type): [string, IDataObject] => [
		type,
		{ operation: 'get', ...byId },
	]),
	['sinaoInvoices', { operation: 'downloadPdf' }],
	['sinaoInvoices', { operation: 'downloadPdf', options: { zip: true } }],
	['sinaoQuotes', { operation: 'downloadPdf' }],
	['sinaoPurchases', { operation: 'downloadPdf' }],
	['sinaoRecords', { resource: 'payments', operation: 'getMany' }],
	['sinaoRecords', { resource: 'payments', operation: 'exportCsv' }],
	['sinaoRecords', { resource: 'payments', operation: 'exportJsonLines' }],
	['sinaoRecords', { resource: 'attachments', operation: 'downloadPdf' }],
	['sinaoRecords', { resource: 'attachments', operation: 'get', ...byId }],
	['sinaoAccounting', { operation: 'getMany' }],
	[
		'sinaoAccounting',
		{
			operation: 'downloadExport',
			choose: 'dates',
			period: 'custom',
			fromDate: '2024-01-01',
			toDate: '2024-01-31',
		},
	],
	['sinaoAccounting', { operation: 'generate', lastDay: '2024-01-31' }],
	['sinaoBackup', { operation: 'backUp', otherLists: false }],
	['sinaoBackup', { operation: 'checkAccount' }],
	['sinaoTrigger', { events: ['invoice.updated'], downloadDocument: false }],
];

/** The list that the IDs of a use are from. */
function listOf([type, { resource }]: [string, IDataObject]) {
	const lists = { sinaoQuotes: 'quotes', sinaoPurchases: 'purchases' } as const;
	return resource === 'attachments' ? resource : (lists[type as keyof typeof lists] ?? 'invoices');
}

/** Three items; the second one has a time zone that does not exist. For the trigger, they are calls of Sinao. */
function itemsFor(use: [string, IDataObject]): INodeExecutionData[] {
	const [{ id }] = api.company.lists[listOf(use)];
	const call = {
		event: 'invoice.updated',
		documents: [{ id }],
		receivedAt: '2024-03-01T09:00:00Z',
	};
	return ['Europe/Paris', 'Mars/Olympus', 'Europe/Paris'].map((zone) => ({
		json: { zone, id, ...(use[0] === 'sinaoTrigger' ? call : {}) },
	}));
}
const message = "Invalid time zone: 'Mars/Olympus'";

async function runAt(use: [string, IDataObject], onError: NodeRun['onError']): Promise<NodeResult> {
	const [type, parameters] = use;
	const options = {
		firstWait: 1,
		...(parameters.options as IDataObject),
		timeZone: '={{ $json.zone }}',
	};
	return await runNode({
		type,
		parameters: { ...parameters, options },
		credentials: keyOf(api),
		items: itemsFor(use),
		onError,
	});
}

const inputOf = ({ pairedItem }: INodeExecutionData) =>
	typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem;
const inputsOf = (items: INodeExecutionData[]) => [...new Set(items.map(inputOf))].sort();

/** How many outputs an operation has, n8n's error output not among them. */
const outputsOf = ([, { operation }]: [string, IDataObject]) =>
	operation === 'backUp' ? 3 : operation === 'downloadPdf' ? 2 : 1;

describe('One of three input items fails', () => {
	test.each(uses)(
		'85 %s %j with the error output: the failed item leaves by it, and by no other output',
		async (...use) => {
			const { outputs, error } = await runAt(use, 'continueErrorOutput');
			expect(error).toBeUndefined();
			expect(outputs).toHaveLength(outputsOf(use) + 1);
			const failed = outputs.at(-1) ?? [];
			expect(failed).toHaveLength(1);
			expect(failed[0]).toMatchObject({
				json: { zone: 'Mars/Olympus', error: message, message: expect.stringMatching(/\w/) },
				pairedItem: { item: 1 },
			});
			const others = outputs.slice(0, -1).flat();
			expect(inputsOf(others)).toEqual([0, 2]);
			expect(others.filter(({ json }) => 'error' in json)).toEqual([]);
		},
		30_000,
	);

	test.each(uses)(
		"85 %s %j with 'Continue': an error item on the first output, which names the item and what to do",
		async (...use) => {
			const { outputs, error } = await runAt(use, 'continueRegularOutput');
			expect(error).toBeUndefined();
			expect(outputs).toHaveLength(outputsOf(use));
			expect(inputsOf(outputs.flat())).toEqual([0, 1, 2]);
			expect(outputs[0].filter((item) => inputOf(item) === 1)).toEqual([
				expect.objectContaining({
					json: { error: message, description: expect.stringMatching(/\w/) },
				}),
			]);
			expect(
				outputs
					.slice(1)
					.flat()
					.filter((item) => inputOf(item) === 1),
			).toEqual([]);
		},
		30_000,
	);

	test.each(uses)(
		"85 %s %j with 'Stop Workflow': an error that names the item, and no output",
		async (...use) => {
			const { outputs, error } = await runAt(use, 'stopWorkflow');
			expect(error).toMatchObject({ message, context: { itemIndex: 1 } });
			expect(outputs.flat()).toEqual([]);
		},
		30_000,
	);
});

/** Downloads one invoice per item; the second item names one that does not exist. */
const oneByOne: IDataObject = {
	operation: 'downloadPdf',
	choose: 'one',
	document: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
	options: { firstWait: 1 },
};
const asking = (...wanted: number[]) => wanted.map((id) => ({ json: { id } }));

test('85 A document that Sinao does not have leaves by the error output; one that cannot be downloaded by the Missing output', async () => {
	api.faults.add({ path: `/${ids[2]}/pdf$`, fault: { kind: 'status', status: 500 } });
	const { outputs, error } = await runNode({
		type: 'sinaoInvoices',
		parameters: { ...oneByOne, options: { firstWait: 1, maximumTries: 1 } },
		credentials: keyOf(api),
		items: asking(ids[0], 999_999, ids[2]),
		onError: 'continueErrorOutput',
	});
	api.faults.clear();
	expect(error).toBeUndefined();
	expect(outputs.map(inputsOf)).toEqual([[0], [2], [1]]);
	expect(outputs[2][0].json).toEqual({
		id: 999_999,
		error: "Invoice '999999' not found",
		message: "Check 'Invoice'. It may have been deleted.",
	});
});

test('85 Every item fails, because the key is refused: all leave by the error output', async () => {
	const { outputs, error } = await runNode({
		type: 'sinaoBackup',
		parameters: { operation: 'backUp', options: { firstWait: 1 } },
		credentials: { sinaoApi: { ...keyOf(api).sinaoApi, apiKey: 'a-mistyped-key' } },
		items: asking(1, 2),
		onError: 'continueErrorOutput',
	});
	expect(error).toBeUndefined();
	expect(outputs.map(inputsOf)).toEqual([[], [], [], [0, 1]]);
	expect(outputs[3][0].json.error).toBe('Sinao rejected the API key or login');
});

/** A node that passes on one item after the other and collects what comes back, as n8n's Loop Over Items does. */
const loop = nodeType(
	'loop',
	function () {
		const state = this.getContext('node') as {
			left?: INodeExecutionData[];
			done?: INodeExecutionData[];
		};
		if (state.left) state.done?.push(...this.getInputData());
		else Object.assign(state, { left: [...this.getInputData()], done: [] });
		const next = state.left?.shift();
		return next ? [[], [next]] : [state.done ?? [], []];
	},
	2,
);

test('85 In a loop over items: each failed item leaves by the error output of its own round', async () => {
	const credentials = keyOf(api);
	const run = await runWorkflow({
		credentials,
		items: asking(ids[0], 999_999, ids[1]),
		types: { loop },
		nodes: [
			createNode('Loop', 'loop', {}),
			{
				...createNode('Sinao', 'n8n-nodes-sinao.sinaoInvoices', oneByOne, credentials),
				onError: 'continueErrorOutput',
			},
			createNode('Failed', 'start', {}),
		],
		connections: {
			Start: { main: [[{ node: 'Loop', type: 'main', index: 0 }]] },
			Loop: { main: [[], [{ node: 'Sinao', type: 'main', index: 0 }]] },
			Sinao: {
				main: [
					[{ node: 'Loop', type: 'main', index: 0 }],
					[],
					[
						{ node: 'Failed', type: 'main', index: 0 },
						{ node: 'Loop', type: 'main', index: 0 },
					],
				],
			},
		},
	});
	expect(run.data.resultData.error).toBeUndefined();
	const rounds = run.data.resultData.runData.Sinao.map(({ data }) =>
		(data?.main ?? []).map((output) => output?.length ?? 0),
	);
	expect(rounds).toEqual([
		[1, 0, 0],
		[0, 0, 1],
		[1, 0, 0],
	]);
	expect(resultOf(run, 'Failed').outputs[0].map(({ json }) => json.id)).toEqual([999_999]);
});

/** Runs an operation of Sinao Backup that has two inputs, each of which gets one item or none. */
async function runWithTwoInputs(
	operation: string,
	inputs: INodeExecutionData[][],
	onError: NodeRun['onError'],
): Promise<NodeResult> {
	const giving = (items: INodeExecutionData[]): INodeType => ({
		description: { ...loop.description, outputs: ['main'] },
		execute: async () => [items],
	});
	const run = await runWorkflow({
		credentials: {},
		types: { first: giving(inputs[0]), second: giving(inputs[1]) },
		nodes: [
			createNode('First', 'first', {}),
			createNode('Second', 'second', {}),
			{ ...createNode('Sinao', 'n8n-nodes-sinao.sinaoBackup', { operation }), onError },
		],
		connections: {
			Start: {
				main: [
					[
						{ node: 'First', type: 'main', index: 0 },
						{ node: 'Second', type: 'main', index: 0 },
					],
				],
			},
			First: { main: [[{ node: 'Sinao', type: 'main', index: 0 }]] },
			Second: { main: [[{ node: 'Sinao', type: 'main', index: 1 }]] },
		},
	});
	return resultOf(run, 'Sinao');
}

/** An operation that runs once for all items, and an input for which it fails. */
interface WholeRun {
	operation: string;
	outputs: number;
	/** The input whose item cannot be used. */
	input: 0 | 1;
	item: () => Promise<INodeExecutionData>;
	error: string;
}

const fileThatIsGone = {
	id: 'filesystem:workflows/test/executions/gone/binary_data/none',
	data: 'filesystem-v2',
	mimeType: 'application/pdf',
	fileName: 'a.pdf',
};

const wholeRuns: WholeRun[] = [
	{
		operation: 'createArchive',
		outputs: 2,
		input: 0,
		item: async () => ({ json: { path: 'a.pdf' }, binary: { data: fileThatIsGone } }),
		error: 'File not found',
	},
	{
		operation: 'writeOverview',
		outputs: 3,
		input: 0,
		item: async () => ({ json: { which: 'no company' } }),
		error: "An item on the 'Companies' input has no company",
	},
	{
		operation: 'verify',
		outputs: 3,
		input: 1,
		item: async () => ({
			...(await manifestItem(Buffer.from('{'))),
			json: { which: 'manifest' },
		}),
		error: 'The manifest is incomplete or damaged (1 byte)',
	},
	{
		operation: 'writeManifest',
		outputs: 3,
		input: 1,
		item: async () => ({ json: { which: 'summary' } }),
		error: "No backup summary on the 'Summary' input",
	},
];

describe.each(wholeRuns)(
	'85 $operation, which has two inputs, fails',
	({ operation, ...given }) => {
		const { outputs: count, input, error } = given;
		describe.each([
			['an item', [{ json: { path: 'Factures/a.pdf' } }]],
			['no item', []],
		])('with %s in the other input', (_, others) => {
			const runAll = async (onError: NodeRun['onError']) => {
				const item = await given.item();
				const inputs = input ? [others, [item]] : [[item], others];
				return { item, ...(await runWithTwoInputs(operation, inputs, onError)) };
			};

			test('with the error output: the item leaves by it, and by no other output', async () => {
				const { item, outputs, error: stopped } = await runAll('continueErrorOutput');
				expect(stopped).toBeUndefined();
				expect(outputs.map((output) => output.length)).toEqual([...Array(count).fill(0), 1]);
				expect(outputs[count][0].json).toMatchObject({ ...item.json, error });
			});

			test("with 'Continue': an error item on the first output, which names the item", async () => {
				const { outputs, error: stopped } = await runAll('continueRegularOutput');
				expect(stopped).toBeUndefined();
				expect(outputs.map((output) => output.length)).toEqual([1, ...Array(count - 1).fill(0)]);
				expect(outputs[0][0]).toMatchObject({
					json: { error },
					pairedItem: { item: 0, ...(input ? { input } : {}) },
				});
			});

			test("with 'Stop Workflow': an error that names the item, and no output", async () => {
				const { outputs, error: stopped } = await runAll('stopWorkflow');
				expect(stopped).toMatchObject({ message: error, context: { itemIndex: 0 } });
				expect(outputs.flat()).toEqual([]);
			});
		});
	},
);

test('85 Every operation of every node is run in all three settings', () => {
	const listed = [
		...uses.map(([type, { operation }]) => `${type} ${String(operation ?? '')}`.trim()),
		...wholeRuns.map(({ operation }) => `sinaoBackup ${operation}`),
	];
	expect([...new Set(listed)].sort()).toEqual(everyOperation());
});

test.each<[INode['onError'], 'answer' | 'error']>([
	['stopWorkflow', 'error'],
	['continueRegularOutput', 'answer'],
	['continueErrorOutput', 'answer'],
])(
	'85 As the tool of an AI agent with On Error %s: the agent reads what went wrong',
	async (onError, where) => {
		const use = await useAsTool(
			{
				type: 'sinaoInvoices',
				parameters: { ...oneByOne, document: { __rl: true, mode: 'id', value: '999999' } },
				credentials: keyOf(api),
				onError,
			},
			{},
		);
		const text = where === 'answer' ? JSON.stringify(use.answer) : String(use.error?.message);
		expect(text).toContain("Invoice '999999' not found");
		expect(text).toContain('It may have been deleted');
	},
);
