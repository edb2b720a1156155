import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Runs `n8n-node lint` on what the package is made of. Its rules are for code that runs inside n8n, and
 * its strict mode allows no exception for tests and scripts, so they are left out of the copy.
 */
const root = path.resolve(__dirname, '..');
const copy = mkdtempSync(path.join(tmpdir(), 'sinao-lint-'));
try {
	for (const name of [
		'nodes',
		'credentials',
		'icons',
		'package.json',
		'package-lock.json',
		'tsconfig.json',
		'eslint.config.mjs',
	]) {
		cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
	}
	symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
	execFileSync(path.join(copy, 'node_modules', '.bin', 'n8n-node'), ['lint'], {
		cwd: copy,
		stdio: 'inherit',
	});
	process.stdout.write('lint: 0 errors, 0 warnings\n');
} catch {
	process.exitCode = 1;
} finally {
	rmSync(copy, { recursive: true, force: true });
}
