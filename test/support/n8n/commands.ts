import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Workflow } from '../../../templates/parts/workflow';
import type { Instance } from './instance';
import type { Credential } from './workflows';

export interface RunItem {
	json: Record<string, unknown>;
	binary?: Record<string, { fileName?: string; mimeType: string }>;
}

interface NodeRun {
	executionIndex: number;
	startTime: number;
	error?: { message: string; description?: string };
	data?: { main: Array<RunItem[] | null> };
}

/** What an execution on the command line came to. */
export interface Execution {
	succeeded: boolean;
	error?: { message: string; description?: string; node?: { name: string } };
	/** The runs of each node, by its name. */
	runs: Record<string, NodeRun[]>;
	/** Everything that was printed. */
	output: string;
}

async function importFile(
	instance: Instance,
	kind: 'credentials' | 'workflow',
	content: unknown,
): Promise<void> {
	const file = path.join(instance.folder, `${kind}.json`);
	await writeFile(file, JSON.stringify(content));
	const { code, output } = await instance.command([`import:${kind}`, `--input=${file}`]);
	if (code !== 0 || !/Successfully imported [1-9]/.test(output))
		throw new Error(`n8n did not import the ${kind}:\n${output}`);
}

/** Imports credentials, if there are any, with n8n's command line. */
export async function importCredentials(
	instance: Instance,
	credentials: Credential[],
): Promise<void> {
	if (credentials.length) await importFile(instance, 'credentials', credentials);
}

/** Imports a workflow under an id with n8n's command line. */
export async function importWorkflow(
	instance: Instance,
	id: string,
	workflow: Workflow,
): Promise<void> {
	await importFile(instance, 'workflow', [{ id, active: false, ...workflow }]);
}

/** n8n prints the execution, between other lines, as JSON whose outermost braces stand alone on their lines. */
function printedExecution(output: string): {
	data: { resultData: { error?: Execution['error']; runData: Execution['runs'] } };
} {
	const begin = output.search(/^\{$/m);
	const length = output.slice(begin).search(/^\}$/m) + 1;
	if (begin < 0 || length < 1) throw new Error(`n8n printed no execution:\n${output.slice(-4000)}`);
	return JSON.parse(output.slice(begin, begin + length));
}

/** Executes an imported workflow with n8n's command line, from its manual trigger. */
export async function execute(instance: Instance, id: string): Promise<Execution> {
	const { output } = await instance.command(['execute', `--id=${id}`]);
	const { error, runData } = printedExecution(output).data.resultData;
	return { succeeded: !error, error, runs: runData, output };
}

/** The items that a node gave on one of its outputs, over all its runs. */
export function itemsOf(execution: Execution, node: string, output = 0): RunItem[] {
	return (execution.runs[node] ?? []).flatMap((nodeRun) => nodeRun.data?.main[output] ?? []);
}
