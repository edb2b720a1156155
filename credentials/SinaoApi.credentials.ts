import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { credentialTest } from '../nodes/shared/sinao/credentialTest';

export class SinaoApi implements ICredentialType {
	name = 'sinaoApi';

	displayName = 'Sinao API';

	icon: Icon = { light: 'file:../icons/sinao.svg', dark: 'file:../icons/sinao.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-sinao/n8n-nodes-sinao#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			hint: "Created by an administrator in Sinao, under 'Paramètres' at the top right (clé API)",
			description: 'Gives access to one company and does not expire',
		},
		{
			displayName: 'Company ID',
			name: 'appId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1234',
			description: 'Leave empty if the key gives access to only one company',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.sinao.app/v1',
			description: 'Only change this for testing',
		},
	];

	/** Not an expression: n8n would evaluate it in its sandbox for each request, which costs more than reading the response. */
	async authenticate(
		{ apiKey }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return { ...request, headers: { ...request.headers, 'Api-Key': apiKey } };
	}

	test = credentialTest;
}
