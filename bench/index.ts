import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import type { Instance } from '../test/support/n8n/instance';
import { type Case, PartialFailure } from './case';
import { cases, casesNamed } from './cases';
import { prepareN8n } from './n8n';
import { measureOwnWork } from './ownWork';
import { checkQuickly } from './quick';
import { writeReport } from './report';
import type { Measured } from './results';

const output = path.resolve('bench-output');
const files = path.join(output, 'files');
const resultsFile = path.join(output, 'results.json');

interface Choice {
	only?: string;
	continue?: boolean;
	report?: string;
	quick?: boolean;
}

function chosen({ only, quick }: Choice): Case[] {
	if (quick) return cases.filter(({ schedule }) => schedule === 'quick');
	if (!only) return cases.filter(({ schedule }) => schedule !== 'quick');
	const wanted = new Set(only.split(',').flatMap(casesNamed));
	return cases.filter((each) => wanted.has(each));
}

/** Runs a case and keeps its costs, or why it failed, so that the other cases still run. */
async function runCase(each: Case, prepared: Instance, measured: Measured): Promise<void> {
	process.stderr.write(`${each.title}\n`);
	const begin = performance.now();
	try {
		measured.results[each.key] = await each.run(each, prepared);
		delete measured.failures[each.key];
	} catch (error) {
		const [reason] = (error as Error).message.split('\n');
		measured.failures[each.key] = reason;
		if (error instanceof PartialFailure) measured.results[each.key] = error.costs;
		process.stderr.write(`  ${each.key} failed: ${(error as Error).message}\n`);
	} finally {
		measured.seconds[each.key] = (performance.now() - begin) / 1000;
	}
}

async function runAll(selected: Case[], measured: Measured, keep: () => void): Promise<void> {
	const begin = performance.now();
	const { minutes } = measured;
	const prepared = await prepareN8n(files);
	const run = async (each: Case) => {
		await runCase(each, prepared, measured);
		measured.minutes = minutes + (performance.now() - begin) / 60_000;
		keep();
	};
	try {
		const beside: Array<Promise<void>> = [];
		for (const each of selected) {
			const running = run(each);
			if (each.schedule === 'beside') beside.push(running);
			else await running;
		}
		await Promise.all(beside);
	} finally {
		await prepared.dispose();
		rmSync(files, { recursive: true, force: true });
	}
	showDurations(measured);
}

/** Shows on the console how long each case took. */
function showDurations({ minutes, seconds }: Measured): void {
	const lines = Object.entries(seconds).map(([key, each]) => `  ${key}: ${each.toFixed(0)} s`);
	process.stderr.write(`${lines.join('\n')}\nAll cases: ${minutes.toFixed(1)} minutes\n`);
}

/**
 * Options: `--quick` runs a few short cases and sets the exit code 1 if a ratio is far too high; `--only csv,queue`
 * runs the cases with these keys, or with keys that start with them; `--continue` keeps earlier results and runs what
 * is missing; `--report FOLDER` writes the page there instead of to `docs`.
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			only: { type: 'string' },
			continue: { type: 'boolean' },
			report: { type: 'string' },
			quick: { type: 'boolean' },
		},
	});
	const wanted = chosen(values);
	const folder = values.report ?? 'docs';
	mkdirSync(folder, { recursive: true });
	rmSync(files, { recursive: true, force: true });
	mkdirSync(files, { recursive: true });
	const measured: Measured =
		values.continue && existsSync(resultsFile)
			? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Measured)
			: { begun: new Date().toISOString(), minutes: 0, seconds: {}, results: {}, failures: {} };
	const selected = wanted.filter(({ key }) => !measured.results[key] || measured.failures[key]);
	if (values.quick) {
		await runAll(selected, measured, () => {});
		if (!checkQuickly(measured.results, measured.failures)) process.exitCode = 1;
		return;
	}
	await runAll(selected, measured, () =>
		writeFileSync(resultsFile, JSON.stringify(measured, null, '\t')),
	);
	writeReport(cases, measured, await measureOwnWork(), folder);
	if (Object.keys(measured.failures).length) process.exitCode = 1;
}

void main();
