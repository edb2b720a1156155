import { type IExecuteFunctions, type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';

import { credentials } from '../shared/node/authentication';
import { searchCompanies } from '../shared/node/listSearch';
import { agentProperties, executeAccounting, properties } from './accounting';

export class SinaoAccounting implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Accounting',
		name: 'sinaoAccounting',
		icon: { light: 'file:../../icons/sinao.svg', dark: 'file:../../icons/sinao.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: 'Save accounting exports (FEC and others); generate accounting entries where you ask for it',
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
