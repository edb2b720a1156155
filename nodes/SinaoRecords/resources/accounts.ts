import { defineResource } from '../../shared/resource';

/** The chart of accounts (OpenAPI document, Account). */
export const accounts = defineResource({
	name: 'accounts',
	singular: 'Ledger Account',
	plural: 'Ledger Accounts',
	frenchName: 'Plan comptable',
	webhookObject: 'account',
	path: '/accounts/',
	columns: [
		{ name: 'accounting_number', title: 'Compte', type: 'text', simple: 'number' },
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{ name: 'journalcode', title: 'Journal', type: 'text', simple: 'journal' },
		{ name: 'is_purchase', title: 'Achats', type: 'boolean', simple: 'isForPurchases' },
		{ name: 'is_sales', title: 'Ventes', type: 'boolean', simple: 'isForSales' },
		{ name: 'is_cashflow', title: 'Trésorerie', type: 'boolean', simple: 'isForCash' },
		{ name: 'is_various', title: 'Opérations diverses', type: 'boolean' },
		{ name: 'is_associate', title: 'Associés', type: 'boolean' },
		{ name: 'description', title: 'Description', type: 'text', simple: 'description' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
