import { defineResource } from '../../shared/resource';
import { objectNames } from '../../shared/values/objects';

/** Files attached to documents, contacts and bank transactions (docs/sinao-api.md, What each resource is; the URL of a file needs a random number to avoid cached copies). */
export const attachments = defineResource({
	name: 'attachments',
	singular: 'Attachment',
	plural: 'Attachments',
	frenchName: 'Pièces jointes',
	webhookObject: 'attachment',
	path: '/attachments',
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'title' },
		{
			name: 'attachable_type',
			title: 'Attachée à',
			type: 'text',
			simple: 'attachedTo',
			french: { ...objectNames, none: 'Rien' },
		},
		{
			name: 'attachable_id',
			title: "Identifiant de l'objet",
			type: 'integer',
			simple: 'attachedToId',
		},
		{ name: 'created_at', title: 'Date', type: 'date', simple: 'date' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
	document: {
		file: 'pdf',
		content: 'any',
		label: 'Attachment',
		query: () => [['random', Date.now()]],
		isOnlySingle: true,
		fileNamePattern: '{date} {title}',
	},
});
