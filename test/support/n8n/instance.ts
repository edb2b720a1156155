import type { ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { n8nVersion } from '../installations';
import { waysOf } from '../n8nVersions';
import { installPackage } from '../pack';
import { freePort, launch, type Outcome, run } from '../processes';
import { installN8n } from './install';
import { connectRemote, type Remote } from './remote';
import { image, url } from './target';

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
	/** The n8n at N8N_URL, if the tests use that one: it has no command line. */
	remote?: Remote;
	/** The command that runs n8n's command line in an environment. */
	program(env: NodeJS.ProcessEnv): string[];
	/** Runs n8n's command line. */
	command(parameters: string[], show?: boolean): Promise<Outcome>;
	/** Removes the user folder, or what the tests created in the n8n at N8N_URL. */
	dispose(): Promise<void>;
}

async function environmentFor(
	folder: string,
	outputFolder: string,
	nodeFolder?: string,
): Promise<NodeJS.ProcessEnv> {
	return {
		PATH: [nodeFolder, process.env.PATH].filter(Boolean).join(':'),
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

/**
 * Docker with an image of n8n. It has the user of the tests, their network and their temporary folders, and takes the
 * values of the environment from the process that starts it.
 */
function dockerRun(name: string, env: NodeJS.ProcessEnv): string[] {
	const folders = new Set([tmpdir(), String(env.N8N_RESTRICT_FILE_ACCESS_TO)]);
	return [
		...['docker', 'run', '--rm', '--network', 'host'],
		...['--user', `${process.getuid?.()}:${process.getgid?.()}`],
		...[...folders].flatMap((folder) => ['--volume', `${folder}:${folder}`]),
		...['--workdir', String(env.N8N_USER_FOLDER)],
		...Object.keys(env).flatMap((variable) => (variable === 'PATH' ? [] : ['--env', variable])),
		name,
	];
}

/** Starts n8n with parameters of its command line. */
export function launchN8n(
	{ folder, env: own, program }: Instance,
	parameters: string[],
	env = own,
): ChildProcess {
	const [command, ...rest] = program(env);
	return launch(command, [...rest, ...parameters], { cwd: folder, env });
}

/** The n8n at N8N_URL, in which a person has installed this package. N8N_FOLDER names a folder that it may write to. */
async function remoteInstance(address: string, outputFolder?: string): Promise<Instance> {
	const remote = await connectRemote(address);
	const parent = outputFolder ?? process.env.N8N_FOLDER;
	const folder = await mkdtemp(path.join(parent ?? tmpdir(), 'sinao-n8n-'));
	const noCommands = (): never => {
		throw new Error('The n8n at N8N_URL has no command line for the tests');
	};
	return {
		folder,
		get outputFolder() {
			if (parent) return folder;
			throw new Error('N8N_FOLDER must name a folder that the n8n at N8N_URL may write to');
		},
		env: {},
		remote,
		program: noCommands,
		command: noCommands,
		dispose: async () => {
			await remote.clear();
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** Makes a fresh n8n with this package; nothing of it runs until a command or a server is started. */
export async function createInstance(options: InstanceOptions = {}): Promise<Instance> {
	if (url) return await remoteInstance(url, options.outputFolder);
	const version = options.version ?? n8nVersion;
	const installation = image ? undefined : await installN8n(version);
	const folder = await mkdtemp(path.join(tmpdir(), 'sinao-n8n-'));
	const outputFolder = options.outputFolder ?? path.join(folder, 'output');
	await mkdir(outputFolder, { recursive: true });
	await installPackage(folder);
	const env = {
		...(await environmentFor(folder, outputFolder, installation?.nodeFolder)),
		...waysOf(version).environment,
		...options.env,
	};
	const program = (variables: NodeJS.ProcessEnv) =>
		installation ? [installation.node, installation.n8n] : dockerRun(String(image), variables);
	return {
		folder,
		outputFolder,
		env,
		program,
		command: async (parameters, show) => {
			const [command, ...rest] = program(env);
			return await run(command, [...rest, ...parameters], { cwd: folder, env, show });
		},
		dispose: async () => await rm(folder, { recursive: true, force: true }),
	};
}
