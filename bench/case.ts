import type { Instance } from '../test/support/n8n/instance';
import type { Costs } from './results';
import type { ServiceOptions } from './service';

/** What a case needs to run. */
export interface CaseSetup {
	key: string;
	/** Rounds after the first one, which warms up and does not count. */
	rounds: number;
	service: ServiceOptions;
}

/** One table of the page. */
export interface Case extends CaseSetup {
	title: string;
	/** What a reader must know to understand the figures. */
	note?: string;
	/** How each entrant is parallel, by its name. */
	parallel: Record<string, string>;
	/** `beside`: takes many minutes, mostly waits, and runs beside the cases after it; `quick`: runs only with `--quick`. */
	schedule?: 'beside' | 'quick';
	/** @param prepared a prepared n8n, of which each entrant gets a copy */
	run(setup: CaseSetup, prepared: Instance): Promise<Costs>;
}

/** A failure of some entrants of a case; the costs of the others are kept. */
export class PartialFailure extends Error {
	constructor(
		message: string,
		readonly costs: Costs,
	) {
		super(message);
	}
}

/** Shows on the console which round has ended. */
export function showRound(key: string, round: string, milliseconds: number): void {
	process.stderr.write(`  ${key}, ${round}: ${(milliseconds / 1000).toFixed(1)} s\n`);
}
