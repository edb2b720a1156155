import type { NumberedInvoice } from './digits';

/** A number whose date is not between those of its neighbors. */
export interface OutOfOrder {
	invoice: NumberedInvoice;
	/** The nearest numbers with dates in order; null at the ends of the series. */
	before: NumberedInvoice | null;
	after: NumberedInvoice | null;
}

/**
 * The fewest numbers whose dates would have to change for all dates to be in order, so one wrong date
 * does not make every following number a finding.
 *
 * @param invoices of one series, sorted by number
 */
export function outOfOrder(invoices: NumberedInvoice[]): OutOfOrder[] {
	const kept = longestInOrder(invoices.filter(({ date }) => date !== null));
	const inOrder = new Set(kept);
	const found: OutOfOrder[] = [];
	let next = 0;
	for (const invoice of invoices) {
		if (inOrder.has(invoice)) next += 1;
		else if (invoice.date !== null)
			found.push({ invoice, before: kept[next - 1] ?? null, after: kept[next] ?? null });
	}
	return found;
}

/** The longest subsequence with non-decreasing dates. Keeps the earliest last date for each length. */
function longestInOrder(invoices: NumberedInvoice[]): NumberedInvoice[] {
	const ends: number[] = [];
	const previous: number[] = [];
	invoices.forEach(({ date }, index) => {
		const length = firstLater(ends, (end) => String(invoices[end].date) > String(date));
		previous[index] = ends[length - 1] ?? -1;
		ends[length] = index;
	});
	const longest: NumberedInvoice[] = [];
	for (let at = ends[ends.length - 1] ?? -1; at >= 0; at = previous[at]) longest.push(invoices[at]);
	return longest.reverse();
}

/** Index of the first later value in a sorted list. */
function firstLater(ends: number[], isLater: (end: number) => boolean): number {
	let [low, high] = [0, ends.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isLater(ends[middle])) high = middle;
		else low = middle + 1;
	}
	return low;
}
