import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { executeOn } from '../shared/run/execute';
import { credentials } from '../shared/parameters/authentication';
import { searchCompanies, searchContacts, searchDocumentsOf } from '../shared/run/listSearch';
import { operationSubtitle, outputsByOperation, propertiesOf } from '../shared/run/resourceNode';
import { purchases } from './purchases';

export class SinaoPurchases implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Purchases',
		name: 'sinaoPurchases',
		icon: { light: 'file:../../icons/sinao.svg', dark: 'file:../../icons/sinao.dark.svg' },
		group: ['input'],
		version: [1, 1.1],
		subtitle: operationSubtitle,
		description: 'Get purchases (achats), export them as CSV, or download the original documents',
		defaults: { name: 'Sinao Purchases' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsByOperation,
		credentials,
		properties: propertiesOf(purchases),
	};

	methods = {
		listSearch: { searchCompanies, searchContacts, searchDocuments: searchDocumentsOf(purchases) },
	};

	async execute(this: IExecuteFunctions) {
		return await executeOn(this, purchases);
	}
}
