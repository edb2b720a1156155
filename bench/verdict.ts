import type { Results } from './results';
import { enoughRounds, type Spread, spreadOf } from './statistics';

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
	/**
	 * Fewer samples than show a spread decide only if they are further than this from the limit; 0 for what is the same
	 * in every run. Absent: they never decide.
	 */
	uncertainty?: number;
	/** Why the figure misses the goal, if that is known. */
	reason?: string;
}

type Verdict = 'met' | 'missed' | 'open' | 'not measured';

export interface Judged {
	verdict: Verdict;
	spread?: Spread;
	/** How many there are. */
	samples: number;
	/** Why the verdict is not 'met'. */
	reason?: string;
}

/**
 * Compares the samples of a check with its limit. The verdict is 'open' if the spread reaches the limit from either
 * side, or if there are too few samples and they are not far from the limit.
 *
 * @param failures why cases failed, by their keys
 */
export function judge(check: Check, results: Results, failures: Record<string, string>): Judged {
	if (failures[check.case])
		return { verdict: 'missed', samples: 0, reason: `The case failed: ${failures[check.case]}` };
	const samples = check.samples(results);
	if (!samples.length) return { verdict: 'not measured', samples: 0 };
	const { uncertainty = Infinity, limit } = check;
	const spread = spreadOf(samples);
	const judged = { spread, samples: samples.length };
	const hasSpread = samples.length >= enoughRounds;
	const margin = hasSpread ? 0 : uncertainty;
	const [low, high] = [spread.low - margin, spread.high + margin];
	if (high < limit || (high === limit && low === high)) return { verdict: 'met', ...judged };
	if (low > limit)
		return { verdict: 'missed', ...judged, reason: check.reason ?? 'The reason is not known yet.' };
	if (hasSpread) return { verdict: 'open', ...judged, reason: 'The spread reaches the limit.' };
	const reason =
		check.uncertainty === undefined
			? `Needs at least ${enoughRounds} rounds.`
			: `One run, ${spread.median > limit ? 'above' : 'below'} the limit by less than ${check.show(uncertainty)}.`;
	return { verdict: 'open', ...judged, reason };
}
