import {
	type IDataObject,
	type INodeType,
	type INodeTypeDescription,
	NodeHelpers,
	Workflow,
} from 'n8n-workflow';

import { keyOf } from '../../../support/api';
import { everyOperation, ourNodes } from '../../../support/descriptions';
import {
	cleanUp,
	createNode,
	type NodeRun,
	resultOf,
	runNode,
	runWorkflow,
} from '../../../support/engine';
import { useAsTool } from '../../../support/engine/tool';
import { type SinaoServer, startSinao } from '../../../support/sinao';

/** The outputs that a node has for each operation, as n8n works them out of its description, and what goes to them. */
let api: SinaoServer;
let invoice: number;

beforeAll(async () => {
	api = await startSinao({ nasty: false, size: { invoices: 4, quotes: 2, purchases: 2 } });
	[{ id: invoice }] = api.company.lists.invoices.filter(({ id }) => api.document('invoices', id));
});

afterAll(async () => {
	await api.close();
	cleanUp();
});

/** The names of the outputs; undefined where the editor shows none. */
function outputNames(
	description: INodeTypeDescription,
	parameters: IDataObject,
	typeVersion?: number,
	onError?: NodeRun['onError'],
): Array<string | undefined> {
	const type = { description } as INodeType;
	const node = { ...createNode('Sinao', `n8n-nodes-sinao.${description.name}`, parameters) };
	if (typeVersion) node.typeVersion = typeVersion;
	if (onError) node.onError = onError;
	const typeOf = () => type;
	const nodeTypes = { getByName: typeOf, getByNameAndVersion: typeOf, getKnownTypes: () => ({}) };
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return NodeHelpers.getNodeOutputs(workflow, node, description).map((output) =>
		typeof output === 'string' ? undefined : output.displayName,
	);
}

const descriptionOf = (name: string) =>
	ourNodes().find((description) => description.name === name) as INodeTypeDescription;

const single = [undefined];
const files = ['Files', 'Missing'];
const saved = ['Files', 'Missing', 'Summary'];
const documentNodes = ['sinaoInvoices', 'sinaoQuotes', 'sinaoPurchases'];

const expected: Array<[string, IDataObject, Array<string | undefined>]> = [
	...documentNodes.flatMap((type): typeof expected => [
		[type, {}, single],
		[type, { operation: 'exportCsv' }, single],
		[type, { operation: 'get' }, single],
		[type, { operation: 'getMany' }, single],
		[type, { operation: 'downloadPdf' }, files],
	]),
	...['sinaoPersons', 'sinaoOrganizations', 'sinaoProducts', 'sinaoBank'].flatMap(
		(type): typeof expected => [
			[type, { operation: 'exportCsv' }, single],
			[type, { operation: 'getMany' }, single],
		],
	),
	['sinaoAccounting', { operation: 'downloadExport' }, single],
	['sinaoAccounting', { operation: 'generate' }, single],
	['sinaoAccounting', { operation: 'getMany' }, single],
	['sinaoRecords', { resource: 'payments', operation: 'exportCsv' }, single],
	['sinaoRecords', { resource: 'payments', operation: 'exportJsonLines' }, single],
	['sinaoRecords', { resource: 'companies', operation: 'getMany' }, single],
	['sinaoRecords', { resource: 'attachments', operation: 'get' }, single],
	['sinaoRecords', { resource: 'attachments', operation: 'downloadPdf' }, files],
	['sinaoBackup', {}, saved],
	['sinaoBackup', { operation: 'backUp' }, saved],
	['sinaoBackup', { operation: 'checkAccount' }, single],
	['sinaoBackup', { operation: 'createArchive' }, files],
	['sinaoBackup', { operation: 'writeManifest' }, saved],
	['sinaoBackup', { operation: 'writeOverview' }, ['Files', 'Problems', 'Summary']],
	['sinaoBackup', { operation: 'verify' }, ['Unchanged', 'Problems', 'Report']],
	['sinaoTrigger', {}, single],
];

test('every operation of every node is in the list', () => {
	const listed = expected.map(([type, { operation }]) => `${type} ${operation ?? ''}`.trim());
	expect(listed).toEqual(expect.arrayContaining(everyOperation()));
});

