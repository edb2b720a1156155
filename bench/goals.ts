import { exponentOf } from './growth';
import type { Round } from './results';
import { clock, paired, timed } from './statistics';
import type { Check } from './verdict';

/** A goal in the words in which it was set, and the figures that decide it. */
export interface Goal {
	words: string;
	checks: Check[];
}

const times = (figure: number) => `${figure.toFixed(2)} ×`;
const percent = (figure: number) => `${(figure * 100).toFixed(0)} %`;
const megabytes = (figure: number) => `${figure.toFixed(0)} MB`;
const seconds = (figure: number) => `${figure.toFixed(2)} s`;
const count = (figure: number) => String(figure);
const power = (figure: number) => `exponent ${figure.toFixed(2)}`;

const memoryOf = ({ memory = 0 }: Round) => memory;

const oneArchive = 'The nodes request one ZIP file at a time.';
const fewAtATime =
	'The nodes begin with a few documents at a time and request more while answers stay quick.';
const rowCost =
	'A row costs more CPU than in the script (dates in a time zone, exact amounts, escaped formulas, checked sums), and the latency of a page hides only a part of it.';

/** A figure of the paired rounds of two entrants. */
function comparison(
	key: string,
	others: string,
	of: (round: Round, other: Round) => number,
): Pick<Check, 'case' | 'samples' | 'minimum'> {
	return {
		case: key,
		minimum: 5,
		samples: ({ [key]: costs }) =>
			costs?.ours && costs[others] ? paired(costs.ours, costs[others], of) : [],
	};
}

const ratioOf = (figure: (round: Round) => number) => (round: Round, other: Round) =>
	figure(round) / figure(other);

/** A figure of each timed round of one entrant. */
function own(
	key: string,
	name: string,
	of: (round: Round) => number,
	minimum = 5,
): Pick<Check, 'case' | 'samples' | 'minimum'> {
	return {
		case: key,
		minimum,
		samples: ({ [key]: costs }) => (costs?.[name] ? timed(costs[name]).map(of) : []),
	};
}

function pdfChecks(latency: string): Check[] {
	const key = `pdf-1000-${latency}`;
	return [
		{
			of: `time, ${latency}`,
			...comparison(key, 'built in', ratioOf(clock)),
			limit: 0.7,
			show: times,
			reason: oneArchive,
		},
		{
			of: `memory above rest, ${latency}`,
			...comparison(key, 'built in', ratioOf(memoryOf)),
			limit: 0.6,
			show: percent,
		},
		{
			of: `requests, ${latency}`,
			...own(key, 'ours', ({ requests }) => requests),
			limit: 60,
			show: count,
		},
	];
}

function csvRatio(invoices: number, latency: string): Check {
	return {
		of: `${invoices.toLocaleString('en')} invoices, ${latency}`,
		...comparison(`csv-${invoices}-${latency}`, 'floor', ratioOf(clock)),
		limit: 1.3,
		show: times,
		reason: rowCost,
	};
}

function csvDifference(latency: string): Check {
	return {
		of: `1,000 invoices above the script, ${latency}`,
		...comparison(
			`csv-1000-${latency}`,
			'floor',
			(round, other) => (clock(round) - clock(other)) / 1000,
		),
		limit: 0.15,
		show: seconds,
	};
}

const largeAccount = 'backup-50000';

/** The limit leaves room for the noise of a measurement; twice the work for an account of the same size would be 2. */
function linear(
	of: string,
	name: string,
	figure: (round: Round) => number | undefined,
	job: 'backup' | 'verification' = 'backup',
): Check {
	return {
		of,
		case: `${job}-100000`,
		minimum: 1,
		samples: (results) => exponentOf(results, job, name, figure) ?? [],
		limit: 1.1,
		show: power,
	};
}

const requestsThatCount = ({ requests, repeated }: Round) => requests - repeated;
const limitedCase = 'pdf-1000-limited';

/** The goals do not change when they are missed. */
export const goals: Goal[] = [
	{
		words:
			"Whole workflow for 1,000 PDFs at most 0.7 × n8n's own nodes, at most 60 % of their memory above rest, at most 60 requests where bulk can be proven",
		checks: ['30ms', '200ms'].flatMap(pdfChecks),
	},
	{
		words: 'Without bulk at most 1.1 ×',
		checks: ['30ms', '200ms'].map((latency) => ({
			of: `time, ${latency}`,
			...comparison(`pdf-1000-${latency}-without-bulk`, 'built in', ratioOf(clock)),
			limit: 1.1,
			show: times,
			reason: fewAtATime,
		})),
	},
	{
		words:
			'CSV: at most 1.3 × the plain script by the clock from start to end of the execution at 10,000 and more, at most 0.15 s above it at 1,000',
		checks: [
			csvDifference('30ms'),
			csvDifference('200ms'),
			csvRatio(10_000, '30ms'),
			csvRatio(10_000, '200ms'),
			csvRatio(50_000, '30ms'),
			csvRatio(100_000, '30ms'),
		],
	},
	{
		words:
			'Where the service allows 60 requests a minute, a run of 1,000 documents loses at most 10 % against that limit and gets at most one 429 in 60 requests',
		checks: [
			{
				of: 'time, compared with one second for each request that is not a repetition',
				...own(limitedCase, 'ours', (round) => clock(round) / 1000 / requestsThatCount(round), 1),
				limit: 1.1,
				show: times,
			},
			{
				of: 'answers with 429 in 60 requests',
				...own(limitedCase, 'ours', ({ refused, requests }) => (refused * 60) / requests, 1),
				limit: 1,
				show: (figure) => figure.toFixed(2),
			},
		],
	},
	{
		words:
			"A first nightly backup of any account ends complete after one start, and n8n stays under 1 GB in all at 50,000 documents (Node's own sizes, disk storage)",
		checks: [
			{
				of: 'memory of n8n in all during the first backup, which has to end with success',
				...own(largeAccount, 'first backup', ({ memoryInAll = 0 }) => memoryInAll, 1),
				limit: 1000,
				show: megabytes,
			},
		],
	},
	{
		words:
			'At 50,000 documents with nothing new: at most 60 s at 30 ms and pages of 1,000, at most 150 MB above rest',
		checks: [
			{
				of: 'time',
				...own(largeAccount, 'nothing new', (round) => clock(round) / 1000),
				limit: 60,
				show: seconds,
			},
			{
				of: 'memory above rest',
				...own(largeAccount, 'nothing new', memoryOf),
				limit: 150,
				show: megabytes,
			},
		],
	},
	{
		words:
			'Measured and linear from 1,000 to 100,000 documents: first backup, backup with nothing new, manifest size, report, verification',
		checks: [
			linear('time of the first backup', 'first backup', clock),
			linear('time of a backup with nothing new', 'nothing new', clock),
			linear('size of the manifest', 'first backup', ({ manifest }) => manifest),
			linear('size of the report', 'nothing new', ({ report }) => report),
			linear(
				'time to write manifest, report and index page',
				'nothing new',
				({ writing }) => writing,
			),
			linear('time of a verification', 'verification', clock, 'verification'),
		],
	},
];
