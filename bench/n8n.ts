import { cp, mkdtemp } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Workflow } from '../templates/parts/workflow';
import { installationOf } from '../test/support/installations';
import { createInstance, type Instance } from '../test/support/n8n/instance';
import { freePort, succeed } from '../test/support/processes';
import { type Server, startServer } from '../test/support/n8n/server';
import { addCredential } from '../test/support/n8n/templateRuns';
import type { Credential } from '../test/support/n8n/workflows';
import { memoryAtRest, memoryEnvironment, type MemorySizes, resident } from './memory';
import { trigger } from './workflows';

const bareNode = path.join(__dirname, 'bare');

/** The cost of one run of a workflow. Memory is the resident memory of the n8n process. */
export interface Cost {
	/** From start to end of the execution. */
	milliseconds: number;
	/** Milliseconds of CPU. */
	cpu: number;
	/** Peak in MB until the execution is saved, above rest and above the growth in an empty workflow. */
	memory: number;
	/** The same peak in MB, in all. */
	memoryInAll: number;
	/** MB in n8n's database. */
	executionData: number;
	/** Milliseconds of each node. */
	nodes: Record<string, number>;
}

/** An n8n server for one entrant. */
export interface MeasuredN8n {
	addCredential(type: string, data: Record<string, unknown>): Promise<Credential>;
	addWorkflow(workflow: Workflow): Promise<string>;
	run(workflowId: string, trigger: string): Promise<Cost>;
	/** Measures the memory at rest and its growth in an empty workflow. Call it before `run`. */
	measureRest(emptyWorkflowId: string): Promise<void>;
	close(): Promise<void>;
}

/** An n8n with an owner and a complete database; its copies start fast. */
export async function prepareN8n(outputFolder: string): Promise<Instance> {
	const instance = await createInstance({ outputFolder });
	await cp(
		bareNode,
		path.join(instance.folder, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-bare'),
		{ recursive: true },
	);
	const server = await startServer(instance);
	await server.close();
	return instance;
}

async function copyOf(instance: Instance): Promise<Instance> {
	const folder = await mkdtemp(path.join(tmpdir(), 'sinao-bench-'));
	await cp(instance.folder, folder, { recursive: true });
	const env = {
		...instance.env,
		HOME: folder,
		N8N_USER_FOLDER: folder,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
	};
	return {
		...instance,
		folder,
		env,
		dispose: async () => void (await succeed('rm', ['-rf', folder])),
	};
}

/** Milliseconds of CPU that a process has used; the kernel counts hundredths of a second. */
function cpuTime(processId: number): number {
	const fields = readFileSync(`/proc/${processId}/stat`, 'utf8')
		.replace(/^.*\) /, '')
		.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/**
 * Program that prints the size and the milliseconds of each node of an execution in n8n's database. It runs in n8n's
 * Node, because other versions may not include SQLite.
 */
const readExecution = `
const { DatabaseSync } = require('node:sqlite');
const [file, id] = process.argv.slice(1);
const { data } = new DatabaseSync(file, { readOnly: true }).prepare('SELECT data FROM execution_data WHERE executionId = ?').get(Number(id));
const parts = JSON.parse(data);
const at = (value, key) => (typeof value[key] === 'string' && parts[value[key]] !== undefined ? parts[value[key]] : value[key]);
const runs = at(at(parts[0], 'resultData'), 'runData');
const tasks = Object.keys(runs).map((name) => [name, at(at(runs, name), 0)]);
const nodes = Object.fromEntries(tasks.map(([name, task]) => [name, task.executionTime]));
process.stdout.write(JSON.stringify({ executionData: data.length / 1e6, nodes }));
`;

interface Summary {
	id: string;
	status: string;
	startedAt: string;
	stoppedAt: string;
}

/** Polls slowly, because the measured process answers. */
async function endOf(
	client: Server['client'],
	workflowId: string,
	executionId: string,
): Promise<Summary> {
	const params = { filter: JSON.stringify({ workflowId }), limit: 1 };
	for (;;) {
		await pause(1000);
		const { results } = (await client.get('/executions', { params })).data.data as {
			results: Summary[];
		};
		if (results[0]?.id === executionId && results[0].stoppedAt) return results[0];
	}
}

/** @param rest memory at rest in MB */
async function runOn(
	server: Server,
	instance: Instance,
	workflowId: string,
	start: string,
	rest: number,
): Promise<Cost> {
	const { processId, client } = server;
	let lowest = rest;
	let highest = 0;
	let isSampling = true;
	const sampler = (async () => {
		for (; isSampling; await pause(20)) {
			const memory = resident(processId);
			lowest = Math.min(lowest, memory);
			highest = Math.max(highest, memory);
		}
	})();
	const cpu = cpuTime(processId);
	const executionId = await server.run(workflowId, start);
	const ended = endOf(client, workflowId, executionId);
	// Sampling fails if n8n has ended.
	const summary = await Promise.race([ended, sampler.then(async () => await ended)]).catch(
		(error: Error) => {
			throw new Error(
				`n8n did not finish the execution: ${error.message}\n${server.output().slice(-3000)}`,
			);
		},
	);
	const used = cpuTime(processId) - cpu;
	isSampling = false;
	await sampler;
	if (summary.status !== 'success')
		throw new Error(
			`The execution ended with '${summary.status}':\n${server.output().slice(-3000)}`,
		);
	const database = path.join(instance.folder, '.n8n', 'database.sqlite');
	const stored = await succeed(installationOf().node, [
		'--no-warnings',
		'-e',
		readExecution,
		database,
		executionId,
	]);
	return {
		...(JSON.parse(stored) as Pick<Cost, 'executionData' | 'nodes'>),
		milliseconds: Date.parse(summary.stoppedAt) - Date.parse(summary.startedAt),
		cpu: used,
		// Memory at rest may still have fallen since it was measured.
		memory: highest - lowest,
		memoryInAll: highest,
	};
}

/** Starts a copy of the prepared n8n. */
export async function startMeasuredN8n(
	prepared: Instance,
	sizes: MemorySizes = 'own',
): Promise<MeasuredN8n> {
	const instance = await copyOf(prepared);
	const file = path.join(instance.folder, 'collected');
	const server = await startServer(instance, memoryEnvironment(file, sizes));
	let rest = Infinity;
	let growthWhenEmpty = 0;
	const runOnce = async (workflowId: string, start: string) =>
		await runOn(server, instance, workflowId, start, rest);
	return {
		addCredential: async (type, data) =>
			await addCredential(server, { id: '', name: type, type, data }),
		addWorkflow: server.add,
		run: async (workflowId, start) => {
			const cost = await runOnce(workflowId, start);
			return { ...cost, memory: Math.max(0, cost.memory - growthWhenEmpty) };
		},
		measureRest: async (emptyWorkflowId) => {
			await runOnce(emptyWorkflowId, trigger);
			rest = await memoryAtRest(server.processId, file);
			// The smallest of three, because n8n also does other work.
			const growth: number[] = [];
			while (growth.length < 3) growth.push((await runOnce(emptyWorkflowId, trigger)).memory);
			growthWhenEmpty = Math.min(...growth);
		},
		close: async () => {
			await server.close();
			await instance.dispose();
		},
	};
}
