import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { credentials } from '../shared/parameters/authentication';
import { searchCompanies } from '../shared/run/listSearch';
import { agentProperties, executeAccounting, properties } from './accounting';

export class SinaoAccounting implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Accounting',
		name: 'sinaoAccounting',
		icon: {
			light: 'file:../../icons/sinaoAccounting.svg',
			dark: 'file:../../icons/sinaoAccounting.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle:
			"={{ { downloadExport: 'Download Export', generate: 'Generate Entries', getMany: 'Get Many' }[$parameter.operation] }}",
		description:
			'Download or list accounting exports such as the FEC, or generate accounting entries',
		defaults: { name: 'Sinao Accounting' },
		usableAsTool: { replacements: agentProperties },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties,
	};

	methods = { listSearch: { searchCompanies } };

	async execute(this: IExecuteFunctions) {
		return await executeAccounting(this);
	}
}
