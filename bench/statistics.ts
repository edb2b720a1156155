import type { Round } from './results';

/** Median, smallest and largest of some samples. */
export interface Spread {
	median: number;
	low: number;
	high: number;
}

function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return (
		(sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
	);
}

/** @param values at least one */
export function spreadOf(values: number[]): Spread {
	return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** The rounds whose times count: all but the first, or the only one. */
export const timed = (rounds: Round[]) => (rounds.length > 1 ? rounds.slice(1) : rounds);

/** The median of the timed rounds. */
export function typical(rounds: Round[], of: (round: Round) => number): number {
	return median(timed(rounds).map(of));
}

/** A value for each pair of timed rounds, so that a slow phase of the machine affects both. */
export function paired(
	rounds: Round[],
	others: Round[],
	of: (round: Round, other: Round) => number,
): number[] {
	const partners = timed(others);
	return timed(rounds)
		.slice(0, partners.length)
		.map((round, index) => of(round, partners[index]));
}

/** Slope of the line through the points on logarithmic axes: 1 is linear. */
export function exponent(points: Array<[number, number]>): number {
	const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
	const mean = (at: number) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
	const [x, y] = [mean(0), mean(1)];
	return (
		logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) /
		logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
	);
}

/** Milliseconds by the clock, from start to end of the execution. */
export const clock = ({ milliseconds }: Round) => milliseconds;

/** Milliseconds of all nodes together, without n8n's start and end of the execution. A plain script is one step. */
export const engineTime = ({ nodes, milliseconds }: Round) =>
	nodes ? Object.values(nodes).reduce((sum, time) => sum + time, 0) : milliseconds;
