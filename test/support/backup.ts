import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IDataObject, INode, INodeExecutionData, INodeType, IPinData } from 'n8n-workflow';

import type { Manifest } from '../../nodes/SinaoBackup/manifest/schema';
import { keyOf } from './api';
import {
	createNode,
	fileOf,
	type NodeResult,
	resultOf,
	runNode,
	runWorkflow,
	storeFile,
} from './engine';
import { nodeType } from './engine/nodeType';
import type { SinaoServer } from './sinao';

/** What the storage step does with one file: gives the item that it puts out, or none. */
export type Storing = (
	item: INodeExecutionData,
	bytes: Buffer,
	index: number,
) => INodeExecutionData | undefined | Promise<INodeExecutionData | undefined>;

/** Back Up Account, a storage step, Write Manifest, and the storage step once more: as in the templates. */
export interface BackupRun {
	backUp: NodeResult;
	manifest: NodeResult;
	error?: NodeResult['error'];
}

/** Whether a file of a backup is a manifest or made from it, and not data of the account. */
export const isProof = (file: string) =>
	/manifest\.json$|^SHA256SUMS$|^rapport\.json$|^(?:0 - )?(?:rapport\.html|index\.html|LISEZMOI\.txt)$/.test(
		file,
	);

/** A folder that stands for a storage service, and everything that was ever written there. */
export class Folder {
	/** @param root an existing folder, where it is not to be a new one */
	constructor(readonly root = mkdtempSync(path.join(tmpdir(), 'sinao-backup-'))) {}

	/** Paths in the order of writing. */
	readonly written: string[] = [];

	write(file: string, bytes: Buffer): void {
		const target = path.join(this.root, file);
		mkdirSync(path.dirname(target), { recursive: true });
		writeFileSync(target, bytes);
		this.written.push(file);
	}

	read(file: string): Buffer {
		return readFileSync(path.join(this.root, file));
	}

	manifest(): Manifest {
		return JSON.parse(this.read('manifest.json').toString('utf8')) as Manifest;
	}

	/** The newest file of a list, according to the manifest. */
	list(resource: string, kind: 'csv' | 'jsonl'): Buffer {
		const file = this.manifest().files.find(
			(each) => each.resource === resource && each.kind === kind && each.state === 'current',
		);
		if (!file) throw new Error(`The manifest has no ${kind} file of ${resource}`);
		return this.read(file.path);
	}

	remove(): void {
		rmSync(this.root, { recursive: true, force: true });
	}
}

const quick: IDataObject = { firstWait: 1, maximumTries: 2 };

/** The parameters of Back Up Account; the other lists and attachments are left out unless they are asked for. */
export function backUpParameters(more: IDataObject = {}, options: IDataObject = {}): IDataObject {
	return {
		operation: 'backUp',
		authentication: 'apiKey',
		otherLists: false,
		documents: ['invoices', 'purchases', 'quotes'],
		...more,
		options: { ...quick, ...options },
	};
}

/** An item that carries a manifest, or one without a file where there is none. */
export async function manifestItem(bytes?: Buffer): Promise<INodeExecutionData> {
	return bytes
		? { json: {}, binary: { data: await storeFile(bytes, 'manifest.json', 'application/json') } }
		: { json: {} };
}

/** Runs Back Up Account alone. */
export async function backUp(
	api: SinaoServer,
	manifest?: Buffer,
	more: IDataObject = {},
	options: IDataObject = {},
): Promise<NodeResult> {
	return await runNode({
		type: 'sinaoBackup',
		parameters: backUpParameters(more, options),
		credentials: keyOf(api),
		items: [await manifestItem(manifest)],
	});
}

/** A storage step: writes each file and puts out what the service would answer, without n8n's json. */
function storageStep(folder: Folder, storing: Storing): INodeType {
	return nodeType('save', async function () {
		const saved: INodeExecutionData[] = [];
		for (const [index, item] of this.getInputData().entries()) {
			const bytes = await fileOf(item);
			const answer = await storing(item, bytes, index);
			if (answer && answer.json.error === undefined) folder.write(String(item.json.path), bytes);
			if (answer) saved.push({ ...answer, pairedItem: { item: index } });
		}
		return [saved];
	});
}

/** A node that puts out each item as `edit` makes it. */
function editStep(edit: (item: INodeExecutionData) => INodeExecutionData): INodeType {
	return nodeType('edit', function () {
		return [
			this.getInputData().map((item, index) => ({ ...edit(item), pairedItem: { item: index } })),
		];
	});
}

