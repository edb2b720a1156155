import type { Row } from '../types';
import { momentOf } from './dates';
import { nastyText } from './nasty';
import type { Random } from './random';
import type { Place } from './words';
import { idIn, idOf, randomOf, type World } from './world';

function phone(random: Random): string {
	return `+33 ${random.integer(1, 7)} ${Array.from({ length: 4 }, () => String(random.integer(0, 99)).padStart(2, '0')).join(' ')}`;
}

function mailName(text: string): string {
	return text
		.normalize('NFD')
		.replace(/[^a-zA-Z]+/g, '')
		.toLowerCase();
}

/** The address of a contact as the API nests it below an establishment (sinao-api.md, What each resource is). */
function placeOf(id: number, place: Place) {
	return {
		id,
		street_number: place.street_number,
		route: place.route,
		route2: id % 5 === 0 ? 'Bâtiment B' : null,
		postal_code: place.postal_code,
		locality: place.locality,
		sublocality: null,
		administrative_area_level1: place.region,
		administrative_area_level2: null,
		administrative_area_level3: null,
		country: 'France',
		countryiso2: 'FR',
		latitude: null,
		longitude: null,
		formatted_address: `${place.street_number} ${place.route}, ${place.postal_code} ${place.locality}, France`,
	};
}

export function organizationName(world: World, index: number): string {
	const nasty = world.nasty ? nastyText(index, 0) : undefined;
	return nasty ?? randomOf(world, 'organizations', index).pick(world.words.companies);
}

/** A row of `/organizations`: SIREN in `national_id`, one establishment for each NIC (sinao-api.md). */
export function organization(world: World, index: number): Row {
	const random = randomOf(world, 'organizations', index);
	const name = random.pick(world.words.companies);
	const id = idOf('organizations', index);
	const siren = random.pick(world.words.sirens);
	const vatKey = String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, '0');
	const establishments = Array.from({ length: index % 4 === 1 ? 3 : 1 }, (_, at) => ({
		id: id * 10 + at,
		name: at === 0 ? 'Siège' : `Agence ${at}`,
		nic: String(at * 11 + 18).padStart(5, '0'),
		emails:
			at === 0 ? [`contact@${mailName(name)}.example`, `compta@${mailName(name)}.example`] : [],
		phones: [phone(random)],
		place: placeOf(id * 10 + at, random.pick(world.words.places)),
	}));
	return {
		id,
		name: organizationName(world, index),
		billing_name: name,
		national_id: siren,
		vat_id: `FR${vatKey}${siren}`,
		tax_id: null,
		legal_form: random.pick(['SARL', 'SAS', 'SA', 'EURL', 'SCI']),
		code_naf: `${random.integer(1000, 9999)}Z`,
		capital: random.integer(1, 500) * 100_000,
		country_iso2: 'FR',
		rcs: `RCS ${random.pick(world.words.places).locality}`,
		greffe: random.pick(world.words.places).locality,
		founding_date: `${random.integer(1960, 2021)}-0${random.integer(1, 9)}-15`,
		dissolution_date: null,
		closeaccounting_period: '12-31',
		number_of_employees: random.pick(['1-9', '10-19', '20-49', null]),
		vat_system: random.pick(['real', 'simplified', 'franchise']),
		slogan: null,
		logo: null,
		establishments,
		metadata: null,
		created_at: momentOf(index % 300, 540, index),
		updated_at: momentOf((index % 300) + 90, 600, index),
	};
}

/** A row of `/persons` (sinao-api.md, What each resource is). */
export function person(world: World, index: number): Row {
	const random = randomOf(world, 'persons', index);
	const firstname = random.pick(world.words.firstNames);
	const lastname =
		(world.nasty ? nastyText(index, 1) : undefined) ?? random.pick(world.words.lastNames);
	const id = idIn(world, 'persons', index);
	return {
		id,
		civility: random.pick(['M.', 'Mme', null]),
		firstname,
		lastname,
		image: null,
		establishments: [
			{
				id: id * 10,
				name: 'Domicile',
				nic: null,
				emails: [`${mailName(firstname)}.${id}@exemple.example`],
				phones: random.chance(0.7) ? [phone(random)] : [],
				place: placeOf(id * 10, random.pick(world.words.places)),
			},
		],
		metadata: null,
		created_at: momentOf(index % 300, 545, index),
		updated_at: momentOf((index % 300) + 60, 605, index),
	};
}

/** The customer of the sales document at `index`: null for a few, else `{type, row}`. */
export function customerAt(
	world: World,
	random: Random,
): { type: 'organization' | 'person'; row: Row } | null {
	const { organizations, persons } = world.size;
	const choice = random.next();
	if (organizations > 0 && choice < 0.7)
		return { type: 'organization', row: organization(world, random.integer(0, organizations - 1)) };
	if (persons > 0 && choice < 0.97)
		return { type: 'person', row: person(world, random.integer(0, persons - 1)) };
	return null;
}

/** A row of `/relationships`: one for each contact, organizations first. */
export function relationship(world: World, index: number): Row {
	const random = randomOf(world, 'relationships', index);
	const isOrganization = index < world.size.organizations;
	const contact = isOrganization
		? idOf('organizations', index)
		: idIn(world, 'persons', index - world.size.organizations);
	return {
		id: idOf('relationships', index),
		contact_type: isOrganization ? 'organization' : 'person',
		contact_id: contact,
		is_customer: random.chance(0.8),
		is_supplier: random.chance(0.3),
		is_prospect: random.chance(0.2),
		is_notifying: true,
		importance_level: random.pick([1, 2, 3, null]),
		rating: null,
		note: world.nasty ? (nastyText(index, 2) ?? null) : null,
		accounting_infos: {
			customer_id: `411${String(contact).padStart(6, '0')}`,
			supplier_id: `401${String(contact).padStart(6, '0')}`,
			reference: null,
			balance_initial_amount: 0,
		},
		metadata: null,
	};
}