test.each(expected)('%s with %j has the outputs %j', (type, parameters, names) => {
	expect(outputNames(descriptionOf(type), parameters)).toEqual(names);
	expect(outputNames(descriptionOf(type), parameters, undefined, 'continueErrorOutput')).toEqual([
		...(names.length > 1 ? names : ['Success']),
		'Error',
	]);
});

test.each([...documentNodes, 'sinaoRecords'])(
	'%s of version 1, as in saved workflows, has both outputs in every operation',
	(type) => {
		for (const operation of ['exportCsv', 'getMany', 'downloadPdf']) {
			const parameters = { resource: 'attachments', operation };
			expect(outputNames(descriptionOf(type), parameters, 1)).toEqual(files);
		}
	},
);

/** Get Many for two items, of which the second fails. */
const oneFails: Omit<NodeRun, 'credentials'> = {
	type: 'sinaoInvoices',
	parameters: {
		operation: 'getMany',
		limit: 1,
		options: { firstWait: 1, timeZone: '={{ $json.zone }}' },
	},
	items: [{ json: { zone: 'Europe/Paris' } }, { json: { zone: 'Mars/Olympus' } }],
};

test.each([
	[1, [1, 0], [1, 0, 1]],
	[1.1, [1], [1, 1]],
])(
	'85 version %s: the engine gets as many outputs as the node has, the failed item by the last one',
	async (typeVersion, stopped, continued) => {
		const credentials = keyOf(api);
		const alone = await runNode({
			...oneFails,
			credentials,
			typeVersion,
			items: oneFails.items?.slice(0, 1),
		});
		expect(alone.outputs.map((output) => output.length)).toEqual(stopped);
		const both = await runNode({
			...oneFails,
			credentials,
			typeVersion,
			onError: 'continueErrorOutput',
		});
		expect(both.outputs.map((output) => output.length)).toEqual(continued);
		expect(both.outputs.at(-1)?.[0].json).toMatchObject({ zone: 'Mars/Olympus' });
	},
);

/** A workflow whose node is connected to 'First', 'Second' and 'Third' by its first three outputs. */
async function withThreeConnections(typeVersion: number, onError: NodeRun['onError']) {
	const names = ['First', 'Second', 'Third'];
	const credentials = keyOf(api);
	const node = createNode(
		'Sinao',
		'n8n-nodes-sinao.sinaoInvoices',
		oneFails.parameters,
		credentials,
	);
	const run = await runWorkflow({
		credentials,
		items: structuredClone(oneFails.items),
		nodes: [
			{ ...node, typeVersion, onError },
			...names.map((name) => createNode(name, 'start', {})),
		],
		connections: {
			Start: { main: [[{ node: 'Sinao', type: 'main', index: 0 }]] },
			Sinao: { main: names.map((name) => [{ node: name, type: 'main', index: 0 }]) },
		},
	});
	const reached = names.filter((name) => resultOf(run, name).outputs.length);
	return { error: run.data.resultData.error, reached };
}

test('85 A saved workflow of version 1 gets the failed items by the output that it is connected to', async () => {
	expect(await withThreeConnections(1, 'continueErrorOutput')).toEqual({
		error: undefined,
		reached: ['First', 'Third'],
	});
});

test('Connections from outputs that an operation does not have are ignored', async () => {
	expect(await withThreeConnections(1.1, 'continueErrorOutput')).toEqual({
		error: undefined,
		reached: ['First', 'Second'],
	});
	expect(await withThreeConnections(1.1, 'continueRegularOutput')).toEqual({
		error: undefined,
		reached: ['First'],
	});
});

test('An agent, whose tools have one output, gets the missing documents too', async () => {
	api.faults.add({ path: `/${invoice}/pdf$`, fault: { kind: 'status', status: 500 } });
	const { answer, error } = await useAsTool(
		{
			type: 'sinaoInvoices',
			parameters: {
				operation: 'downloadPdf',
				options: { firstWait: 1, maximumTries: 1 },
			},
			credentials: keyOf(api),
		},
		{},
	);
	api.faults.clear();
	expect(error).toBeUndefined();
	expect(answer).toContainEqual(
		expect.objectContaining({
			reason: 'serverFault',
			document: expect.objectContaining({ id: invoice }),
		}),
	);
});
