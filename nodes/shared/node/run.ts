import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Operation } from '../operations/operation';
import type { Resource } from '../resource';
import { connectForItem, showNotes } from './connect';
import { nodeError } from './error';

export type Hint = (message: string) => void;

/** Runs the chosen operation of a resource for each input item. */
export async function run(context: IExecuteFunctions, resource: Resource, operations: Record<string, Operation>): Promise<INodeExecutionData[][]> {
	return await forEachItem(context, context.getInputData().length, resource.document ? 2 : 1, async (itemIndex, hint) => {
		const { connection, options } = await connectForItem(context, itemIndex);
		const operation = operations[context.getNodeParameter('operation', itemIndex) as string];
		const { made, missing } = await operation.execute({ context, itemIndex, resource, connection, options, hint });
		showNotes(connection, hint);
		return [made, missing];
	});
}

/**
 * The only loop over items and the only catch: what the work gives for each item is added to the
 * outputs. With 'Continue On Fail' an item that fails gives an error item and spoils no other.
 */
export async function forEachItem(
	context: IExecuteFunctions,
	count: number,
	outputCount: number,
	work: (itemIndex: number, hint: Hint) => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
	const outputs: INodeExecutionData[][] = Array.from({ length: outputCount }, () => []);
	const hint: Hint = (message) => context.addExecutionHints({ message, location: 'outputPane' });
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			const made = await work(itemIndex, hint);
			outputs.forEach((output, index) => made[index].forEach((item) => output.push(item)));
		} catch (error) {
			const { message, description } = nodeError(context.getNode(), error, itemIndex);
			if (!context.continueOnFail()) throw nodeError(context.getNode(), error, itemIndex);
			outputs[0].push({ json: { error: message, description }, pairedItem: { item: itemIndex } });
		}
	}
	return outputs;
}
