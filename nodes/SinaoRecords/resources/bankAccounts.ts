import { defineResource } from '../../shared/resource';

/** Bank accounts; Sinao Bank reads their transactions (docs/sinao-api.md, What each resource is). */
export const bankAccounts = defineResource({
	name: 'bankAccounts',
	singular: 'Bank Account',
	plural: 'Bank Accounts',
	frenchName: 'Comptes bancaires',
	webhookObject: 'bankaccount',
	path: '/cashflowsources/',
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{ name: 'identifiant', title: 'Identifiant bancaire', type: 'text', simple: 'accountNumber' },
		{ name: 'type', title: 'Type', type: 'text', simple: 'type' },
		{ name: 'account_type', title: 'Type de compte', type: 'text' },
		{ name: 'balance_amount', title: 'Solde', type: 'cents', simple: 'balance' },
		{ name: 'status', title: 'Statut', type: 'text', simple: 'status' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
