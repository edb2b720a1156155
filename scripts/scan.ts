import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Linter } from 'eslint';
import { ESLint } from 'eslint';
import { threatsIn } from './threats';

/**
 * n8n's scan of community packages, on both things that it reads once a version is published: the source
 * and the packed tarball. Its command line takes only published packages, so its own configuration is
 * used here, and a warning counts as much as an error. The search for threats is new in n8n's scan and not
 * published yet, see `threats.ts`.
 */
interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	buildScanConfig(): Promise<Linter.Config[]>;
}

const root = path.resolve(__dirname, '..');
const folder = mkdtempSync(path.join(tmpdir(), 'sinao-scan-'));

/** The files by which n8n reads the source; the copy keeps build output and tests out, as the published commit does. */
function copySource(): string {
	const source = path.join(folder, 'source');
	for (const name of ['nodes', 'credentials', 'icons', 'package.json'])
		cpSync(path.join(root, name), path.join(source, name), { recursive: true });
	return source;
}

function unpackTarball(): string {
	const packed = execFileSync(
		'npm',
		['pack', '--json', '--loglevel=silent', '--pack-destination', folder],
		{ cwd: root, encoding: 'utf8' },
	);
	const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('['))) as Array<{
		filename: string;
	}>;
	const unpacked = path.join(folder, 'tarball');
	mkdirSync(unpacked);
	execFileSync('tar', [
		'-xzf',
		path.join(folder, filename),
		'-C',
		unpacked,
		'--strip-components=1',
	]);
	return unpacked;
}

async function scan(
	name: string,
	cwd: string,
	patterns: string[],
	config: Linter.Config[],
): Promise<boolean> {
	const eslint = new ESLint({
		cwd,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: config,
	});
	const results = await eslint.lintFiles(patterns);
	const sum = (count: (result: ESLint.LintResult) => number) =>
		results.reduce((total, result) => total + count(result), 0);
	const errors = sum(({ errorCount }) => errorCount);
	const warnings = sum(({ warningCount }) => warningCount);
	process.stdout.write(await (await eslint.loadFormatter('stylish')).format(results));
	const threats = await threatsIn(cwd);
	for (const finding of threats.findings) process.stdout.write(`${finding}\n`);
	process.stdout.write(
		`scan of the ${name}: ${results.length} files, ${errors} errors, ${warnings} warnings; ` +
			`${threats.files} files, ${threats.findings.length} threats\n`,
	);
	return results.length > 0 && errors + warnings + threats.findings.length === 0;
}

async function main(): Promise<void> {
	try {
		const scanner = (await import(
			'@n8n/scan-community-package/scanner/scanner.mjs' as string
		)) as Scanner;
		const config = await scanner.buildScanConfig();
		const source = await scan('source', copySource(), scanner.SOURCE_FILE_PATTERNS, config);
		const tarball = await scan('tarball', unpackTarball(), ['**/*.js', 'package.json'], config);
		if (!source || !tarball) process.exitCode = 1;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

void main();
