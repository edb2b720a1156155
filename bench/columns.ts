import type { Case } from './case';
import type { Costs, Results, Round } from './results';
import { clock, engineTime, paired, spreadOf, timed } from './statistics';
import { table } from './table';

interface Entry {
	rounds: Round[];
	costs: Costs;
	of: Case;
	name: string;
}

interface Column {
	title: string;
	/** The cell of an entrant; undefined if it has no such figure. */
	cell: (entry: Entry) => string | undefined;
}

/** Median, and in brackets the spread if there is one. */
function spelled(figures: Array<number | undefined>, show: (figure: number) => string) {
	const known = figures.filter((figure) => figure !== undefined);
	if (!known.length) return undefined;
	const { median, low, high } = spreadOf(known);
	const [middle, from, to] = [median, low, high].map(show);
	return from === to ? middle : `${middle} (${from} to ${to})`;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
const megabytes = (size: number) => `${size.toFixed(0)} MB`;
const smallSize = (size: number) => `${(size * 1000).toFixed(1)} kB`;

/** The figure of each timed round. */
function figureOf(
	title: string,
	of: (round: Round) => number | undefined,
	show: (figure: number) => string,
): Column {
	return { title, cell: ({ rounds }) => spelled(timed(rounds).map(of), show) };
}

/** The time by the clock, compared with that of another entrant. */
function timesOf(other: 'floor' | 'built in'): Column {
	return {
		title: `× ${other}`,
		cell: ({ rounds, costs }) =>
			costs[other] &&
			spelled(
				paired(rounds, costs[other], (one, its) => clock(one) / clock(its)),
				(ratio) => ratio.toFixed(2),
			),
	};
}

const isInN8n = ({ nodes }: Round) => nodes !== undefined;

const columns: Column[] = [
	{ title: 'parallel', cell: ({ of, name }) => of.parallel[name] },
	{ title: 'rounds', cell: ({ rounds }) => String(timed(rounds).length) },
	figureOf('most requests at the same time', ({ inFlight }) => inFlight || undefined, String),
	figureOf('files', ({ files }) => files, String),
	figureOf('time', clock, seconds),
	figureOf(
		'time for 1,000 files',
		(round) => round.files && (clock(round) / round.files) * 1000,
		seconds,
	),
	figureOf(
		'files a second',
		(round) => round.files && (round.files / clock(round)) * 1000,
		(count) => count.toFixed(1),
	),
	timesOf('floor'),
	timesOf('built in'),
	figureOf('in the engine', (round) => (isInN8n(round) ? engineTime(round) : undefined), seconds),
	figureOf('memory', ({ memory }) => memory, megabytes),
	figureOf('in all', ({ memoryInAll }) => memoryInAll, megabytes),
	figureOf('CPU', ({ cpu }) => cpu, seconds),
	{
		title: 'CPU above the floor, per document',
		cell: ({ rounds, costs, of, name }) =>
			costs.floor && name !== 'floor' && of.key.startsWith('pdf-')
				? spelled(
						paired(
							rounds,
							costs.floor,
							(one, its) => ((one.cpu ?? 0) - (its.cpu ?? 0)) / of.service.invoices,
						),
						(milliseconds) => `${milliseconds.toFixed(2)} ms`,
					)
				: undefined,
	},
	figureOf(
		'file',
		({ file }) => file,
		(size) => `${size.toFixed(1)} MB`,
	),
	figureOf('manifest', ({ manifest }) => manifest, smallSize),
	figureOf('report', ({ report }) => report, smallSize),
	figureOf('missing files', ({ missing }) => missing, String),
	figureOf('index page', ({ index }) => index, smallSize),
	figureOf('to write these three', ({ writing }) => writing, seconds),
	figureOf('columns', ({ columns: count }) => count, String),
	figureOf('execution data', ({ executionData }) => executionData, smallSize),
	figureOf('requests', ({ requests }) => requests, String),
	figureOf('for documents', ({ documents }) => documents || undefined, String),
	figureOf('repeated', ({ repeated }) => repeated || undefined, String),
	figureOf('refused (429)', ({ refused }) => refused || undefined, String),
	figureOf('executions', ({ executions = 1 }) => (executions > 1 ? executions : undefined), String),
];

/** The table of a case, without columns that are empty for all entrants. */
export function measureTable(of: Case, { [of.key]: costs }: Results): string {
	const entries = Object.entries(costs).map(([name, rounds]) => ({ rounds, costs, of, name }));
	const shown = columns
		.map(({ title, cell }) => ({ title, cells: entries.map(cell) }))
		.filter(({ cells }) => cells.some((cell) => cell !== undefined));
	return table(
		['', ...shown.map(({ title }) => title)],
		entries.map(({ name }, row) => [name, ...shown.map(({ cells }) => cells[row] ?? '')]),
	);
}
