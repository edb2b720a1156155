import { cpus, totalmem } from 'node:os';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import type { CheckShare } from './checkShare';
import type { Results } from './index';
import { type Measure, measures } from './measures';
import { plot, type Series } from './plot';

type Rounds = Results[string][string];

function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

/** The rounds whose times count: all but the first, where there are more. */
const timed = (rounds: Rounds) => (rounds.length > 1 ? rounds.slice(1) : rounds);

const seconds = (rounds: Rounds) => median(timed(rounds).map(({ milliseconds }) => milliseconds)) / 1000;

/** Median of the ratios of paired rounds, so that what slows the machine for a while slows both. */
function ratio(ours: Rounds, floor: Rounds, of: (cost: Rounds[number]) => number): string {
	return median(timed(ours).map((cost, round) => of(cost) / of(timed(floor)[round]))).toFixed(2);
}

function table(head: string[], rows: string[][]): string {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function downloadTime(cost: Rounds[number]): number {
	return cost.nodes?.Sinao ?? cost.milliseconds;
}

function queueTable(rounds: Rounds): string {
	return table(['time', 'executions', 'requests'], [[`${seconds(rounds).toFixed(2)} s`, String(rounds[0].executions), String(rounds[0].requests)]]);
}

function measureTable({ entrants, workers }: Measure, results: Results[string]): string {
	if (workers) return queueTable(results.ours);
	const { floor } = results;
	const isPdf = 'ours, in bulk' in entrants;
	const step = isPdf ? ['download step', 'download step, × floor'] : [];
	const head = ['', 'time', '× floor', ...step, 'memory during the run', 'with saving it', 'execution data', 'CPU', 'requests'];
	return table(head, Object.entries(results).map(([name, rounds]) => [
		name,
		`${seconds(rounds).toFixed(2)} s`,
		floor ? ratio(rounds, floor, ({ milliseconds }) => milliseconds) : '',
		...(isPdf ? [`${(median(timed(rounds).map(downloadTime)) / 1000).toFixed(2)} s`, floor ? ratio(rounds, floor, downloadTime) : ''] : []),
		`${(rounds[0].memory ?? 0).toFixed(0)} MB`,
		rounds[0].memoryWithSaving === undefined ? '' : `${rounds[0].memoryWithSaving.toFixed(0)} MB`,
		rounds[0].executionData === undefined ? '' : `${(rounds[0].executionData * 1000).toFixed(0)} kB`,
		`${(median(timed(rounds).map(({ cpu }) => cpu ?? 0)) / 1000).toFixed(2)} s`,
		String(rounds[0].requests),
	]));
}

/** Slope of the line through the points in decades: 1 is linear. */
function exponent(points: Array<[number, number]>): number {
	const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
	const mean = (at: number) => logs.reduce((sum, point) => sum + point[at], 0) / logs.length;
	const [x, y] = [mean(0), mean(1)];
	return logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

function growth(results: Results): { text: string; svg: string } | undefined {
	const measured = measures.filter(({ key }) => /^csv-\d+-by-1000$/.test(key) && results[key]);
	if (measured.length < 3) return undefined;
	const points = (name: string) =>
		measured.flatMap(({ key, rows }): Array<[number, number]> => (results[key][name] ? [[rows, seconds(results[key][name])]] : []));
	const series: Series[] = [
		{ name: 'ours', colour: '#0b6', points: points('ours') },
		{ name: 'floor', colour: '#888', points: points('floor') },
		{ name: 'built in', colour: '#c33', points: points('built in') },
	].filter((each) => each.points.length > 1);
	const requests = measured.map(({ key, rows }): [number, number] => [rows, results[key].ours[0].requests]);
	const large = (list: Array<[number, number]>) => list.filter(([rows]) => rows >= 10_000);
	const text = [
		'## Growth\n',
		'![Time of a CSV export by the number of invoices](performance.svg)\n',
		table(['invoices', 'time', 'requests'], measured.map(({ key, rows }) => [rows.toLocaleString('en'), `${seconds(results[key].ours).toFixed(2)} s`, String(results[key].ours[0].requests)])),
		`\nThe fitted exponent of the time is ${exponent(points('ours')).toFixed(2)} over all sizes and ${exponent(large(points('ours'))).toFixed(2)} from 10,000 on, that of the requests ${exponent(large(requests)).toFixed(2)} from 10,000 on; 1 is linear.`,
	].join('\n');
	return { text, svg: plot('Time of a CSV export', series) };
}

function shareText(share: CheckShare, results: Results): string {
	const each = Object.entries(share).map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(3)} ms`).join(', ');
	const rounds = results['pdf-1000']?.ours;
	const documents = rounds ? median(timed(rounds).map(downloadTime)) / 1000 : undefined;
	const spent = share.checking + share.hashing + share.naming;
	const part = documents ? ` Checking, hashing and naming are ${((spent / documents) * 100).toFixed(1)} % of the download step of 1,000 PDFs.` : '';
	return `For each document of 60 kB: ${each}; the last is done in bulk only.${part}`;
}

/** Writes the page and its plot from whatever has been measured. */
export function writeReport(results: Results, share: CheckShare, folder: string): void {
	const grown = growth(results);
	const parts = [
		'# Performance\n',
		`Written by \`npm run bench\`, which runs a plain script (the floor), our nodes and n8n's built-in nodes in turn against the same simulated service (30 ms latency, 60 kB a PDF, in a process of its own). n8n is 2.40.7 on Node 24; each entrant has an n8n of its own, started afresh. Memory is the peak of resident memory of the n8n process in the first round, above what it holds after an empty workflow; for the floor, above its own start. Times are medians of the rounds after it, ratios the medians of the ratios of paired rounds; where there is one round only, it counts for both. This machine: ${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB.\n`,
		...measures.filter(({ key }) => results[key]).map((measure) => `## ${measure.title}\n\n${measureTable(measure, results[measure.key])}\n`),
		...(grown ? [`${grown.text}\n`] : []),
		`## What our own work costs\n\n${shareText(share, results)}\n`,
	];
	writeFileSync(path.join(folder, 'performance.md'), parts.join('\n'));
	if (grown) writeFileSync(path.join(folder, 'performance.svg'), grown.svg);
}
