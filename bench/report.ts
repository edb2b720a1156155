import { cpus, totalmem } from 'node:os';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { n8nVersion, nodeVersion } from '../test/support/installations';
import { type CheckShare, shareOfEach } from './checkShare';
import { allowedForCsv, goalTable } from './goals';
import { growth } from './growth';
import { measures } from './measures';
import { smallMachine } from './memory';
import type { Costs, Results, Round } from './results';
import { engineTime, ratio, stepTime, typical } from './statistics';
import { table } from './table';

interface Column {
	title: string;
	/** The cell of an entrant; undefined where the column says nothing of it. */
	of: (rounds: Round[], floor: Round[] | undefined, key: string) => string | undefined;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
const megabytes = (size: number | undefined) =>
	size === undefined ? undefined : `${size.toFixed(0)} MB`;
/** Where the step that downloads is looked at by itself. */
const ofStep = (key: string) => /^(?:pdf|held)-/.test(key);
/** Where nothing was collected meanwhile, which takes time. */
const isTimed = (key: string) => !key.startsWith('held-');
/** Where every node runs once. */
const isInEngine = (key: string) => /^(?:csv|pdf)-/.test(key);

const columns: Column[] = [
	{
		title: 'time',
		of: (rounds, _, key) =>
			isTimed(key) ? seconds(typical(rounds, ({ milliseconds }) => milliseconds)) : undefined,
	},
	{
		title: 'in the engine',
		of: (rounds, _, key) => (isInEngine(key) ? seconds(typical(rounds, engineTime)) : undefined),
	},
	{ title: '× floor', of: (rounds, floor) => floor && ratio(rounds, floor, engineTime).toFixed(2) },
	{
		title: 'download step',
		of: (rounds, _, key) =>
			isTimed(key) && ofStep(key) ? seconds(typical(rounds, stepTime)) : undefined,
	},
	{
		title: 'step, × floor',
		of: (rounds, floor, key) =>
			floor && ofStep(key) ? ratio(rounds, floor, stepTime).toFixed(2) : undefined,
	},
	{
		title: 'memory until the step ended',
		of: ([{ memoryOfStep }], _, key) => (ofStep(key) ? megabytes(memoryOfStep) : undefined),
	},
	{ title: 'memory during the run', of: ([{ memory }]) => megabytes(memory) },
	{ title: 'with saving it', of: ([{ memoryWithSaving }]) => megabytes(memoryWithSaving) },
	{ title: 'file', of: ([{ file }]) => (file === undefined ? undefined : `${file.toFixed(1)} MB`) },
	{
		title: 'allowed memory',
		of: ([{ file, nodes }]) =>
			file === undefined || !nodes ? undefined : megabytes(allowedForCsv(file)),
	},
	{
		title: 'execution data',
		of: ([{ executionData }]) =>
			executionData === undefined ? undefined : `${(executionData * 1000).toFixed(1)} kB`,
	},
	{
		title: 'CPU',
		of: (rounds, _, key) =>
			rounds[0].cpu === undefined || !isTimed(key)
				? undefined
				: seconds(typical(rounds, ({ cpu }) => cpu ?? 0)),
	},
	{ title: 'requests', of: ([{ requests }]) => String(requests) },
	{ title: 'for documents', of: ([{ documents }]) => (documents ? String(documents) : undefined) },
	{ title: 'asked twice', of: ([{ again }]) => (again ? String(again) : undefined) },
	{
		title: 'executions',
		of: ([{ executions }]) => (executions === undefined ? undefined : String(executions)),
	},
];

/** The columns that say something of any entrant. */
function measureTable(key: string, costs: Costs): string {
	const entrants = Object.entries(costs);
	const cells = columns.map(({ of }) => entrants.map(([, rounds]) => of(rounds, costs.floor, key)));
	const shown = columns
		.map((_, index) => index)
		.filter((index) => cells[index].some((cell) => cell !== undefined));
	return table(
		['', ...shown.map((index) => columns[index].title)],
		entrants.map(([name], row) => [name, ...shown.map((index) => cells[index][row] ?? '')]),
	);
}

function shareText(share: CheckShare, results: Results): string {
	const each = Object.entries(share)
		.map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(3)} ms`)
		.join(', ');
	const costs = results['pdf-1000-by-8'];
	const percentOf = (name: string, milliseconds: number) =>
		`${((milliseconds * 1000 * 100) / typical(costs[name], stepTime)).toFixed(1)} %`;
	const singly = shareOfEach(share);
	const shares = costs
		? ` Of the time of the download step of 1,000 that is ${percentOf('ours', singly)}, in bulk ${percentOf('ours, in bulk', singly + share.proving)}.`
		: '';
	return `For each document of 60 kB: ${each}; the last is done in bulk only.${shares}`;
}

function introduction(begun: string): string {
	const machine = `${cpus().length} × ${cpus()[0].model.trim()} and ${Math.round(totalmem() / 2 ** 30)} GB`;
	return `# Performance

Written by \`npm run bench\` on ${begun.slice(0, 10)}, with ${machine}, Node ${nodeVersion} and n8n ${n8nVersion}. In turn and against
the same simulated service (30 ms latency, 60 kB a PDF, a process of its own) it runs

- **floor**: a plain script, the least that anybody could write;
- **ours**: our nodes and a step that saves to the disk;
- **built in**: the same from n8n's own nodes (HTTP Request with its pagination, Split Out, Convert to File, and the same step);
- **bare node**: a node that does nothing but ask and store with n8n's helpers, to see what of our cost is n8n's.

Each has an n8n of its own, started afresh, with the sizes that Node takes by itself on a machine with 1 GB (\`${smallMachine.join(' ')}\`):
with more memory the JavaScript engine lets its young generation grow to 134 MB in whatever runs for some seconds, the plain script
too. Memory is the peak of resident memory of the n8n process in the first round, above what it holds at rest when everything is
collected, less what it rises during an empty workflow; for the floor, above its own start. The time in the engine is that of the
nodes together, without n8n's beginning and end of an execution. Requests are those of the first round too. Times are medians of the
rounds after it, ratios the medians of the ratios of paired rounds; where there is one round only, it counts for both. Asked twice
are an empty page after a full one, which may be a fault, and the rows of documents, once more after the download, to see what
changed meanwhile.
`;
}

/** Writes the page and its plot from whatever has been measured. */
export function writeReport(
	begun: string,
	results: Results,
	share: CheckShare,
	folder: string,
): void {
	const grown = growth(results);
	const parts = [
		introduction(begun),
		`## Goals\n\n${goalTable(results, share)}\n`,
		...(grown ? [grown.text] : []),
		...measures
			.filter(({ key }) => results[key])
			.map(
				({ key, title, note }) =>
					`## ${title}\n\n${note ? `${note}\n\n` : ''}${measureTable(key, results[key])}\n`,
			),
		`## What our own work costs\n\n${shareText(share, results)}\n`,
	];
	writeFileSync(path.join(folder, 'performance.md'), parts.join('\n'));
	if (grown) writeFileSync(path.join(folder, 'performance.svg'), grown.svg);
}
