import { defineResource } from '../shared/resource';
import { lastDay } from './periods';

/** Accounting exports: the entries that Sinao generated for a period (docs/sinao-api.md, Accounting exports; totals in cents). */
export const accountingExports = defineResource({
	name: 'accountingExports',
	singular: 'Accounting Export',
	plural: 'Accounting Exports',
	frenchName: 'Comptabilité',
	path: '/exports',
	dateField: 'period_start',
	statuses: [
		{ name: 'Error', value: 'error' },
		{ name: 'Finished', value: 'finished' },
		{ name: 'Processing', value: 'processing' },
	],
	columns: [
		{ name: 'period_start', title: 'Début', type: 'date', simple: 'periodStart' },
		{
			name: 'period_end',
			title: 'Fin',
			type: 'text',
			read: (row) => lastDay(row) || undefined,
			simple: 'periodEnd',
		},
		{ name: 'status', title: 'Statut', type: 'text', simple: 'status' },
		{ name: 'entries_count', title: 'Écritures', type: 'integer', simple: 'entries' },
		{ name: 'total_debit', title: 'Débit', type: 'cents', simple: 'totalDebit' },
		{ name: 'total_credit', title: 'Crédit', type: 'cents', simple: 'totalCredit' },
		{ name: 'created_at', title: 'Créé le', type: 'date', simple: 'createdOn' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});

/** Exports grouped by month. */
export const months = defineResource({
	...accountingExports,
	path: '/exports/months',
	unpaged: true,
	dateField: undefined,
	statuses: [],
});
