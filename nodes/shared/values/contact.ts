import type { Column, Row } from '../resource';
import { membersOf, rowsIn, valueAt } from './fields';

/** All values of a field, such as `emails`, in the establishments of a contact, joined by commas. */
function fromEstablishments(row: Row, field: 'emails' | 'phones'): string | undefined {
	const values = rowsIn(row.establishments).flatMap(({ [field]: value }) =>
		typeof value === 'string' ? [value] : membersOf(value).map(textOf),
	);
	return [...new Set(values.filter(Boolean))].join(', ') || undefined;
}

function textOf(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value ?? '');
	const { email, phone, number, value: plain } = value as Row;
	return String(email ?? phone ?? number ?? plain ?? '');
}

/** A field of the first establishment. */
export function fromFirstEstablishment({ establishments }: Row, name: string): unknown {
	return valueAt(rowsIn(establishments)[0], name);
}

/** A part of the postal address of the first establishment. */
function fromPlace(...names: string[]): (row: Row) => unknown {
	return (row) =>
		names
			.map((name) => fromFirstEstablishment(row, `place.${name}`))
			.find((value) => value !== undefined && value !== '');
}

/** House number and street of the first establishment, or its address if it is a single field. */
function streetAddress(row: Row): unknown {
	const parts = [fromPlace('street_number')(row), fromPlace('route')(row)].filter(
		(part) => part !== undefined,
	);
	return parts.length ? parts.join(' ') : fromPlace('address', 'street', 'formatted_address')(row);
}

/** Contact columns of individuals and organizations, from the first establishment. */
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
