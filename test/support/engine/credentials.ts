import {
	type ICredentialDataDecryptedObject,
	ICredentialsHelper,
	type ICredentialType,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
} from 'n8n-workflow';

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

	/** The stored values over the defaults of the class, as n8n gives them. */
	async getDecrypted(_: unknown, __: INodeCredentialsDetails, type: string) {
		if (!this.values[type]) throw new Error(`No credential of type ${type}`);
		const defaults = Object.fromEntries(
			this.types[type].properties.map(({ name, default: value }) => [name, value]),
		);
		return { ...defaults, ...this.values[type] } as ICredentialDataDecryptedObject;
	}

	isCredentialUsableByNode() {
		return true;
	}

	/** Runs the class's own step when its expirable field is empty or was refused, and stores what it gives. */
	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
		node: INode,
		expired: boolean,
	) {
		const expirable = this.types[type].properties.find(
			(property) => property.type === 'hidden' && property.typeOptions?.expirable === true,
		);
		if (!expirable || (credentials[expirable.name] !== '' && !expired)) return undefined;
		const fetched = await this.runPreAuthentication(helpers, credentials, type);
		if (fetched?.[expirable.name] === undefined || !node.credentials) return undefined;
		Object.assign(this.values[type], fetched);
		return Object.assign(credentials, fetched);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		type: string,
	) {
		const own: IHttpRequestHelper = {
			helpers: {
				httpRequest: async (request) => (await helpers.helpers.httpRequest(request)) as unknown,
			},
		};
		return (await this.types[type].preAuthentication?.call(own, credentials)) as
			| ICredentialDataDecryptedObject
			| undefined;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions,
	) {
		const { authenticate } = this.types[type];
		if (typeof authenticate !== 'function')
			throw new Error(`${type} says by an expression how it signs requests`);
		return await authenticate(credentials, request);
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
