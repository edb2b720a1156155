import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Container as ContainerType } from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	ExecutionLifecycleHooks,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	type IConnections,
	type IDataObject,
	type IExecuteData,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IPinData,
	type IRun,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	Workflow,
} from 'n8n-workflow';
import 'reflect-metadata';

import { ourNodes } from '../descriptions';
import { type CredentialValues, TestCredentials } from './credentials';
import { nodeType } from './nodeType';

/** One run of one node. */
export interface NodeRun {
	/** Name in the package, e.g. `sinaoInvoices`; `sinaoInvoicesTool` is the same node in the hands of an AI agent. */
	type: string;
	parameters: IDataObject;
	credentials: CredentialValues;
	/** Items that reach the node; one empty item by default. */
	items?: INodeExecutionData[];
	continueOnFail?: boolean;
	/** Version of the node; by default the newest, which a node has that was just added in the editor. */
	typeVersion?: number;
	/** The setting 'On Error', where `continueOnFail` does not say it. */
	onError?: INode['onError'];
	/** Called with a function that does what the Stop button does. */
	whenStarted?: (stop: () => void) => void;
}

export interface NodeResult {
	/** Items of each output. */
	outputs: INodeExecutionData[][];
	error?: Error & { description?: string | null; httpCode?: string | null; failure?: unknown };
	hints: NodeExecutionHint[];
	/** Whether the run was stopped. */
	canceled: boolean;
	run: IRun;
}

/** The container in which n8n-core keeps its services: the copy of the library that n8n-core itself loads. */
const { Container } = require(
	require.resolve('@n8n/di', { paths: [path.dirname(require.resolve('n8n-core'))] }),
) as {
	Container: typeof ContainerType;
};

const packageRoot = path.resolve(__dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'sinao-engine-'));
let loading: Promise<PackageDirectoryLoader> | undefined;

/** The built package, loaded as n8n loads it. */
export async function loadPackage(): Promise<PackageDirectoryLoader> {
	loading ??= (async () => {
		// n8n's own log would hide the results of the tests; what a node logs is asserted where it is logged.
		Object.assign(process.env, { N8N_USER_FOLDER: folder, N8N_LOG_LEVEL: 'silent' });
		const config = Container.get(BinaryDataConfig);
		Object.assign(config, {
			mode: 'filesystem',
			availableModes: ['filesystem'],
			localStoragePath: path.join(folder, 'binary'),
		});
		await Container.get(BinaryDataService).init();
		const loader = new PackageDirectoryLoader(packageRoot);
		await loader.loadAll();
		return loader;
	})();
	return await loading;
}

/** Removes what the runs stored. Call it when a test file ends. */
export function cleanUp(): void {
	rmSync(folder, { recursive: true, force: true });
}

/** The bytes of the file that an item carries. */
export async function fileOf(item: INodeExecutionData, field = 'data'): Promise<Buffer> {
	const binary = item.binary?.[field];
	if (!binary) throw new Error(`The item has no file in '${field}'`);
	return await Container.get(BinaryDataService).getAsBuffer(binary);
}

/** Stores bytes as n8n would, and gives the binary field that points to them. */
export async function storeFile(bytes: Buffer, fileName: string, mimeType: string) {
	await loadPackage();
	const location = { type: 'execution' as const, workflowId: 'test', executionId: 'input' };
	return await Container.get(BinaryDataService).store(location, bytes, {
		data: '',
		mimeType,
		fileName,
	});
}

const passThrough = nodeType('start', function () {
	return [this.getInputData()];
});

