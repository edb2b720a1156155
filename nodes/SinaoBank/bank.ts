import { contactRelation } from '../shared/values/contact';
import { contactName } from '../shared/values/fields';
import { paymentMethods } from '../shared/values/sales';
import { defineResource, type Row } from '../shared/resource';

/** The absolute amount for the debit or credit column. */
function side(sign: '-' | '+'): (row: Row) => unknown {
	return ({ amount }) => {
		if (amount === null || amount === undefined) return undefined;
		const isDebit = String(amount).startsWith('-');
		return isDebit === (sign === '-') ? String(amount).replace('-', '') : undefined;
	};
}

/** Banque: the transactions of the bank accounts (docs/sinao-api.md, What each resource is). */
export const bank = defineResource({
	name: 'transactions',
	singular: 'Bank Transaction',
	plural: 'Bank Transactions',
	frenchName: 'Banque',
	path: '/transactions/',
	expand: ['cashflow_source', 'contact'],
	relations: [
		{
			name: 'cashflow_source',
			ids: [{ field: 'cashflow_source_id', path: '/cashflowsources/' }],
		},
		contactRelation('contact'),
	],
	dateField: 'received_at',
	tagged: true,
	columns: [
		{ name: 'received_at', title: 'Date', type: 'date', simple: 'date', usuallyFilled: true },
		{ name: 'label', title: 'Libellé', type: 'text', simple: 'label', usuallyFilled: true },
		{ name: 'details', title: 'Détails', type: 'text', simple: 'details' },
		{ name: 'amount', title: 'Montant', type: 'cents', simple: 'amount', usuallyFilled: true },
		{ name: 'debit', title: 'Débit', type: 'cents', read: side('-'), twins: ['debit'] },
		{ name: 'credit', title: 'Crédit', type: 'cents', read: side('+'), twins: ['credit'] },
		{
			name: 'method',
			title: 'Moyen de paiement',
			type: 'text',
			simple: 'method',
			french: paymentMethods,
		},
		{
			name: 'contact_name',
			title: 'Contact',
			type: 'text',
			read: contactName,
			simple: 'contact',
			twins: ['contact.name'],
		},
		{ name: 'lettered_at', title: 'Rapproché le', type: 'date', simple: 'reconciledOn' },
		{
			name: 'cashflow_source.name',
			title: 'Compte',
			type: 'text',
			simple: 'account',
			usuallyFilled: true,
		},
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
	parts: {
		path: '/cashflowsources/',
		field: 'cashflow_source',
		label: 'bank account',
		none: 'Sans compte',
	},
});
