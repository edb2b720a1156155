import { contactName } from '../../shared/values/fields';
import { defineResource } from '../../shared/resource';

/** SEPA direct debit mandates (OpenAPI document, SEPAMandate). */
export const sepaMandates = defineResource({
	name: 'sepaMandates',
	singular: 'Direct Debit Mandate',
	plural: 'Direct Debit Mandates',
	frenchName: 'Mandats SEPA',
	webhookObject: 'directdebitmandate',
	path: '/sepamandates/',
	columns: [
		{ name: 'mandate_id', title: 'RUM', type: 'text', simple: 'mandateReference' },
		{ name: 'customer_name', title: 'Client', type: 'text', read: contactName, simple: 'contact' },
		{ name: 'iban', title: 'IBAN', type: 'text', simple: 'iban' },
		{ name: 'bic', title: 'BIC', type: 'text', simple: 'bic' },
		{ name: 'signed_at', title: 'Signé le', type: 'date', simple: 'signedOn' },
		{ name: 'last_debit_at', title: 'Dernier prélèvement', type: 'date', simple: 'lastDebitOn' },
		{
			name: 'last_debit_amount',
			title: 'Montant du dernier prélèvement',
			type: 'cents',
			simple: 'lastDebitAmount',
		},
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
