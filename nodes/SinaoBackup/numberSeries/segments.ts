import type { Counted } from './layout';

/**
 * Largest gap between two years of a continuous count that still counts as one series. A count that
 * began with 1 is one series regardless of gaps; others may use a block of numbers per year.
 */
const widestStep = 5n;

export const smallest = (numbers: Counted[]) =>
	numbers.reduce((least, { counter }) => (counter < least ? counter : least), numbers[0].counter);
const greatest = (numbers: Counted[]) =>
	numbers.reduce((most, { counter }) => (counter > most ? counter : most), numbers[0].counter);

/** The series of one pattern, earliest first: each continuous count. */
export function segmentsOf(family: Counted[]): Counted[][] {
	const keys = groupBy(family, ({ key }) => key);
	const split = [...keys.values()].flatMap(splitAtRestarts);
	return joinContinued(split);
}

/** A count that restarts each year or month although the number does not contain it (docs/reliability.md, fault 71). */
function splitAtRestarts(numbers: Counted[]): Counted[][] {
	return splitBy(numbers, 'yyyy'.length).flatMap((year) => {
		if (repeats(year) < 2) return [year];
		const months = splitBy(year, 'yyyy-mm'.length);
		return months.every((month) => repeats(month) === 0) ? months : [year];
	});
}

function repeats(numbers: Counted[]): number {
	return numbers.length - new Set(numbers.map(({ counter }) => counter)).size;
}

function splitBy(numbers: Counted[], dateLength: number): Counted[][] {
	const groups = groupBy(numbers, ({ invoice }) => (invoice.date ?? '').slice(0, dateLength));
	const segments: Counted[][] = [];
	for (const [, period] of [...groups].sort(([one], [other]) => (one < other ? -1 : 1))) {
		const last = segments[segments.length - 1];
		if (!last || restarts(last, period)) segments.push([...period]);
		else last.push(...period);
	}
	return segments;
}

/**
 * Whether later numbers restart: they begin at the same number as earlier ones, or repeat many of them.
 * A few numbers with a wrong date do not count as a restart.
 */
function restarts(earlier: Counted[], later: Counted[]): boolean {
	const [start, end] = [smallest(earlier), greatest(earlier)];
	const shortest = Math.min(earlier.length, later.length);
	const again = later.filter(({ counter }) => counter <= end).length;
	if (smallest(later) === start) return again >= shortest / 2;
	const used = new Set(earlier.map(({ counter }) => counter));
	const shared = later.filter(({ counter }) => used.has(counter)).length;
	return shared >= shortest / 3 && smallest(later) <= start + BigInt(later.length);
}

/** A count that continues although the year or month in the number changes. */
function joinContinued(segments: Counted[][]): Counted[][] {
	const ordered = segments
		.map((segment) => ({ segment, time: `${segment[0].period} ${firstDate(segment)}` }))
		.sort((one, other) => (one.time < other.time ? -1 : Number(one.time > other.time)));
	const joined: Counted[][] = [];
	for (const { segment } of ordered) {
		const last = joined[joined.length - 1];
		const step = last && smallest(segment) - greatest(last);
		const goesOn = last && step >= 1n && (step <= widestStep || smallest(last) === 1n);
		if (goesOn) last.push(...segment);
		else joined.push([...segment]);
	}
	return joined;
}

function firstDate(numbers: Counted[]): string {
	return numbers.reduce(
		(first, { invoice: { date } }) =>
			date !== null && (first === '' || date < first) ? date : first,
		'',
	);
}

export function groupBy<T>(values: T[], keyOf: (value: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const value of values) {
		const key = keyOf(value);
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}
