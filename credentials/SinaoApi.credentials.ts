import type { IAuthenticateGeneric, Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

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
			description: 'An administrator creates it in the settings of Sinao. It does not expire and opens one company.',
		},
		{
			displayName: 'Company ID',
			name: 'appId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 1234',
			description: 'Leave empty when the key opens one company only',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.sinao.app/v1',
			description: 'Change it only for tests',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'Api-Key': '={{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/me' },
	};
}
