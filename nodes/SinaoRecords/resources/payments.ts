import { contactName } from '../../shared/values/fields';
import { objectNames } from '../../shared/values/objects';
import { paymentSources } from '../../shared/values/sales';
import { defineResource, type Row } from '../../shared/resource';

/** A test whether a payment is of a kind of document. */
function isOf(kind: RegExp): (row: Row) => boolean {
	return ({ document_type: type }) => kind.test(String(type));
}

/** Payments of sales and purchase invoices, in cents (OpenAPI document, Payment). */
export const payments = defineResource({
	name: 'payments',
	singular: 'Payment',
	plural: 'Payments',
	frenchName: 'Paiements',
	webhookObject: 'payment',
	path: '/payments',
	expand: ['document', 'transaction'],
	relations: [
		{
			name: 'document',
			ids: [
				{ field: 'document_id', path: '/purchases', when: isOf(/purchase/i) },
				{
					field: 'document_id',
					path: '/invoices',
					when: isOf(/^(?!.*purchase).*(?:sale|invoice)/i),
				},
			],
		},
		{ name: 'transaction', ids: [{ field: 'transaction_id' }] },
	],
	dateField: 'date',
	columns: [
		{ name: 'date', title: 'Date', type: 'date', simple: 'date', usuallyFilled: true },
		{ name: 'amount', title: 'Montant', type: 'cents', simple: 'amount', usuallyFilled: true },
		{
			name: 'source',
			title: 'Origine',
			type: 'text',
			simple: 'source',
			french: paymentSources,
		},
		{
			name: 'document_type',
			title: 'Type de document',
			type: 'text',
			simple: 'documentType',
			french: objectNames,
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
