import { plot, type Series } from './plot';
import type { Results } from './results';
import { exponent, typical } from './statistics';
import { table } from './table';

const colours = { ours: '#0b6', floor: '#888', 'built in': '#c33' };

/** Sizes of the CSV exports with pages of 1,000, ascending, with the key of their measure. */
function sizesIn(results: Results): Array<[number, string]> {
	const keys = Object.keys(results).filter((key) => /^csv-\d+-by-1000$/.test(key));
	return keys
		.map((key): [number, string] => [Number(key.split('-')[1]), key])
		.sort(([one], [other]) => one - other);
}

/** Invoices and seconds of an entrant. */
function timesOf(results: Results, name: string): Array<[number, number]> {
	return sizesIn(results).flatMap(([size, key]): Array<[number, number]> => {
		const rounds = results[key][name];
		return rounds ? [[size, typical(rounds, ({ milliseconds }) => milliseconds) / 1000]] : [];
	});
}

/** The exponent of our times from 10,000 invoices on; undefined where too little was measured. */
export function timeExponent(results: Results): number | undefined {
	const points = timesOf(results, 'ours').filter(([size]) => size >= 10_000);
	return points.length > 2 ? exponent(points) : undefined;
}

/** Table and plot of how an export grows with the account. */
export function growth(results: Results): { text: string; svg: string } | undefined {
	const sizes = sizesIn(results);
	if (sizes.length < 3) return undefined;
	const ours = timesOf(results, 'ours');
	const requests = sizes.map(([size, key]): [number, number] => [
		size,
		results[key].ours[0].requests,
	]);
	const large = (points: Array<[number, number]>) => points.filter(([size]) => size >= 10_000);
	const series: Series[] = Object.entries(colours).map(([name, colour]) => ({
		name,
		colour,
		points: timesOf(results, name),
	}));
	const text = [
		'## Growth\n',
		'![Time of a CSV export by the number of invoices](performance.svg)\n',
		table(
			['invoices', 'time', 'a thousand', 'requests'],
			ours.map(([size, seconds], index) => [
				size.toLocaleString('en'),
				`${seconds.toFixed(2)} s`,
				`${((seconds / size) * 1e6).toFixed(0)} ms`,
				String(requests[index][1]),
			]),
		),
		`\nThe fitted exponent of the time is ${exponent(ours).toFixed(2)} over all sizes and ${exponent(large(ours)).toFixed(2)} from 10,000 on, that of the requests ${exponent(large(requests)).toFixed(2)} from 10,000 on; 1 is linear.\n`,
	].join('\n');
	return {
		text,
		svg: plot(
			'Time of a CSV export',
			series.filter(({ points }) => points.length > 1),
		),
	};
}
