import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';

import { ensureProgram } from '../debian';
import { freePort, succeed } from '../processes';
import { type Daemon, daemonFolder, startDaemon } from './daemon';
import type { Credential } from './workflows';

export interface SftpServer extends Daemon {
	credential: Credential;
}

async function makeKey(file: string): Promise<void> {
	await succeed('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'sinao', '-f', file]);
}

function configuration(folder: string, root: string, port: number): string {
	return [
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${folder}/host`,
		`AuthorizedKeysFile ${folder}/user.pub`,
		`PidFile ${folder}/sshd.pid`,
		'PasswordAuthentication no',
		'PermitRootLogin prohibit-password',
		'StrictModes no',
		'UsePAM no',
		'Subsystem sftp internal-sftp',
		`ForceCommand internal-sftp -d ${root}`,
		'',
	].join('\n');
}

/** A real OpenSSH server on loopback with its own keys and folder, which lets the present user in by key. */
export async function startSftp(): Promise<SftpServer> {
	const program = await ensureProgram('sshd', ['openssh-server']);
	const folder = await daemonFolder('sftp');
	const root = path.join(folder, 'root');
	await mkdir(root);
	if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true });
	await makeKey(path.join(folder, 'host'));
	await makeKey(path.join(folder, 'user'));
	const port = await freePort();
	const file = path.join(folder, 'sshd_config');
	await writeFile(file, configuration(folder, root, port));
	const daemon = await startDaemon(folder, root, port, program, ['-D', '-e', '-f', file]);
	const privateKey = await readFile(path.join(folder, 'user'), 'utf8');
	const data = {
		host: '127.0.0.1',
		port,
		username: userInfo().username,
		password: '',
		privateKey,
		passphrase: '',
	};
	return { ...daemon, credential: { id: 'sftpCredential01', name: 'SFTP', type: 'sftp', data } };
}
