import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Workflow } from '../../../templates/parts/workflow';
import type { Instance } from './instance';
import type { Remote } from './remote';
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

interface ExecutionData {
	resultData: { error?: Execution['error']; runData: Execution['runs'] };
}

/** What an execution came to. */
export interface Execution {
	succeeded: boolean;
	error?: { message: string; description?: string; node?: { name: string } };
	/** The runs of each node, by its name. */
	runs: Record<string, NodeRun[]>;
	/** Everything that was printed; in an n8n that the tests did not start, what n8n keeps of it. */
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

/** Imports credentials, if there are any. */
export async function importCredentials(
	instance: Instance,
	credentials: Credential[],
): Promise<void> {
	const { remote } = instance;
	if (remote) for (const credential of credentials) await remote.saveCredential(credential);
	else if (credentials.length) await importFile(instance, 'credentials', credentials);
}

/** Imports a workflow under an id. */
export async function importWorkflow(
	instance: Instance,
	id: string,
	workflow: Workflow,
): Promise<void> {
	if (instance.remote) await instance.remote.saveWorkflow(id, workflow);
	else await importFile(instance, 'workflow', [{ id, active: false, ...workflow }]);
}

/** n8n prints the execution, between other lines, as JSON whose outermost braces stand alone on their lines. */
function printedExecution(output: string): { data: ExecutionData } {
	const begin = output.search(/^\{$/m);
	const length = output.slice(begin).search(/^\}$/m) + 1;
	if (begin < 0 || length < 1) throw new Error(`n8n printed no execution:\n${output.slice(-4000)}`);
	return JSON.parse(output.slice(begin, begin + length));
}

/** Executes an imported workflow from its manual trigger: on n8n's command line, or in the n8n at N8N_URL. */
export async function execute(instance: Instance, id: string): Promise<Execution> {
	if (instance.remote) return await executeRemotely(instance.remote, id);
	const { output } = await instance.command(['execute', `--id=${id}`]);
	return executionOf(printedExecution(output).data, output);
}

async function executeRemotely(remote: Remote, id: string): Promise<Execution> {
	const { nodes } = (await remote.n8n.client.get(`/workflows/${id}`)).data.data as Workflow;
	const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
	const executionId = await remote.n8n.run(id, String(trigger?.name));
	await remote.n8n.statusOf(executionId);
	const data = await remote.dataOf<ExecutionData>(executionId);
	return executionOf(data, JSON.stringify(data));
}

function executionOf({ resultData: { error, runData } }: ExecutionData, output: string): Execution {
	return { succeeded: !error, error, runs: runData, output };
}

/** The items that a node gave on one of its outputs, over all its runs. */
export function itemsOf(execution: Execution, node: string, output = 0): RunItem[] {
	return (execution.runs[node] ?? []).flatMap((nodeRun) => nodeRun.data?.main[output] ?? []);
}
