import { defineResource } from '../../shared/resource';

/** Categories of the catalogue (OpenAPI document, ProductCategory). */
export const productCategories = defineResource({
	name: 'productCategories',
	singular: 'Product Category',
	plural: 'Product Categories',
	frenchName: 'Catégories du catalogue',
	webhookObject: 'productcategory',
	path: '/productcategory',
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{ name: 'parent.name', title: 'Catégorie parente', type: 'text', simple: 'parent' },
		{
			name: 'parent.id',
			title: 'Identifiant de la catégorie parente',
			type: 'integer',
			simple: 'parentId',
		},
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
