import { defineResource } from '../../shared/resource';

/** Stock of products (OpenAPI document, ProductStock). */
export const stocks = defineResource({
	name: 'stocks',
	singular: 'Stock Item',
	plural: 'Stock Items',
	frenchName: 'Stocks',
	webhookObject: 'stock',
	path: '/productstocks',
	columns: [
		{ name: 'product.reference', title: 'Référence', type: 'text', simple: 'reference' },
		{ name: 'product.name', title: 'Produit', type: 'text', simple: 'product' },
		{ name: 'product.id', title: 'Identifiant du produit', type: 'integer', simple: 'productId' },
		{ name: 'location', title: 'Emplacement', type: 'text', simple: 'location' },
		{ name: 'initial_quantity', title: 'Quantité initiale', type: 'number' },
		{ name: 'quantity_in', title: 'Entrées', type: 'number', simple: 'quantityIn' },
		{ name: 'quantity_out', title: 'Sorties', type: 'number', simple: 'quantityOut' },
		{ name: 'cost_amount', title: 'Coût', type: 'cents', simple: 'cost' },
		{ name: 'bar_code', title: 'Code-barres', type: 'text', simple: 'barCode' },
		{ name: 'entered_at', title: 'Entrée le', type: 'date', simple: 'enteredOn' },
		{ name: 'expired_at', title: 'Péremption', type: 'date' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
