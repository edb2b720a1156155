import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import {
	isDrawn,
	isText,
	keyOf,
	nameOf,
	type Part,
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

interface Report {
	files: Record<
		string,
		{
			source: string;
			mutants: Array<{
				location: Record<'start' | 'end', { line: number; column: number }>;
				mutatorName: string;
				replacement: string;
				status: string;
				statusReason?: string;
			}>;
		}
	>;
}

const fileOf = (part: string) => path.join(results, `${part.replace(/\//g, '.')}.json`);

/** What stands at a place of a report, in which lines and columns count from 1. */
function textAt(
	source: string,
	{ start, end }: Report['files'][string]['mutants'][number]['location'],
) {
	const lines = source.split('\n').slice(start.line - 1, end.line);
	lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column - 1);
	lines[0] = lines[0].slice(start.column - 1);
	return lines.join('\n');
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
		survivors: [],
	};
	for (const [name, { source, mutants }] of Object.entries(report.files)) {
		if (partOf(name) !== part) continue;
		for (const { location, mutatorName, replacement, status, statusReason } of mutants) {
			result.mutants++;
			const original = textAt(source, location);
			const fileName = nameOf(`/${name}`);
			const { line, column } = location.start;
			const key = keyOf({
				fileName,
				location: { start: { line: line - 1, column: column - 1 } },
				mutatorName,
				original,
				replacement,
			});
			// Stryker does not ask the checker about code that no test runs.
			const isWithoutTest = status === 'NoCoverage';
			if (statusReason === 'text' || (isWithoutTest && isText(mutatorName, original)))
				result.text++;
			else if (status === 'Ignored') result.static++;
			else if (['Killed', 'Timeout', 'RuntimeError'].includes(status)) result.noticed++;
			else if (status === 'Survived' || (isWithoutTest && isDrawn(fileName, key)))
				result.survivors.push({
					key,
					place: `${name}:${line}`,
					change: `${inOneLine(original)} → ${inOneLine(replacement)}`,
					covered: !isWithoutTest,
				});
		}
	}
	return result;
}

/** Runs Stryker over some parts. */
function stryker(chosen: Part[], only?: string[]): Report {
	const folder = mkdtempSync(path.join(tmpdir(), 'sinao-mutation-'));
	try {
		const report = path.join(folder, 'report.json');
		const config = path.join(folder, 'stryker.config.json');
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
					'!nodes/SinaoBackup/indexPage/browser/**',
				]),
				tempDirName: `.stryker-tmp-${process.pid}`,
				ignorePatterns: [
					'.stryker-tmp*',
					'bench',
					'docs',
					'screenshots',
					'templates',
					'test/n8n',
					'dist',
				],
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
					...(only && { MUTATION_ONLY: only.join(' ') }),
				},
			},
		);
		if (status !== 0) throw new Error('Stryker failed');
		return JSON.parse(readFileSync(report, 'utf8')) as Report;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function keep(result: MutationResult): void {
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
		const report = stryker(chosen);
		for (const part of chosen) keep(reduced(part, report));
		return;
	}
	const before = readResults(results).filter(({ part }) =>
		chosen.some(({ name }) => name === part),
	);
	const again = before.flatMap(({ survivors }) => survivors.map(({ key }) => key));
	const report = stryker(chosen, again);
	for (const result of before) {
		const now = reduced(parts.find(({ name }) => name === result.part)!, report);
		const wasThere = ({ key }: Survivor) =>
			result.survivors.some((survivor) => survivor.key === key);
		const survivors = now.survivors.filter((survivor) => !survivor.covered || wasThere(survivor));
		keep({
			...now,
			noticed: result.noticed + result.survivors.length - survivors.filter(wasThere).length,
			survivors,
		});
	}
}

main(process.argv.slice(2));
