import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operations/operation';
import type { Resource } from '../resource';

/** The parameter `operation` and, below it, the parameters of each operation, shown only for it. */
export function operationProperties(
	resource: Resource,
	operations: Operation[],
	byDefault: string,
): INodeProperties[] {
	const options = operations.map((operation) => operation.option(resource));
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			options,
			default: byDefault,
		},
		...operations.flatMap((operation, index) =>
			operation
				.properties(resource)
				.map((property) => shownFor(property, { operation: [options[index].value] })),
		),
	];
}

/** A parameter with further conditions under which it is shown. */
export function shownFor(
	property: INodeProperties,
	conditions: Record<string, string[]>,
): INodeProperties {
	return {
		...property,
		displayOptions: { show: { ...property.displayOptions?.show, ...conditions } },
	};
}

/** The operation that an item asks for. */
export function chosenOperation(
	context: IExecuteFunctions,
	itemIndex: number,
	resource: Resource,
	operations: Operation[],
): Operation {
	const value = context.getNodeParameter('operation', itemIndex);
	return operations.find((operation) => operation.option(resource).value === value) as Operation;
}
