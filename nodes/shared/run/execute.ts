import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INode,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';

import { makeUnique, type UniquePaths } from '../files/path';
import { downloadOperation } from '../operations/download';
import { exportCsv } from '../operations/exportCsv';
import { exportJsonLines } from '../operations/exportJsonLines';
import { get } from '../operations/get';
import { getMany } from '../operations/getMany';
import type { Operation } from '../operations/operation';
import { readOptional, readOptionalParameter } from '../parameters/filters';
import { readSettings } from '../parameters/settings';
import type { Resource } from '../resource';
import { findCompanyId } from '../sinao/readPages';
import type { Connection, Pace, Throttle } from '../sinao/connection';
import { createPace } from '../sinao/pace';
import { counted } from '../values/english';
import { nodeError } from './nodeError';

export type Hint = (message: string) => void;

/** The operation selected for an input item. */
export interface Task {
	resource: Resource;
	operation: Operation;
}

/**
 * Runs the selected operation for each input item.
 */
export async function run(
	context: IExecuteFunctions,
	chooseTask: (itemIndex: number) => Task,
): Promise<INodeExecutionData[][]> {
	const throttles: Record<string, Throttle> = {
		apiKey: {},
		login: {},
	};
	const paths: UniquePaths = new Map();
	return await forEachItem(context, context.getInputData().length, async (itemIndex, hint) => {
		const { resource, operation } = chooseTask(itemIndex);
		const { connection, options } = await connectForItem(
			context,
			itemIndex,
			throttles,
			operation.needsNoCompany,
		);
		const { items, missing } = await operation.execute({
			context,
			itemIndex,
			resource,
			connection,
			options,
			hint,
		});
		showWarnings(connection, hint);
		for (const item of items) makeUnique(item, connection.appId, paths);
		return [items, missing];
	});
}

/**
 * The only loop over items and the only catch. Adds the results of each item to the outputs, as many as the node has.
 * If 'On Error' is not 'Stop Workflow', a failed item results in an error item on the first output, which n8n moves to
 * the error output, and does not affect the others. A tool has one output: an agent gets the items of all of them.
 *
 * @param input index of the input that the items come from
 */
export async function forEachItem(
	context: IExecuteFunctions,
	count: number,
	work: (itemIndex: number, hint: Hint) => Promise<INodeExecutionData[][]>,
	input = 0,
): Promise<INodeExecutionData[][]> {
	const outputCount = context.getNodeOutputs().filter(({ category }) => !category).length || 1;
	const outputs = Array.from({ length: outputCount }, (): INodeExecutionData[] => []);
	const hint: Hint = (message) => context.addExecutionHints({ message, location: 'outputPane' });
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			const made = await work(itemIndex, hint);
			for (const [index, items] of made.entries()) {
				const output = outputs[Math.min(index, outputCount - 1)];
				for (const item of items) output.push(item);
			}
		} catch (error) {
			if (!context.continueOnFail() || context.getExecutionCancelSignal()?.aborted)
				throw nodeError(context.getNode(), error, itemIndex);
			const json = errorJson(context.getNode(), error, itemIndex);
			outputs[0].push({ json, pairedItem: { item: itemIndex, ...(input ? { input } : {}) } });
		}
	}
	return outputs;
}

/**
 * The JSON of an error item. n8n moves it to the error output only if it has no other fields than `error` and
 * `message`, in n8n 1 only if neither is empty.
 */
function errorJson(node: INode, error: unknown, itemIndex: number): IDataObject {
	const { message, description } = nodeError(node, error, itemIndex);
	if (node.onError !== 'continueErrorOutput') return { error: message, description };
	return { error: message, ...(description ? { message: description } : {}) };
}

/** By the signal that stops an execution, which all of its nodes share, and by credential. */
const paces = new WeakMap<AbortSignal, Map<string, Pace>>();

function paceOf(credential: string, signal?: AbortSignal): Pace {
	if (!signal) return createPace();
	const known = paces.get(signal) ?? new Map<string, Pace>();
	paces.set(signal, known);
	const pace = known.get(credential) ?? createPace();
	known.set(credential, pace);
	return pace;
}

/**
 * Creates the connection from a node's credential and options.
 *
 * @throws SinaoFailure if no company is set and the credential does not have access to exactly one
 */
