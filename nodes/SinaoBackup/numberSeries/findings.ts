import { groupBy } from '../../shared/values/fields';
import { type CountedNumber, type NumberedInvoice, parseNumber } from './parse';
import { type Segment, segmentsOf } from './segments';

/** Absent numbers between two neighbours. */
export interface Gap {
	/** The first and the last absent number, written like their neighbours. */
	from: string;
	to: string;
	count: bigint;
	/** Null where the first numbers of a year or month are absent. */
	before: NumberedInvoice | null;
	after: NumberedInvoice;
}

/** A number whose date does not lie between those of its neighbours. */
export interface OutOfOrder {
	invoice: NumberedInvoice;
	/** The neighbours whose dates are in order; null at the ends of the series. */
	before: NumberedInvoice | null;
	after: NumberedInvoice | null;
}

/** The property names are those of rapport.json, which users read. */
export interface NumberSeries {
	first: NumberedInvoice;
	last: NumberedInvoice;
	invoices: number;
	/** Where it is false, the counter was not recognized: nothing is said of gaps and order. */
	understood: boolean;
	/** The gaps. */
	holes: Gap[];
	outOfOrder: OutOfOrder[];
}

export interface NumberFindings {
	/** Of two invoices or more, or with a gap; the one that was used first comes first. */
	series: NumberSeries[];
	/** Numbers that belong to no series. */
	single: NumberedInvoice[];
	/** Invoices with the same number. */
	duplicates: NumberedInvoice[][];
}

/** So many numbers are enough to say that they are not counted as they were read, and so many where they say the day. */
const enoughNumbers = 12;
const enoughDays = 5;

/**
 * What a reader of the invoice numbers would ask about. In France they must be chronological and continuous
 * (CGI, annexe II, art. 242 nonies A, I, 7°), in several series where the business needs them. A gap may have a
 * good reason, so it is a question and not a verdict. Leave out drafts, which have no number, and imported
 * invoices, which are counted elsewhere.
 *
 * How the numbers are built is not known: the explanation that leaves least open is taken (continuity.ts).
 * Nothing is said where the numbers do not tell: of numbers before the first one of a counter that never begins
 * anew and after the last one of each period, of more than five at the beginning of the first period, of more than
 * the period has numbers at the beginning of a later one, and where another prefix goes on with another number.
 */
export function findInNumbers(rows: NumberedInvoice[]): NumberFindings {
	const invoices = rows
		.map((row) => ({ ...row, number: textOf(row.number) }))
		.sort((one, other) => compare(one.date ?? '', other.date ?? '') || compare(one.id, other.id));
	const parsed = invoices.flatMap((invoice) => parseNumber(invoice) ?? []);
	const counting = new Set(parsed.map(({ invoice }) => invoice));
	const { counters, uncounted } = segmentsOf(parsed);
	const apart = [...invoices.filter((invoice) => !counting.has(invoice)), ...uncounted];
	const findings: NumberFindings = { series: [], single: apart, duplicates: duplicatesOf(apart) };
	const found: Array<{ series: NumberSeries; at: string }> = [];
	for (const segments of counters) {
		const at = segments
			.flatMap(({ numbers }) => numbers)
			.reduce((first, { date }) => (date && (!first || date < first) ? date : first), '');
		const years = [...groupBy(segments, ({ year }) => year).values()].map((ofYear) => ({
			series: seriesOf(ofYear),
			at,
		}));
		for (const { numbers } of segments)
			findings.duplicates.push(...duplicatesOf(numbers.map(({ invoice }) => invoice)));
		const numbers = segments.flatMap((segment) => segment.numbers);
		const areDays = numbers.every(({ labelKind }) => labelKind.includes('day'));
		if (
			isUnderstood(
				years.map(({ series }) => series),
				areDays,
			)
		) {
			for (const year of years)
				if (year.series.invoices === 1 && !year.series.holes.length)
					findings.single.push(year.series.first);
				else found.push(year);
		} else if (areDays) {
			// Behind the day of an invoice stands a time or the code of a customer.
			findings.single.push(...numbers.map(({ invoice }) => invoice));
		} else {
			const series = { ...seriesOf(segments), understood: false, holes: [], outOfOrder: [] };
			found.push({ series, at });
		}
	}
	findings.series = found
		.sort((one, other) => compare(one.at, other.at))
		.map(({ series }) => series);
	return findings;
}

