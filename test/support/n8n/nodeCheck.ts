import {
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
	NodeHelpers,
} from 'n8n-workflow';

import type { WorkflowNode } from '../../../templates/parts/workflow';
import type { Describe } from '../descriptions';

function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

function namesOf(property: INodeProperties): unknown[] {
	return (property.options ?? []).map((option) => ('value' in option ? option.value : option.name));
}

/** Problems of one value that the description of its parameter shows. */
function valueProblems(property: INodeProperties, value: unknown, where: string): string[] {
	if (isExpression(value)) return [];
	if (property.type === 'options' && property.options && !namesOf(property).includes(value)) {
		return property.typeOptions?.loadOptionsMethod
			? []
			: [`${where}: no option ${JSON.stringify(value)}`];
	}
	if (property.type === 'collection' || property.type === 'fixedCollection') {
		const names = namesOf(property);
		return Object.entries(value as object).flatMap(([name, inner]) => {
			if (!names.includes(name)) return [`${where}: no option '${name}'`];
			const option = property.options?.find((candidate) => candidate.name === name);
			return option && 'type' in option
				? valueProblems(option as INodeProperties, inner, `${where}.${name}`)
				: [];
		});
	}
	if (property.type === 'resourceLocator') {
		const { mode } = value as { mode: string };
		return property.modes?.some(({ name }) => name === mode) ? [] : [`${where}: no mode '${mode}'`];
	}
	return [];
}

function parameterProblems(node: WorkflowNode, description: INodeTypeDescription): string[] {
	const asNode = node as unknown as INode;
	const given = node.parameters as INodeParameters;
	const all =
		NodeHelpers.getNodeParameters(description.properties, given, true, true, asNode, description) ??
		{};
	return Object.entries(given).flatMap(([name, value]) => {
		const shown = description.properties.filter(
			(property) =>
				property.name === name && NodeHelpers.displayParameter(all, property, asNode, description),
		);
		if (shown.length === 0) return [`${node.name}: no parameter '${name}'`];
		const problems = shown.map((property) =>
			valueProblems(property, value, `${node.name}.${name}`),
		);
		return problems.some((list) => list.length === 0) ? [] : problems[0];
	});
}

/** What the real node descriptions say is wrong with a node of a workflow; nothing, where it fits. */
export function nodeProblems(node: WorkflowNode, describe: Describe): string[] {
	const description = describe(node.type, node.typeVersion);
	if (!description)
		return [`${node.name}: no node type ${node.type} in version ${node.typeVersion}`];
	// n8n does not run a disabled node; the user fills it in before enabling it.
	const issues = node.disabled
		? null
		: NodeHelpers.getNodeParametersIssues(
				description.properties,
				node as unknown as INode,
				description,
			);
	const named = Object.values(issues?.parameters ?? {})
		.flat()
		.map((issue) => `${node.name}: ${issue}`);
	return [...parameterProblems(node, description), ...named];
}
