import { defineResource } from '../../shared/resource';

/** Models of quotes and invoices (API 2026, SalesDocumentModel); `json` contains the lines. */
export const salesDocumentModels = defineResource({
	name: 'salesDocumentModels',
	singular: 'Document Model',
	plural: 'Document Models',
	frenchName: 'Modèles de documents',
	path: '/salesdocumentmodels',
	columns: [
		{ name: 'name', title: 'Nom', type: 'text', simple: 'name' },
		{ name: 'title', title: 'Objet', type: 'text', simple: 'title' },
		{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
	],
});
