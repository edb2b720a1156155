import { groupBy } from '../../shared/values/fields';
import { explain, firstNumber, type Group } from './counters';
import {
	areDays,
	type CountedNumber,
	countNumber,
	fewNumbers,
	type NumberedInvoice,
	type ParsedNumber,
	type Reading,
	readingsOf,
} from './parse';

/** Numbers that count on from one another, by their counters. */
export interface Segment {
	numbers: CountedNumber[];
	/** The number with which the counter begins, where it is known and is not the one of the first number. */
	expected: bigint | null;
	/** Segments of one group and one year are shown as one series. */
	year: string;
}

/** A reading is preferred to a simpler one that leaves so much less open. */
const tolerance = 1.5;
const windows = 8;
const windowSize = 250;
/** How far from a number its neighbours are looked for. */
const nearby = [-3, -2, -1, 1, 2, 3];
/** So many numbers may lack at the beginning of a period, or between two periods of a counter that goes on. */
const widestStep = 5n;

/**
 * The segments of each counter. Numbers count nothing that are days (`F20240102`, `2024-01-02-B`), or that have no
 * neighbour and only repeat the counter of other numbers (`FAC-12/2`, `AVOIR FAC-12`): they refer to those.
 */
export function segmentsOf(numbers: ParsedNumber[]): {
	counters: Segment[][];
	uncounted: NumberedInvoice[];
} {
	const { counted, days } = read(numbers);
	const pools = groupBy(counted, ({ labelKind }) => labelKind);
	const groups = [...pools.values()].flatMap((pool) => explain(pool).groups);
	const counters: Segment[][] = [];
	const uncounted = days.map(({ invoice }) => invoice);
	for (const group of groups) {
		if (refersToOthers(group, groups))
			uncounted.push(...group.numbers.map(({ invoice }) => invoice));
		else counters.push(segmentsOfGroup(group));
	}
	return { counters, uncounted };
}

function read(numbers: ParsedNumber[]): { counted: CountedNumber[]; days: ParsedNumber[] } {
	const counted: CountedNumber[] = [];
	const days: ParsedNumber[] = [];
	const readLike = (examples: ParsedNumber[], some: ParsedNumber[]) => {
		if (areDays(examples)) days.push(...some);
		else counted.push(...countedBy(bestReading(examples), some));
	};
	const structures = groupBy(numbers, ({ structure, runs }) => `${runs.length} ${structure}`);
	for (const structure of structures.values()) {
		const shapes = [...groupBy(structure, ({ shape }) => shape).values()];
		for (const shape of shapes) if (shape.length >= fewNumbers) readLike(shape, shape);
		const small = shapes.filter((shape) => shape.length < fewNumbers).flat();
		if (small.length) readLike(structure, small);
	}
	return { counted, days };
}

function countedBy(reading: Reading, numbers: ParsedNumber[]): CountedNumber[] {
	return numbers.map((number) => countNumber(number, reading));
}

function bestReading(numbers: ParsedNumber[]): Reading {
	const readings = readingsOf(numbers);
	if (readings.length === 1) return readings[0];
	const sample = sampleOf(numbers);
	const tried = readings.map((reading) => ({
		reading,
		cost: explain(countedBy(reading, sample)).cost,
	}));
	// Absent numbers at the beginning of a period count only where the period is read from the number.
	return tried.reduce((best, one) => (one.cost <= best.cost * tolerance ? one : best)).reading;
}

/** Of many numbers some that follow one another, from all times. */
function sampleOf(numbers: ParsedNumber[]): ParsedNumber[] {
	if (numbers.length <= windows * windowSize) return numbers;
	const step = Math.floor(numbers.length / windows);
	return numbers.filter((_, at) => at % step < windowSize);
}

function refersToOthers({ numbers }: Group, groups: Group[]): boolean {
	const values = new Set(numbers.map(({ counter }) => counter));
	const alone = [...values].filter((value) => !values.has(value - 1n)).length;
	if (alone * 2 <= values.size || groups.length < 2) return false;
	const larger = groups.filter((group) => group.numbers.length > 2 * numbers.length);
	return larger.some((group) => {
		const used = new Set(group.numbers.map(({ counter }) => counter));
		return [...values].every((value) => used.has(value));
	});
}

