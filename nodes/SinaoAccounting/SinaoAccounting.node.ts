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
		icon: { light: 'file:../../icons/sinao.svg', dark: 'file:../../icons/sinao.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle:
			"={{ { downloadExport: 'Download Export', generate: 'Generate Entries', getMany: 'Get Many' }[$parameter.operation] }}",
		description:
			'List accounting exports (FEC and others) or save them; generate accounting entries only where you ask for it',
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
