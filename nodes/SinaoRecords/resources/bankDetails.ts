import { defineResource } from '../../shared/resource';

/** Bank details printed on invoices (OpenAPI document, BankDetails). */
export const bankDetails = defineResource({
	name: 'bankDetails',
	singular: 'Bank Detail',
	plural: 'Bank Details',
	frenchName: 'Coordonnées bancaires',
	webhookObject: 'bankdetail',
	path: '/bankdetails',
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{ name: 'iban', title: 'IBAN', type: 'text', simple: 'iban' },
		{ name: 'bic', title: 'BIC', type: 'text', simple: 'bic' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
