import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { until } from '../test/support/processes';

const collector = path.join(__dirname, 'collector.cjs');

/**
 * The sizes that Node takes by itself on a machine with 1 GB, where memory is scarce. With more, the engine lets its young
 * generation grow to 134 MB in whatever runs for some seconds, a plain script too, and nothing else could be seen beside it.
 */
export const smallMachine = ['--max-old-space-size=512', '--max-semi-space-size=16'];

/**
 * How memory is looked at: as it is resident, with what the engine has not collected yet; or as it is held, which is what
 * remains when everything is collected once a second. Collecting takes time, so that a run is either timed or looked at so.
 */
export type Look = 'resident' | 'held';

/** Memory of one process, in MB. */
export interface MemoryOf {
	look(): Promise<number>;
	/** Milliseconds between two looks. */
	every: number;
	/** Memory at rest: everything is collected until it falls no more, because n8n goes on loading after it first answers. */
	settled(): Promise<number>;
}

/** Environment of a process that can be looked at. */
export function lookedAt(file: string, hasAllMemory: boolean): NodeJS.ProcessEnv {
	const options = [...(hasAllMemory ? [] : smallMachine), `--require=${JSON.stringify(collector)}`];
	return { NODE_OPTIONS: options.join(' '), HELD_MEMORY_FILE: file };
}

function resident(processId: number): number {
	return (
		Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1] ?? 0) /
		1024
	);
}

async function collected(processId: number, file: string): Promise<number> {
	rmSync(file, { force: true });
	process.kill(processId, 'SIGUSR2');
	await until('the end of a collection', () => existsSync(file));
	return Number(readFileSync(file, 'utf8')) / 2 ** 20;
}

/** @param file the one that was given to `lookedAt` */
export function memoryOf(processId: number, file: string, kind: Look): MemoryOf {
	const look = async () =>
		kind === 'held' ? await collected(processId, file) : resident(processId);
	return {
		look,
		every: kind === 'held' ? 1000 : 20,
		settled: async () => {
			let lowest = Infinity;
			for (let quiet = 0, waited = 0; quiet < 5 && waited < 40; quiet++, waited++) {
				await pause(1000);
				const held = await collected(processId, file);
				const memory = kind === 'held' ? held : resident(processId);
				if (memory < lowest - 1) quiet = 0;
				lowest = Math.min(lowest, memory);
			}
			return lowest;
		},
	};
}
