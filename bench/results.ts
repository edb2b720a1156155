import type { Cost } from './n8n';
import type { RequestCounts } from './service';

/** What one round cost. A plain script has no nodes, a queue no single process. */
export interface Round extends Partial<Cost>, RequestCounts {
	milliseconds: number;
	/** MB of the file that was made, of one file only. */
	file?: number;
	/** Where an account was shared out. */
	executions?: number;
}

/** The rounds of each entrant of a measure. Of the first one only the memory counts, because a process keeps what it had; of the others the time. */
export type Costs = Record<string, Round[]>;

/** The costs of each measure, by its key. */
export type Results = Record<string, Costs>;
