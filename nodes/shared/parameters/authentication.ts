import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** The two authentication methods: an API key, which belongs to one company, or a login. */
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
				description: "API key created by an administrator in Sinao's settings",
			},
			{
				name: 'Login',
				value: 'login',
				description: 'Email and password of a Sinao user without two-factor authentication',
			},
		],
		default: 'apiKey',
	},
	{
		displayName: 'Company',
		name: 'company',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'Company to use. Leave empty if the login has access to only one.',
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
