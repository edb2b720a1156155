import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { faultRows } from '../test/support/faultRows';

/**
 * Writes `docs/reliability.md`: the faults, and for each one the tests that proved it in the runs whose
 * results (jest's `--json --outputFile`) are given. With `--check` it writes nothing and fails where the
 * committed page claims what the results do not prove.
 *
 *     npm run reliability -- [--check] results.json…
 */
const root = path.resolve(__dirname, '..');
const page = path.join(root, 'docs', 'reliability.md');

interface Proof {
	/** Heading under which the page lists it. */
	section: string;
	file: string;
	name: string;
	passed: boolean;
}

interface JestResults {
	testResults: Array<{
		name: string;
		assertionResults: Array<{ ancestorTitles: string[]; title: string; status: string }>;
	}>;
}

const soak = 'The soak run';
const sectionOf = (row: number) => `Fault ${row}`;

/** Where a test is listed: the rows that its own title or one above it begins with (`31 Total…`, `27, 28 Rows…`), or the soak run. */
function sectionsOf(file: string, titles: string[]): string[] {
	if (file.startsWith('test/soak/')) return [soak];
	const numbers =
		titles.map((title) => /^((?:\d{1,2}, )*\d{1,2})(?=:? \S)/.exec(title)?.[1]).find(Boolean) ?? '';
	return numbers
		.split(', ')
		.filter(Boolean)
		.map((number) => sectionOf(Number(number)));
}

/** The proofs in the results of some runs, by file and name. */
function proofsIn(files: string[]): Proof[] {
	const results = files.flatMap(
		(file) => (JSON.parse(readFileSync(file, 'utf8')) as JestResults).testResults,
	);
	const proofs = results.flatMap(({ name, assertionResults }) => {
		const file = path.relative(root, name).split(path.sep).join('/');
		const run = assertionResults.filter(({ status }) => status === 'passed' || status === 'failed');
		return run.flatMap(({ ancestorTitles, title, status }) =>
			sectionsOf(file, [title, ...ancestorTitles]).map(
				(section): Proof => ({
					section,
					file,
					name: [...ancestorTitles, title].join(' › '),
					passed: status === 'passed',
				}),
			),
		);
	});
	return proofs.sort(
		(one, other) =>
			one.file.localeCompare(other.file, 'en') ||
			one.name.localeCompare(other.name, 'en', { numeric: true }),
	);
}

function lineOf({ file, name }: Proof): string {
	return `- ${name.replace(/[\\|<>*_`[\]]/g, '\\$&')} ([${path.basename(file)}](../${file}))`;
}

/** The sections of the page that list tests, with a line for each that passed. */
function sectionsWith(proofs: Proof[]): Map<string, string[]> {
	const sections = new Map<string, string[]>();
	for (const section of [...faultRows.map(({ row }) => sectionOf(row)), soak]) {
		const own = proofs.filter((proof) => proof.section === section);
		if (own.length && own.every(({ passed }) => passed))
			sections.set(section, [...new Set(own.map(lineOf))]);
	}
	return sections;
}

function verdict(section: string, lines: string[] | undefined): string {
	return lines
		? `[${lines.length === 1 ? '1 test' : `${lines.length} tests`}](#${section.toLowerCase().replace(/ /g, '-')})`
		: 'not yet';
}

function pageOf(sections: Map<string, string[]>): string {
	const proven = faultRows.filter(({ row }) => sections.has(sectionOf(row)));
	return [
		'# What the nodes survive',
		'',
		'<!-- Made by `npm run reliability` from the results of the tests; do not edit. -->',
		'',
		`${proven.length} of ${faultRows.length} faults are proven by tests that passed in the run from which this page was made.`,
		'The tests run the built package against a simulated Sinao over real HTTP, in n8n’s own engine or in a whole n8n.',
		'',
		'Every run of the project’s checks compares this page with the results of its tests (`npm run reliability -- --check`), and fails where a',
		'test that is named here did not pass or is not there any more, or where a fault is called proven and one of its tests failed. Tests that are',
		'newer than the page may be missing on it.',
		'',
		'| # | Fault | What the nodes do | Proven by |',
		'| --- | --- | --- | --- |',
		...faultRows.map(
			({ row, fault, expected }) =>
				`| ${row} | ${fault} | ${expected} | ${verdict(sectionOf(row), sections.get(sectionOf(row)))} |`,
		),
		'',
		'## The tests',
		...[...sections].flatMap(([section, lines]) => ['', `### ${section}`, '', ...lines]),
		'',
	].join('\n');
}

/** The sections of a page and their lines. */
function sectionsOn(text: string): Map<string, string[]> {
	const [, ...sections] = text.split('\n### ');
	return new Map(
		sections.map((section): [string, string[]] => [
			section.split('\n')[0],
			section.split('\n').filter((line) => line.startsWith('- ')),
		]),
	);
}

/** What a page claims and the proofs do not bear out. */
function liesOn(text: string, proofs: Proof[]): string[] {
	const claimed = sectionsOn(text);
	const borneOut = sectionsWith(proofs);
	const unproven = [...claimed].flatMap(([section, lines]) => {
		if (!borneOut.has(section)) return [`${section}: a test failed, or there is none`];
		return lines
			.filter((line) => !borneOut.get(section)?.includes(line))
			.map((line) => `${section}: did not pass or is not there: ${line}`);
	});
	const called = [...text.matchAll(/^\| (\d+) \|.* \| \[.*\]\(#fault-\d+\) \|$/gm)].map(([, row]) =>
		sectionOf(Number(row)),
	);
	const withoutTest = called
		.filter((section) => !claimed.get(section)?.length)
		.map((section) => `${section}: called proven, without a test`);
	const count = Number(/^(\d+) of \d+ faults are proven/m.exec(text)?.[1]);
	const miscounted =
		count === called.length
			? []
			: [`${count} faults are said to be proven, ${called.length} are listed`];
	return [...unproven, ...withoutTest, ...miscounted];
}

function main(parameters: string[]): void {
	const files = parameters.filter((parameter) => !parameter.startsWith('--'));
	if (!files.length) throw new Error('Name the files that jest wrote with --json --outputFile');
	const proofs = proofsIn(files);
	if (!parameters.includes('--check')) return writeFileSync(page, pageOf(sectionsWith(proofs)));
	const lies = liesOn(readFileSync(page, 'utf8'), proofs);
	if (!lies.length) return;
	process.stderr.write(
		`docs/reliability.md claims what these results do not prove; make it anew with: npm run reliability -- ${files.join(' ')}\n${lies.join('\n')}\n`,
	);
	process.exitCode = 1;
}

main(process.argv.slice(2));
