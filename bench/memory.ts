import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { until } from '../test/support/processes';

const collector = path.join(__dirname, 'collector.cjs');

/** `own`: Node chooses its memory sizes by the machine; `small`: the sizes that it chooses on a machine with 1 GB. */
export type MemorySizes = 'own' | 'small';

export const smallSizes = ['--max-old-space-size=512', '--max-semi-space-size=16'];

/** Options of Node for these sizes. */
export const nodeOptions = (sizes: MemorySizes) => (sizes === 'small' ? smallSizes : []);

/**
 * Environment of an n8n whose memory is measured.
 *
 * @param file where the collector reports the end of a collection
 */
export function memoryEnvironment(file: string, sizes: MemorySizes): NodeJS.ProcessEnv {
	const options = [...nodeOptions(sizes), `--require=${JSON.stringify(collector)}`];
	return { NODE_OPTIONS: options.join(' '), COLLECTED_FILE: file };
}

/** Resident memory of a process in MB. */
export function resident(processId: number): number {
	return (
		Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1] ?? 0) /
		1024
	);
}

/** Collects the garbage of a process and returns what its collector writes. */
async function collect(processId: number, file: string): Promise<string> {
	rmSync(file, { force: true });
	process.kill(processId, 'SIGUSR2');
	await until('the end of a collection', () => existsSync(file));
	return readFileSync(file, 'utf8');
}

/**
 * How many HTTP requests a process has sent since it started.
 *
 * @param file the one given to `memoryEnvironment`
 */
export async function requestsSentBy(processId: number, file: string): Promise<number> {
	return Number(await collect(processId, file));
}

/**
 * Resident memory in MB at rest: collects garbage until the memory falls no further, because n8n continues to load
 * after its first answers.
 *
 * @param file the one given to `memoryEnvironment`
 */
export async function memoryAtRest(processId: number, file: string): Promise<number> {
	let lowest = Infinity;
	for (let quiet = 0, rounds = 0; quiet < 5 && rounds < 40; quiet++, rounds++) {
		await pause(1000);
		await collect(processId, file);
		const memory = resident(processId);
		if (memory < lowest - 1) quiet = 0;
		lowest = Math.min(lowest, memory);
	}
	return lowest;
}
