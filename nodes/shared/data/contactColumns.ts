import type { Column } from '../resource';
import { fromEstablishments, fromPlace, streetAddress } from './contact';

/** What persons and organizations have in common: how to reach them. Further establishments keep their own fields. */
export const contactColumns: Column[] = [
	{
		name: 'emails',
		title: 'E-mails',
		type: 'text',
		read: (row) => fromEstablishments(row, 'emails'),
		simple: 'emails',
	},
	{
		name: 'phones',
		title: 'Téléphones',
		type: 'text',
		read: (row) => fromEstablishments(row, 'phones'),
		simple: 'phones',
	},
	{ name: 'address', title: 'Adresse', type: 'text', read: streetAddress },
	{
		name: 'address_complement',
		title: "Complément d'adresse",
		type: 'text',
		read: fromPlace('route2', 'complement', 'address_complement'),
	},
	{
		name: 'postal_code',
		title: 'Code postal',
		type: 'text',
		read: fromPlace('postal_code', 'zipcode'),
	},
	{
		name: 'city',
		title: 'Ville',
		type: 'text',
		read: fromPlace('locality', 'city'),
		simple: 'city',
	},
	{ name: 'country', title: 'Pays', type: 'text', read: fromPlace('country', 'countryiso2') },
	{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
];
