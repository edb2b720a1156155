import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { n8nVersion } from '../installations';
import { waysOf } from '../n8nVersions';
import { installPackage } from '../pack';
import { freePort, type Outcome, run } from '../processes';
import { installN8n } from './install';

export interface InstanceOptions {
	version?: string;
	/** The only folder that n8n's own file nodes may reach. */
	outputFolder?: string;
	env?: NodeJS.ProcessEnv;
}

/** An n8n with a user folder of its own, in which this package is installed. */
export interface Instance {
	folder: string;
	outputFolder: string;
	env: NodeJS.ProcessEnv;
	node: string;
	n8n: string;
	/** Runs n8n's command line. */
	command(parameters: string[], show?: boolean): Promise<Outcome>;
	/** Removes the user folder. */
	dispose(): Promise<void>;
}

async function environmentFor(
	folder: string,
	outputFolder: string,
	nodeFolder: string,
): Promise<NodeJS.ProcessEnv> {
	return {
		PATH: `${nodeFolder}:${process.env.PATH}`,
		HOME: folder,
		LANG: 'C.UTF-8',
		N8N_USER_FOLDER: folder,
		N8N_RESTRICT_FILE_ACCESS_TO: outputFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_SECURE_COOKIE: 'false',
		N8N_ENCRYPTION_KEY: 'only for this short-lived instance',
		NO_PROXY: '127.0.0.1,localhost',
	};
}

/** Makes a fresh n8n with this package; nothing of it runs until a command or a server is started. */
export async function createInstance(options: InstanceOptions = {}): Promise<Instance> {
	const version = options.version ?? n8nVersion;
	const { node, nodeFolder, n8n } = await installN8n(version);
	const folder = await mkdtemp(path.join(tmpdir(), 'sinao-n8n-'));
	const outputFolder = options.outputFolder ?? path.join(folder, 'output');
	await mkdir(outputFolder, { recursive: true });
	await installPackage(folder);
	const env = {
		...(await environmentFor(folder, outputFolder, nodeFolder)),
		...waysOf(version).environment,
		...options.env,
	};
	return {
		folder,
		outputFolder,
		env,
		node,
		n8n,
		command: async (parameters, show) =>
			await run(node, [n8n, ...parameters], { cwd: folder, env, show }),
		dispose: async () => await rm(folder, { recursive: true, force: true }),
	};
}
