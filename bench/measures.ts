import type { Instance } from '../test/support/n8n/instance';
import { measureBackup } from './backup';
import { comparing, type Entrant } from './compare';
import { measureQueue } from './queue';
import type { Costs } from './results';
import type { ServiceOptions } from './service';
import { workflows } from './workflows';

export interface Measure {
	key: string;
	title: string;
	/** What a reader must know to understand the figures. */
	note?: string;
	/** After the first one, of which only the memory counts where others follow. */
	rounds: number;
	service: ServiceOptions;
	run: (measure: Pick<Measure, 'key' | 'rounds' | 'service'>, prepared: Instance) => Promise<Costs>;
}

const service = { documentBytes: 60_000, latencyMs: 30 };
const spelled = (count: number) => count.toLocaleString('en');

function csv(invoices: number, pageSize: number, rounds: number, isCompared: boolean): Measure {
	// With the memory of a small machine it ends n8n at 50,000 invoices: "JavaScript heap out of memory".
	const hasAllMemory = invoices > 10_000;
	const builtIn: Record<string, Entrant> = {
		'built in': { workflow: (places) => workflows.builtInCsv(places, pageSize), hasAllMemory },
	};
	return {
		key: `csv-${invoices}-by-${pageSize}`,
		title: `CSV of ${spelled(invoices)} invoices, pages of ${spelled(pageSize)}`,
		note:
			isCompared && hasAllMemory
				? "n8n's own nodes have all memory of this machine here: with 1 GB n8n dies of them."
				: undefined,
		rounds,
		service: { ...service, invoices },
		run: comparing({
			floor: { script: 'exportCsv', choices: { pageSize } },
			ours: { workflow: (places) => workflows.ourCsv(places, pageSize) },
			...(isCompared ? builtIn : {}),
		}),
	};
}

const ourPdfs = (inFlight: number): Entrant => ({
	workflow: (places) => workflows.ourPdfs(places, { parallelDownloads: inFlight }),
});
const barePdfs = (inFlight: number): Entrant => ({
	workflow: (places) => workflows.barePdfs(places, inFlight),
});
const floorPdfs = (inFlight: number): Entrant => ({
	script: 'downloadPdfs',
	choices: { pageSize: 1000, inFlight },
});

const builtInPdfs: Entrant = { workflow: (places) => workflows.builtInPdfs(places, 1000) };

function pdfs(
	invoices: number,
	inFlight: number,
	rounds: number,
	entrants: Record<string, Entrant>,
): Measure {
	return {
		key: `pdf-${invoices}-by-${inFlight}`,
		title: `${spelled(invoices)} PDFs of 60 kB, ${inFlight} at a time`,
		rounds,
		service: { ...service, invoices },
		run: comparing(entrants),
	};
}

const inBulk: Entrant = {
	workflow: (places) => workflows.ourPdfs(places, { downloadInBulk: true }),
};
const downloads = { ours: ourPdfs(8), 'ours, in bulk': inBulk, 'bare node': barePdfs(8) };
const singly: Entrant = { workflow: (places) => workflows.ourPdfs(places, {}) };

const heldNote =
	'The same runs once more, with everything collected once a second; what counts is JavaScript and buffers. By itself the engine collects only after tens of MB, so that most of what is resident in the tables above is not needed any more; how much, varies. What more documents hold more are their items, which n8n keeps until the execution ends.';

/** The same runs once more, with everything collected once a second. */
function held(invoices: number, entrants: Record<string, Entrant>): Measure {
	return {
		key: `held-${invoices}`,
		title: `What n8n holds during ${spelled(invoices)} PDFs of 60 kB, 8 at a time`,
		note: heldNote,
		rounds: 0,
		service: { ...service, invoices },
		run: comparing(
			Object.fromEntries(
				Object.entries(entrants).map(([name, entrant]) => [
					name,
					{ ...entrant, look: 'held' as const },
				]),
			),
		),
	};
}

/** Waits more than it works, so both ways wait at once. */
const limited: Measure = {
	key: 'limited',
	title: 'PDFs where 60 requests a minute are allowed',
	note: 'Singly, only 80 documents are downloaded here: 1,000 take as many seconds.',
	rounds: 0,
	service: { ...service, invoices: 1000, requestsPerMinute: 60 },
	async run(measure, prepared) {
		const fewer = { ...measure, service: { ...measure.service, invoices: 80 } };
		const costs = await Promise.all([
			comparing({ 'in bulk, 1,000 documents': inBulk })(measure, prepared),
			comparing({ 'singly, 80 documents': singly })(fewer, prepared),
		]);
		return Object.assign({}, ...costs) as Costs;
	},
};

/** Everything that is measured, in this order. */
export const measures: Measure[] = [
	csv(1_000, 1000, 3, false),
	csv(10_000, 1000, 5, true),
	csv(50_000, 1000, 2, true),
	csv(50_000, 100, 0, true),
	csv(100_000, 1000, 1, false),
	csv(200_000, 1000, 1, false),
	pdfs(1_000, 4, 1, { floor: floorPdfs(4), ours: ourPdfs(4) }),
	pdfs(1_000, 8, 2, {
		floor: floorPdfs(8),
		...downloads,
		'built in': builtInPdfs,
	}),
	pdfs(10_000, 8, 0, downloads),
	held(1_000, { ...downloads, 'built in': builtInPdfs }),
	held(10_000, downloads),
	limited,
	{
		key: 'backup',
		title: 'Backup of a whole account with 1,000 invoices, and again with nothing new',
		rounds: 2,
		service: { ...service, invoices: 1000 },
		run: measureBackup,
	},
	{
		key: 'queue',
		title: '1,000 PDFs shared out by year in queue mode',
		note: 'Redis, PostgreSQL with the files in it, and all workers on this one machine.',
		rounds: 1,
		service: { ...service, invoices: 1000 },
		run: measureQueue,
	},
];
