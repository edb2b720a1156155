import { defineResource } from '../../shared/resource';

/** Relationships with contacts: customer, supplier or prospect, and accounting codes (OpenAPI document, Relationship). */
export const relationships = defineResource({
	name: 'relationships',
	singular: 'Contact Relationship',
	plural: 'Contact Relationships',
	frenchName: 'Relations',
	webhookObject: 'relationship',
	path: '/relationships',
	tagged: true,
	columns: [
		{ name: 'is_customer', title: 'Client', type: 'boolean', simple: 'isCustomer' },
		{ name: 'is_supplier', title: 'Fournisseur', type: 'boolean', simple: 'isSupplier' },
		{ name: 'is_prospect', title: 'Prospect', type: 'boolean', simple: 'isProspect' },
		{
			name: 'accounting_infos.customer_id',
			title: 'Code client',
			type: 'text',
			simple: 'customerCode',
		},
		{
			name: 'accounting_infos.supplier_id',
			title: 'Code fournisseur',
			type: 'text',
			simple: 'supplierCode',
		},
		{ name: 'accounting_infos.reference', title: 'Référence comptable', type: 'text' },
		{
			name: 'accounting_infos.balance_initial_amount',
			title: 'Solde initial',
			type: 'cents',
			simple: 'openingBalance',
		},
		{ name: 'importance_level', title: 'Importance', type: 'integer' },
		{ name: 'rating', title: 'Évaluation', type: 'integer' },
		{ name: 'note', title: 'Note', type: 'text', simple: 'note' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
