import type { Column, ColumnFamily, Row, Status } from '../resource';
import { contactName, membersOf, partyOf, valueAt } from './fields';
import { percent } from './units';

/** The customer column of invoices and quotes (docs/sinao-api.md, What each resource is and Units and types). */
export const customer: Column = {
	name: 'customer_name',
	title: 'Client',
	type: 'text',
	read: contactName,
	simple: 'contact',
	usuallyFilled: true,
	twins: ['contact_infos.name'],
};

/** Exact amount with tax; text if the sum exceeds JavaScript's safe integers. */
function amountWithTax(row: Row): unknown {
	const { amount, amount_tax: tax } = row;
	if (!isInteger(amount) || !isInteger(tax)) return valueAt(row, 'totals.total');
	const sum = BigInt(amount) + BigInt(tax);
	return sum >= BigInt(Number.MIN_SAFE_INTEGER) && sum <= BigInt(Number.MAX_SAFE_INTEGER)
		? Number(sum)
		: sum.toString();
}

function isInteger(value: unknown): value is number | string {
	return typeof value === 'number'
		? Number.isSafeInteger(value)
		: typeof value === 'string' && /^-?\d+$/.test(value);
}

/**
 * The number of a document whose amount is not the sum of its subtotals, or whose tax is not the sum of its
 * taxes (docs/reliability.md, fault 53). The amounts are not corrected.
 */
export function totalMismatch(row: Row): string | undefined {
	const contradicts =
		differs(row.amount, sumOf(valueAt(row, 'totals.subtotal'))) ||
		differs(valueAt(row, 'totals.taxes.vat.total'), sumOf(valueAt(row, 'totals.taxes.vat')));
	return contradicts ? String(row.number ?? row.id) : undefined;
}

/** The sum of all numbers in a tree except `total`: undefined if it has none, NaN if a value is not a number. */
function sumOf(tree: unknown): number | undefined {
	if (typeof tree !== 'object' || tree === null)
		return Number.isSafeInteger(tree) ? (tree as number) : NaN;
	let sum: number | undefined;
	for (const name in tree) {
		const part = name === 'total' ? undefined : sumOf(tree[name as keyof typeof tree]);
		if (part !== undefined) sum = (sum ?? 0) + part;
	}
	return sum;
}

function differs(total: unknown, sum: number | undefined): boolean {
	return Number.isSafeInteger(total) && Number.isSafeInteger(sum) && sum !== total;
}

export const amounts: Column[] = [
	{
		name: 'amount',
		title: 'Montant HT',
		type: 'cents',
		simple: 'amountBeforeTax',
		usuallyFilled: true,
	},
	{
		name: 'amount_tax',
		title: 'TVA',
		type: 'cents',
		twins: ['totals.taxes.total', 'totals.taxes.vat.total'],
	},
	{
		name: 'amount_with_tax',
		title: 'Montant TTC',
		type: 'cents',
		read: amountWithTax,
		simple: 'amountWithTax',
		twins: ['totals.total'],
	},
];

/** Amount due with tax when the document was created; unchanged by payments. */
export const due: Column = { name: 'totals.due', title: 'Net à payer', type: 'cents' };

/**
 * What is still to be paid, in cents: 0 once a document is paid, null on drafts and on invoices with a credit note, whose
 * amount the row does not contain. Payments of a part are deducted only where Sinao returns the balance of the document,
 * as it does for purchases (OpenAPI document, Balance).
 */
function remainingOf(row: Row): unknown {
	if (row.status === 'paid' || row.paid_at) return 0;
	if (row.status === 'draft' || row.credit_note_id) return null;
	return valueAt(row, 'balance.remaining') ?? valueAt(row, 'totals.due') ?? amountWithTax(row);
}

export const remaining: Column = {
	name: 'remaining',
	title: 'Reste à payer',
	type: 'cents',
	read: remainingOf,
	simple: 'remaining',
};

/** The currency of a sales document, such as EUR. */
export const currency: Column = {
	name: 'currency',
	title: 'Devise',
	type: 'text',
	simple: 'currency',
};

/** The customer or supplier: an organization and a person can have the same ID, so the ID comes with what it is of. */
export const contactReference: Column[] = [
	{
		name: 'contact_id',
		title: 'Identifiant du contact',
		type: 'integer',
		read: (row) => {
			const id = partyOf(row)?.id;
			return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : id;
		},
		simple: 'contactId',
	},
	{
		name: 'contact_type',
		title: 'Type de contact',
		type: 'text',
		read: (row) => partyOf(row)?.kind,
		simple: 'contactType',
	},
];

/** One column per VAT rate in the data; the key is the rate in hundredths of a percent. */
export const vatByRate: ColumnFamily = {
	pattern: /^totals\.taxes\.vat\.(\d+)$/,
	title: (rate) => `TVA ${percent(rate, ',')} %`,
	type: 'cents',
};

/** The French terms of statuses, for a column. */
export function frenchStatuses(statuses: Status[]): Column['french'] {
	return Object.fromEntries(statuses.map(({ value, description = value }) => [value, description]));
}

/** Methods of payment (API 2026, bank transactions; `card` and `direct_debit` are not documented). */
export const paymentMethods: Column['french'] = {
	automatic_debit: 'Prélèvement',
	card: 'Carte bancaire',
	cash: 'Espèces',
	check: 'Chèque',
	creditcard: 'Carte bancaire',
	creditnote: 'Avoir',
	direct_debit: 'Prélèvement',
	transfer: 'Virement',
};

/** Where a payment is from (OpenAPI document, Payment). */
export const paymentSources: Column['french'] = {
	bank: 'Banque',
	cashdesk: 'Caisse',
	creditnote: 'Avoir',
};

/** The day on which a payment is expected, which can be later than the due date (API 2026). */
export const expectedPayment: Column = {
	name: 'expected_payment_deadline_at',
	title: 'Paiement prévu le',
	type: 'date',
	mayBeAbsent: true,
};

/**
 * One column per part of `breakdown` (API 2026). Its parts are not documented: amounts are assumed to be cents like all amounts of
 * a document, and what the name says to be something else has no main column.
 */
export const breakdown: ColumnFamily = {
	pattern:
		/^breakdown\.(?!(?:.*[._])?(?:id|code|number|percent|rate|quantity|count|year|type)$)(.+)$/,
	title: (part) => `Ventilation ${part}`,
	type: 'cents',
};

/** A credit note (avoir) cancels an invoice; a deposit invoice (acompte) precedes one. */
export function kindOfInvoice(row: Row): string {
	if (pointsTo(row, 'avoid_of') || Number(row.amount) < 0) return 'avoir';
	return row.is_downpayment || pointsTo(row, 'downpayment_of') ? 'acompte' : 'facture';
}

const englishKinds: Record<string, string> = {
	acompte: 'depositInvoice',
	avoir: 'creditNote',
	facture: 'invoice',
};

/** The kind of an invoice for programs: `invoice`, `creditNote` or `depositInvoice`. */
export const invoiceType: Column = {
	name: 'type',
	title: 'Type',
	type: 'text',
	read: (row) => englishKinds[kindOfInvoice(row)],
	simple: 'type',
};

/** Whether a row refers to another document, as an object or by id. PHP writes none as null or as an empty list. */
function pointsTo(row: Row, relation: string): boolean {
	const target = valueAt(row, relation) ?? valueAt(row, `${relation}_id`);
	return typeof target === 'object' ? membersOf(target).length > 0 : Boolean(target);
}
