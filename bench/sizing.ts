import { companyCount, invoicesOfCompany } from './queue';
import type { Results, Round } from './results';
import { clock, typical } from './statistics';
import { table } from './table';

const companies = 100;

const duration = (milliseconds: number) =>
	milliseconds < 90_000
		? `${(milliseconds / 1000).toFixed(0)} s`
		: `${(milliseconds / 60_000).toFixed(0)} min`;

const memoryOf = ({ memoryInAll = 0 }: Round) => memoryInAll;

/** How long 100 companies take, by the number of workers; undefined unless queue mode is measured. */
function manyCompanies({ queue }: Results): string | undefined {
	if (!queue) return undefined;
	const share = companies / companyCount;
	const rows = Object.entries(queue).map(([name, rounds]) => [
		name,
		duration(typical(rounds, clock)),
		duration(typical(rounds, clock) * share),
		`${typical(rounds, memoryOf).toFixed(0)} MB`,
	]);
	return [
		`### ${companies} companies in queue mode\n`,
		`The time of the measured ${companyCount} companies with ${invoicesOfCompany} invoices each, multiplied by ${share}. Each worker runs two executions at the same time. Memory is the peak of the largest worker in all. Each figure is one run.\n`,
		table(['', `${companyCount} companies`, `${companies} companies`, 'memory of a worker'], rows),
	].join('\n');
}

/** What a backup of each measured size costs; undefined if none is measured. */
function sizes(results: Results): string | undefined {
	const measured = Object.keys(results)
		.flatMap((key) => Number(/^backup-(\d+)$/.exec(key)?.[1] ?? NaN))
		.filter((size) => !Number.isNaN(size))
		.sort((one, other) => one - other);
	if (!measured.length) return undefined;
	const cell = (rounds: Round[] | undefined, show: (rounds: Round[]) => string) =>
		rounds?.length ? show(rounds) : '';
	const rows = measured.map((size) => {
		const costs = results[`backup-${size}`];
		const { [`verification-${size}`]: verified } = results;
		const time = (rounds: Round[]) => duration(typical(rounds, clock));
		const memory = (rounds: Round[]) => `${typical(rounds, memoryOf).toFixed(0)} MB`;
		return [
			size.toLocaleString('en'),
			cell(costs['first backup'], time),
			cell(costs['first backup'], memory),
			cell(costs['nothing new'], time),
			cell(costs['nothing new'], memory),
			cell(verified?.verification, time),
			cell(verified?.verification, memory),
		];
	});
	return [
		'### One company by its size\n',
		'n8n on one machine with the template for disk. Memory is that of n8n in all. The first backup and the verification are one run each.\n',
		table(
			['invoices', 'first backup', 'memory', 'nothing new', 'memory', 'verification', 'memory'],
			rows,
		),
	].join('\n');
}

/** The figures for docs/large-accounts.md; undefined if none of them is measured. */
export function sizing(results: Results): string | undefined {
	const parts = [sizes(results), manyCompanies(results)].filter((part) => part !== undefined);
	return parts.length
		? `## Large accounts and many companies\n\n[How to size n8n](large-accounts.md) explains these figures.\n\n${parts.join('\n\n')}\n`
		: undefined;
}
