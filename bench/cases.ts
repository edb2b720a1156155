import { measureBackup, measureVerification } from './backup';
import type { Case } from './case';
import { comparing, type Entrant } from './compare';
import { limitedAccounts, measureLimited, requestsPerMinute } from './limited';
import type { MemorySizes } from './memory';
import { companyCount, invoicesOfCompany, measureQueue } from './queue';
import type { ServiceOptions } from './service';
import { cpuDocuments } from './split';
import { enoughRounds } from './statistics';
import { measureStorages } from './storages';
import { measureWideRows, wideEntrants } from './wideRows';
import { workflows } from './workflows';

const spelled = (count: number) => count.toLocaleString('en');

const pageSize = 1000;

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

const archives = 'a ZIP file of 50 documents, one of 100, then up to 4 of 100 at a time';

const pdfEntrants = {
	floor: {
		script: 'downloadPdfs',
		choices: { pageSize, inFlight },
		parallel: `${inFlight} documents at a time`,
	},
	ours: {
		workflow: (places) => workflows.ourPdfs(places, {}),
		parallel: archives,
	},
	'ours, without bulk': {
		workflow: (places) => workflows.ourPdfs(places, {}),
		parallel: `one ZIP file of 50 documents first, then a few documents at a time, up to ${inFlight} while answers stay quick`,
		service: { documents: 'unproven' },
	},
	'ours, plain PDFs': {
		workflow: (places) => workflows.ourPdfs(places, {}),
		parallel: archives,
		service: { documents: 'plain' },
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

const { floor, ours } = csvEntrants;
const small = 'on a machine with 1 GB';

function csv(invoices: number, latencyMs: number, entrants: Record<string, Entrant>): Case {
	return {
		key: `csv-${invoices}-${latencyMs}ms`,
		title: `CSV of ${spelled(invoices)} invoices, latency ${latencyMs} ms`,
		rounds: enoughRounds,
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
		rounds: enoughRounds,
		service: options,
		...comparing(entrants, sizes),
	};
}

const unprovenNote =
	'neither the PDFs nor the names in a ZIP file say which document is which, so that each document has to be requested singly.';
const withoutBulkNote = `With 'ours, without bulk', ${unprovenNote}`;
const plainNote =
	"With 'ours, plain PDFs', the PDFs are not compressed and contain neither fonts nor embedded data, so that every part of them can be read.";

/** @param repetitions how many backups with nothing new follow the first backup; the first of several does not count */
function backup(invoices: number, repetitions: number): Case {
	return {
		key: `backup-${invoices}`,
		title: `Nightly backup of an account with ${spelled(invoices)} invoices, latency 30 ms`,
		note: "The template for disk with its settings. The first run saves the whole account, in as many executions as the template starts; the others find nothing new. 'To write these three' is the time of the node that writes manifest, report and index page.",
		parallel: {
			'first backup': `${archives}; its executions follow each other`,
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

/** Each account once: all figures together are the samples. */
const limitedCase: Case = {
	key: 'pdf-1000-limited',
	title: `1,000 PDFs, latency 30 ms, where the service allows ${requestsPerMinute} requests a minute`,
	note: `In this case, ${unprovenNote} It takes at least 16 minutes and mostly waits, so ${limitedAccounts.length} accounts are measured at the same time in one n8n, each with its own limit, beside the cases that follow. The service accepts ${requestsPerMinute} requests in any minute: the first ${requestsPerMinute} pass at once, so the least time for 1,003 requests is 16 minutes.`,
	parallel: Object.fromEntries(
		limitedAccounts.map((name) => [name, pdfEntrants['ours, without bulk'].parallel]),
	),
	rounds: 0,
	service: { ...service(1000, 30, 'unproven'), requestsPerMinute },
	schedule: 'beside',
	run: measureLimited,
};

/**
 * All cases, in the order of the page and of a run. Those whose times are compared come first, because one of the others
 * runs beside those after it.
 */
export const cases: Case[] = [
	csv(1_000, 30, csvEntrants),
	csv(10_000, 30, csvEntrants),
	csv(100_000, 30, { floor, ours }),
	csv(1_000, 200, { floor, ours }),
	csv(10_000, 200, { floor, ours }),
	{
		...pdfs('1000-30ms', '', service(1000, 30), [
			'floor',
			'ours',
			'ours, without bulk',
			'ours, plain PDFs',
			'built in',
		]),
		note: `${withoutBulkNote} ${plainNote}`,
	},
	{
		...pdfs('1000-200ms', '', service(1000, 200), ['ours', 'ours, without bulk', 'built in']),
		note: withoutBulkNote,
	},
	{
		key: 'csv-100000-small',
		title: `CSV of 100,000 invoices, latency 30 ms, ${small}`,
		note: "n8n's own nodes are missing here: n8n runs out of memory with them.",
		rounds: enoughRounds,
		service: service(100_000, 30),
		...comparing({ ours }, 'small'),
	},
	pdfs('1000-small', `, ${small}`, service(1000, 30), ['ours'], 'small'),
	{
		...pdfs('cpu', ', where CPU time goes', service(cpuDocuments, 30), [
			'floor',
			'ours, one by one',
			'bare node',
			'bare node, not saved',
			'bare node, only requests',
		]),
		note: 'All documents are requested one by one, so that all entrants do the same work.',
	},
	{
		key: 'columns',
		title: 'CSV of contacts with more and more fields',
		note: 'Only the creation of the table, without n8n and without a service. All tables have the same number of cells. Fields beyond the maximum number of columns share the last column.',
		parallel: Object.fromEntries(wideEntrants.map((name) => [name, 'no requests'])),
		rounds: enoughRounds,
		service: service(0, 0),
		run: measureWideRows,
	},
	limitedCase,
	backup(1_000, 2),
	verification(1_000),
	backup(10_000, 2),
	verification(10_000),
	// The goals for nothing new need five samples; the first one warms up.
	backup(50_000, enoughRounds + 1),
	verification(50_000),
	{
		key: 'queue',
		title: `Nightly backups of ${companyCount} companies with ${invoicesOfCompany} invoices each in queue mode, latency 30 ms`,
		note: 'The template for disk, once per company, all started at the same time. Redis, PostgreSQL (with the files in it), the main process and all workers run on this one machine. Memory in all is that of the largest worker.',
		parallel: Object.fromEntries(
			['one worker', 'two workers'].flatMap((workers, index) =>
				['first backup', 'nothing new'].map((what) => [
					`${what}, ${workers}`,
					`${(index + 1) * 2} executions at a time`,
				]),
			),
		),
		rounds: 1,
		service: service(invoicesOfCompany, 30),
		run: measureQueue,
	},
	{
		key: 'storages',
		title: 'Saving files of 60 kB to each storage',
		note: "The time of n8n's node that saves, set up as in the templates. The time for 1,000 files is calculated from the measured files. All servers run on this machine, so the latency of a real one comes on top: at 50 ms, each request adds 50 s to 1,000 files. SFTP is OpenSSH, S3 is s3rver, and Nextcloud is Apache's WebDAV; Dropbox, Google Drive, OneDrive and SharePoint are simulated. Requests are those over HTTP.",
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
		...csv(10_000, 30, csvEntrants),
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

/**
 * The cases with this key, or with keys that start with it.
 *
 * @throws Error if there is none
 */
export function casesNamed(start: string): Case[] {
	const exact = cases.filter(({ key }) => key === start);
	const found = exact.length ? exact : cases.filter(({ key }) => key.startsWith(start));
	if (!found.length) throw new Error(`There is no case '${start}'`);
	return found;
}
