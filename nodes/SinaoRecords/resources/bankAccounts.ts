import { defineResource } from '../../shared/resource';

const types = { bank: 'Banque', cashdesk: 'Caisse', waiting: 'Attente' };

const accountTypes = {
	card: 'Carte',
	checking: 'Compte courant',
	life_insurance: 'Assurance vie',
	loan: 'Prêt',
	pending: 'En attente',
	savings: 'Épargne',
	securities: 'Titres',
	share_savings_plan: "Plan d'épargne en actions",
	special: 'Spécial',
	unknown: 'Inconnu',
};

/** Bank accounts; their types are those of the API 2026. Sinao Banking reads their transactions (docs/sinao-api.md, What each resource is). */
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
		{ name: 'type', title: 'Type', type: 'text', simple: 'type', french: types },
		{ name: 'account_type', title: 'Type de compte', type: 'text', french: accountTypes },
		{ name: 'balance_amount', title: 'Solde', type: 'cents', simple: 'balance' },
		{
			name: 'status',
			title: 'Statut',
			type: 'text',
			simple: 'status',
			french: { active: 'Actif' },
		},
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
