import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
	isDrawn,
	isText,
	keyOf,
	originalOf,
	type Part,
	type Place,
	partOf,
	parts,
	shareOf,
} from '../test/mutation/parts';
import { type MutationResult, pageOf, readResults, type Survivor } from '../test/mutation/page';

/**
 * Changes the nodes on purpose, one place at a time (Stryker), and looks whether the tests of the engine notice it.
 *
 *     npm run mutate -- nodes/shared/values nodes/shared/files     runs parts, and keeps their results
 *     npm run mutate -- --survivors nodes/shared/values            runs again what was not noticed
 *     npm run mutate -- --page                                     writes docs/mutation.md from the results
 */
const root = path.resolve(__dirname, '..');
const results = path.join(root, 'test', 'mutation', 'results');
const reasonsFile = path.join(root, 'test', 'mutation', 'reasons.json');

interface ReportedMutant extends Omit<Place, 'fileName'> {
	status: string;
	statusReason?: string;
}
interface Report {
	files: Record<string, { source: string; mutants: ReportedMutant[] }>;
}

const fileOf = (part: string) => path.join(results, `${part.replace(/\//g, '.')}.json`);

/** Where a mutant of a report is, in which lines and columns count from 1. */
function placeOf(name: string, { location, ...mutant }: ReportedMutant): Place {
	const from0 = ({ line, column }: Place['location']['start']) => ({
		line: line - 1,
		column: column - 1,
	});
	return {
		...mutant,
		fileName: `/${name}`,
		location: { start: from0(location.start), end: from0(location.end) },
	};
}

const inOneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 100);

/** Counts what a report says of a part. */
function reduced(part: Part, report: Report): MutationResult {
	const result: MutationResult = {
		part: part.name,
		share: shareOf(part),
		mutants: 0,
		text: 0,
		static: 0,
		noticed: 0,
		atFirst: 0,
		endless: 0,
		survivors: [],
	};
	for (const [name, { source, mutants }] of Object.entries(report.files)) {
		if (partOf(name) !== part) continue;
		for (const mutant of mutants) {
			result.mutants++;
			const place = placeOf(name, mutant);
			const original = originalOf(source, place);
			const { fileName, mutatorName, replacement } = place;
			const key = keyOf(source, place);
			// Stryker does not ask the checker about code that no test runs.
			const isWithoutTest = mutant.status === 'NoCoverage';
			if (mutant.statusReason === 'text' || (isWithoutTest && isText(mutatorName, original)))
				result.text++;
			else if (mutant.status === 'Ignored') result.static++;
			else if (['Killed', 'Timeout', 'RuntimeError'].includes(mutant.status)) {
				result.noticed++;
				if (mutant.status === 'Timeout') result.endless++;
			} else if (mutant.status === 'Survived' || (isWithoutTest && isDrawn(fileName, key)))
				result.survivors.push({
					key,
					place: `${name}:${mutant.location.start.line}`,
					change: `${inOneLine(original)} → ${inOneLine(replacement)}`,
					covered: !isWithoutTest,
				});
		}
	}
	return { ...result, atFirst: result.noticed };
}

/** The mutants that Stryker ended after a time, by their keys. One that repeats a line without end has another reason. */
const slowIn = (report: Report) =>
	Object.entries(report.files).flatMap(([name, { source, mutants }]) =>
		mutants
			.filter(
				({ status, statusReason = '' }) => status === 'Timeout' && !/hit limit/i.test(statusReason),
			)
			.map((mutant) => ({ key: keyOf(source, placeOf(name, mutant)), mutant })),
	);

/** Runs Stryker, and runs again what took too long: the processor may have been busy with other work. */
function strykerTwice(chosen: Part[], only?: string[]): Report {
	const report = stryker(chosen, only);
	const slow = slowIn(report);
	if (!slow.length) return report;
	process.stdout.write(`${slow.length} took too long and run again\n`);
	const again = stryker(
		chosen,
		slow.map(({ key }) => key),
	);
	const statuses = new Map(
		Object.entries(again.files).flatMap(([name, { source, mutants }]) =>
			mutants.map((mutant) => [keyOf(source, placeOf(name, mutant)), mutant] as const),
		),
	);
	for (const { key, mutant } of slow) Object.assign(mutant, statuses.get(key));
	return report;
}

