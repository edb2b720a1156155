import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { credentials } from '../shared/parameters/authentication';
import { searchCompanies } from '../shared/run/listSearch';
import { execute } from './execute';
import { properties } from './properties';

export class SinaoBackup implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Backup',
		name: 'sinaoBackup',
		icon: { light: 'file:../../icons/sinao.svg', dark: 'file:../../icons/sinao.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle:
			"={{ { backUp: 'Back Up Account', verify: 'Verify Backup', writeManifest: 'Write Manifest' }[$parameter.operation] }}",
		description: 'Back up a Sinao account incrementally, with a manifest to verify it',
		defaults: { name: 'Sinao Backup' },
		usableAsTool: true,
		inputs: `={{ {
			backUp: [{ type: 'main' }],
			writeManifest: [{ type: 'main', displayName: 'Saved' }, { type: 'main', displayName: 'Summary' }],
			verify: [{ type: 'main', displayName: 'Files' }, { type: 'main', displayName: 'Manifest' }],
		}[$parameter.operation] }}`,
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Files', 'Missing', 'Summary'],
		credentials,
		properties,
	};

	methods = { listSearch: { searchCompanies } };

	async execute(this: IExecuteFunctions) {
		return await execute(this);
	}
}
