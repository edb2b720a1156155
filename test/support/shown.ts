import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ICredentialType, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import type { Workflow } from '../../templates/parts/workflow';
import { ourNodes } from './descriptions';
import { projectFolder } from './pack';

type Icon = INodeTypeDescription['icon'];

const file = (...names: string[]) => readFileSync(path.join(projectFolder, ...names), 'utf8');

function iconOf(icon: Icon): string {
	const light = (icon as { light: string }).light;
	return file('icons', path.basename(light));
}

/** The names, notes and lines on the canvas of a template, but no parameters. */
function canvas(template: string): unknown {
	const { name, nodes, connections } = JSON.parse(
		file('templates', `${template}.json`),
	) as Workflow;
	return {
		name,
		nodes: nodes.map(({ parameters, ...node }) => ({ ...node, id: '', note: parameters.content })),
		connections,
		icons: ourNodes()
			.filter((node) => nodes.some(({ type }) => type.endsWith(`.${node.name}`)))
			.map(({ icon }) => iconOf(icon)),
	};
}

/** The fields of a panel as they are before anything is entered. */
function fields(properties: INodeProperties[], operation?: string): unknown {
	return properties
		.filter(({ displayOptions }) => {
			const operations = displayOptions?.show?.operation;
			return !operations || operations.includes(operation as string);
		})
		.map(({ displayName, type, default: value, placeholder, hint }) => [
			displayName,
			type,
			value,
			placeholder,
			hint,
		]);
}

function exportPanel(): unknown {
	const node = ourNodes().find(({ name }) => name === 'sinaoInvoices') as INodeTypeDescription;
	return { icon: iconOf(node.icon), fields: fields(node.properties, 'exportCsv') };
}

function nodeList(): unknown {
	return ourNodes().map(({ displayName, description, icon }) => [
		displayName,
		description,
		iconOf(icon),
	]);
}

function credential(): unknown {
	const module = path.join(projectFolder, 'dist', 'credentials', 'SinaoApi.credentials.js');
	const { SinaoApi } = require(module) as { SinaoApi: new () => ICredentialType };
	const { displayName, icon, properties } = new SinaoApi();
	return { displayName, icon: iconOf(icon as Icon), fields: fields(properties) };
}

const pictures: Record<string, () => unknown> = {
	credential,
	'nightly-backup-sftp': () => canvas('nightly-backup-sftp'),
	'node-list': nodeList,
	output: exportPanel,
	template: () => canvas('save-everything-disk'),
};

/** What the pictures in `docs/images` showed when they were taken, as digests by their names. */
export const record = path.join(projectFolder, 'test', 'support', 'shown.json');

/** What the pictures in `docs/images` would show now, as digests by their names. */
export function shownNow(): Record<string, string> {
	const digest = (content: unknown) =>
		createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
	return Object.fromEntries(
		Object.entries(pictures).map(([name, content]) => [name, digest(content())]),
	);
}
