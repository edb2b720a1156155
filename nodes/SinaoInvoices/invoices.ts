import { defineResource, type Status } from '../shared/resource';
import {
	amounts,
	breakdown,
	contactReference,
	currency,
	customer,
	due,
	expectedPayment,
	frenchStatuses,
	invoiceType,
	kindOfInvoice,
	remaining,
	totalMismatch,
	vatByRate,
} from '../shared/values/sales';

const statuses: Status[] = [
	{ name: 'Draft', value: 'draft', description: 'Brouillon' },
	{ name: 'Final', value: 'final', description: 'Validée' },
	{ name: 'Paid', value: 'paid', description: 'Payée' },
];

/** Factures: sales invoices, including credit notes and deposit invoices (docs/sinao-api.md, What each resource is). */
export const invoices = defineResource({
	name: 'invoices',
	singular: 'Invoice',
	plural: 'Invoices',
	frenchName: 'Factures',
	webhookObject: 'invoice',
	path: '/invoices',
	expand: ['contact_infos'],
	dateField: 'written_at',
	contactField: 'customer.id',
	tagged: true,
	statuses,
	columns: [
		{ name: 'number', title: 'Numéro', type: 'text', simple: 'number', usuallyFilled: true },
		{ name: 'kind', title: 'Type', type: 'text', read: kindOfInvoice, simple: 'kind' },
		{
			name: 'status',
			title: 'Statut',
			type: 'text',
			simple: 'status',
			usuallyFilled: true,
			french: frenchStatuses(statuses),
		},
		{ name: 'written_at', title: 'Date', type: 'date', simple: 'date', usuallyFilled: true },
		{ name: 'payment_deadline_at', title: 'Échéance', type: 'date', simple: 'dueDate' },
		customer,
		{ name: 'title', title: 'Objet', type: 'text', simple: 'title' },
		{ name: 'reference', title: 'Référence', type: 'text' },
		...amounts,
		{ ...due, simple: 'due' },
		{ name: 'paid_at', title: 'Payée le', type: 'date', simple: 'paidOn' },
		expectedPayment,
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
	families: [vatByRate, breakdown],
	itemFields: [invoiceType, remaining, currency, ...contactReference],
	lines: { name: 'invoiceLines', frenchName: 'Lignes de factures' },
	totalMismatch: totalMismatch,
	document: {
		file: 'pdf',
		content: 'pdf',
		label: 'PDF',
		eInvoice: 'issued',
		templates: [
			{
				value: 'delivery',
				label: 'Delivery Note',
				fileName: 'Bon de livraison',
				folder: 'Bons de livraison',
			},
			{
				value: 'command',
				label: 'Order Form',
				fileName: 'Bon de commande',
				folder: 'Bons de commande',
			},
		],
	},
});
