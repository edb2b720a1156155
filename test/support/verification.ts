import type { INode, INodeExecutionData } from 'n8n-workflow';

import { type Folder, manifestItem } from './backup';
import { createNode, type NodeResult, resultOf, runWorkflow, storeFile } from './engine';
import { itemSource } from './engine/nodeType';

/** An item that a storage step reads back. */
export async function readItem(
	file: string,
	bytes: Buffer,
	folder = '/backup/sinao/',
): Promise<INodeExecutionData> {
	return {
		json: { path: `${folder}${file}` },
		binary: {
			data: await storeFile(bytes, file.split('/').at(-1) ?? '', 'application/octet-stream'),
		},
	};
}

/** Every file that the manifest names, read back from the folder. */
export async function readAll(
	folder: Folder,
	manifest = folder.manifest(),
): Promise<INodeExecutionData[]> {
	return await Promise.all(
		manifest.files.map(async ({ path }) => await readItem(path, folder.read(path))),
	);
}

/** What Verify Backup is given beside the files, which are in the same binary field as the manifest. */
interface GivenManifest {
	/** Where the storage step found the manifest, if it says so. */
	path?: string;
	/** The binary field. */
	field?: string;
}

/** Runs Verify Backup on files and a manifest. */
export async function verify(
	files: INodeExecutionData[],
	manifest: Buffer | undefined,
	{ path: manifestPath, field = 'data' }: GivenManifest = {},
): Promise<NodeResult> {
	const pass = (name: string, items: INodeExecutionData[]) => ({
		node: createNode(name, name, {}) as INode,
		type: itemSource(name, items),
	});
	const read = pass('Read', files);
	const { json, binary } = await manifestItem(manifest);
	if (manifestPath) json.path = manifestPath;
	const last = pass('Manifest', [
		{ json, ...(binary ? { binary: { [field]: binary.data } } : {}) },
	]);
	const run = await runWorkflow({
		credentials: {},
		types: { Read: read.type, Manifest: last.type },
		nodes: [
			read.node,
			last.node,
			createNode('Verify', 'n8n-nodes-sinao.sinaoBackup', {
				operation: 'verify',
				manifestField: field,
			}),
		],
		connections: {
			Start: {
				main: [
					[
						{ node: 'Read', type: 'main', index: 0 },
						{ node: 'Manifest', type: 'main', index: 0 },
					],
				],
			},
			Read: { main: [[{ node: 'Verify', type: 'main', index: 0 }]] },
			Manifest: { main: [[{ node: 'Verify', type: 'main', index: 1 }]] },
		},
	});
	return resultOf(run, 'Verify');
}

/** Runs Verify Backup on everything that the manifest in a folder names. */
export async function verifyFolder(folder: Folder): Promise<NodeResult> {
	return await verify(await readAll(folder), folder.read('manifest.json'));
}

/** What Verify found to be other than right: paths and findings. */
export function wrongIn({ outputs }: NodeResult): unknown[] {
	return outputs[1].map(({ json }) => [json.path, json.status]);
}
