import { cpus, totalmem } from 'node:os';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { n8nVersion, nodeVersion } from '../test/support/installations';
import type { Case } from './case';
import { measureTable } from './columns';
import { type Goal, goals } from './goals';
import { growth } from './growth';
import { smallSizes } from './memory';
import type { OwnWork } from './ownWork';
import type { Measured } from './results';
import { sizing } from './sizing';
import { cpuSplit } from './split';
import type { Spread } from './statistics';
import { table } from './table';
import { type Check, judge } from './verdict';

/** Minutes. */
const longestRun = 45;

function introduction({ begun, minutes }: Measured): string {
	const machine = `${cpus().length} × ${cpus()[0].model.trim()} and ${Math.round(totalmem() / 2 ** 30)} GB`;
	return `# Performance

Written by \`npm run bench\` on ${begun.slice(0, 10)}, with ${machine}, Node ${nodeVersion} and n8n ${n8nVersion}.
It took ${minutes.toFixed(0)} minutes${minutes > longestRun ? `, more than the ${longestRun} that it should take` : ''}.

The benchmark runs the same job in four ways, one after the other, against the same simulated service (a separate process, 60 kB per
PDF):

- **floor**: a plain script that does only what is necessary
- **ours**: the nodes of this package with the defaults of all options, and a node that saves the files to disk
- **built in**: n8n's own nodes (HTTP Request with pagination, Split Out, Convert to File, and the same node to save)
- **bare node**: a node that only requests and stores files with n8n's helpers; it shows which part of the cost is n8n's

How to read the tables:

- **Environment**: each way runs in a separate n8n with the memory sizes that Node chooses on this machine. The cases 'on a machine with
  1 GB' use the sizes that Node chooses there (\`${smallSizes.join(' ')}\`).
- **Time** is the time by the clock, from start to end of the execution; if it starts others of the same workflow, to the end of the last
  one. **In the engine** is the time of the nodes alone, without n8n's start and end of an execution.
- **Memory** is the peak of the resident memory of the n8n process until the last execution is saved, minus its memory at rest after garbage
  collection and minus the growth during an empty workflow. **In all** is the peak itself. For the floor, memory is the growth since the
  start of its process.
- **Rounds**: all ways take turns, round after round. The first round warms up and does not count, unless it is the only one. The column
  *rounds* says how many count. Figures are medians; in brackets are the smallest and the largest figure. Ratios are calculated for each round.
- **CPU above the floor** is the CPU time per document that n8n uses beyond the script. Compare it with the same figure of the bare node.
  *Where the CPU time of a document goes* shows its parts.
- **Verdicts**: *met* or *missed* only if all samples, at least five, are on the same side of the limit. *Open* if the spread reaches the
  limit. A miss names its reason. What would take too long five times is *one run*: its verdict is *open* if memory is within 20 %, or the
  exponent of a time within 0.1 of the limit, which is 7 % of the time. Sizes and numbers of files are the same in every run.
- **Exponents** say how a figure grows in the steepest step between 10,000, 50,000 and 100,000 documents: 1 is linear, 2 is quadratic.
  The figure for 1,000 documents is subtracted first, because a fixed cost would hide how the rest grows.
- **Repeated** counts repeated requests: an empty page after a full one, because it may be an error, the records of downloaded documents,
  to find out whether they changed during the download, and retries.
- **PDFs** are compressed and contain a font, a logo and embedded invoice data, unless the case says otherwise.
`;
}

function spelledSpread({ low, high }: Spread, samples: number, show: Check['show']): string {
	if (samples === 1) return 'one run';
	return low === high ? 'none' : `${show(low)} to ${show(high)}`;
}

function goalRows(
	{ words, checks }: Goal,
	{ results, failures }: Pick<Measured, 'results' | 'failures'>,
): string[][] {
	return checks.map((check, index) => {
		const { verdict, spread, samples, reason } = judge(check, results, failures);
		return [
			index === 0 ? words : '',
			check.of,
			spread ? check.show(spread.median) : '',
			spread ? spelledSpread(spread, samples, check.show) : '',
			check.show(check.limit),
			`${verdict === 'met' ? verdict : `**${verdict}**`}${reason ? `: ${reason}` : ''}`,
		];
	});
}

/** The table of all goals; one without a figure is 'not measured'. */
function goalTable(measured: Measured): string {
	return table(
		['goal', 'figure', 'median', 'spread', 'at most', 'verdict'],
		goals.flatMap((goal) => goalRows(goal, measured)),
	);
}

function caseText(each: Case, { results, failures }: Measured): string {
	const { key, title, note } = each;
	const body = [
		...(failures[key] ? [`This case failed: ${failures[key]}`] : []),
		...(results[key] ? [measureTable(each, results)] : []),
	].join('\n\n');
	return `## ${title}\n\n${note ? `${note}\n\n` : ''}${body}\n`;
}

function ownWorkText(work: OwnWork): string {
	const steps = Object.entries(work)
		.map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(3)} ms`)
		.join(', ');
	return `CPU time of each step for a document of 60 kB: ${steps}. Proving is only necessary in bulk.`;
}

/** Writes the page and its plot from everything that is measured so far. */
export function writeReport(
	cases: Case[],
	measured: Measured,
	work: OwnWork,
	folder: string,
): void {
	const { results, failures } = measured;
	const grown = growth(results);
	const parts = [
		introduction(measured),
		`## Goals\n\nThe goals hold with every option at its default, one run, side by side, at 30 ms and at 200 ms of latency, 60 kB a PDF. Where a figure names no latency, it is 30 ms.\n\n${goalTable(measured)}\n`,
		...(grown ? [grown.text] : []),
		...[sizing(results), cpuSplit(results, work)].filter((part) => part !== undefined),
		...cases
			.filter(({ key }) => results[key] ?? failures[key])
			.map((each) => caseText(each, measured)),
		`## Cost of the nodes' own work\n\n${ownWorkText(work)}\n`,
	];
	writeFileSync(path.join(folder, 'performance.md'), parts.join('\n'));
	if (grown) writeFileSync(path.join(folder, 'performance.svg'), grown.svg);
}
