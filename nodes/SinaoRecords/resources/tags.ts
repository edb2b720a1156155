import { defineResource } from '../../shared/resource';
import { objectNames } from '../../shared/values/objects';

/**
 * Tags in use, of every kind of object (API 2026: an unpaged list with the parameter `object`, whose fields are not documented;
 * items may be plain text). `object` is Sinao's, or the one that was requested.
 */
export const tags = defineResource({
	name: 'tags',
	singular: 'Tag',
	plural: 'Tags',
	frenchName: 'Étiquettes',
	path: '/tags',
	unpaged: true,
	objects: ['invoice', 'quote', 'purchase', 'product', 'transaction', 'relationship'],
	columns: [
		{
			name: 'name',
			title: 'Nom',
			type: 'text',
			read: ({ name, value }) => name ?? value,
			simple: 'name',
		},
		{
			name: 'object',
			title: 'Utilisée pour',
			type: 'text',
			simple: 'usedFor',
			french: objectNames,
		},
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
