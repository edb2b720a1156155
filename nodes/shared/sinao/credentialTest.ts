import type { ICredentialTestRequest } from 'n8n-workflow';

/**
 * The request with which n8n tests a credential. A redirect is a failed test: n8n would send the key or token to
 * the other host, and report success if that answers.
 */
export const credentialTest: ICredentialTestRequest = {
	request: {
		baseURL: '={{$credentials.baseUrl}}',
		url: '/me',
		disableFollowRedirect: true,
	},
	rules: [301, 302, 303, 307, 308].map((value) => ({
		type: 'responseCode',
		properties: {
			value,
			message:
				"'Base URL' redirects to another address, to which the credential was not sent. Set it to https://api.sinao.app/v1.",
		},
	})),
};
