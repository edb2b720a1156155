import { contactColumns } from '../shared/values/contact';
import { defineResource } from '../shared/resource';

/** Contacts > Particuliers (docs/sinao-api.md, What each resource is). */
export const persons = defineResource({
	name: 'persons',
	singular: 'Individual',
	plural: 'Individuals',
	frenchName: 'Particuliers',
	webhookObject: 'person',
	path: '/persons',
	columns: [
		{ name: 'civility', title: 'Civilité', type: 'text', simple: 'civility' },
		{ name: 'firstname', title: 'Prénom', type: 'text', simple: 'firstName' },
		{ name: 'lastname', title: 'Nom', type: 'text', simple: 'lastName' },
		...contactColumns,
	],
});
