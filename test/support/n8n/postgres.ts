import { readdirSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import path from 'node:path';

import { ensureProgram, findProgram } from '../debian';
import { freePort, succeed } from '../processes';
import { type Daemon, daemonFolder, startDaemon } from './daemon';

const versions = '/usr/lib/postgresql';

/** Debian keeps PostgreSQL's programs by version, outside the path. */
async function findPostgres(): Promise<string> {
	await ensureProgram('pg_ctlcluster', ['postgresql']);
	const newest = readdirSync(versions).sort((one, other) => Number(other) - Number(one))[0];
	return path.join(versions, newest, 'bin');
}

/** PostgreSQL refuses to run as root: a command in the name of the user that Debian made for it. */
function asItsUser(command: string[]): [string, string[]] {
	if (process.getuid?.() !== 0) return [command[0], command.slice(1)];
	return [
		findProgram('setpriv') as string,
		['--reuid=postgres', '--regid=postgres', '--init-groups', ...command],
	];
}

/** Starts an empty PostgreSQL whose user `n8n` needs no password and whose database is `postgres`. */
export async function startPostgres(): Promise<Daemon> {
	const programs = await findPostgres();
	const folder = await daemonFolder('postgres');
	await chmod(folder, 0o777);
	const data = path.join(folder, 'data');
	await succeed(
		...asItsUser([
			path.join(programs, 'initdb'),
			'-D',
			data,
			'-U',
			'n8n',
			'--auth=trust',
			'--encoding=UTF8',
			'--locale=C.UTF-8',
			'--no-sync',
		]),
	);
	const port = await freePort();
	const settings = [
		'listen_addresses=127.0.0.1',
		'unix_socket_directories=',
		'fsync=off',
		'max_connections=100',
	];
	const [program, parameters] = asItsUser([
		path.join(programs, 'postgres'),
		'-D',
		data,
		'-p',
		String(port),
		...settings.flatMap((setting) => ['-c', setting]),
	]);
	return await startDaemon(folder, data, port, program, parameters);
}
