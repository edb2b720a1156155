import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Case } from '../../bench/case';
import { cases } from '../../bench/cases';
import { goals } from '../../bench/goals';
import { limitedAccounts } from '../../bench/limited';
import { writeReport } from '../../bench/report';
import type { Costs, Measured, Results, Round } from '../../bench/results';
import { paired, spreadOf, steepestGrowth, timed } from '../../bench/statistics';
import { type Check, judge } from '../../bench/verdict';

const round = (milliseconds: number): Round => ({
	milliseconds,
	requests: 60,
	documents: 20,
	repeated: 0,
	refused: 0,
	inFlight: 1,
});

const check = (samples: number[], uncertainty?: number): Check => ({
	of: 'time',
	case: 'some-case',
	limit: 1.1,
	show: String,
	samples: () => samples,
	uncertainty,
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

	it.each([
		['far below the limit', 0.89, 0.2, 'met'],
		['near the limit, below', 0.91, 0.2, 'open'],
		['near the limit, above', 1.29, 0.2, 'open'],
		['far above the limit', 1.31, 0.2, 'missed'],
		['at the limit, and the same in every run', 1.1, 0, 'met'],
		['above the limit, and the same in every run', 1.11, 0, 'missed'],
	])('of one run %s', (_, sample, uncertainty, verdict) => {
		expect(judge(check([sample], uncertainty), {}, {}).verdict).toBe(verdict);
	});

	it('of five runs does not depend on the uncertainty of one', () => {
		expect(judge(check([1, 1, 1, 1, 1], 0.2), {}, {}).verdict).toBe('met');
	});

	it('of a miss has its reason', () => {
		expect(judge(check([2, 2, 2, 2, 2]), {}, {}).reason).toBe('The known reason.');
	});

	it('of a case that failed names why, even if an earlier run measured it', () => {
		const failures = { 'some-case': 'n8n has ended' };
		expect(judge(check([0.5, 0.5, 0.5, 0.5, 0.5]), {}, failures)).toMatchObject({
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

	const growthOf = (figure: (size: number) => number) =>
		steepestGrowth(
			[1_000, 10_000, 50_000, 100_000].map((size): [number, number] => [size, figure(size)]),
		);

	it.each([
		['proportional', (size: number) => 3 * size, 1],
		['linear with a small fixed cost', (size: number) => 1_500 + 0.3 * size, 1],
		['linear with a large fixed cost', (size: number) => 500_000 + 0.3 * size, 1],
		['constant', () => 28_000, 0],
		['constant but for the digits in a text', (size: number) => 28_000 + String(size).length, 0],
	])('find the exponent of growth that is %s', (_, figure, exponent) => {
		expect(growthOf(figure)).toBeCloseTo(exponent);
	});

	it.each([
		[
			'hidden by a fixed cost and a linear part',
			(size: number) => 1_500 + 0.3 * size + (0.003 * size ** 2) / 1_000,
		],
		[
			'hidden by a large fixed cost',
			(size: number) => 30_000 + 0.3 * size + (0.003 * size ** 2) / 1_000,
		],
		['only beyond 50,000', (size: number) => size + Math.max(0, size - 50_000)],
		['only below 50,000', (size: number) => Math.min(size ** 2, 50_000 * size)],
	])('find growth that is more than linear, %s', (_, figure) => {
		expect(growthOf(figure)).toBeGreaterThan(1.3);
	});
});

describe('the page of the benchmark', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'sinao-report-'));
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	const unmeasured: Measured = {
		begun: '2026-01-02T00:00:00Z',
		minutes: 42.4,
		seconds: {},
		results: {},
		failures: {},
	};

	/** The page of these results, as lines. */
	function pageOf(measured: Partial<Measured>, shown: Case[] = cases): string[] {
		const work = { checking: 1, hashing: 1, naming: 1, proving: 1 };
		writeReport(shown, { ...unmeasured, ...measured }, work, folder);
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

	it('says how long the run took, and whether that is too long', () => {
		expect(pageOf({ minutes: 44.4 })).toContain('It took 44 minutes.');
		expect(pageOf({ minutes: 56.1 })).toContain(
			'It took 56 minutes, more than the 45 that it should take.',
		);
	});

	/** Spread and verdict of a goal, by a part of its row. */
	const verdictOf = (results: Results, part: string) => {
		const [row] = goalRows(pageOf({ results })).filter((line) => line.includes(part));
		const [, , , spread, , verdict] = row.split(' | ');
		return [spread, verdict.replace(/:.*|[ *|]/g, '')];
	};

	/** Backups of all sizes whose times grow as given. */
	const backups = (milliseconds: (size: number) => number): Results =>
		Object.fromEntries(
			[1_000, 10_000, 50_000, 100_000].map((size) => [
				`backup-${size}`,
				{ 'first backup': [round(milliseconds(size))] },
			]),
		);

	it.each([
		['met', (size: number) => 1_500 + 0.3 * size],
		['missed', (size: number) => 1_500 + 0.3 * size + (0.003 * size ** 2) / 1_000],
		['open', (size: number) => size ** 1.2],
	])('judges the growth of times from one run: %s', (verdict, time) => {
		const [spread, shown] = verdictOf(backups(time), 'time of the first backup');
		expect(spread).toBe('one run');
		expect(shown).toBe(verdict);
	});

	it.each([
		['met', 700],
		['open', 900],
		['missed', 1_300],
	])('judges the memory of one run by its distance from the limit: %s', (verdict, memoryInAll) => {
		const results = { 'backup-50000': { 'first backup': [{ ...round(1), memoryInAll }] } };
		const [spread, shown] = verdictOf(results, 'memory of n8n in all');
		expect(spread).toBe('one run');
		expect(shown).toBe(verdict);
	});

	it.each([
		['met', 1_003, 1_040],
		['missed', 1_003, 1_100],
		// 17 windows: the last 43 requests pass as soon as the 16th minute is over.
		['met', 1_003, 1_055],
		['missed', 1_003, 1_057],
		['missed', 960, 1_000],
	])('judges %s: %i requests with a limit of 60 a minute in %i s', (verdict, requests, seconds) => {
		const account = { ...round(seconds * 1000), requests: requests + 15, repeated: 15 };
		const accounts = Array.from({ length: 5 }, (_, index) => [`account ${index}`, [account]]);
		const results = { 'pdf-1000-limited': Object.fromEntries(accounts) as Costs };
		const [, shown] = verdictOf(results, 'least time that the limit allows');
		expect(shown).toBe(verdict);
	});

	it('says why a case failed, at its goals and in its section', () => {
		const failures = { 'pdf-1000-30ms': 'n8n ran out of memory' };
		const lines = pageOf({ failures });
		const rows = goalRows(lines).filter((row) => row.includes('n8n ran out of memory'));
		expect(rows).toHaveLength(4);
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

	it('of a whole run measures every goal, in as many rounds as its verdict needs', () => {
		const whole = cases.filter(({ schedule }) => schedule !== 'quick');
		const rounds = new Map(
			whole.map((each) => [
				each.key,
				each.key === 'pdf-1000-limited' ? limitedAccounts.length : each.rounds,
			]),
		);
		const checks = goals.flatMap((goal) => goal.checks);
		expect(checks.filter((each) => !rounds.has(each.case))).toEqual([]);
		const undecided = checks.filter(
			(each) => each.uncertainty === undefined && (rounds.get(each.case) ?? 0) < 5,
		);
		expect(undecided).toEqual([]);
	});

	it('shows no ratio from fewer than five pairs', () => {
		const compared = cases.filter(
			({ schedule, parallel }) =>
				schedule !== 'quick' && ('floor' in parallel || 'built in' in parallel),
		);
		expect(compared.length).toBeGreaterThan(0);
		expect(compared.filter(({ rounds }) => rounds < 5)).toEqual([]);
	});
});
