import { defineResource } from '../../shared/resource';

/** The invoices of the Sinao subscription itself (API 2026; fields not documented, so amounts stay as Sinao returns them in JSON Lines). */
export const subscriptionInvoices = defineResource({
	name: 'subscriptionInvoices',
	singular: 'Subscription Invoice',
	plural: 'Subscription Invoices',
	frenchName: 'Factures Sinao',
	path: '/subscription/invoices',
	unpaged: true,
	// A signed link to the PDF gives access to it, expires, and differs in each response.
	withoutSecrets: (row) =>
		Object.fromEntries(Object.entries(row).filter(([, value]) => !isSignedLink(value))),
	columns: [
		{ name: 'number', title: 'Numéro', type: 'text', simple: 'number' },
		{ name: 'billed_at', title: 'Date', type: 'date', simple: 'date' },
		{ name: 'amount', title: 'Montant HT', type: 'cents', simple: 'amountBeforeTax' },
		{ name: 'amount_tax', title: 'TVA', type: 'cents', simple: 'tax' },
		{ name: 'status', title: 'Statut', type: 'text', simple: 'status' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});

function isSignedLink(value: unknown): boolean {
	return typeof value === 'string' && /^https?:\/\/[^?]+\?/i.test(value);
}
