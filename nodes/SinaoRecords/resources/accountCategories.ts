import { defineResource } from '../../shared/resource';

/** Categories of ledger accounts (OpenAPI document, AccountCategory). */
export const accountCategories = defineResource({
	name: 'accountCategories',
	singular: 'Ledger Account Category',
	plural: 'Ledger Account Categories',
	frenchName: 'Catégories comptables',
	webhookObject: 'accountcategory',
	path: '/accountcategories/',
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{
			name: 'type',
			title: 'Type',
			type: 'text',
			simple: 'type',
			french: { purchase: 'Achats', sales: 'Ventes' },
		},
		{ name: 'description', title: 'Description', type: 'text', simple: 'description' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
