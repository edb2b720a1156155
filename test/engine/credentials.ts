import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeCredentialsDetails,
} from 'n8n-workflow';
import { ICredentialsHelper } from 'n8n-workflow';

/** Values of the credentials that a test uses, by type. */
export type CredentialValues = Record<string, ICredentialDataDecryptedObject>;

/**
 * What n8n's server does with credentials, on the package's own credential classes: decrypts them
 * (here: looks them up), fetches a token where the class says how, and adds the headers.
 */
export class TestCredentials extends ICredentialsHelper {
	constructor(
		private readonly values: CredentialValues,
		private readonly types: Record<string, ICredentialType>,
	) {
		super();
	}

	getParentTypes() {
		return [];
	}

	async getDecrypted(_: unknown, __: INodeCredentialsDetails, type: string) {
		if (!this.values[type]) throw new Error(`No credential of type ${type}`);
		return { ...this.values[type] };
	}

	isCredentialUsableByNode() {
		return true;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		_: unknown,
		expired: boolean,
	) {
		const token = this.types[type].properties.find(({ typeOptions }) => typeOptions?.expirable)?.name ?? '';
		if (credentials[token] && !expired) return undefined;
		return await this.runPreAuthentication(helpers, credentials, type);
	}

	async runPreAuthentication(helpers: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject, type: string) {
		const fetched = (await this.types[type].preAuthentication?.call(helpers, credentials)) as ICredentialDataDecryptedObject | undefined;
		if (fetched) Object.assign(this.values[type], fetched);
		return fetched && { ...credentials, ...fetched };
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, type: string, request: IHttpRequestOptions) {
		const { authenticate } = this.types[type];
		if (!authenticate || typeof authenticate === 'function') throw new Error(`${type} has no generic authentication`);
		const headers: Record<string, string> = {};
		for (const [name, template] of Object.entries(authenticate.properties.headers ?? {})) {
			headers[name] = String(template).replace(/^=/, '').replace(/\{\{\s*\$credentials\.(\w+)\s*\}\}/g, (_, field: string) => String(credentials[field]));
		}
		return { ...request, headers: { ...request.headers, ...headers } };
	}

	async getCredentials(): Promise<never> {
		throw new Error('not stored in tests');
	}

	async updateCredentials() {}

	async updateCredentialsOauthTokenData() {}

	getCredentialsProperties(type: string) {
		return this.types[type].properties;
	}
}
