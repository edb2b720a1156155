import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ensureProgram } from '../debian';
import { freePort, succeed } from '../processes';
import { type Daemon, daemonFolder, startDaemon } from './daemon';
import type { Credential } from './workflows';

export interface WebDavServer extends Daemon {
	credential: Credential;
}

const user = 'sinao';
const password = 'for this test only';
const worker = 'www-data';
const modules = [
	'mpm_event',
	'authn_core',
	'authn_file',
	'authz_core',
	'authz_user',
	'auth_basic',
	'alias',
	'dav',
	'dav_fs',
];

function configuration(folder: string, root: string, port: number, isRoot: boolean): string {
	return [
		`ServerRoot ${folder}`,
		'ServerName 127.0.0.1',
		`Listen 127.0.0.1:${port}`,
		`PidFile ${folder}/apache.pid`,
		`ErrorLog ${folder}/error.log`,
		`DefaultRuntimeDir ${folder}`,
		...modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
		...(isRoot ? [`User ${worker}`, `Group ${worker}`] : []),
		`DavLockDB ${root}-locks/db`,
		`Alias /remote.php/webdav ${root}`,
		`Alias /remote.php/dav/files/${user} ${root}`,
		`<Directory ${root}>`,
		'Dav On',
		'AuthType Basic',
		'AuthName Nextcloud',
		`AuthUserFile ${folder}/users`,
		'Require valid-user',
		'</Directory>',
		'',
	].join('\n');
}

async function giveTo(worker: string, folders: string[]): Promise<void> {
	const [userId, groupId] = await Promise.all(
		['-u', '-g'].map(async (flag) => Number(await succeed('id', [flag, worker]))),
	);
	for (const folder of folders) await chown(folder, userId, groupId);
}

/** Apache's WebDAV on loopback at the addresses that Nextcloud has, for n8n's own Nextcloud node. */
export async function startWebDav(): Promise<WebDavServer> {
	const program = await ensureProgram('apache2', ['apache2-bin']);
	const folder = await daemonFolder('webdav');
	const root = path.join(folder, 'root');
	const isRoot = process.getuid?.() === 0;
	await chmod(folder, 0o755);
	await Promise.all([mkdir(root), mkdir(`${root}-locks`)]);
	if (isRoot) await giveTo(worker, [root, `${root}-locks`]);
	const digest = createHash('sha1').update(password).digest('base64');
	await writeFile(path.join(folder, 'users'), `${user}:{SHA}${digest}\n`);
	const port = await freePort();
	const file = path.join(folder, 'apache.conf');
	await writeFile(file, configuration(folder, root, port, isRoot));
	const daemon = await startDaemon(folder, root, port, program, ['-D', 'FOREGROUND', '-f', file]);
	const data = { webDavUrl: `http://127.0.0.1:${port}/remote.php/webdav`, user, password };
	return {
		...daemon,
		credential: { id: 'nextcloudCred01', name: 'Nextcloud', type: 'nextCloudApi', data },
	};
}
