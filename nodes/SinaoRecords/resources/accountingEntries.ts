import { defineResource } from '../../shared/resource';

/** Accounting entries. The OpenAPI document declares the fields of an account for them, so amounts stay as returned. */
export const accountingEntries = defineResource({
	name: 'accountingEntries',
	singular: 'Accounting Entry',
	plural: 'Accounting Entries',
	frenchName: 'Écritures comptables',
	webhookObject: 'accountingentry',
	path: '/accounting_entries/',
	columns: [
		{ name: 'accounting_number', title: 'Compte', type: 'text', simple: 'account' },
		{
			name: 'journalcode',
			title: 'Journal',
			type: 'text',
			read: (row) => row.journalcode ?? row.journal_code,
			simple: 'journal',
		},
		{
			name: 'name',
			title: 'Libellé',
			type: 'text',
			read: (row) => row.name ?? row.label,
			simple: 'label',
		},
		{ name: 'piece', title: 'Pièce', type: 'text', simple: 'document' },
		{ name: 'entered_at', title: 'Date', type: 'date', simple: 'date' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
