import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** The two ways in: an API key, which belongs to one company, or a login. */
export const credentials: INodeCredentialDescription[] = [
	{ name: 'sinaoApi', required: true, displayOptions: { show: { authentication: ['apiKey'] } } },
	{
		name: 'sinaoLoginApi',
		required: true,
		displayOptions: { show: { authentication: ['login'] } },
	},
];

export const authenticationProperties: INodeProperties[] = [
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{
				name: 'API Key',
				value: 'apiKey',
				description:
					'A key that an administrator creates in the settings of Sinao; it does not expire',
			},
			{
				name: 'Login',
				value: 'login',
				description: 'E-mail and password of a Sinao user without two-factor authentication',
			},
		],
		default: 'apiKey',
	},
	{
		displayName: 'Company',
		name: 'company',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description:
			'The company whose data to use. Leave empty when the login opens one company only.',
		displayOptions: { show: { authentication: ['login'] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a company…',
				typeOptions: { searchListMethod: 'searchCompanies' },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1234' },
		],
	},
];
