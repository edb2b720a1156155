import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type Execution, execute, itemsOf } from '../test/support/n8n/commands';
import { projectFolder } from '../test/support/pack';
import type { SinaoServer } from '../test/support/sinao';
import type { DocumentList } from '../test/support/sinao/types';
import { checkWorkflowId, type DemoInstance, prepareDemo, workflowId } from './demoInstance';
import { savedFiles, treeOf } from './savedFiles';

const outputFolder = path.join(projectFolder, 'demo-output');

// Ctrl-C ends n8n too, which goes with us when we exit but not when we are killed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

const say = (text: string) => process.stdout.write(`${text}\n`);

/** Executes the template and says all the while how many files there are. */
async function executeVisibly(work: Promise<Execution>): Promise<Execution> {
	const begin = Date.now();
	const show = () =>
		say(
			`  ${Math.round((Date.now() - begin) / 1000)} s: ${savedFiles(outputFolder).length} files saved`,
		);
	const beat = setInterval(show, 5000);
	try {
		return await work;
	} finally {
		clearInterval(beat);
		show();
	}
}

function isSame(api: SinaoServer, json: Record<string, unknown>): boolean {
	const file = path.join(outputFolder, String(json.path));
	const { id } = json.document as { id: number };
	return (
		existsSync(file) &&
		api.document(json.resource as DocumentList, id)?.equals(readFileSync(file)) === true
	);
}

/** Compares what is on the disk with what the simulated Sinao has; false where anything differs. */
function report(api: SinaoServer, execution: Execution): boolean {
	const items = itemsOf(execution, 'Save').map(({ json }) => json);
	let right = execution.succeeded;
	for (const { resource, rows, path: file } of items.filter(({ kind }) => kind === 'csv')) {
		say(`  ${resource}: ${rows} rows in ${file}`);
	}
	for (const resource of ['invoices', 'quotes', 'purchases'] as const) {
		const rows = api.company.lists[resource];
		const wanted = rows.filter(({ id }) => api.document(resource, id)).length;
		const documents = items.filter(
			(item) => item.kind === 'document' && item.resource === resource,
		);
		const same = documents.filter((item) => isSame(api, item)).length;
		right &&= documents.length === wanted && same === wanted;
		say(
			`  ${resource}: ${same} of ${wanted} documents are on the disk, byte for byte; ${rows.length - wanted} of ${rows.length} ${resource} have none in Sinao`,
		);
	}
	return right;
}

/** The step before the first backup: what it will contain, and what is unusual. False where it failed. */
async function checkFirst({ api, n8n }: DemoInstance): Promise<boolean> {
	say("Executing 'Check Account', the step before the first backup");
	const execution = await execute(n8n, checkWorkflowId);
	const [page, file, ...findings] = itemsOf(execution, 'Check Account').map(({ json }) => json);
	if (!execution.succeeded || !page || !file) {
		say(`  It failed: ${execution.error?.message ?? 'no result'}`);
		return false;
	}
	const { documents, lists, minutes } = page.estimate as Record<string, number>;
	say(
		`  A backup contains ${documents} documents and ${lists} lists and takes about ${minutes} min.`,
	);
	for (const { severity, list, message, detail } of findings) {
		if (severity === 'info') continue;
		const about = [list ?? 'account', detail].filter(Boolean).join(', ');
		say(`  ${String(severity)}: ${String(message)} (${about})`);
	}
	say(
		`  ${api.requests.length} requests; ${String(page.path)} and ${String(file.path)} are saved.\n`,
	);
	api.requests.length = 0;
	return true;
}

async function main(): Promise<void> {
	const begin = Date.now();
	say(
		[
			'This demo backs up a made-up French company from a simulated Sinao, with a real n8n that is only for it:',
			"  1. 'Check Account' says what a backup will contain.",
			'  2. The template for the disk saves every list and document, and a page to find and check them.',
			'  3. Each document on the disk is compared with the original.',
			'It takes one to three minutes, and no internet. Only the first time, it downloads n8n: five more minutes, 3 GB.',
			`The files are saved to ${outputFolder}, and nothing stays running.\n`,
		].join('\n'),
	);
	await rm(outputFolder, { recursive: true, force: true });
	await mkdir(outputFolder, { recursive: true });
	const demo = await prepareDemo(outputFolder);
	try {
		const isChecked = await checkFirst(demo);
		say("Executing the template 'Back up a Sinao account to disk every night' in n8n");
		const execution = await executeVisibly(execute(demo.n8n, workflowId));
		say(`\n${treeOf(path.basename(outputFolder), savedFiles(outputFolder))}\n`);
		const right = report(demo.api, execution) && isChecked;
		say(
			`\n${right ? 'Everything is saved' : `Not everything is saved: ${execution.error?.message ?? 'see above'}`}`,
		);
		say(
			`${demo.api.requests.length} requests to the simulated Sinao, ${Math.round((Date.now() - begin) / 1000)} s in all.`,
		);
		if (!right) process.exitCode = 1;
	} finally {
		await demo.close();
	}
	const page = path.join(outputFolder, '0 - index.html');
	if (existsSync(page)) say(`\nn8n has ended. Open this file in a browser: ${page}`);
}

void main();
