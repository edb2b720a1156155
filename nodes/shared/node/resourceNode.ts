import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { downloadDocuments } from '../operations/downloadDocuments';
import { exportCsv } from '../operations/exportCsv';
import { getMany } from '../operations/getMany';
import type { Operation } from '../operations/operation';
import type { Resource } from '../resource';
import { authenticationProperties } from './authentication';
import { chosenOperation, operationProperties } from './operationProperties';
import { run } from './run';

/** The operations of a resource, in the order of their names. */
function operationsOf({ document }: Resource): Operation[] {
	return document ? [downloadDocuments, exportCsv, getMany] : [exportCsv, getMany];
}

/** All parameters of the node of a resource. */
export function propertiesOf(resource: Resource): INodeProperties[] {
	return [
		...authenticationProperties,
		...operationProperties(resource, operationsOf(resource), 'exportCsv'),
	];
}

/** Does what the node's parameters ask for, for each input item. */
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
