import { homedir } from 'node:os';
import path from 'node:path';

/** What is installed, pinned: the same on every machine. */
export const nodeVersion = '24.21.0';
export const n8nVersion = process.env.N8N_VERSION ?? '2.40.7';

const cache = path.join(
	process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'),
	'n8n-nodes-sinao',
);

export interface Installation {
	folder: string;
	/** The folder of the Node program that runs n8n. */
	nodeFolder: string;
	node: string;
	n8n: string;
	/** n8n's own nodes. */
	nodesBase: string;
}

/** Where one version of n8n is, or will be. */
export function installationOf(version = n8nVersion): Installation {
	const folder = path.join(cache, `n8n-${version}`);
	const modules = path.join(folder, 'node_modules');
	const nodeFolder = path.join(modules, nodePackage, 'bin');
	return {
		folder,
		nodeFolder,
		node: path.join(nodeFolder, 'node'),
		n8n: path.join(modules, 'n8n', 'bin', 'n8n'),
		nodesBase: path.join(modules, 'n8n-nodes-base'),
	};
}

/** The package that holds Node itself and its headers for this kind of machine. */
export const nodePackage = `node-${process.platform}-${process.arch}`;

/** Where one version of another package from npm is, or will be. */
export function toolFolder(name: string, version: string): string {
	return path.join(cache, `${path.basename(name)}-${version}`);
}
