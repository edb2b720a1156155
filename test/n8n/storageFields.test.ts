import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { installN8n } from '../support/n8n/install';
import { skipWith } from '../support/n8n/target';
import { projectFolder } from '../support/pack';

skipWith(['N8N_URL', 'N8N_IMAGE'], 'they read the files of an installed n8n');

const page = readFileSync(path.join(projectFolder, 'docs', 'save-to-any-storage.md'), 'utf8');

/** The rows of the table of fields, cell by cell. */
const rows = page
	.slice(page.indexOf('## Fields of each node'), page.indexOf('### OneDrive and SharePoint'))
	.split('\n')
	.filter((line) => line.startsWith('| ') && !line.startsWith('| Node |'))
	.map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

let descriptions: INodeTypeDescription[];

beforeAll(async () => {
	const { nodesBase } = await installN8n();
	descriptions = JSON.parse(
		readFileSync(path.join(nodesBase, 'dist', 'types', 'nodes.json'), 'utf8'),
	) as INodeTypeDescription[];
}, 45 * 60_000);

/** `file, upload` or `write`. */
function operationOf(text: string): { resource?: string; operation: string } {
	const [last, first] = text.split(', ').reverse();
	return { resource: first, operation: last };
}

function isShown({ displayOptions }: INodeProperties, values: Record<string, unknown>): boolean {
	const { show = {} } = displayOptions ?? {};
	return ['resource', 'operation'].every(
		(name) => !show[name] || (show[name] as unknown[]).includes(values[name]),
	);
}

/** Names of fields that no version of a node has for an operation, or the operation itself. */
function unknownFields(node: string, text: string, fields: string): string[] {
	const values = operationOf(text);
	const versions = descriptions.filter(({ displayName }) => displayName === node);
	const named = [...fields.matchAll(/\*([^*]+)\*/g)].map(([, name]) => name);
	const results = versions.map(({ properties }) => {
		const shown = properties.filter((property) => isShown(property, values));
		const hasOperation = shown.some(
			({ name, options }) =>
				name === 'operation' &&
				options?.some((option) => 'value' in option && option.value === values.operation),
		);
		return [
			...(hasOperation ? [] : [text]),
			...named.filter((name) => !shown.some(({ displayName }) => displayName === name)),
		];
	});
	return results.find((unknown) => !unknown.length) ?? results[0] ?? [node];
}

it('The page on storages has a row for each storage node', () => {
	expect(rows.length).toBe(13);
	for (const row of rows) expect(row).toHaveLength(6);
});

it.each(rows)("%s: %s has the fields that the page names in n8n's own description", (...cells) => {
	const [node, operation, fields, folders, , reading] = cells;
	expect(unknownFields(node, operation, fields)).toEqual([]);
	const [, readOperation, readFields] = /^([^:]+): (.+)$/.exec(reading) as RegExpExecArray;
	const ownFields = readFields.replace(/, which .*$/, '');
	expect(unknownFields(node, readOperation, ownFields)).toEqual([]);
	const [, folderResource, folderOperation] = /\*(\w+)\*, \*(\w+)\* does/.exec(folders) ?? [];
	if (folderResource)
		expect(unknownFields(node, `${folderResource}, ${folderOperation}`.toLowerCase(), '')).toEqual(
			[],
		);
});

it('The check of fields sees an unknown node, operation and field', () => {
	expect(unknownFields('Nothing', 'file, upload', '')).toEqual(['Nothing']);
	expect(unknownFields('Dropbox', 'file, nothing', '')).toEqual(['file, nothing']);
	expect(unknownFields('Dropbox', 'file, upload', '*Nothing*')).toEqual(['Nothing']);
});
