import type { Row } from '../types';
import { account } from './accounting';
import { organizationName, person } from './contacts';
import { dayOf, momentOf, typedDate } from './dates';
import { nastyText } from './nasty';
import { idOf, randomOf, type World } from './world';

/** A row of `/cashflowsources/`: one account at a bank; nasty names hold a slash and differ by case only. */
export function cashflowSource(world: World, index: number): Row {
	const random = randomOf(world, 'cashflowsources', index);
	const names = ['Compte courant', 'Livret A', 'Caisse', 'Carte affaires'];
	const nasty = [
		'Compte courant / Société Générale',
		'compte courant / société générale',
		'Épargne: 2 %',
	];
	return {
		id: idOf('cashflowsources', index),
		name:
			(world.nasty ? nasty[index] : undefined) ??
			`${names[index % names.length]}${index >= names.length ? ` ${index}` : ''}`,
		identifiant: world.words.ibans[index % world.words.ibans.length],
		type: 'bank',
		account_type: random.pick(['checking', 'savings']),
		balance_amount: random.integer(-50_000, 5_000_000),
		status: 'active',
		disabled: 0,
		parent_cashflow_source: null,
		created_at: momentOf(0, 600),
		updated_at: momentOf(900, 600),
	};
}

/** Whom a movement is with: a company, or now and then a person where both share their ids. */
function contactOf(world: World, index: number, contact: number) {
	const { persons } = world.size;
	if (world.sharesContactIds && persons > 0 && index % 3 === 1) {
		const { id, firstname, lastname } = person(world, contact % persons);
		return { id, type: 'person', name: `${String(firstname)} ${String(lastname)}` };
	}
	return {
		id: idOf('organizations', contact),
		type: 'organization',
		name: organizationName(world, contact),
	};
}

/** A row of `/transactions/` with its account at the bank nested (sinao-api.md, What each resource is). */
export function transaction(world: World, index: number): Row {
	const random = randomOf(world, 'transactions', index);
	const day = dayOf(index, world.size.transactions);
	const sources = world.size.bankAccounts;
	const amount = random.integer(100, 900_000) * (random.chance(0.55) ? -1 : 1);
	const organizations = world.size.organizations;
	const contact =
		organizations > 0 && random.chance(0.6) ? random.integer(0, organizations - 1) : -1;
	return {
		id: idOf('transactions', index),
		amount:
			world.nasty && index === 7 ? 9_007_199_254_740_993n : world.nasty && index === 8 ? 0 : amount,
		label:
			(world.nasty ? nastyText(index, 0) : undefined) ??
			`${amount < 0 ? 'PRLV' : 'VIR'} ${random.pick(world.words.companies)}`.toUpperCase(),
		details:
			(world.nasty ? nastyText(index, 1) : undefined) ??
			(random.chance(0.3) ? random.pick(world.words.sentences) : null),
		method: random.pick(['transfer', 'card', 'check', 'direct_debit', null]),
		received_at: typedDate(day),
		lettered_at: random.chance(0.7) ? momentOf(day + 3, 640, index) : null,
		cashflow_source: sources > 0 ? cashflowSource(world, index % sources) : null,
		contact: contact < 0 ? null : contactOf(world, index, contact),
		contact_name: null,
		account: world.size.accounts > 0 ? account(world, index % world.size.accounts) : null,
		author: null,
		metadata: null,
		created_at: momentOf(day, 360, index),
		updated_at: momentOf(day + 3, 640, index),
		deleted_at: null,
	};
}

/** A row of `/bankdetails`. */
export function bankDetail(world: World, index: number): Row {
	return {
		id: idOf('bankdetails', index),
		name: `RIB ${index + 1}`,
		iban: world.words.ibans[(index + 7) % world.words.ibans.length],
		bic: 'SOGEFRPP',
	};
}

/** A row of `/payments`: `amount` in cents, of a sales invoice or a purchase. */
export function payment(world: World, index: number): Row {
	const random = randomOf(world, 'payments', index);
	const isSale = world.size.invoices > 0 && random.chance(0.7);
	const count = isSale ? world.size.invoices : world.size.purchases;
	const list = isSale ? 'invoices' : 'purchases';
	return {
		id: idOf('payments', index),
		amount: world.nasty && index === 7 ? 9_007_199_254_740_993n : random.integer(1000, 500_000),
		date: typedDate(dayOf(index, world.size.payments)),
		source: random.pick(['bank', 'bank', 'cashdesk', 'creditnote']),
		document_type: isSale ? 'sales' : 'purchase',
		document: count > 0 ? { id: idOf(list, random.integer(0, count - 1)) } : null,
		transaction:
			world.size.transactions > 0
				? { id: idOf('transactions', index % world.size.transactions) }
				: null,
	};
}

/** A row of `/sepamandates/`. */
export function sepaMandate(world: World, index: number): Row {
	const organizations = world.size.organizations;
	const customer = organizations > 0 ? index % organizations : -1;
	return {
		id: idOf('sepamandates', index),
		mandate_id: `RUM-${String(index + 1).padStart(6, '0')}`,
		customer_name: customer < 0 ? null : organizationName(world, customer),
		customer: customer < 0 ? null : { id: idOf('organizations', customer), type: 'organization' },
		iban: world.words.ibans[index % world.words.ibans.length],
		bic: 'BNPAFRPP',
		is_first: index % 2,
		signed_at: typedDate(index * 11),
		last_debit_at: null,
		last_debit_amount: null,
		last_debit_id: null,
		old_mandate_id: null,
		electronic_signature: null,
		created_at: momentOf(index * 11, 600),
		updated_at: momentOf(index * 11, 620),
	};
}
