import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { forEachItem, type Hint } from '../shared/run/items';
import { backUp } from './backUp';
import { verify } from './verify';
import { summaryInput } from './write/confirmations';
import { writeManifest } from './write';

interface BackupOperation {
	/** How many times to run it. */
	count: (context: IExecuteFunctions) => number;
	/** Returns the items of the outputs Files, Missing and Summary. */
	execute: (
		context: IExecuteFunctions,
		itemIndex: number,
		hint: Hint,
	) => Promise<INodeExecutionData[][]>;
}

const operations: Record<string, BackupOperation> = {
	backUp: { count: (context) => context.getInputData().length, execute: backUp },
	writeManifest: {
		count: (context) => Math.max(1, context.getInputData(summaryInput)?.length ?? 0),
		execute: writeManifest,
	},
	verify: { count: () => 1, execute: verify },
};

/** Runs the selected operation. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const operation = operations[context.getNodeParameter('operation', 0) as string];
	return await forEachItem(
		context,
		operation.count(context),
		3,
		async (itemIndex, hint) => await operation.execute(context, itemIndex, hint),
	);
}
