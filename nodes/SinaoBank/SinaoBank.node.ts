import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { executeOn } from '../shared/run/execute';
import { credentials } from '../shared/parameters/authentication';
import { searchCompanies } from '../shared/run/listSearch';
import { operationSubtitle, propertiesOf } from '../shared/run/resourceNode';
import { bank } from './bank';

export class SinaoBank implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Banking',
		name: 'sinaoBank',
		icon: { light: 'file:../../icons/sinaoBank.svg', dark: 'file:../../icons/sinaoBank.dark.svg' },
		group: ['input'],
		version: 1,
		subtitle: operationSubtitle,
		description: 'Get bank transactions (banque), or export them as CSV',
		defaults: { name: 'Sinao Banking' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: propertiesOf(bank),
	};

	methods = { listSearch: { searchCompanies } };

	async execute(this: IExecuteFunctions) {
		return await executeOn(this, bank);
	}
}
