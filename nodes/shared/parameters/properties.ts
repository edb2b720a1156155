import type { INodeProperties } from 'n8n-workflow';

/** The same parameter as in n8n's own file nodes. */
export const outputFileProperty: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
};

/** The collection 'Options', sorted by name. */
export function optionsCollection(...options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	};
}

/** Adds conditions under which a parameter is shown. */
export function shownFor(
	property: INodeProperties,
	conditions: Record<string, string[]>,
): INodeProperties {
	return {
		...property,
		displayOptions: { show: { ...property.displayOptions?.show, ...conditions } },
	};
}

/**
 * The parameter `operation` after a hidden parameter `resource` with a single option. n8n tells AI agents which operation
 * a tool has only if the operation belongs to a resource, and lists the actions of a node by the options of `resource`.
 */
export function withHiddenResource(
	{ name, value }: { name: string; value: string },
	operation: INodeProperties,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'hidden',
			noDataExpression: true,
			options: [{ name, value }],
			default: value,
		},
		shownFor(operation, { resource: [value] }),
	];
}
