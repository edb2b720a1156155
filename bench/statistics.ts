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

/** With fewer samples than this there is no spread. */
export const enoughRounds = 5;

/** The rounds that count: all but the first, which warms up, or the only one. */
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

/** What grows by less than this from the smallest to the largest size has a fixed size. */
const fixedShare = 0.01;

/**
 * The exponent by which a figure grows in its steepest step from one size to the next: 1 is linear. The figure of the
 * smallest size is subtracted from all others first, because a fixed cost would hide how the rest grows.
 *
 * @param points size and figure, ascending; at least three
 */
export function steepestGrowth(points: Array<[number, number]>): number {
	const [[smallest, fixed]] = points;
	const grown = points
		.slice(1)
		.map(([size, figure]) => ({ size: size - smallest, figure: Math.max(0, figure - fixed) }));
	if (grown[grown.length - 1].figure < fixed * fixedShare) return 0;
	const exponents = grown.slice(1).map(({ size, figure }, index) => {
		const { [index]: before } = grown;
		return figure ? Math.log(figure / before.figure) / Math.log(size / before.size) : 0;
	});
	return Math.max(...exponents);
}

/** Milliseconds by the clock, from start to end of the execution. */
export const clock = ({ milliseconds }: Round) => milliseconds;

/** Milliseconds of all nodes together, without n8n's start and end of the execution. A plain script is one step. */
export const engineTime = ({ nodes, milliseconds }: Round) =>
	nodes ? Object.values(nodes).reduce((sum, time) => sum + time, 0) : milliseconds;
