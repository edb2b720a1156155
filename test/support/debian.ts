import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { withLock } from './lock';
import { succeed } from './processes';

const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/bin', '/usr/local/sbin'];

/** Debian asks this file whether a service may be started when its package is installed. */
const servicePolicy = '/usr/sbin/policy-rc.d';

/** Where a program lies, or undefined. */
export function findProgram(name: string): string | undefined {
	const places = [...(process.env.PATH ?? '').split(':'), ...folders];
	return places.map((folder) => `${folder}/${name}`).find((file) => existsSync(file));
}

async function withoutServices(work: () => Promise<unknown>): Promise<void> {
	const ours = !existsSync(servicePolicy);
	if (ours) await writeFile(servicePolicy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	try {
		await work();
	} finally {
		if (ours) await rm(servicePolicy, { force: true });
	}
}

async function install(packages: string[]): Promise<void> {
	process.stderr.write(`Installing ${packages.join(', ')} with apt-get\n`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const retries = ['-o', 'Acquire::Retries=3'];
	await succeed('apt-get', [...retries, 'update'], { env });
	const parameters = [
		...retries,
		'-o',
		'DPkg::Lock::Timeout=300',
		'install',
		'-y',
		'--no-install-recommends',
		...packages,
	];
	await withoutServices(async () => await succeed('apt-get', parameters, { env }));
}

/** Installs Debian packages unless the program is there. No service is started: the tests run their own. */
export async function ensureProgram(name: string, packages: string[]): Promise<string> {
	const present = findProgram(name);
	if (present) return present;
	if (process.getuid?.() !== 0 || !findProgram('apt-get')) {
		throw new Error(
			`This needs '${name}'. Install it first (on Debian: apt-get install ${packages.join(' ')}).`,
		);
	}
	await withLock(path.join(tmpdir(), 'n8n-nodes-sinao-apt.lock'), async () => {
		if (!findProgram(name)) await install(packages);
	});
	const installed = findProgram(name);
	if (!installed)
		throw new Error(`apt-get installed ${packages.join(', ')}, but '${name}' is not there.`);
	return installed;
}
