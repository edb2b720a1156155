import type { Row } from '../types';
import { customerAt } from './contacts';
import { dayOf, momentOf, typedDate } from './dates';
import { balanceOf, contentOf, priceLines, totalsOf } from './lines';
import { nastyText } from './nasty';
import { idOf, randomOf, type World } from './world';

type SalesList = 'invoices' | 'quotes';

/** The dressing that `expand[]` adds to a sales document; the server strips what was not asked for. */
export const SALES_RELATED = [
	'contact_infos',
	'content',
	'customer',
	'author',
	'balance',
	'bank_detail',
	'third_account',
	'avoid_of',
	'downpayments',
	'invoice_of',
] as const;

/** The fields that invoices and quotes share (the real row in sinao-api.md, Units and types). */
export function salesFields(world: World, list: SalesList, index: number, source = index) {
	const random = randomOf(world, list, source);
	const contact = customerAt(world, random);
	const lines = priceLines(random, source === index ? 1 : -1);
	const day = dayOf(index, world.size[list]);
	const nasty = world.nasty ? { title: nastyText(index, 2), details: nastyText(index, 1) } : {};
	const written = typedDate(day);
	return {
		contact,
		lines,
		day,
		fields: {
			written_at: written,
			title: nasty.title ?? (random.chance(0.9) ? random.pick(world.words.sentences) : null),
			details:
				nasty.details ??
				(random.chance(0.2)
					? `${random.pick(world.words.sentences)}\r${random.pick(world.words.sentences)}`
					: null),
			reference: random.chance(0.3) ? `BC-${random.integer(1000, 9999)}` : null,
			currency: 'EUR',
			bank_details_id: world.size.bankDetails > 0 ? idOf('bankdetails', 0) : null,
			customer_email: contact ? `client${contact.row.id}@exemple.example` : null,
			...totalsOf(lines),
			discount: null,
			author_user_id: 7,
			tags: random.chance(0.2) ? [random.pick(['chantier', 'urgent', 'été'])] : [],
			legal_notice:
				'Pas d’escompte pour règlement anticipé. Indemnité forfaitaire de 40 € en cas de retard.',
			note: null,
			imported_at: null as string | null,
			email_sent_at: random.chance(0.6) ? momentOf(day, random.integer(480, 1200), index) : null,
			columns: {
				designation: 'Désignation',
				quantity: 'Qté',
				amount: 'PU HT',
				vat_percent: 'TVA',
				subtotal: 'Total HT',
			},
			metadata: null,
			...(index >= world.size[list] * 0.9 && world.nasty
				? { e_invoicing_state: { code: 200, label: 'Déposée' } }
				: {}),
		},
	};
}

/** The objects of `SALES_RELATED` that every sales document has. */
export function salesRelated(
	world: World,
	list: SalesList,
	index: number,
	row: Row,
	source = index,
): Partial<Row> {
	const { contact, lines } = salesFields(world, list, index, source);
	const establishment = (
		contact?.row.establishments as Array<{ place: Record<string, string | null> }> | undefined
	)?.[0];
	const place = establishment?.place;
	const name =
		contact?.type === 'person'
			? `${String(contact.row.firstname)} ${String(contact.row.lastname)}`
			: contact?.row.name;
	return {
		contact_infos: contact && {
			id: contact.row.id,
			type: contact.type,
			name,
			address: `${place?.street_number} ${place?.route}`,
			address2: place?.route2,
			location: `${place?.postal_code} ${place?.locality} FRANCE`,
			details: null,
		},
		customer: contact?.row ?? null,
		content: contentOf(world, row.id, lines, index % 5 === 2),
		author: { id: 7, firstname: 'Camille', lastname: 'Durand' },
		balance: balanceOf(row, (row.totals as { due: number }).due),
		bank_detail: row.bank_details_id ? { id: row.bank_details_id } : null,
		third_account: null,
	};
}