export async function connect(
	context: IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions,
	authentication: string,
	company: unknown,
	options: IDataObject,
	itemIndex?: number,
	throttle: Throttle = {},
): Promise<Connection> {
	const credentialType = authentication === 'login' ? 'sinaoLoginApi' : 'sinaoApi';
	const credentials = await context.getCredentials(credentialType, itemIndex);
	const baseUrl = String(credentials.baseUrl).replace(/\/+$/, '');
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const connection: Connection = {
		context,
		credentialType,
		baseUrl,
		appId: String(company || credentials.appId || '').trim(),
		settings: readSettings(options),
		throttle,
		pace: paceOf(`${baseUrl} ${String(credentials.apiKey ?? credentials.email)}`, signal),
		refusals: new Map(),
		warnings: { retried: 0, messages: new Set(), totalMismatches: new Set() },
		related: new Map(),
		secrets: [credentials.apiKey, credentials.password, credentials.accessToken].filter(
			(secret) => typeof secret === 'string' && secret.length > 3,
		) as string[],
		signal,
	};
	if (!connection.appId) connection.appId = await findCompanyId(connection);
	return connection;
}

/**
 * The connection and options for one input item.
 *
 * @param throttles shared by the items of one run, by authentication method
 * @param needsNoCompany whether several companies are no reason to ask for one
 */
export async function connectForItem(
	context: IExecuteFunctions,
	itemIndex: number,
	throttles: Partial<Record<string, Throttle>> = {},
	needsNoCompany = false,
): Promise<{ connection: Connection; options: IDataObject }> {
	const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const authentication = context.getNodeParameter('authentication', itemIndex, 'apiKey') as string;
	// n8n returns no value for a hidden parameter.
	const company =
		authentication === 'login' && !needsNoCompany
			? readOptionalParameter(context, itemIndex, 'company', 'Company')
			: '';
	return {
		connection: await connect(
			context,
			authentication,
			needsNoCompany ? 'any' : company,
			options,
			itemIndex,
			throttles[authentication],
		),
		options,
	};
}

/** Adds hints for the warnings of a connection. */
export function showWarnings({ warnings }: Connection, hint: (message: string) => void): void {
	if (warnings.retried) hint(`${counted(warnings.retried, 'request')} succeeded after a retry.`);
	for (const warning of warnings.messages) hint(warning);
	const [...names] = warnings.totalMismatches;
	if (names.length)
		hint(
			`Totals that do not match the sum of their subtotals or taxes in Sinao: ${names.slice(0, 20).join(', ')}${names.length > 20 ? '…' : ''}.`,
		);
}

/** The connection of a trigger that is being activated or deactivated. */
export async function connectHook(context: IHookFunctions): Promise<Connection> {
	const authentication = context.getNodeParameter('authentication', 'apiKey') as string;
	const read = () => context.getNodeParameter('company', '');
	return await connect(
		context,
		authentication,
		authentication === 'login' ? readOptional(context, read, 'company', 'Company') : '',
		context.getNodeParameter('options', {}) as IDataObject,
	);
}

/** The connection of a node that is open in the editor. */
export async function connectWhileEditing(context: ILoadOptionsFunctions): Promise<Connection> {
	const authentication = context.getCurrentNodeParameter('authentication') as string;
	const company =
		authentication === 'login'
			? context.getCurrentNodeParameter('company', { extractValue: true })
			: '';
	return await connect(context, authentication, company, {});
}

/** The operations of a resource; JSON Lines only for nodes that offer them. */
export function operationsOf(resource: Resource, withJsonLines = false): Operation[] {
	const { document } = resource;
	return [
		...(document ? [downloadOperation] : []),
		exportCsv,
		...(withJsonLines ? [exportJsonLines] : []),
		...(document && !resource.unpaged ? [get] : []),
		getMany,
	];
}

/** Runs the selected operation for each input item. */
export async function executeOn(
	context: IExecuteFunctions,
	resource: Resource,
): Promise<INodeExecutionData[][]> {
	const operations = operationsOf(resource);
	const choose = (itemIndex: number) => ({
		resource,
		operation: chosenOperation(context, itemIndex, operations),
	});
	return await run(context, choose);
}

/** The operation selected for an item. */
export function chosenOperation(
	context: IExecuteFunctions,
	itemIndex: number,
	operations: Operation[],
): Operation {
	const value = context.getNodeParameter('operation', itemIndex);
	return operations.find((operation) => operation.value === value) as Operation;
}
