import { contactColumns, contactExpand, contactImportColumns } from '../shared/values/contact';
import { type Column, defineResource } from '../shared/resource';

const columns: Column[] = [
	{ name: 'civility', title: 'Civilité', type: 'text', simple: 'civility' },
	{ name: 'firstname', title: 'Prénom', type: 'text', simple: 'firstName' },
	{ name: 'lastname', title: 'Nom', type: 'text', simple: 'lastName', usuallyFilled: true },
	...contactColumns,
];

/** Contacts > Particuliers (docs/sinao-api.md, What each resource is). */
export const persons = defineResource({
	name: 'persons',
	singular: 'Individual',
	plural: 'Individuals',
	frenchName: 'Particuliers',
	webhookObject: 'person',
	path: '/persons',
	expand: contactExpand,
	columns,
	importColumns: contactImportColumns(columns),
});
