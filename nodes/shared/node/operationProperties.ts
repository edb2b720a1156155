import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operations/operation';
import type { Resource } from '../resource';

/** The parameter `operation` and, below it, the parameters of each operation, shown only for it. */
export function operationProperties(resource: Resource, operations: Operation[], byDefault: string): INodeProperties[] {
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
			operation.properties(resource).map((property) => ({
				...property,
				displayOptions: { show: { ...property.displayOptions?.show, operation: [options[index].value] } },
			})),
		),
	];
}