function segmentsOfGroup(group: Group): Segment[] {
	const periods = periodsOf(group);
	const starts = periods.map(([, numbers]) => numbers[0].counter);
	const first = periods.length > 1 ? firstNumber(starts) : null;
	const oftenAnew = starts.filter((start) => start === first).length * 2 >= starts.length;
	const segments: Segment[] = [];
	for (const [period, numbers] of periods) {
		const previous = segments.at(-1);
		const missing = first === null ? 0n : numbers[0].counter - first;
		const step = previous
			? numbers[0].counter - (previous.numbers.at(-1) as CountedNumber).counter
			: 0n;
		if (previous && step >= 1n && step <= widestStep && !(oftenAnew && missing <= widestStep)) {
			previous.numbers.push(...numbers);
			continue;
		}
		// A block of numbers for each year, or a company that came to Sinao in mid-year, begins anywhere.
		const most = previous ? BigInt(Math.max(Number(widestStep), numbers.length)) : widestStep;
		segments.push({
			numbers,
			expected: missing > 0n && missing <= most ? first : null,
			year: period.slice(0, 4),
		});
	}
	return segments;
}

/** The periods in the order of time, each with its numbers by their counters. */
function periodsOf(group: Group): Array<[string, CountedNumber[]]> {
	const periods = groupBy(
		group.numbers.map((number, at) => ({ number, period: group.periods[at] })),
		({ period }) => period,
	);
	const sorted = [...periods]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([period, members]): [string, CountedNumber[]] => [
			period,
			members.map(({ number }) => number),
		]);
	if (group.isDated && sorted.length > 1) returnMisdated(sorted);
	for (const [, numbers] of sorted)
		numbers.sort((one, other) =>
			one.counter < other.counter ? -1 : Number(one.counter > other.counter),
		);
	return sorted.filter(([, numbers]) => numbers.length);
}

/**
 * Moves a number whose date is of another period than its counter: in its own period it follows none or is used
 * twice, in the other it is absent, and the ids, which Sinao gives in the order of creation, say so too.
 */
function returnMisdated(periods: Array<[string, CountedNumber[]]>): void {
	const maps = periods.map(([, numbers]) => groupBy(numbers, ({ counter }) => counter));
	const idOf = (number: CountedNumber | undefined) => Number(number?.invoice.id);
	const belongs = (number: CountedNumber, map: Map<bigint, CountedNumber[]>) => {
		if (!map.has(number.counter - 1n) && !map.has(number.counter + 1n)) return false;
		const id = idOf(number);
		// A draft that was made final late is older than its neighbours.
		const agreeing = nearby.map((step) => {
			const neighbour = map.get(number.counter + BigInt(step))?.[0];
			return neighbour ? Math.sign((idOf(neighbour) - id) * step) : 0;
		});
		return agreeing.reduce((sum, one) => sum + one, 0) > 0;
	};
	const move = (number: CountedNumber, from: number) => {
		const to = maps.findIndex(
			(map, at) => at !== from && !map.has(number.counter) && belongs(number, map),
		);
		if (to < 0) return;
		const left = maps[from].get(number.counter)?.filter((other) => other !== number) ?? [];
		if (left.length) maps[from].set(number.counter, left);
		else maps[from].delete(number.counter);
		maps[to].set(number.counter, [number]);
	};
	// Upwards for numbers that follow others, downwards for those that others follow.
	for (const direction of [1, -1]) {
		maps.forEach((map, from) => {
			const counters = [...map.keys()].sort((one, other) => (one < other ? -direction : direction));
			for (const counter of counters) {
				const members = map.get(counter) ?? [];
				for (const number of members)
					if ((map.get(counter)?.length ?? 0) > 1 || !belongs(number, map)) move(number, from);
			}
		});
	}
	periods.forEach((period, at) => (period[1] = [...maps[at].values()].flat()));
}
