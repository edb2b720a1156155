import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { checkShare } from './checkShare';
import { measures } from './measures';
import { prepareN8n } from './n8n';
import { writeReport } from './report';
import type { Results } from './results';

const output = path.resolve('bench-output');
const files = path.join(output, 'files');
const resultsFile = path.join(output, 'results.json');

interface Measured {
	begun: string;
	results: Results;
}

/**
 * `--continue`: takes up again what was cut off; `--only csv,pdf-1000-by-8`: the measures whose keys begin so;
 * `--report FOLDER`: where the page goes, instead of `docs`.
 */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			only: { type: 'string' },
			continue: { type: 'boolean' },
			report: { type: 'string' },
		},
	});
	rmSync(files, { recursive: true, force: true });
	mkdirSync(files, { recursive: true });
	const earlier = values.continue && existsSync(resultsFile);
	const { begun, results } = earlier
		? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Measured)
		: { begun: new Date().toISOString(), results: {} };
	const wanted = measures.filter(
		({ key }) =>
			!results[key] &&
			(!values.only || values.only.split(',').some((beginning) => key.startsWith(beginning))),
	);
	const prepared = await prepareN8n(files);
	try {
		for (const measure of wanted) {
			process.stderr.write(`${measure.title}\n`);
			results[measure.key] = await measure.run(measure, prepared);
			writeFileSync(resultsFile, JSON.stringify({ begun, results } satisfies Measured, null, '\t'));
		}
	} finally {
		await prepared.dispose();
		rmSync(files, { recursive: true, force: true });
	}
	writeReport(begun, results, checkShare(), values.report ?? 'docs');
}

void main();
