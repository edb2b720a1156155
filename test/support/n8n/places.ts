import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import type { Instance } from './instance';
import { startS3 } from './s3';
import { startSftp } from './sftp';
import { startWebDav } from './webdav';
import type { Credential } from './workflows';

/** Where a template saves, set up as a user does it. */
export interface Place {
	/** The storage's part of the name of a template. */
	storage: string;
	settings: Record<string, string>;
	/** By the type of the node that they are for. */
	credentials: Record<string, Credential>;
	/** A folder of this machine that holds what was saved, each file under its path. */
	root: string;
	/** Brings `root` up to date, where it is a copy of what a server keeps in a way of its own. */
	look(): Promise<void>;
	/** Puts other bytes in the place of a file that was saved, or removes it, behind the back of the server. */
	spoil(file: string, bytes?: Buffer): Promise<void>;
	close(): Promise<void>;
}

async function replaceOrRemove(file: string, bytes?: Buffer): Promise<void> {
	await (bytes ? writeFile(file, bytes) : rm(file));
}

/** What is the same wherever the files lie as such below a folder of this machine. */
export function filesBelow(root: string): Pick<Place, 'root' | 'look' | 'spoil'> {
	return {
		root,
		look: async () => {},
		spoil: async (file, bytes) => await replaceOrRemove(path.join(root, file), bytes),
	};
}

/** A new folder on n8n's own disk, also for a test that runs once more. */
export async function diskPlace({ outputFolder }: Instance, name: string): Promise<Place> {
	const folder = await mkdtemp(path.join(outputFolder, `${name}-`));
	return {
		storage: 'disk',
		settings: { folder },
		credentials: {},
		...filesBelow(folder),
		close: async () => {},
	};
}

/** A folder that is not there yet on an OpenSSH server. */
export async function sftpPlace(): Promise<Place> {
	const { root, credential, close } = await startSftp();
	const folder = path.join(root, 'backup', 'sinao');
	return {
		storage: 'sftp',
		settings: { folder },
		credentials: { 'n8n-nodes-base.ftp': credential },
		...filesBelow(folder),
		close,
	};
}

/** A folder that is not there yet on a WebDAV server with Nextcloud's addresses. */
export async function nextcloudPlace(): Promise<Place> {
	const { root, credential, close } = await startWebDav();
	const credentials = { 'n8n-nodes-base.nextCloud': credential };
	return {
		storage: 'nextcloud',
		settings: { folder: 'Sinao' },
		credentials,
		...filesBelow(path.join(root, 'Sinao')),
		close,
	};
}

/** A bucket of an S3 server. */
export async function s3Place(): Promise<Place> {
	const server = await startS3();
	const folder = 'Comptabilité 2025/sinao';
	const root = `${server.root}-copy`;
	return {
		storage: 's3',
		settings: { bucket: server.bucket, folder },
		credentials: { 'n8n-nodes-base.s3': server.credential },
		root,
		look: async () => await server.copyTo(root, folder),
		spoil: async (file, bytes) => await replaceOrRemove(server.fileOf(`${folder}/${file}`), bytes),
		close: server.close,
	};
}
