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
import {
	memoryAtRest,
	memoryEnvironment,
	type MemorySizes,
	requestsSentBy,
	resident,
} from './memory';
import { trigger } from './workflows';

const bareNode = path.join(__dirname, 'bare');

/** The cost of one run of a workflow. Memory is the resident memory of the n8n process. */
export interface Cost {
	/** From the start of the first to the end of the last execution. */
	milliseconds: number;
	/** Number of executions: a workflow may start itself again. */
	executions: number;
	/** Milliseconds of CPU. */
	cpu: number;
	/** Peak in MB until the last execution is saved, above rest and above the growth in an empty workflow. */
	memory: number;
	/** The same peak in MB, in all. */
	memoryInAll: number;
	/** MB of all executions in n8n's database. */
	executionData: number;
	/** Milliseconds of each node, in all executions. */
	nodes: Record<string, number>;
}

/** An n8n server for one entrant. */
export interface MeasuredN8n {
	addCredential(type: string, data: Record<string, unknown>): Promise<Credential>;
	addWorkflow(workflow: Workflow): Promise<string>;
	/** Publishes a workflow, so that its executions can start others. */
	activate(workflowId: string): Promise<void>;
	/** Runs a workflow until its execution, and those that it starts of the same workflow, have ended. */
	run(workflowId: string, trigger: string): Promise<Cost>;
	/** How many HTTP requests n8n has sent since it started. */
	sentRequests(): Promise<number>;
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
 * Program that prints the size and the milliseconds of each node of executions in n8n's database. It runs in n8n's
 * Node, because other versions may not include SQLite.
 */
const readExecutions = `
const { DatabaseSync } = require('node:sqlite');
const [file, ...ids] = process.argv.slice(1);
const query = new DatabaseSync(file, { readOnly: true }).prepare('SELECT data FROM execution_data WHERE executionId = ?');
let executionData = 0;
const nodes = {};
for (const id of ids) {
	const { data } = query.get(Number(id));
	executionData += data.length / 1e6;
	const parts = JSON.parse(data);
	const at = (value, key) => (typeof value[key] === 'string' && parts[value[key]] !== undefined ? parts[value[key]] : value[key]);
	const runs = at(at(parts[0], 'resultData'), 'runData');
	for (const name of Object.keys(runs)) {
		const tasks = at(runs, name);
		for (let index = 0; index < tasks.length; index++) nodes[name] = (nodes[name] ?? 0) + at(tasks, index).executionTime;
	}
}
process.stdout.write(JSON.stringify({ executionData, nodes }));
`;

interface Summary {
	id: string;
	status: string;
	startedAt: string;
	stoppedAt: string;
}

/** Longer than any run; a run that takes longer hangs. */
const deadlineMs = 30 * 60_000;

/**
 * The execution and all later ones of the workflow, when they have ended: n8n registers one that another starts before
 * that other one ends. Polls slowly, because the measured process answers; at first sooner, so that short ones take less time.
 */
async function endOf(
	client: Server['client'],
	workflowId: string,
	firstId: string,
): Promise<Summary[]> {
	const params = { filter: JSON.stringify({ workflowId }), limit: 100 };
	const end = Date.now() + deadlineMs;
	for (let wait = 250; Date.now() < end; wait = Math.min(1000, wait * 2)) {
		await pause(wait);
		const { results } = (await client.get('/executions', { params })).data.data as {
			results: Summary[];
		};
		const own = results.filter(({ id }) => Number(id) >= Number(firstId));
		if (own.length && own.every(({ stoppedAt }) => stoppedAt))
			return own.sort((one, other) => Number(one.id) - Number(other.id));
	}
	throw new Error(`It did not end within ${deadlineMs / 60_000} minutes`);
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
	// Sampling fails if n8n has ended, maybe before anything waits for it.
	sampler.catch(() => {});
	const cpu = cpuTime(processId);
	let summaries: Summary[];
	let used: number;
	try {
		const executionId = await server.run(workflowId, start);
		const ended = endOf(client, workflowId, executionId);
		summaries = await Promise.race([ended, sampler.then(async () => await ended)]);
		used = cpuTime(processId) - cpu;
	} catch (error) {
		throw new Error(
			`n8n did not finish the execution: ${(error as Error).message}\n${server.output().slice(-3000)}`,
		);
	} finally {
		isSampling = false;
	}
	await sampler;
	const last = summaries[summaries.length - 1];
	if (last.status !== 'success')
		throw new Error(
			`The last of ${summaries.length} executions ended with '${last.status}':\n${server.output().slice(-3000)}`,
		);
	const database = path.join(instance.folder, '.n8n', 'database.sqlite');
	const stored = await succeed(installationOf().node, [
		'--no-warnings',
		'-e',
		readExecutions,
		database,
		...summaries.map(({ id }) => id),
	]);
	return {
		...(JSON.parse(stored) as Pick<Cost, 'executionData' | 'nodes'>),
		milliseconds:
			Math.max(...summaries.map(({ stoppedAt }) => Date.parse(stoppedAt))) -
			Math.min(...summaries.map(({ startedAt }) => Date.parse(startedAt))),
		executions: summaries.length,
		cpu: used,
		// Memory at rest may still have fallen since it was measured.
		memory: highest - lowest,
		memoryInAll: highest,
	};
}

/**
 * Starts a copy of the prepared n8n.
 *
 * @param settings more variables of its environment
 */
export async function startMeasuredN8n(
	prepared: Instance,
	sizes: MemorySizes = 'own',
	settings: NodeJS.ProcessEnv = {},
): Promise<MeasuredN8n> {
	const instance = await copyOf(prepared);
	const file = path.join(instance.folder, 'collected');
	const server = await startServer(instance, {
		...memoryEnvironment(file, sizes),
		...settings,
	});
	let rest = Infinity;
	let growthWhenEmpty = 0;
	const runOnce = async (workflowId: string, start: string) =>
		await runOn(server, instance, workflowId, start, rest);
	return {
		addCredential: async (type, data) =>
			await addCredential(server, { id: '', name: type, type, data }),
		addWorkflow: server.add,
		activate: server.activate,
		sentRequests: async () => await requestsSentBy(server.processId, file),
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
