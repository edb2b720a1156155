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
import { organizations } from './organizations';

export class SinaoOrganizations implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sinao Organizations',
		name: 'sinaoOrganizations',
		icon: {
			light: 'file:../../icons/sinaoContacts.svg',
			dark: 'file:../../icons/sinaoContacts.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: operationSubtitle,
		description: 'Get business contacts (entreprises), or export them as CSV',
		defaults: { name: 'Sinao Organizations' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties: propertiesOf(organizations),
	};

	methods = { listSearch: { searchCompanies } };

	async execute(this: IExecuteFunctions) {
		return await executeOn(this, organizations);
	}
}
