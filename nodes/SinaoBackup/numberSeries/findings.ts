import { type NumberedInvoice, takeApart } from './digits';
import { type Counted, countNumbers } from './layout';
import { outOfOrder, type OutOfOrder } from './order';
import { groupBy, segmentsOf, smallest } from './segments';

/** Numbers that lack between two neighbours. */
export interface Hole {
	/** The first and the last number that lack, written like their neighbours. */
	from: string;
	to: string;
	count: bigint;
	/** Null where the first numbers of a year or month lack. */
	before: NumberedInvoice | null;
	after: NumberedInvoice;
}

export interface NumberSeries {
	first: NumberedInvoice;
	last: NumberedInvoice;
	invoices: number;
	holes: Hole[];
	outOfOrder: OutOfOrder[];
}

export interface NumberFindings {
	/** Of two invoices or more, or with a hole; the pattern that was used first comes first. */
	series: NumberSeries[];
	/** Numbers that stand alone or do not count. */
	single: NumberedInvoice[];
	/** Invoices of one and the same number. */
	duplicates: NumberedInvoice[][];
}

/**
 * What a reader of the invoices' numbers would ask about. In France they must be chronological and
 * without a hole (CGI, annexe II, art. 242 nonies A); a hole may have a good reason, so it is a question
 * and no verdict. Drafts have no number and imported invoices are counted elsewhere: leave both out.
 */
export function findInNumbers(rows: NumberedInvoice[]): NumberFindings {
	const invoices = [...rows].sort(
		(one, other) => compare(one.date ?? '', other.date ?? '') || compare(one.id, other.id),
	);
	const counting = invoices.filter(({ number }) => /\d/.test(number));
	const shapes = groupBy(counting.map(takeApart), ({ shape }) => shape);
	const families = [...shapes.values()].flatMap((numbers) => [
		...groupBy(countNumbers(numbers), ({ family }) => family).values(),
	]);
	const findings: NumberFindings = {
		series: [],
		single: invoices.filter(({ number }) => !/\d/.test(number)),
		duplicates: [],
	};
	for (const family of families) {
		const segments = segmentsOf(family).map(sorted);
		segments.forEach((segment, index) => {
			const series = seriesOf(segment, index > 0 && smallest(segments[index - 1]) === 1n);
			if (series.invoices === 1 && !series.holes.length) findings.single.push(series.first);
			else findings.series.push(series);
			findings.duplicates.push(...duplicatesOf(segment.map(({ invoice }) => invoice)));
		});
	}
	findings.duplicates.push(...duplicatesOf(invoices.filter(({ number }) => !/\d/.test(number))));
	return findings;
}

function sorted(segment: Counted[]): Counted[] {
	return [...segment].sort((one, other) => compare(one.counter, other.counter));
}

function compare<T extends string | number | bigint>(one: T, other: T): number {
	return one === other ? 0 : one < other ? -1 : 1;
}

/** `beginsAnew`: the count before began with 1, so this one is expected to do so too. */
function seriesOf(segment: Counted[], beginsAnew: boolean): NumberSeries {
	const holes: Hole[] = beginsAnew && segment[0].counter > 1n ? [holeBefore(segment[0])] : [];
	segment.forEach((number, index) => {
		const before = segment[index - 1];
		if (before && number.counter > before.counter + 1n) holes.push(holeBefore(number, before));
	});
	return {
		first: segment[0].invoice,
		last: segment[segment.length - 1].invoice,
		invoices: segment.length,
		holes,
		outOfOrder: outOfOrder(segment.map(({ invoice }) => invoice)),
	};
}

function holeBefore(after: Counted, before?: Counted): Hole {
	const counter = before?.counter ?? 0n;
	const neighbour = before ?? after;
	return {
		from: written(neighbour, counter + 1n),
		to: written(neighbour, after.counter - 1n),
		count: after.counter - counter - 1n,
		before: before?.invoice ?? null,
		after: after.invoice,
	};
}

/** Another value of a counter, written as its neighbour is. */
function written({ invoice: { number }, at, width }: Counted, value: bigint): string {
	return number.slice(0, at) + String(value).padStart(width, '0') + number.slice(at + width);
}

function duplicatesOf(invoices: NumberedInvoice[]): NumberedInvoice[][] {
	return [...groupBy(invoices, ({ number }) => number.trim()).values()].filter(
		(group) => group.length > 1,
	);
}
