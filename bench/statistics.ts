import type { Round } from './results';

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return (
		(sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
	);
}

/** The rounds whose times count: all but the first, where there are more. */
export const timed = (rounds: Round[]) => (rounds.length > 1 ? rounds.slice(1) : rounds);

/** The middle of the timed rounds. */
export function typical(rounds: Round[], of: (round: Round) => number): number {
	return median(timed(rounds).map(of));
}

/** Median of the ratios of paired rounds, so that what slows the machine for a while slows both. */
export function ratio(rounds: Round[], floor: Round[], of: (round: Round) => number): number {
	return median(timed(rounds).map((round, index) => of(round) / of(timed(floor)[index])));
}

/** Median of the differences of paired rounds. */
export function difference(rounds: Round[], floor: Round[], of: (round: Round) => number): number {
	return median(timed(rounds).map((round, index) => of(round) - of(timed(floor)[index])));
}

/** Slope of the line through the points in decades: 1 is linear. */
export function exponent(points: Array<[number, number]>): number {
	const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
	const mean = (at: number) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
	const [x, y] = [mean(0), mean(1)];
	return (
		logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) /
		logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
	);
}

/** Milliseconds of the step that asks Sinao; a plain script is one step. */
export const stepTime = ({ nodes, milliseconds }: Round) => nodes?.Sinao ?? milliseconds;

/** Milliseconds that the nodes took together: the time in the engine. A plain script is one step. */
export const engineTime = ({ nodes, milliseconds }: Round) =>
	nodes ? Object.values(nodes).reduce((sum, time) => sum + time, 0) : milliseconds;
