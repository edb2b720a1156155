import { cp, mkdtemp } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import type { Workflow } from '../templates/parts/workflow';
import { createInstance, type Instance } from '../test/support/n8n/instance';
import { freePort, succeed } from '../test/support/processes';
import { type Server, startServer } from '../test/support/n8n/server';
import { addCredential } from '../test/support/n8n/templateRuns';
import type { Credential } from '../test/support/n8n/workflows';
import { type Look, lookedAt, type MemoryOf, memoryOf } from './memory';
import { trigger } from './workflows';

const bareNode = path.join(__dirname, 'bare');

/**
 * What one run of a workflow cost. Memory in MB, of the n8n process, as it is looked at: by how much it rose above its
 * lowest point, less what it rises during an empty workflow.
 */
export interface Cost {
	milliseconds: number;
	/** Milliseconds of CPU. */
	cpu: number;
	/** Highest until the step that asks Sinao ended; of the whole run where there is none of that name. */
	memoryOfStep: number;
	/** Highest until the last node ended. */
	memory: number;
	/** Highest until the execution was saved as well. */
	memoryWithSaving: number;
	/** MB in n8n's database. */
	executionData: number;
	/** Milliseconds of each node. */
	nodes: Record<string, number>;
}

/** In which a contestant runs: with the memory of a small machine unless it has all, looked at as resident unless said. */
export interface Circumstances {
	hasAllMemory?: boolean;
	look?: Look;
}

/** An n8n server of its own for one contestant. */
export interface Contestant {
	addCredential(type: string, data: Record<string, unknown>): Promise<Credential>;
	addWorkflow(workflow: Workflow): Promise<string>;
	run(workflowId: string, trigger: string): Promise<Cost>;
	/** Takes what n8n holds at rest, and by how much it rises in an empty workflow, as the ground from which memory is measured. */
	takeGround(workflowId: string): Promise<void>;
	close(): Promise<void>;
}

/** An n8n with an owner and a made-up database, of which copies start fast. */
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

/** Milliseconds of CPU that a process has used; the kernel counts in hundredths of a second. */
function cpuTime(processId: number): number {
	const fields = readFileSync(`/proc/${processId}/stat`, 'utf8')
		.replace(/^.*\) /, '')
		.split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Prints size, node times in milliseconds and the moments at which nodes ended, of an execution from n8n's database, which the system's Node may not be able to read. */
const readExecution = `
const { DatabaseSync } = require('node:sqlite');
const [file, id] = process.argv.slice(1);
const { data } = new DatabaseSync(file, { readOnly: true }).prepare('SELECT data FROM execution_data WHERE executionId = ?').get(Number(id));
const parts = JSON.parse(data);
const at = (value, key) => (typeof value[key] === 'string' && parts[value[key]] !== undefined ? parts[value[key]] : value[key]);
const runs = at(at(parts[0], 'resultData'), 'runData');
const tasks = Object.keys(runs).map((name) => [name, at(at(runs, name), 0)]);
const nodes = Object.fromEntries(tasks.map(([name, task]) => [name, task.executionTime]));
const ends = Object.fromEntries(tasks.map(([name, task]) => [name, task.startTime + task.executionTime]));
process.stdout.write(JSON.stringify({ executionData: data.length / 1e6, nodes, ends }));
`;

interface Summary {
	id: string;
	status: string;
	startedAt: string;
	stoppedAt: string;
}

/** Asks seldom, because the answers are made by the process that is measured. */
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

/** @param settled what n8n holds at rest */
async function runOn(
	server: Server,
	instance: Instance,
	memory: MemoryOf,
	workflowId: string,
	start: string,
	settled: number,
): Promise<Cost> {
	const { processId, client } = server;
	const samples: Array<[number, number]> = [];
	let isSampling = true;
	const sampler = (async () => {
		for (; isSampling; await pause(memory.every)) samples.push([Date.now(), await memory.look()]);
	})();
	const cpu = cpuTime(processId);
	const executionId = await server.run(workflowId, start);
	const ended = endOf(client, workflowId, executionId);
	// Sampling fails where n8n is gone.
	const summary = await Promise.race([ended, sampler.then(async () => await ended)]).catch(
		(error: Error) => {
			throw new Error(`n8n did not end its run: ${error.message}\n${server.output().slice(-3000)}`);
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
	const stored = await succeed(instance.node, [
		'--no-warnings',
		'-e',
		readExecution,
		database,
		executionId,
	]);
	const { ends, ...spent } = JSON.parse(stored) as Pick<Cost, 'executionData' | 'nodes'> & {
		ends: Record<string, number>;
	};
	const stopped = Date.parse(summary.stoppedAt);
	// What n8n let go of in the meantime was no part of the ground.
	const lowest = samples.reduce((least, [, seen]) => Math.min(least, seen), settled);
	const rise = (end: number) =>
		samples.reduce((most, [time, seen]) => (time <= end ? Math.max(most, seen - lowest) : most), 0);
	return {
		...spent,
		milliseconds: stopped - Date.parse(summary.startedAt),
		cpu: used,
		memoryOfStep: rise(ends.Sinao ?? stopped),
		memory: rise(stopped),
		memoryWithSaving: rise(Infinity),
	};
}

/** Starts a copy of the prepared n8n, on a small machine or with all memory that there is. */
export async function startContestant(
	prepared: Instance,
	{ hasAllMemory = false, look = 'resident' }: Circumstances = {},
): Promise<Contestant> {
	const instance = await copyOf(prepared);
	const file = path.join(instance.folder, 'held-memory');
	const server = await startServer(instance, lookedAt(file, hasAllMemory));
	const memory = memoryOf(server.processId, file, look);
	let settled = Infinity;
	let riseWhenEmpty = 0;
	const runIt = async (workflowId: string, start: string) =>
		await runOn(server, instance, memory, workflowId, start, settled);
	return {
		addCredential: async (type, data) =>
			await addCredential(server, { id: '', name: type, type, data }),
		addWorkflow: server.add,
		run: async (workflowId, start) => {
			const cost = await runIt(workflowId, start);
			const above = (rise: number) => Math.max(0, rise - riseWhenEmpty);
			return {
				...cost,
				memoryOfStep: above(cost.memoryOfStep),
				memory: above(cost.memory),
				memoryWithSaving: above(cost.memoryWithSaving),
			};
		},
		takeGround: async (workflowId) => {
			await runIt(workflowId, trigger);
			settled = await memory.settled();
			// The least of three, because n8n does other things by the way.
			const rises: number[] = [];
			while (rises.length < 3) rises.push((await runIt(workflowId, trigger)).memoryWithSaving);
			riseWhenEmpty = Math.min(...rises);
		},
		close: async () => {
			await server.close();
			await instance.dispose();
		},
	};
}
