import type { Row } from '../types';
import { dayOf, momentOf, typedDate } from './dates';
import { idOf, randomOf, type World } from './world';

const PLAN: ReadonlyArray<readonly [string, string]> = [
	['606300', 'Petit équipement'],
	['606400', 'Fournitures administratives'],
	['613200', 'Locations immobilières'],
	['615500', 'Entretien et réparations'],
	['616000', 'Assurances'],
	['622600', 'Honoraires'],
	['625100', 'Voyages et déplacements'],
	['626000', 'Frais postaux et télécommunications'],
	['627000', 'Services bancaires'],
	['706000', 'Prestations de services'],
	['707000', 'Ventes de marchandises'],
	['512000', 'Banque'],
];

/** A row of `/accounts/`; the accounting number is text. */
export function account(_world: World, approximateIndex: number): Row {
	const index = Math.floor(approximateIndex);
	const [number, name] = PLAN[index % PLAN.length];
	const repeated = Math.floor(index / PLAN.length);
	return {
		id: idOf('accounts', index),
		accounting_number:
			repeated === 0 ? number : `${number.slice(0, 3)}${String(repeated).padStart(3, '0')}`,
		name: repeated === 0 ? name : `${name} ${repeated}`,
		description: null,
		technical_name: null,
		keywords: name.toLowerCase(),
		journalcode: number.startsWith('6') ? 'AC' : number.startsWith('7') ? 'VE' : 'BQ',
		editable: repeated > 0,
		is_purchase: number.startsWith('6'),
		is_sales: number.startsWith('7'),
		is_cashflow: number.startsWith('5'),
		is_various: false,
		is_associate: false,
		need_charge: false,
		need_employee: false,
		need_invoice: number.startsWith('6'),
	};
}

/** A row of `/accountcategories/`. */
export function accountCategory(_world: World, index: number): Row {
	const names = ['Charges externes', 'Personnel', 'Ventes', 'Trésorerie', 'Impôts et taxes'];
	const name = names[index % names.length];
	return {
		id: idOf('accountcategories', index),
		name,
		description: null,
		type: index % 2 === 0 ? 'purchase' : 'sales',
	};
}

/** A row of `/accounting_entries/`: two rows of each piece, so that debits equal credits, in cents. */
export function accountingEntry(world: World, index: number): Row {
	const piece = Math.floor(index / 2);
	const random = randomOf(world, 'accounting_entries', piece);
	const day = dayOf(index - (index % 2), world.size.accountingEntries);
	const amount = random.integer(1000, 900_000);
	const isDebit = index % 2 === 0;
	return {
		id: idOf('accounting_entries', index),
		journal_code: 'VE',
		journal_name: 'Ventes',
		piece: `FAC-${String(piece + 1).padStart(5, '0')}`,
		accounting_number: isDebit ? '411000' : '706000',
		label: random.pick(world.words.sentences),
		debit: isDebit ? amount : 0,
		credit: isDebit ? 0 : amount,
		entered_at: typedDate(day),
		validated_at: momentOf(day + 1, 600, index),
	};
}
