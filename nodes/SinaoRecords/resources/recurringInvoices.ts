import { defineResource } from '../../shared/resource';
import { contactRelation } from '../../shared/values/contact';
import { amounts, customer, vatByRate } from '../../shared/values/sales';

/** Templates of recurring invoices (OpenAPI document, RecurringInvoice). */
export const recurringInvoices = defineResource({
	name: 'recurringInvoices',
	singular: 'Recurring Invoice',
	plural: 'Recurring Invoices',
	frenchName: 'Factures récurrentes',
	webhookObject: 'recurringinvoice',
	path: '/recurringinvoices',
	expand: ['customer', 'content'],
	relations: [contactRelation('customer')],
	columns: [
		{ name: 'title', title: 'Objet', type: 'text', simple: 'title' },
		customer,
		{
			name: 'frequency_count',
			title: 'Nombre de périodes',
			type: 'integer',
			simple: 'frequencyCount',
		},
		{
			name: 'frequency_duration',
			title: 'Période',
			type: 'text',
			simple: 'frequencyUnit',
			french: {
				day: 'jour',
				month: 'mois',
				semester: 'semestre',
				trimester: 'trimestre',
				week: 'semaine',
				year: 'an',
			},
		},
		{ name: 'next_invoice_at', title: 'Prochaine facture', type: 'date', simple: 'nextInvoiceOn' },
		{ name: 'end_at', title: 'Fin', type: 'date', simple: 'endsOn' },
		{
			name: 'saving_status',
			title: 'Statut des factures',
			type: 'text',
			simple: 'invoiceStatus',
			french: { draft: 'Brouillon', final: 'Validée' },
		},
		...amounts,
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
	families: [vatByRate],
	lines: { name: 'recurringInvoiceLines', frenchName: 'Lignes de factures récurrentes' },
});