/** What a workflow needs to run: the node types of the built package, and n8n's services around a run. */
export async function createEngine(
	credentials: CredentialValues,
	types: Record<string, INodeType> = {},
) {
	const loader = await loadPackage();
	const others: Record<string, INodeType> = { start: passThrough, ...types };
	const typeOf = (name: string) =>
		others[name] ?? (loader.getNode(name.replace(/^.*\.|Tool$/g, '')).type as INodeType);
	const nodeTypes: INodeTypes = {
		getByName: typeOf,
		getByNameAndVersion: typeOf,
		getKnownTypes: () => loader.known.nodes as unknown as IDataObject,
	};
	const credentialTypes = Object.fromEntries(
		Object.keys(loader.known.credentials).map((name) => [name, loader.getCredential(name).type]),
	);
	const additionalData = {
		credentialsHelper: new TestCredentials(credentials, credentialTypes),
		executionId: `run-${Math.random().toString(36).slice(2)}`,
		currentNodeExecutionIndex: 0,
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1',
		variables: {},
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
		formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
	} as unknown as IWorkflowExecuteAdditionalData;
	return { nodeTypes, additionalData };
}

let newestVersions: Map<string, number> | undefined;

/** The newest version of a node type of the built package, or 1. */
function newestVersion(type: string): number {
	newestVersions ??= new Map(
		ourNodes().map(({ name, version }) => [name, Math.max(...[version].flat())]),
	);
	return newestVersions.get(type.replace(/^.*\.|Tool$/g, '')) ?? 1;
}

/** A node with the credentials that it is given. */
export function createNode(
	name: string,
	type: string,
	parameters: IDataObject,
	credentials: CredentialValues = {},
): INode {
	return {
		id: name,
		name,
		type,
		typeVersion: newestVersion(type),
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: Object.fromEntries(
			Object.keys(credentials).map((key) => [key, { id: key, name: key }]),
		),
	};
}

/** Runs one node of the built package in n8n's own engine. */
export async function runNode({
	type,
	parameters,
	credentials,
	items,
	typeVersion,
	continueOnFail,
	onError = continueOnFail ? 'continueRegularOutput' : undefined,
	whenStarted,
}: NodeRun): Promise<NodeResult> {
	const tested: INode = {
		...createNode('Sinao', `n8n-nodes-sinao.${type}`, parameters, credentials),
		...(typeVersion ? { typeVersion } : {}),
		...(onError ? { onError } : {}),
	};
	const connections: IConnections = {
		Start: { main: [[{ node: 'Sinao', type: 'main', index: 0 }]] },
	};
	const run = await runWorkflow({ nodes: [tested], connections, credentials, items, whenStarted });
	return resultOf(run, 'Sinao');
}

/** A workflow that begins with a node named `Start`, which passes on its items. */
export interface WorkflowRun extends Pick<NodeRun, 'credentials' | 'items' | 'whenStarted'> {
	nodes: INode[];
	connections: IConnections;
	/** Nodes that are not in the package, by type. */
	types?: Record<string, INodeType>;
	/** Output that is pinned in the editor, by the name of the node; it counts in manual executions, as here. */
	pinData?: IPinData;
}

/** Runs a workflow in n8n's own engine. */
export async function runWorkflow({
	nodes,
	connections,
	credentials,
	items,
	types,
	pinData,
	whenStarted,
}: WorkflowRun): Promise<IRun> {
	const { nodeTypes, additionalData } = await createEngine(credentials, types);
	const workflow = new Workflow({
		id: 'test',
		nodes: [createNode('Start', 'start', {}), ...nodes],
		connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1' },
		pinData,
	});
	additionalData.hooks = new ExecutionLifecycleHooks(
		'manual',
		additionalData.executionId as string,
		{ id: 'test' } as never,
	);
	const start: IExecuteData = {
		node: workflow.getNode('Start') as INode,
		data: { main: [items ?? [{ json: {} }]] },
		source: null,
	};
	const execution = new WorkflowExecute(
		additionalData,
		'manual',
		createRunExecutionData({
			resultData: { pinData },
			executionData: { nodeExecutionStack: [start] },
		}),
	);
	const running = execution.processRunExecutionData(workflow);
	whenStarted?.(() => running.cancel());
	return await running;
}

/** What one node of a run came to. */
export function resultOf(run: IRun, name: string): NodeResult {
	const task = run.data.resultData.runData[name]?.[0];
	return {
		outputs: (task?.data?.main ?? []).map((output) => output ?? []),
		error: (task?.error ?? run.data.resultData.error) as NodeResult['error'],
		hints: task?.hints ?? [],
		canceled: run.status === 'canceled',
		run,
	};
}
