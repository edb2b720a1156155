import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
	type IConnections,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	NodeOperationError,
} from 'n8n-workflow';

import { keyOf } from '../../support/api';
import { openCompanies } from '../../support/companies';
import { resultOf, runWorkflow } from '../../support/engine';
import type { SinaoServer } from '../../support/sinao';

const { company, close } = openCompanies();
let api: SinaoServer;

beforeAll(async () => {
	({ api } = await company(51, { invoices: 2, quotes: 1, purchases: 1, transactions: 2 }, false));
});
afterAll(close);

/** What n8n says of any 404, of other refusals (4xx), and of 405. */
const status404 = 'The resource you are requesting could not be found';
const status4xx = 'Your request is invalid or could not be processed by the service';
const status405 = 'Method not allowed - please check you are using the right HTTP method';

/** What a step answers: items, or the message with which it fails. */
type Answers = Record<string, INodeExecutionData[] | string>;

/** The work of one of n8n's own nodes, for the parameters that a template gives it. */
type Work = (node: INode, parameter: (name: string) => unknown) => INodeExecutionData[] | string;

/** One of n8n's own nodes: the engine computes its parameters, On Error and the links of its items. */
function n8nNode(parameters: string[], work: Work, outputs: 1 | 2 = 1): INodeType {
	return {
		description: {
			displayName: 'n8n',
			name: 'n8n',
			group: ['transform'],
			version: [1, 1.1, 2.2, 3, 3.4, 4.2],
			description: 'Stands for a node of n8n',
			defaults: {},
			inputs: ['main'],
			outputs: outputs === 2 ? ['main', 'main'] : ['main'],
			properties: parameters.map((name) => ({
				displayName: name,
				name,
				type: 'json',
				default: '',
			})),
		},
		async execute() {
			const node = this.getNode();
			const made = work(node, (name) => this.getNodeParameter(name, 0));
			if (typeof made === 'string') {
				if (!this.continueOnFail()) throw new NodeOperationError(node, made);
				return [[{ json: { error: made }, pairedItem: { item: 0 } }]];
			}
			const items = made.map((item) => ({ ...item, pairedItem: { item: 0 } }));
			if (outputs === 1) return [items];
			const isTrue = items[0].json.isTrue;
			const input = this.getInputData();
			return isTrue ? [input, []] : [[], input];
		},
	};
}

interface Template {
	nodes: INode[];
	connections: IConnections;
}

/** Runs the nightly backup of a storage up to Back Up Account, with what the storage answers to each step. */
async function runTemplate(storage: string, answers: Answers) {
	const file = path.resolve(__dirname, `../../../templates/nightly-backup-${storage}.json`);
	const { nodes, connections } = JSON.parse(readFileSync(file, 'utf8')) as Template;
	const asked = new Map<string, IDataObject>();
	const storageNode = n8nNode(
		['options', 'path', 'fileKey', 'fileSelector', 'queryString', 'url'],
		(node, parameter) => {
			const given = ['options', 'path', 'fileKey', 'fileSelector', 'queryString', 'url'];
			asked.set(
				node.name,
				Object.fromEntries(given.map((name) => [name, parameter(name)])) as never,
			);
			return answers[node.name] ?? `No answer for '${node.name}'`;
		},
	);
	const settings = nodes.find(({ name }) => name === 'Settings') as INode;
	const values = (settings.parameters.assignments as IDataObject).assignments as IDataObject[];
	const json = Object.fromEntries(values.map(({ name, value }) => [name, value]));
	const used = [
		'Settings',
		'Storage reachable?',
		'Stop: storage not reachable',
		'Folder writable?',
		'Stop: folder not writable',
		'Next part',
		'Back up what is new',
	];
	const isUsed = (name: string) => used.includes(name) || name in answers;
	const run = await runWorkflow({
		credentials: keyOf(api),
		nodes: nodes
			.filter(({ name }) => isUsed(name))
			.map((node) => ({
				...node,
				retryOnFail: false,
				credentials: { sinaoApi: { id: 'sinaoApi', name: 'sinaoApi' } },
			})),
		connections: {
			Start: { main: [[{ node: 'Settings', type: 'main', index: 0 }]] },
			...Object.fromEntries(
				Object.entries(connections)
					.filter(([name]) => isUsed(name) && name !== 'Back up what is new')
					.map(([name, { main }]) => [
						name,
						{ main: main.map((ends) => (ends ?? []).filter(({ node }) => isUsed(node))) },
					]),
			),
		},
		types: {
			'n8n-nodes-base.executeWorkflowTrigger': n8nNode([], () => []),
			'n8n-nodes-base.set': n8nNode([], () => [{ json: json as IDataObject }]),
			'n8n-nodes-base.if': n8nNode(
				['conditions'],
				(_, parameter) => {
					const { conditions } = parameter('conditions') as { conditions: IDataObject[] };
					expect(typeof conditions[0].leftValue).toBe('boolean');
					return [{ json: { isTrue: conditions[0].leftValue } }];
				},
				2,
			),
			'n8n-nodes-base.stopAndError': n8nNode(['errorMessage'], (_, parameter) =>
				String(parameter('errorMessage')),
			),
			...Object.fromEntries(
				[
					's3',
					'nextCloud',
					'dropbox',
					'googleDrive',
					'ftp',
					'readWriteFile',
					'convertToFile',
					'httpRequest',
				].map((name) => [`n8n-nodes-base.${name}`, storageNode]),
			),
		},
	});
	return { run, asked, backUp: resultOf(run, 'Back up what is new') };
}

const nothing: INodeExecutionData[] = [{ json: {} }];

