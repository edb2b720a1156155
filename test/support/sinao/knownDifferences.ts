/** A parameter that the service is known or expected to take though neither text of its API says so. */
export interface KnownDifference {
	method: string;
	/** The path as in the texts. */
	path: string;
	parameter: string;
	/** The texts require the parameter, the service does not. */
	optional?: boolean;
	source: string;
}

function expandOf(paths: readonly string[], source: string): KnownDifference[] {
	return paths.map((path) => ({
		method: 'GET',
		path: `/apps/{appId}/${path}`,
		parameter: 'expand',
		source,
	}));
}

/** Every difference between both texts and what the nodes may send. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
	...expandOf(
		['invoices', 'invoices/{id}', 'quotes', 'quotes/{id}', 'purchases/{id}'],
		'sinao-api.md, Lists: expand[] adds related objects [spec, docs, seen]',
	),
	...expandOf(
		['persons', 'persons/{id}', 'organizations', 'organizations/{id}'],
		'sinao-api.md, Relations: the page on listing contacts asks for establishments [docs]',
	),
	...expandOf(
		[
			'transactions/',
			'transactions/{id}',
			'payments',
			'payments/{id}',
			'productstocks',
			'productstocks/{id}',
			'productcategory',
			'productcategory/{id}',
			'products',
			'products/{id}',
			'recurringinvoices',
			'recurringinvoices/{id}',
			'sepamandates/',
			'sepamandates/{id}',
		],
		'sinao-api.md, Relations: whether nested objects come without being asked for is unknown (medium-low)',
	),
	...['persons', 'organizations', 'relationships'].map((list) => ({
		method: 'GET',
		path: `/apps/{appId}/${list}`,
		parameter: 'offset',
		source:
			'sinao-api.md, Lists: not declared for contacts; Check Account finds out whether it works',
	})),
	...[
		'payments/recipe_book',
		'purchases/mileage_allowances/resume',
		'subscription/invoices',
		'tags',
		'templates',
	].flatMap((list) =>
		['limit', 'offset'].map((parameter) => ({
			method: 'GET',
			path: `/apps/{appId}/${list}`,
			parameter,
			source:
				'sinao-api.md, Lists: limit is 10 by default; requested where so many rows came that there may be more',
		})),
	),
	{
		method: 'GET',
		path: '/apps/{appId}/attachments/{id}/pdf',
		parameter: 'random',
		optional: true,
		source: 'sinao-api.md, What each resource is: /attachments/{id}/pdf without parameters',
	},
];
