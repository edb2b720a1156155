import type { Results } from './results';
import { type Spread, spreadOf } from './statistics';

/** One figure of a goal. */
export interface Check {
	/** What is measured, and where. */
	of: string;
	/** The case that measures it. */
	case: string;
	/** The figure may be at most this. */
	limit: number;
	show: (figure: number) => string;
	/** One figure for each round; empty if something is not measured. */
	samples: (results: Results) => number[];
	/** A verdict needs at least this number of samples; five for what differs from round to round. */
	minimum: number;
	/** Why the figure misses the goal, if that is known. */
	reason?: string;
}

type Verdict = 'met' | 'missed' | 'open' | 'not measured';

export interface Judged {
	verdict: Verdict;
	spread?: Spread;
	/** Why the verdict is not 'met'. */
	reason?: string;
}

/**
 * Compares the samples of a check with its limit. The verdict is 'open' if the spread reaches the limit from either
 * side, or if there are too few samples.
 *
 * @param failures why cases failed, by their keys
 */
export function judge(check: Check, results: Results, failures: Record<string, string>): Judged {
	if (failures[check.case])
		return { verdict: 'missed', reason: `The case failed: ${failures[check.case]}` };
	const samples = check.samples(results);
	if (!samples.length) return { verdict: 'not measured' };
	const spread = spreadOf(samples);
	if (samples.length < check.minimum)
		return { verdict: 'open', spread, reason: `Needs at least ${check.minimum} rounds.` };
	if (spread.high < check.limit || (spread.high === check.limit && spread.low === spread.high))
		return { verdict: 'met', spread };
	if (spread.low > check.limit)
		return { verdict: 'missed', spread, reason: check.reason ?? 'The reason is not known yet.' };
	return { verdict: 'open', spread, reason: 'The spread reaches the limit.' };
}
