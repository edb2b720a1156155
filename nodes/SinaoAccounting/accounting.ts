import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeTypeDescription,
} from 'n8n-workflow';

import { singleResourceProperties } from '../shared/run/resourceNode';
import { chosenOperation, run } from '../shared/run/execute';
import type { Operation } from '../shared/operations/operation';
import { downloadExport } from './downloadExport';
import { accountingExports } from './exports';
import { generate } from './generate';
import { getManyExports } from './getManyExports';

const operations: Operation[] = [downloadExport, generate, getManyExports];

function propertiesFor(offered: Operation[]): INodeProperties[] {
	return singleResourceProperties(accountingExports, offered, 'downloadExport');
}

export const properties = propertiesFor(operations);

/** What AI agents can use: everything except generating entries. */
export const agentProperties: Partial<INodeTypeDescription> = {
	properties: propertiesFor(operations.filter((operation) => operation !== generate)),
};

/** Runs the selected operation for each input item. */
export async function executeAccounting(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[][]> {
	return await run(context, (itemIndex) => ({
		resource: accountingExports,
		operation: chosenOperation(context, itemIndex, operations),
	}));
}
