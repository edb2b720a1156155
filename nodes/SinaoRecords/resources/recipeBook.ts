import { defineResource } from '../../shared/resource';
import { paymentMethods, paymentSources } from '../../shared/values/sales';

/** The revenue ledger of small companies (livre des recettes). Its fields are not documented; amounts are assumed to be cents, as in payments. */
export const recipeBook = defineResource({
	name: 'recipeBook',
	singular: 'Revenue Ledger Entry',
	plural: 'Revenue Ledger Entries',
	frenchName: 'Livre des recettes',
	path: '/payments/recipe_book',
	unpaged: true,
	columns: [
		{ name: 'date', title: 'Date', type: 'date', simple: 'date' },
		{ name: 'amount', title: 'Montant', type: 'cents', simple: 'amount' },
		{
			name: 'method',
			title: 'Moyen de paiement',
			type: 'text',
			simple: 'method',
			french: { ...paymentMethods, ...paymentSources },
		},
		{
			name: 'document.number',
			title: 'Numéro du document',
			type: 'text',
			simple: 'documentNumber',
		},
		{
			name: 'document.id',
			title: 'Identifiant du document',
			type: 'integer',
			simple: 'documentId',
		},
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
