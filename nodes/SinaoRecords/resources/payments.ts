import { contactName } from '../../shared/values/fields';
import { defineResource, type Row } from '../../shared/resource';

/** Payments of sales and purchase invoices, in cents (OpenAPI document, Payment). */
export const payments = defineResource({
	name: 'payments',
	singular: 'Payment',
	plural: 'Payments',
	frenchName: 'Paiements',
	webhookObject: 'payment',
	path: '/payments',
	dateField: 'date',
	columns: [
		{ name: 'date', title: 'Date', type: 'date', simple: 'date' },
		{ name: 'amount', title: 'Montant', type: 'cents', simple: 'amount' },
		{ name: 'source', title: 'Origine', type: 'text', simple: 'source' },
		{ name: 'document_type', title: 'Type de document', type: 'text', simple: 'documentType' },
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
		{
			name: 'contact_name',
			title: 'Contact',
			type: 'text',
			read: ({ document }) => contactName((document ?? {}) as Row),
			simple: 'contact',
		},
		{
			name: 'transaction.id',
			title: 'Identifiant du mouvement',
			type: 'integer',
			simple: 'transactionId',
		},
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
