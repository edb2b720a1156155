import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { faultRows } from '../test/support/faultRows';

const root = path.resolve(__dirname, '..');

/** A test whose title begins with the number of a fault, in the results of a run. */
export interface Proof {
	/** Number of the fault, or none for the soak run. */
	row?: number;
	/** Path from the root of the repository, with slashes. */
	file: string;
	name: string;
	status: 'passed' | 'failed' | 'skipped';
}

interface JestResults {
	testResults: Array<{
		name: string;
		assertionResults: Array<{ ancestorTitles: string[]; title: string; status: string }>;
	}>;
}

const knownRows = new Set(faultRows.map(({ row }) => row));

/** The faults that a test proves: the numbers with which its own title or one above it begins (`31 Total…`, `27, 28 Rows…`). */
function rowsOf(titles: string[]): number[] {
	for (const title of titles) {
		const numbers = /^((?:\d{1,3}, )*\d{1,3})(?=:? \S)/.exec(title)?.[1].split(', ').map(Number);
		if (numbers?.every((number) => knownRows.has(number))) return numbers;
	}
	return [];
}

/** The path of a test file in the repository, also of one that ran in another copy of it. */
function fileOf(name: string): string {
	const file = path.relative(root, name).split(path.sep).join('/');
	return file.startsWith('../') ? file.slice(file.lastIndexOf('/test/') + 1) : file;
}

/** The proofs in files that jest wrote with `--json --outputFile`, by file and name. */
export function proofsIn(files: string[]): Proof[] {
	const results = files.flatMap(
		(file) => (JSON.parse(readFileSync(file, 'utf8')) as JestResults).testResults,
	);
	const proofs = results.flatMap(({ name, assertionResults }) => {
		const file = fileOf(name);
		return assertionResults.flatMap(({ ancestorTitles, title, status }) => {
			const rows = file.startsWith('test/soak/') ? [undefined] : rowsOf([title, ...ancestorTitles]);
			return rows.map(
				(row): Proof => ({
					row,
					file,
					name: [...ancestorTitles, title].join(' › '),
					status: statusOf(status),
				}),
			);
		});
	});
	return proofs.sort(
		(one, other) =>
			one.file.localeCompare(other.file, 'en') ||
			one.name.localeCompare(other.name, 'en', { numeric: true }),
	);
}

/** How many tests passed, failed and were skipped, of faults or not, in files that jest wrote. */
export function countsIn(files: string[]): Record<Proof['status'], number> {
	const statuses = files
		.flatMap((file) => (JSON.parse(readFileSync(file, 'utf8')) as JestResults).testResults)
		.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => statusOf(status)));
	const count = (status: Proof['status']) => statuses.filter((each) => each === status).length;
	return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

function statusOf(status: string): Proof['status'] {
	return status === 'passed' || status === 'failed' ? status : 'skipped';
}

/** Files of the repository that a file imports for their values, not for their types only. */
function importsOf(file: string): string[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(path.join(root, file), 'utf8'),
		ts.ScriptTarget.ES2022,
	);
	return source.statements
		.filter(ts.isImportDeclaration)
		.filter(({ importClause }) => {
			const named = importClause?.namedBindings;
			const onlyTypes =
				named && ts.isNamedImports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly);
			return !importClause?.isTypeOnly && !(onlyTypes && !importClause?.name);
		})
		.map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text)
		.filter((name) => name.startsWith('.'))
		.map((name) => path.posix.join(path.posix.dirname(file), name))
		.map((name) =>
			[`${name}.ts`, `${name}/index.ts`].find((each) => existsSync(path.join(root, each))),
		)
		.filter((name) => name !== undefined);
}

/** Whether a file uses n8n's engine by itself or through the helpers that it imports. */
function usesEngine(file: string, seen = new Set<string>()): boolean {
	if (file.startsWith('test/support/engine/')) return true;
	if (seen.has(file)) return false;
	seen.add(file);
	return importsOf(file)
		.filter((name) => name.startsWith('test/'))
		.some((name) => usesEngine(name, seen));
}

/**
 * What the tests of a file run, by its project and its imports: the built package in n8n's engine or in a real
 * n8n, or functions of the source. A file that does both says both.
 */
export function kindOf(file: string): string {
	const kind = kinds.get(file) ?? readKind(file);
	kinds.set(file, kind);
	return kind;
}

const kinds = new Map<string, string>();

function readKind(file: string): string {
	if (file.startsWith('test/soak/')) return 'soak';
	if (file.startsWith('test/browser/')) return 'browser';
	if (!existsSync(path.join(root, file))) return 'unknown';
	if (/^test\/(n8n|large)\//.test(file))
		return readFileSync(path.join(root, file), 'utf8').includes('SIGKILL') ? 'kill' : 'real n8n';
	const unit = importsOf(file).some((name) => /^(nodes|credentials)\//.test(name));
	if (!usesEngine(file)) return 'unit';
	return unit ? 'engine and unit' : 'engine';
}
