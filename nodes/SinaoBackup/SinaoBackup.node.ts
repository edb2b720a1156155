import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { credentials } from '../shared/parameters/authentication';
import { forEachItem, type Hint } from '../shared/run/execute';
import { searchCompanies } from '../shared/run/listSearch';
import { createArchive } from './archive';
import { backUp } from './backUp';
import { checkAccount } from './checkAccount';
import { writeOverview } from './overview';
import { properties } from './properties';
import { manifestInput, verify } from './verify';
import { writeManifest } from './write';
import { summaryInput } from './write/confirmations';

interface BackupOperation {
	/** How many times to run it. */
	count: (context: IExecuteFunctions) => number;
	/** The input with the item that it runs for; 0 by default. */
	input?: number;
	/** Returns the items of each output; `companies` has those of earlier items, by folder. */
	execute: (
		context: IExecuteFunctions,
		itemIndex: number,
		hint: Hint,
		companies: Map<string, string>,
	) => Promise<INodeExecutionData[][]>;
}

const operations: Record<string, BackupOperation> = {
	backUp: { count: (context) => context.getInputData().length, execute: backUp },
	checkAccount: {
		count: (context) => context.getInputData().length,
		execute: checkAccount,
	},
	createArchive: { count: () => 1, execute: createArchive },
	writeManifest: {
		count: (context) => Math.max(1, context.getInputData(summaryInput)?.length ?? 0),
		input: summaryInput,
		execute: writeManifest,
	},
	writeOverview: { count: () => 1, execute: writeOverview },
	verify: { count: () => 1, input: manifestInput, execute: verify },
};

export class SinaoBackup implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Backup',
		name: 'sinaoBackup',
		icon: {
			light: 'file:../../icons/sinaoBackup.svg',
			dark: 'file:../../icons/sinaoBackup.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle:
			"={{ { backUp: 'Back Up Account', checkAccount: 'Check Account', createArchive: 'Create Archive', verify: 'Verify Backup', writeManifest: 'Write Manifest', writeOverview: 'Write Overview' }[$parameter.operation] }}",
		description: 'Back up a Sinao account incrementally, with a manifest to verify it',
		defaults: { name: 'Sinao Backup' },
		usableAsTool: true,
		inputs: `={{ {
			backUp: [{ type: 'main' }],
			checkAccount: [{ type: 'main' }],
			createArchive: [{ type: 'main', displayName: 'Files' }, { type: 'main', displayName: 'Missing' }],
			writeManifest: [{ type: 'main', displayName: 'Saved' }, { type: 'main', displayName: 'Summary' }],
			writeOverview: [{ type: 'main', displayName: 'Companies' }, { type: 'main', displayName: 'Last Overview' }],
			verify: [{ type: 'main', displayName: 'Files' }, { type: 'main', displayName: 'Manifest' }],
		}[$parameter.operation] }}`,
		outputs: `={{ {
			backUp: [{ type: 'main', displayName: 'Files' }, { type: 'main', displayName: 'Missing' }, { type: 'main', displayName: 'Summary' }],
			checkAccount: [{ type: 'main' }],
			createArchive: [{ type: 'main', displayName: 'Files' }, { type: 'main', displayName: 'Missing' }],
			writeManifest: [{ type: 'main', displayName: 'Files' }, { type: 'main', displayName: 'Missing' }, { type: 'main', displayName: 'Summary' }],
			writeOverview: [{ type: 'main', displayName: 'Files' }, { type: 'main', displayName: 'Problems' }, { type: 'main', displayName: 'Summary' }],
			verify: [{ type: 'main', displayName: 'Unchanged' }, { type: 'main', displayName: 'Problems' }, { type: 'main', displayName: 'Report' }],
		}[$parameter.operation] }}`,
		credentials,
		properties,
	};

	methods = { listSearch: { searchCompanies } };

	async execute(this: IExecuteFunctions) {
		const companies = new Map<string, string>();
		const operation = operations[this.getNodeParameter('operation', 0) as string];
		return await forEachItem(
			this,
			operation.count(this),
			async (itemIndex, hint) => await operation.execute(this, itemIndex, hint, companies),
			operation.input,
		);
	}
}
