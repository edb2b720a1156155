import { defineResource } from '../../shared/resource';
import { objectNames } from '../../shared/values/objects';

/** Layouts of documents and emails (API 2026; fields not documented). */
export const templates = defineResource({
	name: 'templates',
	singular: 'Template',
	plural: 'Templates',
	frenchName: 'Présentations',
	path: '/templates',
	unpaged: true,
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{
			name: 'object',
			title: 'Utilisée pour',
			type: 'text',
			simple: 'usedFor',
			french: objectNames,
		},
		{ name: 'is_default', title: 'Par défaut', type: 'boolean', simple: 'isDefault' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
