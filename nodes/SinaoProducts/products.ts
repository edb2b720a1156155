import { type Column, defineResource } from '../shared/resource';

const columns: Column[] = [
	{ name: 'reference', title: 'Référence', type: 'text', simple: 'reference' },
	{ name: 'name', title: 'Nom', type: 'text', simple: 'name', usuallyFilled: true },
	{ name: 'description', title: 'Description', type: 'text', simple: 'description' },
	{ name: 'category.name', title: 'Catégorie', type: 'text', simple: 'category' },
	{
		name: 'amount_accurately',
		title: 'Prix HT',
		type: 'milliCents',
		simple: 'priceBeforeTax',
		usuallyFilled: true,
	},
	{ name: 'vat_percent', title: 'TVA %', type: 'basisPoints', simple: 'vatPercent' },
	{ name: 'unity', title: 'Unité', type: 'text', simple: 'unit' },
	{
		name: 'kind',
		title: 'Type',
		type: 'text',
		read: ({ intangible }) =>
			intangible === undefined ? undefined : intangible ? 'service' : 'bien',
		simple: 'kind',
		twins: ['intangible'],
	},
	{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
];

/** Catalogue (docs/sinao-api.md, What each resource is; the price is in cents × 1000). */
export const products = defineResource({
	name: 'products',
	singular: 'Product',
	plural: 'Products',
	frenchName: 'Catalogue',
	webhookObject: 'product',
	path: '/products',
	tagged: true,
	expand: ['category'],
	relations: [{ name: 'category', ids: [{ field: 'category_id', path: '/productcategory' }] }],
	columns,
	importColumns: columns,
});
