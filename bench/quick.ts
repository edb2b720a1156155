import type { Results } from './results';
import { clock, paired } from './statistics';
import { type Check, judge } from './verdict';

const times = (figure: number) => `${figure.toFixed(2)} ×`;

function ratio(
	of: string,
	key: string,
	other: string,
	limit: number,
	figure: Parameters<typeof paired>[2],
): Check {
	return {
		of,
		case: key,
		limit,
		show: times,
		samples: ({ [key]: costs }) =>
			costs?.ours && costs[other] ? paired(costs.ours, costs[other], figure) : [],
	};
}

/** Limits so wide that only a slip misses them, on a busy machine too. */
const checks: Check[] = [
	ratio(
		'CSV: time compared with the plain script',
		'quick-csv',
		'floor',
		3,
		(one, other) => clock(one) / clock(other),
	),
	ratio(
		"CSV: memory compared with n8n's own nodes",
		'quick-csv',
		'built in',
		0.8,
		({ memory = 0 }, { memory: other = 0 }) => memory / other,
	),
	ratio(
		"PDFs: time compared with n8n's own nodes",
		'quick-pdf',
		'built in',
		1.5,
		(one, other) => clock(one) / clock(other),
	),
	ratio(
		"PDFs: requests compared with n8n's own nodes",
		'quick-pdf',
		'built in',
		0.5,
		({ requests }, { requests: other }) => requests / other,
	),
];

/**
 * Prints the ratios of a quick run with their limits.
 *
 * @returns whether all medians are within the limits
 */
export function checkQuickly(results: Results, failures: Record<string, string>): boolean {
	const lines = checks.map((check) => {
		const { spread, reason } = judge(check, results, failures);
		const isMet = spread !== undefined && spread.median <= check.limit;
		const figure = spread
			? `${times(spread.median)} (${times(spread.low)} to ${times(spread.high)})`
			: (reason ?? 'not measured');
		return {
			isMet,
			text: `${isMet ? 'ok    ' : 'MISSED'} ${check.of}: ${figure}, at most ${times(check.limit)}`,
		};
	});
	process.stdout.write(`${lines.map(({ text }) => text).join('\n')}\n`);
	return lines.every(({ isMet }) => isMet);
}
