import { plot, type Series } from './plot';
import type { Results, Round } from './results';
import { clock, spreadOf, steepestGrowth, timed, typical } from './statistics';
import { table } from './table';

const colours = { ours: '#0b6', floor: '#888', 'built in': '#c33' };

/** The cases of one job by the size of the account, ascending. */
function sizesIn(results: Results, pattern: RegExp): Array<[number, string]> {
	return Object.keys(results)
		.flatMap((key): Array<[number, string]> => {
			const size = pattern.exec(key)?.[1];
			return size ? [[Number(size), key]] : [];
		})
		.sort(([one], [other]) => one - other);
}

/** Invoices and seconds of an entrant. */
function timesOf(results: Results, name: string): Array<[number, number]> {
	return sizesIn(results, /^csv-(\d+)-30ms$/).flatMap(([size, key]): Array<[number, number]> => {
		const rounds = results[key][name];
		return rounds ? [[size, typical(rounds, clock) / 1000]] : [];
	});
}

/** The sizes by which growth is judged. */
const judged = [1_000, 10_000, 50_000, 100_000];

/**
 * The exponent by which a figure grows with the number of invoices, in the steepest step between 10,000, 50,000 and
 * 100,000 and beyond the cost of 1,000: 1 is linear. One sample; undefined unless all these sizes are measured.
 *
 * @param job first part of the cases' keys
 */
export function exponentOf(
	results: Results,
	job: 'backup' | 'verification',
	name: string,
	figure: (round: Round) => number | undefined,
): [number] | undefined {
	const points = judged.flatMap((size): Array<[number, number]> => {
		const figures = timed(results[`${job}-${size}`]?.[name] ?? []).flatMap(
			(round) => figure(round) ?? [],
		);
		return figures.length ? [[size, spreadOf(figures).median]] : [];
	});
	return points.length === judged.length ? [steepestGrowth(points)] : undefined;
}

/** Table and plot of how the time of an export grows with the account; undefined for fewer than three sizes. */
export function growth(results: Results): { text: string; svg: string } | undefined {
	const ours = timesOf(results, 'ours');
	if (ours.length < 3) return undefined;
	const series: Series[] = Object.entries(colours).map(([name, colour]) => ({
		name,
		colour,
		points: timesOf(results, name),
	}));
	const text = [
		'## Growth\n',
		'![Time of a CSV export by the number of invoices](performance.svg)\n',
		table(
			['invoices', 'time', 'time per 1,000 invoices'],
			ours.map(([size, seconds]) => [
				size.toLocaleString('en'),
				`${seconds.toFixed(2)} s`,
				`${((seconds / size) * 1e6).toFixed(0)} ms`,
			]),
		),
		`\nBeyond the time of the smallest size, the time grows with the exponent ${steepestGrowth(ours).toFixed(2)} in its steepest step. An exponent of 1 is linear.\n`,
	].join('\n');
	return {
		text,
		svg: plot(
			'Time of a CSV export',
			series.filter(({ points }) => points.length > 1),
		),
	};
}
