import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { until } from './processes';

const patienceMs = 45 * 60_000;

function isAlive(processId: number): boolean {
	try {
		process.kill(processId, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

async function take(lockFile: string): Promise<boolean> {
	try {
		await writeFile(lockFile, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	const owner = Number(await readFile(lockFile, 'utf8').catch(() => ''));
	if (owner > 0 && !isAlive(owner)) await rm(lockFile, { force: true });
	return false;
}

/** Runs the work while no other process of this machine runs work under the same lock file. */
export async function withLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
	await mkdir(path.dirname(lockFile), { recursive: true });
	await until(`the lock ${lockFile}`, async () => await take(lockFile), patienceMs);
	try {
		return await work();
	} finally {
		await rm(lockFile, { force: true });
	}
}
