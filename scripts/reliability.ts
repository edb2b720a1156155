import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { faultRows } from '../test/faults/rows';

/**
 * Writes `docs/reliability.md`: the faults, and for each one the tests that proved it in the runs whose
 * results (jest's `--json --outputFile`) are given. With `--check` it writes nothing and fails where the
 * committed page is not what the results prove.
 *
 *     npm run reliability -- [--check] results.json…
 */
const root = path.resolve(__dirname, '..');
const page = path.join(root, 'docs', 'reliability.md');

interface Proof {
	file: string;
	name: string;
	passed: boolean;
}

interface JestResults {
	testResults: Array<{ name: string; assertionResults: Array<{ ancestorTitles: string[]; title: string; status: string }> }>;
}

/** The rows that a test names at the beginning of its own title or of a title above it: `31 Total…`, `27, 28 Rows…`. */
function rowsOf(titles: string[]): number[] {
	const numbers = titles.map((title) => /^((?:\d{1,2}, )*\d{1,2})(?=:? \S)/.exec(title)?.[1]).find(Boolean);
	return (numbers ?? '').split(', ').filter(Boolean).map(Number);
}

/** The tests of some results by the row that they prove. */
function proofsOf(files: string[]): Map<number, Proof[]> {
	const proofs = new Map<number, Proof[]>(faultRows.map(({ row }) => [row, []]));
	for (const file of files) {
		const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as JestResults;
		for (const { name, assertionResults } of testResults) {
			for (const { ancestorTitles, title, status } of assertionResults) {
				for (const row of rowsOf([title, ...ancestorTitles])) {
					proofs.get(row)?.push({ file: path.relative(root, name).split(path.sep).join('/'), name: [...ancestorTitles, title].join(' › '), passed: status === 'passed' });
				}
			}
		}
	}
	const byPlace = (one: Proof, other: Proof) => one.file.localeCompare(other.file, 'en') || one.name.localeCompare(other.name, 'en');
	for (const list of proofs.values()) list.sort(byPlace);
	return proofs;
}

function escaped(text: string): string {
	return text.replace(/[\\|<>*_`]/g, '\\$&');
}

function verdict(proofs: Proof[]): string {
	if (!proofs.length) return 'not yet';
	if (proofs.some(({ passed }) => !passed)) return '**fails**';
	return proofs.length === 1 ? '1 test' : `${proofs.length} tests`;
}

function listed({ file, name, passed }: Proof): string {
	return `- ${escaped(name)} ([${path.basename(file)}](../${file}))${passed ? '' : ' **fails**'}`;
}

/** The page that the proofs make. */
function pageOf(proofs: Map<number, Proof[]>): string {
	const of = (row: number) => proofs.get(row) as Proof[];
	const proven = faultRows.filter(({ row }) => of(row).length && of(row).every(({ passed }) => passed));
	return [
		'# What the nodes survive',
		'',
		'<!-- Made by `npm run reliability` from the results of the tests; do not edit. -->',
		'',
		`${proven.length} of ${faultRows.length} faults are proven by tests that passed in the run from which this page was made.`,
		'The tests run the built package against a simulated Sinao over real HTTP, in n8n’s own engine or in a whole n8n.',
		'',
		'| # | Fault | What the nodes do | Proven by |',
		'| --- | --- | --- | --- |',
		...faultRows.map(({ row, fault, expected }) => `| ${row} | ${fault} | ${expected} | ${of(row).length ? `[${verdict(of(row))}](#fault-${row})` : verdict(of(row))} |`),
		'',
		'## The tests',
		...faultRows.filter(({ row }) => of(row).length).flatMap(({ row }) => ['', `### Fault ${row}`, '', ...of(row).map(listed)]),
		'',
	].join('\n');
}

function main(parameters: string[]): void {
	const files = parameters.filter((parameter) => !parameter.startsWith('--'));
	if (!files.length) throw new Error('Name the files that jest wrote with --json --outputFile');
	const proofs = proofsOf(files);
	const made = pageOf(proofs);
	if (!parameters.includes('--check')) {
		writeFileSync(page, made);
		return;
	}
	const committed = existsSync(page) ? readFileSync(page, 'utf8').split('\n') : [];
	const differing = made.split('\n').flatMap((line, index) => (line === committed[index] ? [] : [`${index + 1}: ${line}`]));
	if (!differing.length && committed.length === made.split('\n').length) return;
	process.stderr.write(`docs/reliability.md is not what these results prove; make it with: npm run reliability -- ${files.join(' ')}\n${differing.slice(0, 10).join('\n')}\n`);
	process.exitCode = 1;
}

main(process.argv.slice(2));
