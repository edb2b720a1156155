import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { succeed } from './processes';

export const projectFolder = path.resolve(__dirname, '..', '..');

/**
 * Installs this package the way n8n itself does it: the packed tarball, taken apart in n8n's folder for
 * community nodes, without its development and peer dependencies.
 */
export async function installPackage(userFolder: string): Promise<void> {
	const parent = path.join(userFolder, '.n8n', 'nodes', 'node_modules');
	const folder = path.join(parent, 'n8n-nodes-sinao');
	await mkdir(folder, { recursive: true });
	const packed = await succeed(
		'npm',
		['pack', '--json', '--loglevel=silent', '--pack-destination', parent],
		{ cwd: projectFolder },
	);
	const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('['))) as Array<{
		filename: string;
	}>;
	await succeed('tar', ['-xzf', path.join(parent, filename), '-C', folder, '--strip-components=1']);
	await writeManifest(path.join(folder, 'package.json'));
}

async function writeManifest(file: string): Promise<void> {
	const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete manifest[kind];
	await writeFile(file, JSON.stringify(manifest, null, '\t'));
}
