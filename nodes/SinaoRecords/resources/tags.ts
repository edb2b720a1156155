import { defineResource } from '../../shared/resource';

/** Tags in use (OpenAPI document: an unpaged list whose fields are not documented; items may be plain text). */
export const tags = defineResource({
	name: 'tags',
	singular: 'Tag',
	plural: 'Tags',
	frenchName: 'Étiquettes',
	path: '/tags',
	unpaged: true,
	columns: [
		{
			name: 'name',
			title: 'Nom',
			type: 'text',
			read: ({ name, value }) => name ?? value,
			simple: 'name',
		},
		{ name: 'object', title: 'Utilisée pour', type: 'text', simple: 'usedFor' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