/** Runs Stryker over some parts. */
function stryker(chosen: Part[], only?: string[]): Report {
	const folder = mkdtempSync(path.join(tmpdir(), 'sinao-mutation-'));
	try {
		const report = path.join(folder, 'report.json');
		const config = path.join(folder, 'stryker.config.json');
		const leftOut = path.join(folder, 'left-out.txt');
		writeFileSync(leftOut, '');
		writeFileSync(
			config,
			JSON.stringify({
				testRunner: 'engine',
				checkers: ['sample'],
				plugins: ['runner.ts', 'checker.ts'].map((name) => path.join(root, 'test/mutation', name)),
				testRunnerNodeArgs: ['--import', 'tsx'],
				checkerNodeArgs: ['--import', 'tsx'],
				mutate: chosen.flatMap(({ name }) => [
					`${name}/**/*.ts`,
					`!${name}/**/*.d.ts`,
					'!nodes/SinaoBackup/indexPage/browser/**',
				]),
				tempDirName: `.stryker-tmp-${process.pid}`,
				ignorePatterns: ['.stryker-tmp*', 'bench', 'docs', 'screenshots', 'test/n8n', 'dist'],
				buildCommand: 'tsx test/mutation/build.ts',
				symlinkNodeModules: false,
				disableTypeChecks: 'nodes/**/*.ts',
				coverageAnalysis: 'perTest',
				ignoreStatic: true,
				concurrency: Number(process.env.MUTATION_WORKERS ?? 2),
				maxTestRunnerReuse: 200,
				dryRunTimeoutMinutes: 60,
				timeoutMS: 60_000,
				timeoutFactor: 3,
				reporters: ['json', 'progress-append-only'],
				jsonReporter: { fileName: report },
				allowConsoleColors: false,
				allowEmpty: true,
				warnings: false,
			}),
		);
		const tests = [...new Set(chosen.flatMap((part) => part.tests))];
		const { status } = spawnSync(
			process.execPath,
			['--import', 'tsx', 'node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config],
			{
				cwd: root,
				stdio: 'inherit',
				env: {
					...process.env,
					MUTATION_TESTS: tests.join(' '),
					MUTATION_LEFT_OUT: leftOut,
					...(only && { MUTATION_ONLY: only.join(' ') }),
				},
			},
		);
		if (status !== 0) throw new Error('Stryker failed');
		const failing = readFileSync(leftOut, 'utf8');
		if (failing) process.stdout.write(`Left out, because they fail without a mutant:\n${failing}`);
		return JSON.parse(readFileSync(report, 'utf8')) as Report;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function keep(result: MutationResult): void {
	mkdirSync(results, { recursive: true });
	writeFileSync(fileOf(result.part), `${JSON.stringify(result, undefined, '\t')}\n`);
	const { noticed, survivors } = result;
	process.stdout.write(`${result.part}: ${noticed} of ${noticed + survivors.length} noticed\n`);
}

function main(parameters: string[]): void {
	if (parameters.includes('--page')) {
		const reasons = JSON.parse(readFileSync(reasonsFile, 'utf8')) as Record<string, string>;
		writeFileSync(path.join(root, 'docs', 'mutation.md'), pageOf(readResults(results), reasons));
		return;
	}
	const names = parameters.filter((name) => !name.startsWith('--'));
	const unknown = names.filter((name) => !parts.some((part) => part.name === name));
	if (unknown.length) throw new Error(`There is no part ${unknown.join(', ')}`);
	const chosen = parts.filter(({ name }) => !names.length || names.includes(name));
	if (!parameters.includes('--survivors')) {
		const report = strykerTwice(chosen);
		for (const part of chosen) keep(reduced(part, report));
		return;
	}
	const before = readResults(results).filter(({ part }) =>
		chosen.some(({ name }) => name === part),
	);
	const again = before.flatMap(({ survivors }) => survivors.map(({ key }) => key));
	const report = strykerTwice(chosen, again);
	for (const result of before) {
		const now = reduced(parts.find(({ name }) => name === result.part)!, report);
		const wasThere = ({ key }: Survivor) =>
			result.survivors.some((survivor) => survivor.key === key);
		const survivors = now.survivors.filter((survivor) => !survivor.covered || wasThere(survivor));
		keep({
			...now,
			atFirst: result.atFirst,
			endless: result.endless + now.endless,
			noticed: result.noticed + result.survivors.length - survivors.filter(wasThere).length,
			survivors,
		});
	}
}

main(process.argv.slice(2));
