import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../operations/operation';
import { authenticationProperties } from '../parameters/authentication';
import { shownFor, withHiddenResource } from '../parameters/properties';
import type { Resource } from '../resource';
import { operationsOf } from './execute';

/** All parameters of the node of a resource. */
export function propertiesOf(resource: Resource): INodeProperties[] {
	return singleResourceProperties(resource, operationsOf(resource), 'exportCsv');
}

/** All parameters of a node with one resource. */
export function singleResourceProperties(
	resource: Resource,
	operations: Operation[],
	byDefault: string,
): INodeProperties[] {
	const [operation, ...others] = operationProperties(resource, operations, byDefault);
	return [
		...authenticationProperties,
		...withHiddenResource({ name: resource.plural, value: resource.name }, operation),
		...others,
	];
}

/** The parameter `operation`, and the parameters of each operation, shown only for it. */
export function operationProperties(
	resource: Resource,
	operations: Operation[],
	byDefault: string,
): INodeProperties[] {
	const options = operations
		.map(({ option, value }) => ({ ...option(resource), value }))
		.sort((one, other) => one.name.localeCompare(other.name, 'en'));
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			options,
			default: byDefault,
		},
		...operations.flatMap((operation) =>
			operation
				.properties(resource)
				.map((property) => shownFor(property, { operation: [operation.value] })),
		),
	];
}

/** The names of the operations without their object, for where the resource appears next to them. */
export const operationNames: Record<string, string> = {
	downloadPdf: 'Download',
	exportCsv: 'Export to CSV',
	exportJsonLines: 'Export to JSON Lines',
	get: 'Get',
	getMany: 'Get Many',
};

/** The subtitle on the canvas: the name of the operation instead of its value. */
export const operationSubtitle = `={{ ${JSON.stringify(operationNames)}[$parameter.operation] }}`;

/**
 * The outputs of a node that downloads documents: 'Files' and 'Missing' for downloads, one without a name for every other
 * operation. Nodes of version 1 have both in every operation: the error output of n8n comes after them, and saved
 * workflows may be connected to it.
 */
export const outputsByOperation =
	"={{ $nodeVersion < 1.1 || $parameter.operation === 'downloadPdf' ? [{ type: 'main', displayName: 'Files' }, { type: 'main', displayName: 'Missing' }] : [{ type: 'main' }] }}";