/** A node that changes the file in its item. */
function draftStep(edit: (draft: string) => string): INodeType {
	return nodeType('editDraft', async function () {
		const [item] = this.getInputData();
		const draft = (await fileOf(item, 'draft')).toString('utf8');
		return [
			[
				{
					...item,
					binary: {
						draft: await storeFile(Buffer.from(edit(draft)), 'draft.json', 'application/json'),
					},
				},
			],
		];
	});
}

const confirms: Storing = () => ({ json: { success: true } });

export interface BackupRunOptions {
	parameters?: IDataObject;
	options?: IDataObject;
	storing?: Storing;
	/** The storage step tries again when it fails, as in the templates. */
	triesAgain?: boolean;
	/** What n8n does when the storage step fails as a whole. */
	onError?: INode['onError'];
	/** Stands for the last manifest, where it is not the one in the folder. */
	manifest?: Buffer;
	/** Called with a function that does what the Stop button does. */
	whenStarted?: (stop: () => void) => void;
	/** Input items of Back Up Account, each of which begins a run; one unless told otherwise. */
	times?: number;
	/** Type of the storage step, where Write Manifest knows it. */
	saveType?: string;
	/** Names of nodes that are disabled in the editor. */
	disabled?: string[];
	/** Output that is pinned in the editor, by the name of the node. */
	pinData?: IPinData;
	/** A node named `Edit` between the storage step and Write Manifest. */
	edit?: (item: INodeExecutionData) => INodeExecutionData;
	/** Changes the file of the summary on its way from Back Up Account to Write Manifest. */
	editDraft?: (draft: string) => string;
}

/** One whole run of the backup into a folder, beginning with the manifest that lies there. */
export async function runBackup(
	api: SinaoServer,
	folder: Folder,
	{
		parameters,
		options,
		storing = confirms,
		triesAgain = false,
		onError,
		manifest,
		whenStarted,
		times = 1,
		saveType = 'save',
		disabled = [],
		pinData,
		edit,
		editDraft,
	}: BackupRunOptions = {},
): Promise<BackupRun> {
	const last =
		manifest ??
		(folder.written.includes('manifest.json') ? folder.read('manifest.json') : undefined);
	const credentials = keyOf(api);
	const run = await runWorkflow({
		credentials,
		whenStarted,
		items: await Promise.all(Array.from({ length: times }, async () => await manifestItem(last))),
		types: {
			[saveType]: storageStep(folder, storing),
			saveProof: storageStep(folder, confirms),
			...(edit ? { edit: editStep(edit) } : {}),
			...(editDraft ? { editDraft: draftStep(editDraft) } : {}),
		},
		pinData,
		nodes: [
			createNode(
				'Back up',
				'n8n-nodes-sinao.sinaoBackup',
				backUpParameters(parameters, options),
				credentials,
			),
			{
				...createNode('Save', saveType, {}),
				retryOnFail: triesAgain,
				waitBetweenTries: 1,
				onError,
			},
			...(edit ? [createNode('Edit', 'edit', {})] : []),
			...(editDraft ? [createNode('Edit draft', 'editDraft', {})] : []),
			createNode('Write manifest', 'n8n-nodes-sinao.sinaoBackup', { operation: 'writeManifest' }),
			createNode('Save proof', 'saveProof', {}),
		].map((node) => (disabled.includes(node.name) ? { ...node, disabled: true } : node)),
		connections: {
			Start: { main: [[{ node: 'Back up', type: 'main', index: 0 }]] },
			'Back up': {
				main: [
					[{ node: 'Save', type: 'main', index: 0 }],
					[],
					[
						editDraft
							? { node: 'Edit draft', type: 'main', index: 0 }
							: { node: 'Write manifest', type: 'main', index: 1 },
					],
				],
			},
			...(editDraft
				? { 'Edit draft': { main: [[{ node: 'Write manifest', type: 'main', index: 1 }]] } }
				: {}),
			Save: { main: [[{ node: edit ? 'Edit' : 'Write manifest', type: 'main', index: 0 }]] },
			...(edit ? { Edit: { main: [[{ node: 'Write manifest', type: 'main', index: 0 }]] } } : {}),
			'Write manifest': { main: [[{ node: 'Save proof', type: 'main', index: 0 }]] },
		},
	});
	return {
		backUp: resultOf(run, 'Back up'),
		manifest: resultOf(run, 'Write manifest'),
		error: run.data.resultData.error as BackupRun['error'],
	};
}
