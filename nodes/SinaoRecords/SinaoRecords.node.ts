import {
	type IExecuteFunctions,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { credentials } from '../shared/parameters/authentication';
import { searchCompanies, searchDocumentsOf } from '../shared/run/listSearch';
import { outputsByOperation } from '../shared/run/resourceNode';
import { attachments } from './resources/attachments';
import { executeOnRecords, propertiesOfRecords, subtitleOfRecords } from './recordNode';
import { companies } from './companies';
import { records } from './records';

const resources = [...records, companies];

export class SinaoRecords implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Records',
		name: 'sinaoRecords',
		icon: { light: 'file:../../icons/sinao.svg', dark: 'file:../../icons/sinao.dark.svg' },
		group: ['input'],
		version: [1, 1.1],
		subtitle: subtitleOfRecords(resources),
		description:
			'Get or export other Sinao data: payments, attachments, chart of accounts, mandates and more',
		defaults: { name: 'Sinao Records' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: outputsByOperation,
		credentials,
		properties: propertiesOfRecords(resources),
	};

	methods = { listSearch: { searchCompanies, searchDocuments: searchDocumentsOf(attachments) } };

	async execute(this: IExecuteFunctions) {
		return await executeOnRecords(this, resources);
	}
}
