import type { Row } from '../types';
import { momentOf, typedDate } from './dates';
import { nastyNumber, nastyNumbersBefore } from './nasty';
import { salesFields, salesRelated } from './sales';
import { idOf, randomOf, type World } from './world';

type Kind = 'draft' | 'creditNote' | 'deposit' | 'invoice';

/** Kinds lie at odd positions and nasty numbers at even ones, so that neither hides the other. */
function kindOf(index: number): Kind {
	if (index % 24 === 21) return 'draft';
	if (index % 16 === 9) return 'creditNote';
	return index % 18 === 5 ? 'deposit' : 'invoice';
}

/** A credit note takes back the invoice three places before it. */
const CREDITED = 3;

/** `FAC-00001`, …: without a hole, in the order of dates; null on drafts. */
function invoiceNumber(world: World, index: number): string | null {
	if (kindOf(index) === 'draft') return null;
	const nasty = world.nasty ? nastyNumber(index) : undefined;
	const drafts = Math.floor((index + 2) / 24);
	const others = world.nasty ? nastyNumbersBefore(index) : 0;
	return nasty ?? `FAC-${String(index + 1 - drafts - others).padStart(5, '0')}`;
}

function summary(world: World, index: number) {
	return { id: idOf('invoices', index), number: invoiceNumber(world, index) };
}

function sourceOf(index: number): number {
	return kindOf(index) === 'creditNote' ? index - CREDITED : index;
}

/** A row of `/invoices` without its related objects; credit notes are negative (sinao-api.md, Units and types). */
export function invoice(world: World, index: number): Row {
	const kind = kindOf(index);
	const { fields, day } = salesFields(world, 'invoices', index, sourceOf(index));
	const random = randomOf(world, 'invoices', index + 1_000_000_000);
	const credited =
		kindOf(index + CREDITED) === 'creditNote' && index + CREDITED < world.size.invoices;
	const isPaid = kind !== 'draft' && (random.chance(0.6) || kind === 'creditNote');
	const nasty = world.nasty && kind !== 'draft';
	const isOdd = nasty && index === 13;
	return {
		id: idOf('invoices', index),
		number: invoiceNumber(world, index),
		status: kind === 'draft' ? 'draft' : isOdd ? 'litige' : isPaid ? 'paid' : 'final',
		...fields,
		...(kind === 'creditNote'
			? { title: `Avoir sur ${invoiceNumber(world, index - CREDITED)}` }
			: {}),
		...(kind === 'deposit' ? { title: 'Acompte de 30 % à la commande', is_downpayment: true } : {}),
		...(nasty && index === 11 ? { amount: '90071992547409931' } : {}),
		...(nasty && index === 15
			? {
					amount: 0,
					amount_tax: 0,
					totals: { due: 0, taxes: { vat: { total: 0 }, total: 0 }, subtotal: {} },
				}
			: {}),
		delivered_at: random.chance(0.4) ? typedDate(day + 2) : null,
		related_quote_id:
			kind === 'deposit' && world.size.quotes > 0
				? idOf('quotes', index % world.size.quotes)
				: null,
		credit_note_id: credited ? idOf('invoices', index + CREDITED) : null,
		stocks_are_pending_back: false,
		payment_period: 30,
		payment_methods: 'transfer,check',
		payment_deadline_at: typedDate(day + 30),
		imported_at: nasty && nastyNumber(index) !== undefined ? momentOf(day, 615) : null,
		related_recurring_invoice_id: null,
		sepa_direct_debit_exported_at: null,
		validated_at: kind === 'draft' ? null : momentOf(day, random.integer(480, 1439), 123_456),
		paid_at: isPaid ? typedDate(day + random.integer(1, 60)) : null,
	};
}

/** The related objects of the same row. A deposit stands in `downpayments` of the invoice that follows it. */
export function invoiceRelated(world: World, index: number, row: Row): Partial<Row> {
	const quote = row.related_quote_id;
	return {
		...salesRelated(world, 'invoices', index, row, sourceOf(index)),
		avoid_of: kindOf(index) === 'creditNote' ? summary(world, index - CREDITED) : null,
		downpayments: index > 0 && kindOf(index - 1) === 'deposit' ? [summary(world, index - 1)] : [],
		invoice_of: quote ? { id: quote } : null,
	};
}
