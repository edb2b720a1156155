import { type NumberedInvoice, takeApart } from './digits';
import { type Counted, countNumbers } from './layout';
import { outOfOrder, type OutOfOrder } from './order';
import { groupBy, segmentsOf, smallest } from './segments';

/** Missing numbers between two neighbors. */
export interface Hole {
	/** The first and last missing number, written like their neighbors. */
	from: string;
	to: string;
	count: bigint;
	/** Null if the first numbers of a year or month are missing. */
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
	/** Series of two or more invoices, or with a gap; the earliest pattern comes first. */
	series: NumberSeries[];
	/** Numbers that belong to no series. */
	single: NumberedInvoice[];
	/** Invoices with the same number. */
	duplicates: NumberedInvoice[][];
}

/**
 * Findings about invoice numbers. In France they must be chronological and without gaps
 * (CGI, annexe II, art. 242 nonies A). A gap can have a good reason, so it is reported as a question.
 * Omit drafts, which have no number, and imported invoices, which have other series.
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

/** `beginsAnew`: the previous series began with 1, so this one should too. */
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

/** A counter value, written like its neighbor. */
function written({ invoice: { number }, at, width }: Counted, value: bigint): string {
	return number.slice(0, at) + String(value).padStart(width, '0') + number.slice(at + width);
}

function duplicatesOf(invoices: NumberedInvoice[]): NumberedInvoice[][] {
	return [...groupBy(invoices, ({ number }) => number.trim()).values()].filter(
		(group) => group.length > 1,
	);
}
