import {
	amounts,
	breakdown,
	contactReference,
	currency,
	totalMismatch,
	customer,
	due,
	frenchStatuses,
	vatByRate,
} from '../shared/values/sales';
import { defineResource, type Status } from '../shared/resource';

const statuses: Status[] = [
	{ name: 'Accepted', value: 'goodforagreement', description: 'Bon pour accord' },
	{ name: 'Declined', value: 'refused', description: 'Refusé' },
	{ name: 'Deleted', value: 'deleted', description: 'Supprimé' },
	{ name: 'Draft', value: 'draft', description: 'Brouillon' },
	{ name: 'Invoiced', value: 'transformed', description: 'Transformé' },
	{ name: 'Pending', value: 'waiting', description: 'En attente' },
];

/** Devis (docs/sinao-api.md, What each resource is). */
export const quotes = defineResource({
	name: 'quotes',
	singular: 'Quote',
	plural: 'Quotes',
	frenchName: 'Devis',
	webhookObject: 'quote',
	path: '/quotes',
	expand: ['contact_infos'],
	dateField: 'written_at',
	contactField: 'customer.id',
	tagged: true,
	statuses,
	columns: [
		{ name: 'number', title: 'Numéro', type: 'text', simple: 'number', usuallyFilled: true },
		{
			name: 'status',
			title: 'Statut',
			type: 'text',
			simple: 'status',
			usuallyFilled: true,
			french: frenchStatuses(statuses),
		},
		{ name: 'written_at', title: 'Date', type: 'date', simple: 'date', usuallyFilled: true },
		{ name: 'commercialvalidity_deadline', title: 'Validité', type: 'date', simple: 'validUntil' },
		customer,
		{ name: 'title', title: 'Objet', type: 'text', simple: 'title' },
		{ name: 'reference', title: 'Référence', type: 'text', simple: 'reference' },
		...amounts,
		due,
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
	families: [vatByRate, breakdown],
	itemFields: [currency, ...contactReference],
	lines: { name: 'quoteLines', frenchName: 'Lignes de devis' },
	totalMismatch: totalMismatch,
	document: { file: 'pdf', content: 'pdf', label: 'PDF' },
});
