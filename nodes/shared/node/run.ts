import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Connection } from '../api/connection';
import type { Operation } from '../operations/operation';
import type { Resource } from '../resource';
import { connect } from './connect';
import { nodeError } from './error';

/**
 * Runs the chosen operation for each input item: the only loop over items and the only catch. With
 * 'Continue On Fail' an item that fails gives an error item and spoils no other.
 */
export async function run(context: IExecuteFunctions, resource: Resource, operations: Record<string, Operation>): Promise<INodeExecutionData[][]> {
	const made: INodeExecutionData[] = [];
	const missing: INodeExecutionData[] = [];
	const count = context.getInputData().length;
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
			const authentication = context.getNodeParameter('authentication', itemIndex, 'apiKey') as string;
			// n8n finds no value in a parameter that it does not show.
			const company = authentication === 'login' ? context.getNodeParameter('company', itemIndex, '', { extractValue: true }) : '';
			const connection = await connect(context, authentication, company, options, itemIndex);
			const operation = operations[context.getNodeParameter('operation', itemIndex) as string];
			const hint = (message: string) => context.addExecutionHints({ message, location: 'outputPane' });
			const outputs = await operation.execute({ context, itemIndex, resource, connection, options, hint });
			made.push(...outputs.made);
			missing.push(...outputs.missing);
			showNotes(connection, hint);
		} catch (error) {
			const { message, description } = nodeError(context.getNode(), error, itemIndex);
			if (!context.continueOnFail()) throw nodeError(context.getNode(), error, itemIndex);
			made.push({ json: { error: message, description }, pairedItem: { item: itemIndex } });
		}
	}
	return resource.document ? [made, missing] : [made];
}

function showNotes({ notes }: Connection, hint: (message: string) => void): void {
	if (notes.repeated) hint(`${notes.repeated} requests succeeded only when they were repeated.`);
	for (const oddity of notes.oddities) hint(oddity);
}
