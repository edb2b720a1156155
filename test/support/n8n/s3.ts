import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { freePort } from '../processes';
import { type Daemon, daemonFolder, startDaemon } from './daemon';
import { installN8n, installTool } from './install';
import type { Credential } from './workflows';

export interface S3Server extends Daemon {
	bucket: string;
	credential: Credential;
	/** Makes a folder anew that holds every object below a prefix, each under the rest of its key. */
	copyTo(folder: string, prefix: string): Promise<void>;
	/** The file that holds the content of an object. */
	fileOf(key: string): string;
}

const version = '5.0.0';
const bucket = 'company-backup';

/** The one key that s3rver knows. */
const key = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** Where s3rver keeps the content of an object, behind its key; its other files hold what it knows of it. */
const contentSuffix = '._S3rver_object';

const program =
	'const [name, options] = process.argv.slice(1); new (require(name))(JSON.parse(options)).run();';

async function keepContents(folder: string): Promise<void> {
	for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const file = path.join(entry.parentPath, entry.name);
		await (file.endsWith(contentSuffix)
			? rename(file, file.slice(0, -contentSuffix.length))
			: rm(file));
	}
}

/** The S3 server s3rver on loopback with one bucket. It checks the signature of every request. */
export async function startS3(): Promise<S3Server> {
	const [{ node }, s3rver] = await Promise.all([
		installN8n(),
		installTool('@20minutes/s3rver', version),
	]);
	const folder = await daemonFolder('s3');
	const root = path.join(folder, 'root');
	await mkdir(root);
	const port = await freePort();
	const options = {
		address: '127.0.0.1',
		port,
		directory: root,
		silent: true,
		vhostBuckets: false,
		configureBuckets: [{ name: bucket }],
	};
	const daemon = await startDaemon(folder, root, port, node, [
		'-e',
		program,
		s3rver,
		JSON.stringify(options),
	]);
	const data = {
		endpoint: `http://127.0.0.1:${port}`,
		region: 'us-east-1',
		...key,
		forcePathStyle: true,
		ignoreSSLIssues: false,
	};
	return {
		...daemon,
		bucket,
		credential: { id: 's3Credential0001', name: 'S3', type: 's3', data },
		async copyTo(target, prefix) {
			await rm(target, { recursive: true, force: true });
			await cp(path.join(root, bucket, prefix), target, { recursive: true });
			await keepContents(target);
		},
		fileOf: (name) => path.join(root, bucket, name + contentSuffix),
	};
}
