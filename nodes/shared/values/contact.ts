import type { Column, Relation, Row } from '../resource';
import { type ContactKind, isId, kindOf, membersOf, nameOf, rowsIn, valueAt } from './fields';

/** The establishments of a contact: the headquarters first, then those that have an id, then those of the public register. */
function establishmentsOf({ establishments }: Row): Row[] {
	const rank = ({ is_headquarters: isHeadquarters, id }: Row) => {
		if (['1', 'true'].includes(String(isHeadquarters).toLowerCase())) return 0;
		return isId(id) ? 1 : 2;
	};
	return rowsIn(establishments).sort((one, other) => rank(one) - rank(other));
}

/** All values of a field, such as `emails`, in the establishments of a contact, the first of the headquarters first. */
function valuesOf(row: Row, field: 'emails' | 'phones'): string[] {
	const values = establishmentsOf(row).flatMap(({ [field]: value }) =>
		typeof value === 'string' ? [value] : membersOf(value).map(textOf),
	);
	return [...new Set(values.filter(Boolean))];
}

function joined(values: string[]): string | undefined {
	return values.join(', ') || undefined;
}

function textOf(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value ?? '');
	const { email, phone, number, value: plain } = value as Row;
	return String(email ?? phone ?? number ?? plain ?? '');
}

/** The people at the establishments of a contact: `Zoé Lefèvre (Comptable), zoe@example.com; Jean Été, +33 6 …`. */
function people(row: Row): string | undefined {
	const found = establishmentsOf(row)
		.flatMap(({ contacts }) => rowsIn(contacts))
		.map((person) => {
			const name = nameOf(person) ?? '';
			const job = textOf(person.job);
			const title = job ? `${name} (${job})`.trim() : name;
			return [title, textOf(person.email), textOf(person.phone)].filter(Boolean).join(', ');
		});
	return [...new Set(found.filter(Boolean))].join('; ') || undefined;
}

/** A field of the headquarters; of the first establishment where none is said to be them (docs/sinao-api.md, Relations). */
export function fromHeadquarters(row: Row, name: string): unknown {
	return valueAt(establishmentsOf(row)[0], name);
}

/** A part of the postal address of the headquarters. */
function fromPlace(...names: string[]): (row: Row) => unknown {
	return (row) =>
		names
			.map((name) => fromHeadquarters(row, `place.${name}`))
			.find((value) => value !== undefined && value !== '');
}

/** House number and street of the headquarters, or their address if it is a single field. */
function streetAddress(row: Row): unknown {
	const parts = [fromPlace('street_number')(row), fromPlace('route')(row)].filter(
		(part) => part !== undefined,
	);
	return parts.length ? parts.join(' ') : fromPlace('address', 'street', 'formatted_address')(row);
}

/** Related objects to request with persons and organizations (docs/sinao-api.md, Relations). */
export const contactExpand = ['establishments', 'establishments.contacts'];

/** Contact columns of individuals and organizations. The address is that of the headquarters. */
export const contactColumns: Column[] = [
	{
		name: 'emails',
		title: 'E-mails',
		type: 'text',
		read: (row) => joined(valuesOf(row, 'emails')),
		simple: 'emails',
		usuallyFilled: true,
		twins: [/^establishments\.\d+\.emails(?:\.\d+(?:\.email)?)?$/],
	},
	{
		name: 'phones',
		title: 'Téléphones',
		type: 'text',
		read: (row) => joined(valuesOf(row, 'phones')),
		simple: 'phones',
		twins: [/^establishments\.\d+\.phones(?:\.\d+(?:\.phone)?)?$/],
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
		usuallyFilled: true,
	},
	{ name: 'country', title: 'Pays', type: 'text', read: fromPlace('country', 'countryiso2') },
	{ name: 'people', title: 'Interlocuteurs', type: 'text', read: people, simple: 'people' },
	{ name: 'id', title: 'Identifiant Sinao', type: 'integer', simple: 'id' },
];

/** Columns for the import of another program: the first email and phone are separate from the others. */
export function contactImportColumns(columns: Column[]): Column[] {
	return columns.flatMap((column) => {
		if (column.name !== 'emails' && column.name !== 'phones') return [column];
		const { name, title } = column;
		const singular = title.replace(/s$/, '');
		return [
			{
				name: name.replace(/s$/, ''),
				title: singular,
				type: 'text' as const,
				read: (row: Row) => valuesOf(row, name)[0],
			},
			{
				name: `other_${name}`,
				title: `Autres ${title.toLowerCase()}`,
				type: 'text' as const,
				read: (row: Row) => joined(valuesOf(row, name).slice(1)),
			},
		];
	});
}

/** A related contact, which may come as the id of a person or of an organization (docs/sinao-api.md, Relations). */
export function contactRelation(name: string): Relation {
	const mayBe = (kind: ContactKind) => (row: Row) =>
		row[name] === null || row[name] === undefined || kindOf(row[name] as Row) === kind;
	return {
		name,
		ids: [
			{
				field: 'contact_organization_id',
				path: '/organizations',
				when: mayBe('organization'),
			},
			{ field: 'contact_person_id', path: '/persons', when: mayBe('person') },
		],
	};
}
