/** Something that the service is known to take though its OpenAPI document does not say so. */
export interface KnownDifference {
	method: string;
	/** The path as in the document. */
	path: string;
	/** Parameter that may be sent; absent: the whole address is undeclared. */
	parameter?: string;
	/** The document requires the parameter, the service does not. */
	optional?: boolean;
	source: string;
}

/** Every difference between the OpenAPI document and what the nodes may send. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
	...['invoices', 'invoices/{id}', 'quotes', 'quotes/{id}', 'purchases/{id}'].map((path) => ({
		method: 'GET',
		path: `/apps/{appId}/${path}`,
		parameter: 'expand',
		source: 'sinao-api.md, Lists: expand[] adds related objects [spec, docs, seen]',
	})),
	{
		method: 'POST',
		path: '/login',
		parameter: 'code',
		source: 'sinao-api.md, Addresses and authentication: optional 2FA code [docs]',
	},
	{
		method: 'GET',
		path: '/apps/{appId}/webhooks/events',
		source: 'sinao-api.md, Webhooks [docs, spec]',
	},
	{
		method: 'GET',
		path: '/apps/{appId}/attachments/{id}/pdf',
		parameter: 'random',
		optional: true,
		source: 'sinao-api.md, What each resource is: /attachments/{id}/pdf without parameters',
	},
];
