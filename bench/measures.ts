import type { Workflow } from '../templates/parts/workflow';
import type { ServiceOptions } from './service';
import { type Places, workflows } from './workflows';

/** What runs in turn in one measure: a workflow in n8n, or a plain script. */
export type Entrant = { workflow: (places: Places) => Workflow } | { script: 'exportCsv' | 'downloadPdfs'; choices: Record<string, number> };

export interface Measure {
	key: string;
	title: string;
	/** Invoices of the company. */
	rows: number;
	/** After the first one, of which only the memory counts where others follow. */
	rounds: number;
	service: ServiceOptions;
	entrants: Record<string, Entrant>;
	/** Workers of an n8n in queue mode, instead of entrants. */
	workers?: number;
}

const documentBytes = 60_000;
const latencyMs = 30;

function csv(rows: number, pageSize: number, rounds: number, isCompared: boolean): Measure {
	return {
		key: `csv-${rows}-by-${pageSize}`,
		title: `CSV of ${rows.toLocaleString('en')} invoices, pages of ${pageSize.toLocaleString('en')}`,
		rows,
		rounds,
		service: { invoices: rows, documentBytes, latencyMs },
		entrants: {
			floor: { script: 'exportCsv', choices: { pageSize } },
			ours: { workflow: (places) => workflows.ourCsv(places, pageSize) },
			...(isCompared ? { 'built in': { workflow: (places: Places) => workflows.builtInCsv(places, pageSize) } } : {}),
		},
	};
}

function pdfs(rows: number, rounds: number, isCompared: boolean): Measure {
	const inFlight = 8;
	return {
		key: `pdf-${rows}`,
		title: `${rows.toLocaleString('en')} PDFs of 60 kB, ${inFlight} at a time`,
		rows,
		rounds,
		service: { invoices: rows, documentBytes, latencyMs },
		entrants: {
			floor: { script: 'downloadPdfs', choices: { pageSize: 1000, inFlight } },
			ours: { workflow: (places) => workflows.ourPdfs(places, { parallelDownloads: inFlight }) },
			'ours, in bulk': { workflow: (places) => workflows.ourPdfs(places, { downloadInBulk: true }) },
			...(isCompared ? { 'built in': { workflow: (places: Places) => workflows.builtInPdfs(places, 1000) } } : {}),
		},
	};
}

function limited(rows: number, name: string, downloadInBulk: boolean): Measure {
	return {
		key: `limited-${name}-${rows}`,
		title: `${rows.toLocaleString('en')} PDFs where 60 requests a minute are allowed, ${name}`,
		rows,
		rounds: 0,
		service: { invoices: rows, documentBytes, latencyMs, requestsPerMinute: 60 },
		entrants: { ours: { workflow: (places) => workflows.ourPdfs(places, { downloadInBulk }) } },
	};
}

function queue(workers: number): Measure {
	const rows = 2_000;
	return {
		key: `queue-${workers}`,
		title: `${rows.toLocaleString('en')} PDFs shared out by year in queue mode, ${workers === 1 ? 'one worker' : 'two workers'}`,
		rows,
		rounds: 1,
		service: { invoices: rows, documentBytes, latencyMs },
		entrants: {},
		workers,
	};
}

/** Everything that is measured, in this order. */
export const measures: Measure[] = [
	csv(1_000, 1000, 3, false),
	csv(10_000, 1000, 5, true),
	csv(50_000, 1000, 2, true),
	csv(50_000, 100, 1, true),
	csv(100_000, 1000, 1, false),
	csv(200_000, 1000, 1, false),
	pdfs(1_000, 3, true),
	pdfs(10_000, 0, false),
	limited(1_000, 'in bulk', true),
	limited(120, 'singly', false),
	queue(1),
	queue(2),
];
