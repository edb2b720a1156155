import { measureBackup, measureVerification } from './backup';
import type { Case } from './case';
import { comparing, type Entrant } from './compare';
import type { MemorySizes } from './memory';
import { companyCount, measureQueue } from './queue';
import type { ServiceOptions } from './service';
import { cpuDocuments } from './split';
import { measureStorages } from './storages';
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
		parallel: `one ZIP file of 50 documents at a time; without ZIP files a few documents at a time, up to ${inFlight} while answers stay quick`,
	},
	'ours, one by one': {
		workflow: (places) => workflows.ourPdfs(places, { downloadInBulk: 'never' }),
		parallel: `a few documents at a time, up to ${inFlight} while answers stay quick`,
	},
	'bare node': {
		workflow: (places) => workflows.barePdfs(places, inFlight),
		parallel: `${inFlight} documents at a time`,
	},
	'bare node, not saved': {
		workflow: (places) => workflows.barePdfsUnsaved(places, inFlight, {}),
		parallel: `${inFlight} documents at a time`,
	},
	'bare node, only requests': {
		workflow: (places) => workflows.barePdfsUnsaved(places, inFlight, { keeps: false }),
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

/** @param repetitions how many backups with nothing new follow the first backup; the first of several does not count */
function backup(invoices: number, repetitions: number): Case {
	return {
		key: `backup-${invoices}`,
		title: `Nightly backup of an account with ${spelled(invoices)} invoices, latency 30 ms`,
		note: "The template for disk with its settings. The first run saves the whole account, in as many executions as the template starts; the others find nothing new. 'To write these three' is the time of the node that writes manifest, report and index page.",
		parallel: {
			'first backup': 'one ZIP file of 50 documents at a time; its executions follow each other',
			'nothing new': 'requests the next page while it reads the last one',
		},
		rounds: repetitions,
		service: service(invoices, 30),
		run: measureBackup,
	};
}

function verification(invoices: number): Case {
	return {
		key: `verification-${invoices}`,
		title: `Verification of that backup with ${spelled(invoices)} invoices`,
		note: 'A workflow reads the manifest and every file back from disk and verifies them in one execution.',
		parallel: { verification: 'one file at a time' },
		rounds: 0,
		service: service(invoices, 0),
		run: measureVerification,
	};
}

/** All cases, in the order of the page and of a run. */
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
	pdfs('1000-30ms', '', service(1000, 30), ['floor', 'ours', 'built in']),
	pdfs('1000-200ms', '', service(1000, 200), ['ours', 'built in']),
	unproven(30),
	unproven(200),
	backup(1_000, 4),
	verification(1_000),
	backup(10_000, 2),
	verification(10_000),
	// The goals for nothing new need five samples; the first one warms up.
	backup(50_000, pairedRounds + 1),
	{
		key: 'csv-50000-small',
		title: `CSV of 50,000 invoices, latency 30 ms, ${small}`,
		note: "n8n's own nodes are missing here: n8n runs out of memory with them.",
		rounds: pairedRounds,
		service: service(50_000, 30),
		...comparing({ ours }, 'small'),
	},
	pdfs('1000-small', `, ${small}`, service(1000, 30), ['ours', 'built in'], 'small'),
	{
		...pdfs('1000-plain', ', plain PDFs', service(1000, 30, 'plain'), ['ours', 'built in']),
		rounds: 3,
		note: 'The PDFs are not compressed and contain no fonts, so every part of them can be read.',
	},
	{
		...pdfs('cpu', ', where CPU time goes', service(cpuDocuments, 30), [
			'floor',
			'ours, one by one',
			'bare node',
			'bare node, not saved',
			'bare node, only requests',
		]),
		rounds: 3,
		note: 'All documents are requested one by one, so that all entrants do the same work.',
	},
	{
		key: 'queue',
		title: `Nightly backups of ${companyCount} companies with 500 invoices each in queue mode, latency 30 ms`,
		note: 'The template for disk, once per company, all started at the same time. Redis, PostgreSQL (with the files in it), the main process and all workers run on this one machine. Memory in all is that of the largest worker.',
		parallel: Object.fromEntries(
			['one worker', 'two workers'].flatMap((workers, index) =>
				['first backup', 'nothing new'].map((what) => [
					`${what}, ${workers}`,
					`${(index + 1) * 2} executions at a time`,
				]),
			),
		),
		rounds: 2,
		service: service(500, 30),
		run: measureQueue,
	},
	{
		key: 'storages',
		title: 'Saving files of 60 kB to each storage',
		note: "The time of n8n's node that saves, set up as in the templates. All servers run on this machine, so the latency of a real one comes on top: at 50 ms, each request adds 50 s to 1,000 files. SFTP is OpenSSH, S3 is s3rver, and Nextcloud is Apache's WebDAV; Dropbox, Google Drive, OneDrive and SharePoint are simulated. Requests are those over HTTP.",
		parallel: {
			...Object.fromEntries(
				['disk', 'sftp', 's3', 'nextcloud', 'dropbox', 'google-drive'].map((name) => [
					name,
					'one file at a time',
				]),
			),
			...Object.fromEntries(
				['onedrive', 'sharepoint'].map((name) => [name, '5 files at a time, once a second']),
			),
		},
		rounds: 0,
		service: service(1200, 0),
		run: measureStorages,
	},
	// The longest case.
	backup(100_000, 1),
	verification(100_000),
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
