import { readFileSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';
import ts from 'typescript';

import { itemsOf, listOf } from '../test/support/api';
import { backUp } from '../test/support/backup';
import { cleanUp, createNode, loadPackage, type NodeResult } from '../test/support/engine';
import { type SinaoServer, startSinao } from '../test/support/sinao';

/**
 * Counts the files of `nodes/` whose functions run during one execution, and the changes of folder in the
 * order in which these files first run. Runs the built package in n8n's engine against the simulated Sinao.
 *
 *     npm run structure [-- --check]
 *
 * With `--check`, fails where an execution needs more files or changes of folder than CONTRIBUTING.md promises.
 */
interface Measured {
	name: string;
	/** The most that CONTRIBUTING.md promises; no number means that it promises nothing. */
	files?: number;
	folderChanges?: number;
	run(api: SinaoServer): Promise<INodeExecutionData[]>;
}

const measured: Measured[] = [
	{
		name: 'Sinao Invoices: Export to CSV',
		files: 20,
		folderChanges: 9,
		run: async (api) =>
			await itemsOf(api, 'sinaoInvoices', { operation: 'exportCsv', options: {} }),
	},
	{
		name: 'Sinao Invoices: Download PDFs, one invoice',
		files: 24,
		run: async (api) => {
			const rows = await listOf(api, 'invoices');
			const invoice = rows.find(({ id, number }) => number && api.document('invoices', id));
			return await itemsOf(api, 'sinaoInvoices', {
				operation: 'downloadPdf',
				choose: 'one',
				document: { __rl: true, mode: 'id', value: String(invoice?.id) },
				options: {},
			});
		},
	},
	{
		name: 'Sinao Backup: Back Up Account, invoices only',
		files: 32,
		run: async (api) =>
			succeeded(await backUp(api, undefined, { lists: ['invoices'], documents: ['invoices'] })),
	},
];

const dist = path.resolve(__dirname, '../dist');
const nodes = path.join(dist, 'nodes') + path.sep;
const recorder = 'sinaoStructureRecorder';
let files = new Set<string>();

/** The compiled text of a file, in which each function first tells the recorder that it runs. */
function withRecorder(text: string, file: string): string {
	const call = `${recorder}(${JSON.stringify(file)})`;
	const inserted: Array<[position: number, text: string]> = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node) && 'body' in node && node.body) {
			const { body } = node;
			if (ts.isBlock(body)) inserted.push([body.getStart() + 1, `${call};`]);
			else inserted.push([body.getStart(), `(${call}, `], [body.end, ')']);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
	return inserted
		.sort(([one], [other]) => other - one)
		.reduce(
			(result, [position, more]) => result.slice(0, position) + more + result.slice(position),
			text,
		);
}

/** Has Node load the files of the built nodes with the recorder. */
function installRecorder(): void {
	Object.assign(globalThis, { [recorder]: (file: string) => files.add(file) });
	const extensions = (
		Module as unknown as {
			_extensions: Record<string, (module: LoadedModule, file: string) => void>;
		}
	)._extensions;
	const load = extensions['.js'];
	extensions['.js'] = (module, file) => {
		if (!file.startsWith(nodes)) return load(module, file);
		const name = path.relative(dist, file).split(path.sep).join('/').replace(/js$/, 'ts');
		module._compile(withRecorder(readFileSync(file, 'utf8'), name), file);
	};
}

interface LoadedModule {
	_compile(text: string, file: string): void;
}

function succeeded({ outputs, error }: NodeResult): INodeExecutionData[] {
	if (error) throw error;
	return outputs[0];
}

/** How often the next file is in another folder. */
function folderChangesIn(names: string[]): number {
	return names.filter(
		(name, index) => index > 0 && path.dirname(name) !== path.dirname(names[index - 1]),
	).length;
}

/** What one execution passes, as text, and what of it is more than was promised. */
async function measure(measurement: Measured, api: SinaoServer): Promise<string[]> {
	files = new Set();
	const items = await measurement.run(api);
	if (!items.length) throw new Error(`${measurement.name} returned no item`);
	const names = [...files];
	const counts: Array<[count: number, most: number | undefined, what: string]> = [
		[names.length, measurement.files, 'files'],
		[folderChangesIn(names), measurement.folderChanges, 'changes of folder'],
	];
	const summary = counts.map(
		([count, most, what]) => `${count} ${what}${most === undefined ? '' : ` (at most ${most})`}`,
	);
	process.stdout.write(`${measurement.name}: ${summary.join(', ')}\n`);
	for (const [index, name] of names.entries())
		process.stdout.write(`${String(index + 1).padStart(4)}  ${name}\n`);
	return counts
		.filter(([count, most]) => most !== undefined && count > most)
		.map(([count, most, what]) => `${measurement.name}: ${count} ${what}, promised are ${most}`);
}

async function main(): Promise<void> {
	installRecorder();
	await loadPackage();
	// Creates the descriptions of all nodes, so that no measurement counts them.
	createNode('', 'sinaoInvoices', {}, {});
	const api = await startSinao();
	try {
		const broken: string[] = [];
		for (const measurement of measured) broken.push(...(await measure(measurement, api)));
		if (!process.argv.includes('--check') || !broken.length) return;
		process.stderr.write(`${broken.join('\n')}\n`);
		process.exitCode = 1;
	} finally {
		await api.close();
		cleanUp();
	}
}

void main();
