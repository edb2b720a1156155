import type { Cost } from './n8n';
import type { RequestCounts } from './service';

/** What one round cost. A plain script has no nodes; queue mode has no single process. */
export interface Round extends Partial<Cost>, RequestCounts {
	/** Time by the clock, from start to end of the execution or of the script's work. */
	milliseconds: number;
	/** MB of the CSV file. */
	file?: number;
	/** Number of files that a backup reports as missing. */
	missing?: number;
	/** MB of the manifest of a backup. */
	manifest?: number;
	/** MB of the report of a backup or of a verification. */
	report?: number;
	/** MB of the index page of a backup. */
	index?: number;
	/** Milliseconds that Write Manifest took for manifest, report and index page, in all executions. */
	writing?: number;
	/** Number of files that were saved to a storage. */
	files?: number;
	/** Number of columns of a table. */
	columns?: number;
}

/** What is measured without Sinao. */
export const noRequests: RequestCounts = {
	requests: 0,
	documents: 0,
	repeated: 0,
	refused: 0,
	inFlight: 0,
};

/** The rounds of each entrant of a case. The first round warms up and does not count, unless it is the only one. */
export type Costs = Record<string, Round[]>;

/** The costs of each case, by its key. */
export type Results = Record<string, Costs>;

/** What a run of the benchmark found. */
export interface Measured {
	/** ISO time. */
	begun: string;
	/** How long all cases took together. */
	minutes: number;
	/** How long each case took, by its key. */
	seconds: Record<string, number>;
	results: Results;
	/** Why a case failed, by its key. */
	failures: Record<string, string>;
}