/** A number is text in Sinao; should anything else come, its text form counts. */
function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function compare<T extends string | number | bigint>(one: T, other: T): number {
	return one === other ? 0 : one < other ? -1 : 1;
}

function seriesOf(segments: Segment[]): NumberSeries {
	const invoices = segments.flatMap(({ numbers }) => numbers.map(({ invoice }) => invoice));
	return {
		first: invoices[0],
		last: invoices[invoices.length - 1],
		invoices: invoices.length,
		understood: true,
		holes: segments.flatMap(gapsIn),
		outOfOrder: outOfOrder(segments.flatMap(({ numbers }) => numbers)),
	};
}

/**
 * Whether the numbers of a counter really count: not where more than one in three follows a gap, or most follow a gap
 * or do not follow the dates. The first numbers of many periods may be absent.
 */
function isUnderstood(years: NumberSeries[], areDays: boolean): boolean {
	const sum = (countOf: (series: NumberSeries) => number) =>
		years.reduce((total, series) => total + countOf(series), 0);
	const invoices = sum((series) => series.invoices);
	const gaps = sum(({ holes }) => holes.filter(({ before }) => before).length);
	const disorder = sum(({ outOfOrder: some }) => some.length);
	if (invoices < (areDays ? enoughDays : enoughNumbers)) return true;
	return (invoices < enoughNumbers || gaps * 3 <= invoices) && (gaps + disorder) * 2 <= invoices;
}

function gapsIn({ numbers, expected }: Segment): Gap[] {
	const gaps = expected === null ? [] : [gapBefore(numbers[0], expected)];
	numbers.forEach((number, index) => {
		const before = numbers[index - 1];
		if (before && number.counter > before.counter + 1n)
			gaps.push(gapBefore(number, before.counter + 1n, before));
	});
	return gaps;
}

function gapBefore(after: CountedNumber, first: bigint, before?: CountedNumber): Gap {
	const neighbour = before ?? after;
	return {
		from: written(neighbour, first),
		to: written(neighbour, after.counter - 1n),
		count: after.counter - first,
		before: before?.invoice ?? null,
		after: after.invoice,
	};
}

/** A counter value, written like its neighbor. */
function written({ invoice: { number }, at, width }: CountedNumber, value: bigint): string {
	return number.slice(0, at) + String(value).padStart(width, '0') + number.slice(at + width);
}

function duplicatesOf(invoices: NumberedInvoice[]): NumberedInvoice[][] {
	return [...groupBy(invoices, ({ number }) => number.trim()).values()].filter(
		(group) => group.length > 1,
	);
}

/**
 * As few numbers as possible whose dates would have to change for all dates to be in order, so that one wrong
 * date does not make a question of every number that follows.
 *
 * @param numbers of one series, by their counters
 */
function outOfOrder(numbers: CountedNumber[]): OutOfOrder[] {
	const kept = longestInOrder(numbers.filter(({ date }) => date));
	const inOrder = new Set(kept);
	const found: OutOfOrder[] = [];
	let next = 0;
	for (const number of numbers) {
		if (inOrder.has(number)) next += 1;
		else if (number.date)
			found.push({
				invoice: number.invoice,
				before: kept[next - 1]?.invoice ?? null,
				after: kept[next]?.invoice ?? null,
			});
	}
	return found;
}

/** The longest part of a sequence whose dates never go back: for each length the end with the earliest date is remembered. */
function longestInOrder(numbers: CountedNumber[]): CountedNumber[] {
	const ends: number[] = [];
	const previous: number[] = [];
	numbers.forEach(({ date }, index) => {
		const length = firstLater(ends, (end) => numbers[end].date > date);
		previous[index] = ends[length - 1] ?? -1;
		ends[length] = index;
	});
	const longest: CountedNumber[] = [];
	for (let at = ends[ends.length - 1] ?? -1; at >= 0; at = previous[at]) longest.push(numbers[at]);
	return longest.reverse();
}

/** Where in a sorted list the values that are later begin. */
function firstLater(ends: number[], isLater: (end: number) => boolean): number {
	let [low, high] = [0, ends.length];
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isLater(ends[middle])) high = middle;
		else low = middle + 1;
	}
	return low;
}