/** The error item of the HTTP Request node for a 404 with this body. */
const http404 = (body: string): INodeExecutionData[] => {
	const description = `404 - ${JSON.stringify(body)}`;
	return [{ json: { error: { message: status404, description, messages: [description] } } }];
};
const itemNotFound = (message: string) =>
	http404(JSON.stringify({ error: { code: 'itemNotFound', message, innerError: {} } }));
const noFile = itemNotFound('The resource could not be found.');
const find = 'Find the last manifest';
const read = 'Read the last manifest';
const folder = 'Create the folder if needed';
const writeTest = 'Write the test file';
const testFile: Answers = {
	'Create a test file': nothing,
	[writeTest]: [{ json: { fileName: '.n8n-files/.n8n-folder-test' } }],
};

it.each<[string, string, Answers]>([
	['S3 that lists no such key', 's3', { [find]: nothing, [read]: status404 }],
	[
		'S3 that lists another key with the same beginning',
		's3',
		{ [find]: [{ json: { Key: 'sinao/manifest.json.bak' } }], [read]: status404 },
	],
	['a new folder in Nextcloud', 'nextcloud', { [folder]: nothing, [read]: status404 }],
	['an existing folder in Nextcloud', 'nextcloud', { [folder]: status405, [read]: status404 }],
	['a path that Dropbox does not know', 'dropbox', { [read]: status4xx }],
	[
		'Google Drive that finds no file',
		'google-drive',
		{ [find]: nothing, [read]: 'File not found: none.' },
	],
	['a path that OneDrive does not know', 'onedrive', { [read]: noFile }],
	['a path that the SharePoint site does not know', 'sharepoint', { [read]: noFile }],
	['Google Drive in n8n 1', 'google-drive', { [find]: nothing, [read]: nothing }],
	['an SFTP server without the file', 'sftp', { [read]: '_get: No such file /backup/sinao' }],
	['a disk without the file', 'disk', { ...testFile, [read]: nothing }],
])('114 The template begins a first backup with %s', async (_, storage, answers) => {
	const { run, asked, backUp } = await runTemplate(storage, answers);
	expect(run.data.resultData.error?.message).toBeUndefined();
	expect(backUp.outputs[0].map(({ json }) => json.kind)).toContain('document');
	expect(JSON.stringify([...asked.values()])).toContain('manifest.json');
});

it.each<[string, string, Answers, string, RegExp]>([
	[
		'a bucket that does not exist',
		's3',
		{ [find]: status404, [read]: status404 },
		find,
		/not be found/,
	],
	[
		'S3 that lists the manifest but does not return it',
		's3',
		{ [find]: [{ json: { Key: 'sinao/manifest.json' } }], [read]: status404 },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
	[
		'a Nextcloud address at which there is nothing',
		'nextcloud',
		{ [folder]: status404, [read]: status404 },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
	[
		'a folder that Nextcloud does not create',
		'nextcloud',
		{ [folder]: status4xx, [read]: status404 },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
	[
		'a Nextcloud that is offline',
		'nextcloud',
		{ [folder]: 'connect ECONNREFUSED', [read]: 'connect ECONNREFUSED' },
		'Back up what is new',
		/Could not read the last manifest/,
	],
	[
		'a proxy that answers 404 for Dropbox',
		'dropbox',
		{ [read]: status404 },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
	[
		'a SharePoint site that does not exist',
		'sharepoint',
		{ [read]: itemNotFound('Requested site could not be found') },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
	[
		'a proxy that answers 404 for OneDrive',
		'onedrive',
		{ [read]: http404('<html>not found</html>') },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
	[
		'a Microsoft account that is not connected any more',
		'onedrive',
		{ [read]: 'Unable to sign without access token' },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
	[
		'an HTTP Request node that passes its input on',
		'onedrive',
		{ [read]: nothing },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
	[
		'Google Drive that finds the manifest but does not return it',
		'google-drive',
		{ [find]: [{ json: { id: '1a' } }], [read]: status404 },
		'Stop: storage not reachable',
		/could not reach the storage/,
	],
])('114 The template stops with %s', async (_, storage, answers, stopped, message) => {
	api.requests.length = 0;
	const { run } = await runTemplate(storage, answers);
	const { error, lastNodeExecuted } = run.data.resultData;
	expect([lastNodeExecuted, error?.message]).toEqual([stopped, expect.stringMatching(message)]);
	expect(api.requests.filter(({ path: asked }) => asked.endsWith('/invoices'))).toEqual([]);
});

it.each<[string, RegExp]>([
	['Access to the file is not allowed.', /N8N_RESTRICT_FILE_ACCESS_TO .* restart n8n/],
	['The file or directory does not exist', /does not exist.* mount a folder/],
	["You don't have the permissions to write the file /data/a", /may not write .*chown 1000:1000/],
	["EROFS: read-only file system, open '/data/a'", /is read-only/],
	["ENOSPC: no space left on device, write '/data/a'", /disk is full/],
	['Something new', /'Settings'\. {2}Nothing was saved\. n8n says: Something new$/],
])(
	'The template for the disk says what to do, before it requests anything, where n8n says: %s',
	async (said, advice) => {
		api.requests.length = 0;
		const { run } = await runTemplate('disk', { ...testFile, [writeTest]: said, [read]: nothing });
		const { error, lastNodeExecuted } = run.data.resultData;
		expect(lastNodeExecuted).toBe('Stop: folder not writable');
		expect(error?.message).toContain("n8n cannot write to the folder '.n8n-files'");
		expect(error?.message).toMatch(advice);
		expect(error?.message).toContain(said);
		expect(api.requests).toEqual([]);
	},
);
