import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { credentialTest } from '../nodes/shared/sinao/credentialTest';
import { fetchToken } from '../nodes/shared/sinao/login';

export class SinaoLoginApi implements ICredentialType {
	name = 'sinaoLoginApi';

	displayName = 'Sinao Login API';

	icon: Icon = { light: 'file:../icons/sinao.svg', dark: 'file:../icons/sinao.dark.svg' };

	documentationUrl = 'https://github.com/n8n-nodes-sinao/n8n-nodes-sinao#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'name@email.com',
			default: '',
			required: true,
			description:
				'Sinao user without two-factor authentication. If it is enabled, use an API key.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.sinao.app/v1',
			description: 'Only change this for testing',
		},
	];

	/** Requests the token, which is valid for 24 hours. n8n renews it when Sinao responds with 401 (docs/sinao-api.md, Addresses and authentication). */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		return { accessToken: await fetchToken(this, credentials) };
	}

	async authenticate(
		{ accessToken }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return {
			...request,
			headers: { ...request.headers, Authorization: `Bearer ${String(accessToken)}` },
		};
	}

	test = credentialTest;
}
