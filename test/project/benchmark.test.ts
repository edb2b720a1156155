import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Case } from '../../bench/case';
import { cases } from '../../bench/cases';
import { goals } from '../../bench/goals';
import { writeReport } from '../../bench/report';
import type { Measured, Round } from '../../bench/results';
import { exponent, paired, spreadOf, timed } from '../../bench/statistics';
import { type Check, judge } from '../../bench/verdict';

const round = (milliseconds: number): Round => ({
	milliseconds,
	requests: 60,
	documents: 20,
	repeated: 0,
	refused: 0,
	inFlight: 1,
});

const check = (samples: number[], minimum = 5): Check => ({
	of: 'time',
	case: 'some-case',
	limit: 1.1,
	show: String,
	samples: () => samples,
	minimum,
	reason: 'The known reason.',
});

describe('a verdict of the benchmark', () => {
	it.each([
		['all below the limit', [0.8, 0.9, 1, 1.05, 1.09], 'met'],
		['the highest reaches the limit', [0.8, 0.9, 1, 1.05, 1.1], 'open'],
		['the highest is above the limit, the median below', [0.8, 0.9, 1, 1.05, 1.2], 'open'],
		['the lowest is below the limit, the median above', [1.05, 1.2, 1.2, 1.2, 1.2], 'open'],
		['the lowest reaches the limit', [1.1, 1.2, 1.2, 1.2, 1.2], 'open'],
		['all above the limit', [1.11, 1.2, 1.2, 1.2, 1.2], 'missed'],
		['all exactly at the limit, which the goal allows', [1.1, 1.1, 1.1, 1.1, 1.1], 'met'],
		['too few rounds, all below', [0.8, 0.9, 1, 1.05], 'open'],
		['too few rounds, all above', [2, 2, 2, 2], 'open'],
		['nothing measured', [], 'not measured'],
	])('%s', (_, samples, verdict) => {
		expect(judge(check(samples), {}, {}).verdict).toBe(verdict);
	});

	it('of a miss has its reason', () => {
		expect(judge(check([2, 2, 2, 2, 2]), {}, {}).reason).toBe('The known reason.');
	});

	it('of a case that failed names why, even if an earlier run measured it', () => {
		expect(judge(check([0.5, 0.5, 0.5, 0.5, 0.5]), {}, { 'some-case': 'n8n has ended' })).toEqual({
			verdict: 'missed',
			reason: 'The case failed: n8n has ended',
		});
	});
});

describe('the statistics of the benchmark', () => {
	it('do not count the round that warms up, unless it is the only one', () => {
		const [cold, warm, warmer] = [round(9), round(2), round(1)];
		expect(timed([cold, warm, warmer])).toEqual([warm, warmer]);
		expect(timed([cold])).toEqual([cold]);
	});

	it('compare rounds in pairs, not medians', () => {
		const ours = [round(0), round(10), round(40)];
		const others = [round(0), round(20), round(10)];
		const ratios = paired(ours, others, (one, other) => one.milliseconds / other.milliseconds);
		expect(ratios).toEqual([0.5, 4]);
	});

	it('find median, lowest and highest', () => {
		expect(spreadOf([5, 1, 2, 8])).toEqual({ median: 3.5, low: 1, high: 8 });
	});

	it('find the exponent of linear and of quadratic growth', () => {
		const grown = (power: number) =>
			[1_000, 10_000, 100_000].map((size): [number, number] => [size, 3 * size ** power]);
		expect(exponent(grown(1))).toBeCloseTo(1);
		expect(exponent(grown(2))).toBeCloseTo(2);
	});
});

describe('the page of the benchmark', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'sinao-report-'));
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	/** The page of these results, as lines. */
	function pageOf(measured: Partial<Measured>, shown: Case[] = cases): string[] {
		const work = { checking: 1, hashing: 1, naming: 1, proving: 1 };
		writeReport(
			shown,
			{ begun: '2026-01-02T00:00:00Z', results: {}, failures: {}, ...measured },
			work,
			folder,
		);
		return readFileSync(path.join(folder, 'performance.md'), 'utf8').split('\n');
	}

	/** The rows of the table of goals. */
	const goalRows = (lines: string[]) => {
		const start = lines.indexOf('## Goals');
		const end = lines.findIndex((line, index) => index > start && line.startsWith('## '));
		return lines.slice(start, end).filter((line) => line.startsWith('| '));
	};

	it('shows every goal in its words and every figure of it, without results as not measured', () => {
		const rows = goalRows(pageOf({})).slice(2);
		expect(rows).toHaveLength(goals.flatMap(({ checks }) => checks).length);
		for (const { words } of goals) expect(rows.some((row) => row.includes(words))).toBe(true);
		expect(rows.filter((row) => !row.endsWith('| **not measured** |'))).toEqual([]);
	});

	it('says why a case failed, at its goals and in its section', () => {
		const failures = { 'pdf-1000-30ms': 'n8n ran out of memory' };
		const lines = pageOf({ failures });
		const rows = goalRows(lines).filter((row) => row.includes('n8n ran out of memory'));
		expect(rows).toHaveLength(3);
		expect(rows.filter((row) => !row.includes('**missed**'))).toEqual([]);
		expect(lines).toContain('This case failed: n8n ran out of memory');
	});

	it('shows what was measured of a case that failed in part', () => {
		const lines = pageOf({
			results: { storages: { disk: [{ ...round(2000), files: 1000 }] } },
			failures: { storages: 'sftp: no answer' },
		});
		expect(lines).toContain('This case failed: sftp: no answer');
		expect(lines.filter((line) => /^\| disk \|.*\| 2\.00 s \|/.test(line))).toHaveLength(1);
	});

	it('shows the spread of a figure, and that a limit within it leaves the verdict open', () => {
		const rounds = (times: number[]) => [round(0), ...times.map(round)];
		const results = {
			'pdf-1000-30ms': {
				ours: rounds([600, 600, 650, 600, 800]),
				'built in': rounds([1000, 1000, 1000, 1000, 1000]),
			},
		};
		const [row] = goalRows(pageOf({ results })).filter((line) => line.includes('time, 30ms'));
		expect(row).toContain('| 0.60 × | 0.60 × to 0.80 × | 0.70 × | **open**: The spread reaches');
	});

	it('of a whole run measures every goal, in at least as many rounds as its verdict needs', () => {
		const whole = new Map(
			cases.filter(({ schedule }) => schedule !== 'quick').map((each) => [each.key, each.rounds]),
		);
		const checks = goals.flatMap((goal) => goal.checks);
		expect(checks.filter((each) => !whole.has(each.case))).toEqual([]);
		expect(
			checks.filter(({ case: key, minimum }) => Math.max(1, whole.get(key) ?? 0) < minimum),
		).toEqual([]);
	});
});
