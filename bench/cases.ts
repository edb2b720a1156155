import { measureBackup } from './backup';
import type { Case } from './case';
import { comparing, type Entrant } from './compare';
import type { MemorySizes } from './memory';
import { measureQueue } from './queue';
import type { ServiceOptions } from './service';
import { workflows } from './workflows';

const spelled = (count: number) => count.toLocaleString('en');

const pageSize = 1000;

/** So many that the ratios have a spread. */
const pairedRounds = 5;

const service = (
	invoices: number,
	latencyMs: number,
	documents: ServiceOptions['documents'] = 'realistic',
): ServiceOptions => ({ invoices, latencyMs, documents, documentBytes: 60_000 });

const csvEntrants = {
	floor: { script: 'exportCsv', choices: { pageSize }, parallel: 'one page at a time' },
	ours: {
		workflow: (places) => workflows.ourCsv(places),
		parallel: 'requests the next page while it writes the last one',
	},
	'built in': {
		workflow: (places) => workflows.builtInCsv(places, pageSize),
		parallel: 'one page at a time, converted at the end',
	},
} satisfies Record<string, Entrant>;

/** The floor and the bare node send as many requests at the same time as the nodes may send at most. */
const inFlight = 32;

const pdfEntrants = {
	floor: {
		script: 'downloadPdfs',
		choices: { pageSize, inFlight },
		parallel: `${inFlight} documents at a time`,
	},
	ours: {
		workflow: (places) => workflows.ourPdfs(places, {}),
		parallel: 'as the defaults of the node decide',
	},
	'ours, in bulk': {
		workflow: (places) => workflows.ourPdfs(places, { downloadInBulk: true }),
		parallel: 'one ZIP file of 50 documents at a time',
	},
	'bare node': {
		workflow: (places) => workflows.barePdfs(places, inFlight),
		parallel: `${inFlight} documents at a time`,
	},
	'built in': {
		workflow: (places) => workflows.builtInPdfs(places, pageSize),
		parallel: 'all documents at once',
	},
} satisfies Record<string, Entrant>;

const { floor, ours, 'built in': builtIn } = csvEntrants;
const small = 'on a machine with 1 GB';

function csv(invoices: number, latencyMs: number, entrants: Record<string, Entrant>): Case {
	return {
		key: `csv-${invoices}-${latencyMs}ms`,
		title: `CSV of ${spelled(invoices)} invoices, latency ${latencyMs} ms`,
		rounds: pairedRounds,
		service: service(invoices, latencyMs),
		...comparing(entrants),
	};
}

function pdfs(
	key: string,
	title: string,
	options: ServiceOptions,
	names: Array<keyof typeof pdfEntrants>,
	sizes?: MemorySizes,
): Case {
	const entrants = Object.fromEntries(names.map((name) => [name, pdfEntrants[name]]));
	return {
		key: `pdf-${key}`,
		title: `${spelled(options.invoices)} PDFs, latency ${options.latencyMs} ms${title}`,
		rounds: pairedRounds,
		service: options,
		...comparing(entrants, sizes),
	};
}

const unprovenNote =
	'Neither the PDFs nor the names in a ZIP file say which document is which. Each document has to be requested singly.';

function unproven(latencyMs: number): Case {
	return {
		...pdfs(
			`1000-${latencyMs}ms-without-bulk`,
			', where documents in bulk cannot be proven',
			service(1000, latencyMs, 'unproven'),
			['ours', 'built in'],
		),
		note: unprovenNote,
	};
}

function backup(invoices: number, schedule?: Case['schedule']): Case {
	return {
		key: `backup-${invoices}`,
		title: `Nightly backup of an account with ${spelled(invoices)} invoices, latency 30 ms`,
		note: 'The template for disk with its settings. The first run saves the whole account; the other runs find nothing new.',
		parallel: {},
		// The first one saves the whole account.
		rounds: pairedRounds + 1,
		service: service(invoices, 30),
		schedule,
		run: measureBackup,
	};
}

/** All cases, in the order of the page. */
export const cases: Case[] = [
	{
		...pdfs(
			'1000-limited',
			', where the service allows 60 requests a minute',
			{ ...service(1000, 30, 'unproven'), requestsPerMinute: 60 },
			['ours'],
		),
		note: `${unprovenNote} This case takes at least 16 minutes and mostly waits, so it runs beside the others.`,
		rounds: 0,
		schedule: 'beside',
	},
	csv(1_000, 30, csvEntrants),
	csv(10_000, 30, csvEntrants),
	csv(50_000, 30, csvEntrants),
	csv(100_000, 30, { floor, ours }),
	csv(1_000, 200, csvEntrants),
	csv(10_000, 200, csvEntrants),
	{
		key: 'csv-50000-small',
		title: `CSV of 50,000 invoices, latency 30 ms, ${small}`,
		note: "n8n's own nodes are missing here: n8n runs out of memory with them.",
		rounds: pairedRounds,
		service: service(50_000, 30),
		...comparing({ ours }, 'small'),
	},
	pdfs('1000-30ms', '', service(1000, 30), [
		'floor',
		'ours',
		'ours, in bulk',
		'bare node',
		'built in',
	]),
	pdfs('1000-200ms', '', service(1000, 200), ['ours', 'built in']),
	unproven(30),
	unproven(200),
	{
		...pdfs('1000-plain', ', plain PDFs', service(1000, 30, 'plain'), [
			'ours',
			'ours, in bulk',
			'built in',
		]),
		note: 'The PDFs are not compressed and contain no fonts, so every part of them can be read.',
	},
	pdfs('1000-small', `, ${small}`, service(1000, 30), ['ours', 'built in'], 'small'),
	backup(1_000),
	backup(10_000),
	backup(50_000, 'onDemand'),
	backup(100_000, 'onDemand'),
	{
		key: 'queue',
		title: 'Backup of 1,000 PDFs by year in queue mode, latency 30 ms',
		note: 'Redis, PostgreSQL (with the files in it) and all workers run on this one machine.',
		parallel: {},
		rounds: 1,
		service: service(1000, 30),
		run: measureQueue,
	},
	{
		...csv(10_000, 30, { floor, ours, 'built in': builtIn }),
		key: 'quick-csv',
		rounds: 3,
		schedule: 'quick',
	},
	{
		...pdfs('', '', service(300, 30), ['ours', 'built in']),
		key: 'quick-pdf',
		rounds: 3,
		schedule: 'quick',
	},
];
