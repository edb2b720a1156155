import { existsSync } from 'node:fs';
import { succeed } from './processes';

const folders = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/bin', '/usr/local/sbin'];

/** Where a program lies, or undefined. */
export function findProgram(name: string): string | undefined {
	const places = [...(process.env.PATH ?? '').split(':'), ...folders];
	return places.map((folder) => `${folder}/${name}`).find((file) => existsSync(file));
}

/** Installs Debian packages unless the program is there. No service is started: the tests run their own. */
export async function ensureProgram(name: string, packages: string[]): Promise<string> {
	const present = findProgram(name);
	if (present) return present;
	if (process.getuid?.() !== 0 || !findProgram('apt-get')) {
		throw new Error(`This needs '${name}'. Install it first (on Debian: apt-get install ${packages.join(' ')}).`);
	}
	process.stderr.write(`Installing ${packages.join(', ')} with apt-get\n`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
	await succeed('apt-get', ['update'], { env });
	await succeed('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
	const installed = findProgram(name);
	if (!installed) throw new Error(`apt-get installed ${packages.join(', ')}, but '${name}' is not there.`);
	return installed;
}
