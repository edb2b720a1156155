import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ensureProgram } from '../debian';
import {
	type Installation,
	installationOf,
	n8nVersion,
	nodePackage,
	nodeVersion,
	toolFolder,
} from '../installations';
import { waysOf } from '../n8nVersions';
import { run, succeed } from '../processes';
import { withLock } from '../lock';
import { showProgress } from './progress';

/** Values that the npm running us hands down would steer the npm that we run: they are left out. */
function cleanEnvironment(): NodeJS.ProcessEnv {
	const entries = Object.entries(process.env);
	return Object.fromEntries(
		entries.filter(
			([name]) =>
				!/^npm_(config_local_prefix|config_ignore_scripts|package_|lifecycle_)/.test(name),
		),
	);
}

async function npmInstall(
	folder: string,
	dependencies: Record<string, string>,
	overrides: Record<string, string> = {},
): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(
		path.join(folder, 'package.json'),
		JSON.stringify({ private: true, dependencies, overrides }, null, '\t'),
	);
	await succeed(
		'npm',
		['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'],
		{
			cwd: folder,
			env: cleanEnvironment(),
		},
	);
}

/** Does work that fills a folder of the cache, unless it was done; what was cut off is taken up again. */
async function onceIn(
	folder: string,
	completeName: string,
	work: () => Promise<void>,
): Promise<void> {
	const complete = path.join(folder, completeName);
	if (existsSync(complete)) return;
	await withLock(`${folder}.lock`, async () => {
		if (existsSync(complete)) return;
		await work();
		await writeFile(complete, `${new Date().toISOString()}\n`);
	});
}

/** Of all native parts only SQLite is made: from its prebuilt file if there is one, else with a compiler. */
async function makeDatabaseDriver({ folder, node, nodeFolder }: Installation): Promise<void> {
	const headers = path.dirname(nodeFolder);
	const env = {
		...cleanEnvironment(),
		PATH: `${nodeFolder}:${process.env.PATH}`,
		npm_config_nodedir: headers,
	};
	const rebuild = async () =>
		await run('npm', ['rebuild', 'sqlite3', '--ignore-scripts=false'], { cwd: folder, env });
	let outcome = await rebuild();
	if (outcome.code !== 0) {
		await ensureProgram('python3', ['python3']);
		await ensureProgram('make', ['make']);
		await ensureProgram('g++', ['g++']);
		outcome = await rebuild();
	}
	if (outcome.code !== 0)
		throw new Error(`SQLite could not be built for n8n:\n${outcome.output.slice(-4000)}`);
	await succeed(node, ['-e', "require('sqlite3')"], { cwd: folder });
}

/**
 * Makes sure that one pinned version of n8n, with the Node that it wants, is in the cache folder.
 * Takes about five minutes the first time and nothing afterwards.
 */
export async function installN8n(version = n8nVersion): Promise<Installation> {
	const installation = installationOf(version);
	const { folder } = installation;
	await onceIn(folder, `complete-node-${nodeVersion}`, async () => {
		process.stderr.write(`Installing n8n ${version} into ${folder} (once, about five minutes)\n`);
		const packages = npmInstall(
			folder,
			// A peer dependency that 'Extract from File' needs, which --legacy-peer-deps leaves out.
			{ n8n: version, [nodePackage]: nodeVersion, 'date-fns': '^2.30.0' },
			waysOf(version).overrides,
		);
		await showProgress(`  n8n ${version} and Node ${nodeVersion} from npm`, packages);
		await showProgress('  the SQLite driver for it', makeDatabaseDriver(installation));
	});
	return installation;
}

/** Makes sure that one version of a package from npm is in the cache folder, and gives where the package lies. */
export async function installTool(name: string, version: string): Promise<string> {
	const folder = toolFolder(name, version);
	await onceIn(folder, 'complete', async () => await npmInstall(folder, { [name]: version }));
	return path.join(folder, 'node_modules', name);
}
