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
import { invoices } from './invoices';

export class SinaoInvoices implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Invoices',
		name: 'sinaoInvoices',
		icon: { light: 'file:../../icons/sinao.svg', dark: 'file:../../icons/sinao.dark.svg' },
		group: ['input'],
		version: [1, 1.1],
		subtitle: operationSubtitle,
		description:
			'Get sales invoices, credit notes and deposit invoices (factures), or export them as CSV or PDF',
		defaults: { name: 'Sinao Invoices' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsByOperation,
		credentials,
		properties: propertiesOf(invoices),
	};

	methods = {
		listSearch: { searchCompanies, searchContacts, searchDocuments: searchDocumentsOf(invoices) },
	};

	async execute(this: IExecuteFunctions) {
		return await executeOn(this, invoices);
	}
}
