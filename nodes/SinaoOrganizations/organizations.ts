import {
	contactColumns,
	contactExpand,
	contactImportColumns,
	fromHeadquarters,
} from '../shared/values/contact';
import { type Column, defineResource, type Row } from '../shared/resource';

/** SIRET of the headquarters: SIREN and NIC, fourteen digits (docs/sinao-api.md, What each resource is). */
function siret(row: Row): string | undefined {
	const nic = fromHeadquarters(row, 'nic');
	return row.national_id && nic ? `${row.national_id}${String(nic).padStart(5, '0')}` : undefined;
}

const columns: Column[] = [
	{ name: 'name', title: 'Raison sociale', type: 'text', simple: 'name', usuallyFilled: true },
	{ name: 'billing_name', title: 'Nom de facturation', type: 'text', simple: 'billingName' },
	{ name: 'national_id', title: 'SIREN', type: 'text', simple: 'siren' },
	{ name: 'siret', title: 'SIRET', type: 'text', read: siret, simple: 'siret' },
	{ name: 'vat_id', title: 'N° de TVA', type: 'text', simple: 'vatNumber' },
	...contactColumns,
];

/** Contacts > Entreprises (docs/sinao-api.md, What each resource is). */
export const organizations = defineResource({
	name: 'organizations',
	singular: 'Organization',
	plural: 'Organizations',
	frenchName: 'Entreprises',
	webhookObject: 'organization',
	path: '/organizations',
	expand: contactExpand,
	columns,
	importColumns: contactImportColumns(columns),
});
