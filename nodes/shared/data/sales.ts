import type { Column, ColumnFamily, Row } from '../resource';
import { percent } from './amounts';
import { contactName } from './contact';
import { valueAt } from './flatten';

/** What invoices and quotes have in common (sinao-api, What each resource is and Units and types). */
export const customer: Column = { name: 'customer_name', title: 'Client', type: 'text', read: contactName, simple: 'contact' };

/** Amount with tax: before tax plus tax, exactly; text where the sum leaves the safe integers. */
export function amountWithTax(row: Row): unknown {
	const { amount, amount_tax: tax } = row;
	if (!isInteger(amount) || !isInteger(tax)) return valueAt(row, 'totals.total');
	const sum = BigInt(amount) + BigInt(tax);
	return sum >= BigInt(Number.MIN_SAFE_INTEGER) && sum <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(sum) : sum.toString();
}

function isInteger(value: unknown): value is number | string {
	return typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string' && /^-?\d+$/.test(value);
}

/**
 * The number of a sales document whose amount is not the sum of its subtotals, or whose tax is not the sum
 * of its taxes (faults, row 53). Nothing is corrected: it is not ours to say which one is right.
 */
export function contradiction(row: Row): string | undefined {
	const contradicts =
		differs(row.amount, leaves(valueAt(row, 'totals.subtotal'))) || differs(valueAt(row, 'totals.taxes.vat.total'), leaves(valueAt(row, 'totals.taxes.vat')));
	return contradicts ? String(row.number ?? row.id) : undefined;
}

/** Every number of a tree but a `total` of its own. */
function leaves(tree: unknown): unknown[] {
	if (typeof tree !== 'object' || tree === null) return [tree];
	return Object.entries(tree).flatMap(([name, branch]) => (name === 'total' ? [] : leaves(branch)));
}

function differs(total: unknown, parts: unknown[]): boolean {
	return parts.length > 0 && [total, ...parts].every(Number.isSafeInteger) && (parts as number[]).reduce((sum, part) => sum + part, 0) !== total;
}

export const amounts: Column[] = [
	{ name: 'amount', title: 'Montant HT', type: 'cents', simple: 'amountBeforeTax' },
	{ name: 'amount_tax', title: 'TVA', type: 'cents' },
	{ name: 'amount_with_tax', title: 'Montant TTC', type: 'cents', read: amountWithTax, simple: 'amountWithTax' },
];

/** What was to be paid with tax when the document was made; it stays when it is paid. */
export const due: Column = { name: 'totals.due', title: 'Net à payer', type: 'cents' };

/** One column for each VAT rate that occurs; the rate in hundredths of a percent is the key. */
export const vatByRate: ColumnFamily = {
	pattern: /^totals\.taxes\.vat\.(\d+)$/,
	title: (rate) => `TVA ${percent(rate, ',')} %`,
	type: 'cents',
};
