import type { CountedNumber } from './parse';

/** Numbers that share a counter, and the period of each in which the counter may begin anew. */
export interface Group {
	numbers: CountedNumber[];
	/** One for each number, in the order of time; all the same where the counter never begins anew. */
	periods: string[];
	/** The periods come from the invoices' dates, which may be wrong, and not from the numbers. */
	isDated: boolean;
}

export interface Explanation {
	groups: Group[];
	/**
	 * How much it leaves open: the unbroken runs of numbers, the periods that do not begin with the first number,
	 * and twice the numbers that are used again.
	 */
	cost: number;
}

interface Periods {
	of: string[];
	isDated: boolean;
	isFiscal?: boolean;
}

/** The counters as positions in the list of all their values, so that everything else is done with small integers. */
interface Ranks {
	of: Int32Array;
	values: bigint[];
	/** Whether a value is the one before plus one. */
	follows: boolean[];
}

/** How often keys that were not found to share the counter of others are tried among themselves: credit notes of several shops. */
const deepest = 3;

/**
 * The explanation of some numbers that leaves least open: which of their texts share a counter (shops, customers,
 * credit notes among the invoices), and where it begins anew (with the day, the month, the year, a fiscal year, or never).
 */
export function explain(numbers: CountedNumber[]): Explanation {
	const together = best(numbers, true);
	if (together.groups.length === 1) return together;
	// Each counter may begin anew in a way that the others do not.
	const groups = together.groups.map((group) => best(group.numbers, false));
	return {
		groups: groups.flatMap((one) => one.groups),
		cost: groups.reduce((sum, { cost }) => sum + cost, 0),
	};
}

function best(numbers: CountedNumber[], mayDiffer: boolean): Explanation {
	const ranks = ranksOf(numbers);
	const keys = mayDiffer ? indexOf(numbers.map(({ key }) => key)) : new Int32Array(numbers.length);
	const options: Array<{ groups: Int32Array; periods: Periods; period: Int32Array; cost: number }> =
		[];
	for (const periods of periodsFor(numbers)) {
		const period = indexOf(periods.of);
		options.push({ groups: keys, periods, period, cost: costOf(ranks, period, keys) });
		if (options[0].cost === 1) break;
	}
	// Of equal ones the last: a counter that begins anew explains more than one that jumps back.
	const least = (some: typeof options) =>
		some.reduce((found, one) => (one.cost <= found.cost ? one : found));
	const fiscal = options.filter(({ periods }) => periods.isFiscal);
	const tried = options.filter(({ periods }) => !periods.isFiscal);
	if (fiscal.length) tried.splice(1, 0, least(fiscal));
	const shared = tried.map((option) => {
		const groups = sharedCounters(numbers, ranks, option.period, keys);
		const cost = groups ? costOf(ranks, option.period, groups) : Infinity;
		return groups && cost < option.cost ? { ...option, groups, cost } : option;
	});
	const { groups, periods, cost } = least(shared);
	return { groups: split(numbers, groups, periods), cost };
}

/** From the coarsest to the one that the numbers say. */
function* periodsFor(numbers: CountedNumber[]): Generator<Periods> {
	yield { of: numbers.map(() => ''), isDated: false };
	const labels = numbers.map(({ label }) => label);
	const hasYear = /year/.test(numbers[0].labelKind);
	const isDated = !/month/.test(numbers[0].labelKind) || !hasYear;
	const months = numbers.map(({ label, date }) => {
		const text = /^\d{4}-\d\d/.test(label) ? label : date;
		return text && { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)) };
	});
	const used = new Set(months.map((one) => one && one.month));
	for (let start = 12; start >= 1; start -= 1) {
		// Without a number in its first month, it is the fiscal year that begins a month later.
		if (!used.has(start) && start > 1) continue;
		const of = months.map((one) => one && String(one.month >= start ? one.year : one.year - 1));
		if (new Set(of).size > 1) yield { of, isDated, isFiscal: true };
	}
	if (hasYear) yield { of: labels.map((label) => label.slice(0, 4)), isDated: false };
	if (labels.some((label) => label.length > 4)) yield { of: labels, isDated: !hasYear };
}

function ranksOf(numbers: CountedNumber[]): Ranks {
	const distinct = new Set(numbers.map(({ counter }) => counter));
	const values = [...distinct].sort((one, other) => (one < other ? -1 : 1));
	const rankOf = new Map(values.map((value, rank) => [value, rank]));
	return {
		of: Int32Array.from(numbers, ({ counter }) => rankOf.get(counter) as number),
		values,
		follows: values.map((value, rank) => rank > 0 && value === values[rank - 1] + 1n),
	};
}

/** For each text its position in the sorted list of all texts. */
function indexOf(texts: string[]): Int32Array {
	const positions = new Map([...new Set(texts)].sort().map((text, position) => [text, position]));
	return Int32Array.from(texts, (text) => positions.get(text) as number);
}

