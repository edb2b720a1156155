import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { downloadOperation } from '../operations/download';
import { exportCsv } from '../operations/exportCsv';
import { getMany } from '../operations/getMany';
import type { Operation } from '../operations/operation';
import { authenticationProperties } from '../parameters/authentication';
import { shownFor } from '../parameters/properties';
import type { Resource } from '../resource';
import { run } from './items';

/** The operations of a resource, sorted by name. */
function operationsOf({ document }: Resource): Operation[] {
	return document ? [downloadOperation, exportCsv, getMany] : [exportCsv, getMany];
}

/** All parameters of the node of a resource. */
export function propertiesOf(resource: Resource): INodeProperties[] {
	return [
		...authenticationProperties,
		...operationProperties(resource, operationsOf(resource), 'exportCsv'),
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
		operation: chosenOperation(context, itemIndex, resource, operations),
	});
	return await run(context, choose, resource.document ? 2 : 1);
}

/** The parameter `operation`, and the parameters of each operation, shown only for it. */
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

/** The operation selected for an item. */
export function chosenOperation(
	context: IExecuteFunctions,
	itemIndex: number,
	resource: Resource,
	operations: Operation[],
): Operation {
	const value = context.getNodeParameter('operation', itemIndex);
	return operations.find((operation) => operation.option(resource).value === value) as Operation;
}

/** The subtitle on the canvas: the name of the operation instead of its value. */
export const operationSubtitle =
	"={{ { downloadPdf: 'Download', exportCsv: 'Export to CSV', exportJsonLines: 'Export to JSON Lines', getMany: 'Get Many' }[$parameter.operation] }}";
