import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import type { Installation } from './installations';
import { projectFolder } from './pack';

/** Gives the description of a node type in one version, or undefined where there is none. */
export type Describe = (type: string, version: number) => INodeTypeDescription | undefined;

function prefixed(
	packageName: string,
	descriptions: INodeTypeDescription[],
): INodeTypeDescription[] {
	return descriptions.map((description) => ({
		...description,
		name: `${packageName}.${description.name}`,
	}));
}

/** What an installed n8n tells its editor about its own nodes. */
function nodesBase({ nodesBase: folder }: Installation): INodeTypeDescription[] {
	return JSON.parse(readFileSync(path.join(folder, 'dist', 'types', 'nodes.json'), 'utf8'));
}

/** The descriptions of this package's nodes as built. */
export function ourNodes(): INodeTypeDescription[] {
	const manifest = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	return manifest.n8n.nodes.map((file) => {
		const exported = require(path.join(projectFolder, file)) as Record<string, new () => INodeType>;
		const NodeClass = exported[path.basename(file, '.node.js')];
		return new NodeClass().description;
	});
}

/** The operations of a node, each once; none for a trigger. */
function operationsOf({ properties }: INodeTypeDescription): string[] {
	const offered = properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) =>
			options.map((option) => ('value' in option ? option.value : '')),
		);
	return [...new Set(offered.map(String))];
}

/** Each node with each of its operations, in alphabetical order: what a table of all operations must contain. */
export function everyOperation(): string[] {
	return ourNodes()
		.flatMap((description) => {
			const operations = operationsOf(description);
			return operations.length
				? operations.map((operation) => `${description.name} ${operation}`)
				: [description.name];
		})
		.sort();
}

/** The node types that a template may use: n8n's own, from an installed n8n, and ours. */
export function descriptionsOf(installation: Installation): Describe {
	const all = [
		...prefixed('n8n-nodes-base', nodesBase(installation)),
		...prefixed('n8n-nodes-sinao', ourNodes()),
	];
	return (type, version) =>
		all.find(
			(description) => description.name === type && [description.version].flat().includes(version),
		);
}
