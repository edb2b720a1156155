import { contactName } from '../shared/values/fields';
import {
	amounts,
	contactReference,
	expectedPayment,
	frenchStatuses,
	remaining,
} from '../shared/values/sales';
import { defineResource, type Status } from '../shared/resource';

const statuses: Status[] = [
	{ name: 'Completed', value: 'completed', description: 'Complété' },
	{ name: 'New', value: 'new', description: 'Nouveau' },
	{ name: 'Paid', value: 'paid', description: 'Payé' },
];

/** Achats: purchases; their documents are the uploaded originals (docs/sinao-api.md, What each resource is). */
export const purchases = defineResource({
	name: 'purchases',
	singular: 'Purchase',
	plural: 'Purchases',
	frenchName: 'Achats',
	webhookObject: 'purchase',
	path: '/purchases',
	expand: ['account', 'supplier', 'balance'],
	dateField: 'billed_at',
	contactField: 'supplier.id',
	tagged: true,
	statuses,
	columns: [
		{ name: 'billed_at', title: 'Date', type: 'date', simple: 'date', usuallyFilled: true },
		{
			name: 'supplier_name',
			title: 'Fournisseur',
			type: 'text',
			read: contactName,
			simple: 'contact',
			usuallyFilled: true,
			twins: ['supplier.name'],
		},
		{ name: 'title', title: 'Libellé', type: 'text', simple: 'title', usuallyFilled: true },
		{
			name: 'status',
			title: 'Statut',
			type: 'text',
			simple: 'status',
			usuallyFilled: true,
			french: frenchStatuses(statuses),
		},
		...amounts,
		{
			name: 'amount_reverse_tax',
			title: 'TVA autoliquidée',
			type: 'cents',
			mayBeAbsent: true,
		},
		{ name: 'account.name', title: 'Catégorie comptable', type: 'text', simple: 'account' },
		{ name: 'account.accounting_number', title: 'Compte', type: 'text' },
		{ name: 'payment_deadline_at', title: 'Échéance', type: 'date', simple: 'dueDate' },
		{ name: 'paid_at', title: 'Payé le', type: 'date', simple: 'paidOn' },
		expectedPayment,
		{ name: 'comment', title: 'Commentaire', type: 'text' },
		{
			name: 'has_document',
			title: 'Justificatif',
			type: 'boolean',
			read: ({ md5 }) => Boolean(md5),
			simple: 'hasDocument',
		},
		{ name: 'md5', title: 'Empreinte MD5', type: 'text' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
	itemFields: [remaining, ...contactReference],
	document: {
		file: 'original',
		content: 'any',
		label: 'Document',
		eInvoice: 'received',
		md5Field: 'md5',
		isMissing: ({ md5 }) => !md5,
	},
});
