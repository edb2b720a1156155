import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HookContext, LoadOptionsContext, WebhookContext } from 'n8n-core';
import {
	type IDataObject,
	type INodePropertyOptions,
	type INodeType,
	type IWebhookData,
	type IWebhookDescription,
	type IWorkflowExecuteAdditionalData,
	Workflow,
	type WorkflowActivateMode,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { bodyOf, headersOf, listen } from '../sinao/http/listen';
import { createEngine, createNode, type NodeResult, runNode } from '.';
import type { CredentialValues } from './credentials';

type Lifecycle = 'checkExists' | 'create' | 'delete';

/** A workflow with one trigger node of the built package, at an address that can be called. */
export interface Trigger {
	/** Where n8n would hear calls in production, and while a person listens for a test event. */
	address: string;
	testAddress: string;
	/** What n8n keeps of the node between runs, as it would be in the database. */
	staticData: IDataObject;
	parameters: IDataObject;
	/** Publishes the workflow, or listens for a test event. */
	switchOn(test?: boolean): Promise<void>;
	switchOff(test?: boolean): Promise<void>;
	isRegistered(test?: boolean): Promise<boolean>;
	/** The events that the editor offers. */
	offeredEvents(): Promise<INodePropertyOptions[]>;
	/** What n8n wrote into its log. */
	log: string[];
	/** What the calls started, in the order of the calls. */
	executions: NodeResult[];
	close(): Promise<void>;
}

export interface TriggerOptions {
	type: string;
	parameters: IDataObject;
	credentials: CredentialValues;
	/** Same id, same address. */
	webhookId?: string;
}

/** Does what n8n's server does with a trigger: runs its webhook methods, hears calls, starts executions. */
export async function startTrigger({
	type,
	parameters,
	credentials,
	webhookId = randomUUID(),
}: TriggerOptions): Promise<Trigger> {
	const server = await listen((request, response) => void hear(request, response));
	const bases = {
		webhookBaseUrl: `${server.origin}/webhook`,
		webhookTestBaseUrl: `${server.origin}/webhook-test`,
	};
	const log: string[] = [];

	async function load() {
		const { nodeTypes, additionalData } = await createEngine(credentials);
		const node = {
			...createNode('Sinao', `n8n-nodes-sinao.${type}`, trigger.parameters, credentials),
			webhookId,
		};
		const workflow = new Workflow({
			id: 'test',
			nodes: [node],
			connections: {},
			active: true,
			nodeTypes,
			staticData: structuredClone(trigger.staticData),
		});
		const nodeType = nodeTypes.getByNameAndVersion(node.type);
		const [webhookDescription] = nodeType.description.webhooks as IWebhookDescription[];
		Object.assign(additionalData, bases);
		return { workflow, node, nodeType: nodeType as INodeType, additionalData, webhookDescription };
	}

	function webhookData(
		additionalData: IWorkflowExecuteAdditionalData,
		webhookDescription: IWebhookDescription,
		isTest: boolean,
	): IWebhookData {
		return {
			httpMethod: 'POST',
			node: 'Sinao',
			path: `${webhookId}/webhook`,
			webhookDescription,
			workflowId: 'test',
			workflowExecuteAdditionalData: additionalData,
			isTest,
		};
	}

	async function runMethod(
		method: Lifecycle,
		isTest: boolean,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<boolean> {
		const { workflow, node, nodeType, additionalData, webhookDescription } = await load();
		const context = new HookContext(
			workflow,
			node,
			additionalData,
			mode,
			activation,
			webhookData(additionalData, webhookDescription, isTest),
		);
		Object.defineProperty(context, 'logger', {
			value: { error: (message: string) => log.push(message) },
		});
		const done = await nodeType.webhookMethods?.default?.[method].call(context);
		trigger.staticData = JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		return done as boolean;
	}

	async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', server.origin);
		const isTest = url.pathname.startsWith('/webhook-test/');
		const { workflow, node, nodeType, additionalData, webhookDescription } = await load();
		const body = await bodyOf(request);
		Object.assign(additionalData, {
			httpRequest: {
				body: body ? (JSON.parse(body) as IDataObject) : {},
				headers: headersOf(request),
				params: {},
				query: Object.fromEntries(url.searchParams),
			},
			httpResponse: { status: (code: number) => ({ end: () => response.writeHead(code).end() }) },
		});
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			isTest ? 'manual' : 'webhook',
			webhookData(additionalData, webhookDescription, isTest),
			[],
			null,
		);
		const { noWebhookResponse, workflowData } = (await nodeType.webhook?.call(context)) ?? {};
		if (workflowData)
			trigger.executions.push(
				await runNode({
					type,
					parameters: trigger.parameters,
					credentials,
					items: workflowData[0],
				}),
			);
		if (!noWebhookResponse) response.writeHead(200).end();
	}

	const trigger: Trigger = {
		address: `${bases.webhookBaseUrl}/${webhookId}/webhook`,
		testAddress: `${bases.webhookTestBaseUrl}/${webhookId}/webhook`,
		staticData: {},
		parameters,
		async switchOn(isTest = false) {
			const [mode, activation] = isTest
				? (['manual', 'manual'] as const)
				: (['trigger', 'activate'] as const);
			if (!(await runMethod('checkExists', isTest, mode, activation)))
				await runMethod('create', isTest, mode, activation);
		},
		switchOff: async (isTest = false) =>
			void (await runMethod('delete', isTest, 'internal', 'update')),
		isRegistered: async (isTest = false) =>
			await runMethod('checkExists', isTest, 'trigger', 'init'),
		async offeredEvents() {
			const { workflow, node, nodeType, additionalData } = await load();
			Object.assign(additionalData, { currentNodeParameters: trigger.parameters });
			const context = new LoadOptionsContext(workflow, node, additionalData, 'parameters.events');
			return (await nodeType.methods?.loadOptions?.getEvents.call(context)) ?? [];
		},
		log,
		executions: [],
		close: server.close,
	};
	return trigger;
}
