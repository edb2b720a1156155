import { valueAt } from '../shared/values/fields';
import { membersOf } from '../shared/values/fields';
import { amounts, totalMismatch, customer, due, vatByRate } from '../shared/values/sales';
import { defineResource, type Row } from '../shared/resource';

/** A credit note (avoir) cancels an invoice; a deposit invoice (acompte) precedes one. */
function kind(row: Row): string {
	if (pointsTo(row, 'avoid_of') || Number(row.amount) < 0) return 'avoir';
	return row.is_downpayment || pointsTo(row, 'downpayment_of') ? 'acompte' : 'facture';
}

/** Whether a row refers to another document, as an object or by id. PHP writes none as null or as an empty list. */
function pointsTo(row: Row, relation: string): boolean {
	const target = valueAt(row, relation) ?? valueAt(row, `${relation}_id`);
	return typeof target === 'object' ? membersOf(target).length > 0 : Boolean(target);
}

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
	statuses: [
		{ name: 'Draft', value: 'draft', description: 'Brouillon' },
		{ name: 'Final', value: 'final', description: 'Validée' },
		{ name: 'Paid', value: 'paid', description: 'Payée' },
	],
	columns: [
		{ name: 'number', title: 'Numéro', type: 'text', simple: 'number' },
		{ name: 'kind', title: 'Type', type: 'text', read: kind, simple: 'kind' },
		{ name: 'status', title: 'Statut', type: 'text', simple: 'status' },
		{ name: 'written_at', title: 'Date', type: 'date', simple: 'date' },
		{ name: 'payment_deadline_at', title: 'Échéance', type: 'date' },
		customer,
		{ name: 'title', title: 'Objet', type: 'text', simple: 'title' },
		{ name: 'reference', title: 'Référence', type: 'text' },
		...amounts,
		{ ...due, simple: 'due' },
		{ name: 'paid_at', title: 'Payée le', type: 'date' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
	families: [vatByRate],
	lines: { name: 'invoiceLines', frenchName: 'Lignes de factures' },
	totalMismatch: totalMismatch,
	document: { file: 'pdf', content: 'pdf', label: 'PDF' },
});