function costOf({ of, values, follows }: Ranks, period: Int32Array, group: Int32Array): number {
	const [ranks, periods] = [
		values.length,
		1 + period.reduce((most, one) => Math.max(most, one), 0),
	];
	const sorted = Float64Array.from(
		of,
		(rank, at) => (group[at] * periods + period[at]) * ranks + rank,
	).sort();
	const starts: number[] = [];
	let [cost, block, last, lastGroup] = [0, -1, -1, -1];
	for (const code of sorted) {
		const [rank, ofBlock] = [code % ranks, Math.floor(code / ranks)];
		if (ofBlock !== block) {
			cost += 1;
			const ofGroup = Math.floor(ofBlock / periods);
			if (ofGroup === lastGroup) starts.push(rank);
			lastGroup = ofGroup;
		} else if (rank === last) cost += 2;
		else if (rank !== last + 1 || !follows[rank]) cost += 1;
		[block, last] = [ofBlock, rank];
	}
	const first = firstNumber(starts.map((rank) => values[rank]));
	return cost + starts.filter((rank) => values[rank] !== first).length;
}

/** With what a counter begins anew: 1, or another round number with which most periods begin (0, 1001). */
export function firstNumber(starts: bigint[]): bigint {
	const counts = new Map<bigint, number>();
	for (const start of starts) counts.set(start, (counts.get(start) ?? 0) + 1);
	const [first] = [...counts]
		.filter(([start, count]) => start % 10n <= 1n && count > 1 && count * 2 > starts.length)
		.sort(([, one], [, other]) => other - one);
	return first?.[0] ?? 1n;
}

/** Which keys share a counter, as a group for each number; undefined where none do. */
function sharedCounters(
	numbers: CountedNumber[],
	ranks: Ranks,
	period: Int32Array,
	keys: Int32Array,
): Int32Array | undefined {
	const byKey = new Map<number, number[]>();
	keys.forEach((key, at) => {
		const members = byKey.get(key);
		if (members) members.push(at);
		else byKey.set(key, [at]);
	});
	if (byKey.size < 2) return undefined;
	const groups = Int32Array.from(keys);
	let rest = [...byKey.values()].sort(
		(one, other) => other.length - one.length || one[0] - other[0],
	);
	let hasShared = false;
	for (let depth = 0; depth < deepest && rest.length > 1; depth += 1) {
		let members = withoutConflicts(rest, ranks, period);
		// Those that remain may have leaned on others that do not.
		for (let pass = 0; pass < 2; pass += 1) members = linked(members, numbers, ranks, period, keys);
		if (members.length > 1) hasShared = true;
		const joined = new Set(members);
		for (const at of members.flat()) groups[at] = keys[members[0][0]];
		rest = rest.filter((key) => !joined.has(key));
	}
	return hasShared ? groups : undefined;
}

/** From large to small, the keys that use few of the numbers that larger ones use. */
function withoutConflicts(keys: number[][], { of, values }: Ranks, period: Int32Array): number[][] {
	const used = new Set<number>();
	return keys.filter((members) => {
		const codes = members.map((at) => period[at] * values.length + of[at]);
		if (codes.filter((code) => used.has(code)).length * 4 > codes.length) return false;
		codes.forEach((code) => used.add(code));
		return true;
	});
}

/**
 * The largest key, and those whose numbers stand between its and each other's in the order of the dates. At least
 * one number has to follow, or be followed by, a number of another key.
 */
function linked(
	keys: number[][],
	numbers: CountedNumber[],
	{ of, values, follows }: Ranks,
	period: Int32Array,
	keyOf: Int32Array,
): number[][] {
	const code = (at: number) => period[at] * values.length + of[at];
	const members = keys.flat();
	const sorted = Array.from(
		Float64Array.from(members, (at) => code(at) * numbers.length + at).sort(),
		(packed) => packed % numbers.length,
	);
	const good = new Map<number, number>();
	const links = new Map<number, number>();
	const add = (counts: Map<number, number>, at: number, count: number) =>
		counts.set(keyOf[at], (counts.get(keyOf[at]) ?? 0) + count);
	const inOrder = (one: number, other: number) =>
		!numbers[one].date || !numbers[other].date || numbers[one].date <= numbers[other].date;
	sorted.forEach((at, index) => {
		const [before, after] = [sorted[index - 1], sorted[index + 1]].map((other) =>
			other !== undefined && period[other] === period[at] ? other : undefined,
		);
		if (before !== undefined && of[before] === of[at]) {
			add(good, at, -2);
			return;
		}
		if (before === undefined) return;
		const follow = (one: number, other: number) => of[other] === of[one] + 1 && follows[of[other]];
		if (follow(before, at) && keyOf[before] !== keyOf[at] && inOrder(before, at)) {
			add(links, at, 1);
			add(links, before, 1);
		}
		if (after === undefined) return;
		const closesGap = follow(before, at) && follow(at, after);
		add(good, at, closesGap || (inOrder(before, at) && inOrder(at, after)) ? 1 : -1);
	});
	const isLinked = (members: number[]) => {
		const key = keyOf[members[0]];
		return (links.get(key) ?? 0) > 0 || members.length <= 2;
	};
	if (!links.size) return keys.slice(0, 1);
	return keys.filter((members, index) => {
		const key = keyOf[members[0]];
		return index === 0 || (isLinked(members) && (good.get(key) ?? 0) + (links.get(key) ?? 0) > 0);
	});
}

function split(numbers: CountedNumber[], groups: Int32Array, { of, isDated }: Periods): Group[] {
	const found = new Map<number, Group>();
	numbers.forEach((number, at) => {
		const group = found.get(groups[at]);
		if (group) {
			group.numbers.push(number);
			group.periods.push(of[at]);
		} else found.set(groups[at], { numbers: [number], periods: [of[at]], isDated });
	});
	return [...found.values()];
}
