import type { Row } from '../types';

interface Establishment {
	id?: number;
	name: string | null;
	nic: string | null;
	emails: string[];
	phones: string[];
	place: object | null;
}

const PEOPLE = [
	['Zoé Lefèvre', 'Comptable'],
	['Jean-Noël d’Été', 'Gérant'],
	['=Marc', null],
] as const;

/** The people at an establishment: none, one or two. */
function peopleOf(id: number): object[] {
	return Array.from({ length: id % 3 }, (_, at) => {
		const [name, job] = PEOPLE[(id + at) % PEOPLE.length];
		return {
			id: id * 10 + at,
			name,
			job,
			email: at === 0 ? `contact.${id}@etablissement.example` : null,
			phone: at === 0 ? null : `+33 6 00 00 00 ${String(id % 100).padStart(2, '0')}`,
		};
	});
}

/** An establishment as the public register has it: no id, and nothing that only the company knows. */
function fromRegister(row: Row): Establishment {
	return {
		name: 'Établissement du registre',
		nic: String(row.id % 100_000).padStart(5, '0'),
		emails: [],
		phones: [],
		place: {
			route: 'Rue du Registre',
			street_number: '1',
			postal_code: '69001',
			locality: 'Lyon',
			country: 'France',
			countryiso2: 'FR',
			formatted_address: '1 Rue du Registre, 69001 Lyon, France',
		},
	};
}

/**
 * The establishments of a contact with everything that Sinao's page shows. The first one of the plain form is the
 * headquarters; here it comes last where a company has several, and every second company begins with one of the
 * public register.
 */
export function establishmentsOf(row: Row): object[] {
	const [first, ...others] = row.establishments as Establishment[];
	const isCompany = 'national_id' in row;
	const register = isCompany && row.id % 2 === 0 ? [fromRegister(row)] : [];
	return [...register, ...others, first].map((establishment) => ({
		...establishment,
		is_headquarters: establishment === first,
		is_favorite: establishment === (others[0] ?? first),
		websites: establishment === first && isCompany ? ['https://entreprise.example'] : [],
		details: null,
		contacts: isCompany && establishment.id !== undefined ? peopleOf(establishment.id) : [],
	}));
}
