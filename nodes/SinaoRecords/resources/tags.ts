import { defineResource } from '../../shared/resource';

/** Tags that are in use (OpenAPI document: a list without pages whose fields are not documented; it may be plain text). */
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
