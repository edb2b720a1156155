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
import { quotes } from './quotes';

export class SinaoQuotes implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Quotes',
		name: 'sinaoQuotes',
		icon: { light: 'file:../../icons/sinao.svg', dark: 'file:../../icons/sinao.dark.svg' },
		group: ['input'],
		version: [1, 1.1],
		subtitle: operationSubtitle,
		description: 'Get quotes (devis), or export them as CSV or PDF',
		defaults: { name: 'Sinao Quotes' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsByOperation,
		credentials,
		properties: propertiesOf(quotes),
	};

	methods = {
		listSearch: { searchCompanies, searchContacts, searchDocuments: searchDocumentsOf(quotes) },
	};

	async execute(this: IExecuteFunctions) {
		return await executeOn(this, quotes);
	}
}
