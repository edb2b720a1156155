import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { createUniquePaths } from '../files/uniquePaths';
import type { Operation } from '../operations/operation';
import type { Resource } from '../resource';
import { createThrottle } from '../sinao/connection';
import { connectForItem, showWarnings } from './connect';
import { nodeError } from './nodeError';

export type Hint = (message: string) => void;

/** The operation selected for an input item. */
export interface Task {
	resource: Resource;
	operation: Operation;
}

/**
 * Runs the selected operation for each input item.
 *
 * @param outputCount 2 if the node has a 'Missing' output
 */
export async function run(
	context: IExecuteFunctions,
	chooseTask: (itemIndex: number) => Task,
	outputCount: 1 | 2,
): Promise<INodeExecutionData[][]> {
	const paces = { apiKey: createThrottle(), login: createThrottle() };
	const keepApart = createUniquePaths();
	return await forEachItem(
		context,
		context.getInputData().length,
		outputCount,
		async (itemIndex, hint) => {
			const { connection, options } = await connectForItem(context, itemIndex, paces);
			const { resource, operation } = chooseTask(itemIndex);
			const { items: made, missing } = await operation.execute({
				context,
				itemIndex,
				resource,
				connection,
				options,
				hint,
			});
			showWarnings(connection, hint);
			made.forEach(keepApart);
			return [made, missing];
		},
	);
}

/**
 * The only loop over items and the only catch. Adds the results of each item to the outputs. With
 * 'Continue On Fail', a failed item results in an error item and does not affect the others.
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
			if (!context.continueOnFail()) throw nodeError(context.getNode(), error, itemIndex);
			const { message, description } = nodeError(context.getNode(), error, itemIndex);
			outputs[0].push({ json: { error: message, description }, pairedItem: { item: itemIndex } });
		}
	}
	return outputs;
}
