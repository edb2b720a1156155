import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type IDataObject,
	type IExecuteData,
	type IExecuteFunctions,
	type INode,
	type INodeType,
	type INodeTypes,
	Workflow,
} from 'n8n-workflow';

import { createEngine, createNode, type NodeRun } from '.';

/** A tool as n8n hands it to an agent. */
interface AgentTool {
	name: string;
	description: string;
	schema: { shape: Record<string, { description?: string }> };
	invoke(values: IDataObject): Promise<string>;
}

/** What an agent saw of a tool, and what the tool answered. */
export interface ToolUse {
	name: string;
	description: string;
	/** The values that the tool asks the agent for. */
	asks: string[];
	answer: unknown;
	error?: Error;
}

/** The node as n8n turns it into a tool: no inputs, and an output for agents. */
function asTool(nodeType: INodeType): INodeType {
	const description = {
		...nodeType.description,
		name: `${nodeType.description.name}Tool`,
		inputs: [],
		outputs: ['ai_tool' as const],
	};
	return Object.create(nodeType, { description: { value: description } }) as INodeType;
}

/** An agent without a language model: it uses its one tool with the values that it is given. */
function agentThatAsks(values: IDataObject): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Uses a tool',
			defaults: {},
			inputs: ['main', 'ai_tool'],
			outputs: ['main'],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const [tool] = (await this.getInputConnectionData('ai_tool', 0)) as AgentTool[];
			const { name, description, schema } = tool;
			return [
				[
					{
						json: {
							name,
							description,
							asks: Object.keys(schema.shape),
							answer: await tool.invoke(values),
						},
					},
				],
			];
		},
	};
}

/** Gives a node of the built package to an agent in n8n's engine, which uses it once. */
export async function useAsTool(
	{
		type,
		parameters,
		credentials,
		onError,
	}: Pick<NodeRun, 'type' | 'parameters' | 'credentials' | 'onError'>,
	values: IDataObject,
): Promise<ToolUse> {
	const { nodeTypes, additionalData } = await createEngine(credentials);
	const tool = asTool(nodeTypes.getByNameAndVersion(`n8n-nodes-sinao.${type}`) as INodeType);
	const typeOf = (name: string) => (name === 'agent' ? agentThatAsks(values) : tool);
	const types: INodeTypes = { ...nodeTypes, getByName: typeOf, getByNameAndVersion: typeOf };
	const workflow = new Workflow({
		id: 'test',
		nodes: [
			createNode('Agent', 'agent', {}),
			{
				...createNode('Sinao', `n8n-nodes-sinao.${type}Tool`, parameters, credentials),
				...(onError ? { onError } : {}),
			},
		],
		connections: { Sinao: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] } },
		active: false,
		nodeTypes: types,
		settings: { executionOrder: 'v1' },
	});
	additionalData.hooks = new ExecutionLifecycleHooks(
		'manual',
		additionalData.executionId as string,
		{ id: 'test' } as never,
	);
	const start: IExecuteData = {
		node: workflow.getNode('Agent') as INode,
		data: { main: [[{ json: {} }]] },
		source: null,
	};
	const data = createRunExecutionData({ executionData: { nodeExecutionStack: [start] } });
	const run = await new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(
		workflow,
	);
	const { error, runData } = run.data.resultData;
	const use = (runData.Agent?.[0]?.data?.main[0]?.[0]?.json ?? {}) as unknown as ToolUse & {
		answer?: string;
	};
	return { ...use, answer: use.answer && JSON.parse(use.answer), error };
}
