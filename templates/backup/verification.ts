import { ifNode, type Position, stopNode } from '../parts/nodes';
import { chain, type Connection, type NodeDeclaration } from '../parts/workflow';
import type { ReadStep, Storage } from '../storages/storage';
import { leftName, needsNextPart, nextPartTriggerName } from './nextPart';
import { backupNode, summary, writeManifestName } from './steps';

const readManifest: ReadStep = {
	file: 'manifest',
	name: 'Read manifest back',
	findName: 'Find the saved manifest',
};
const verifyNowName = 'Verify now?';
const hashName = 'Hash the manifest';
const sameName = 'Same manifest?';
const differentName = 'Stop: different manifest in storage';
const parseName = 'Read the list of files';
const pathsName = 'List the paths';
const splitName = 'Split into files';
const readFiles: ReadStep = {
	file: 'eachPath',
	name: 'Read files back',
	findName: 'Find the saved files',
};
export const verifyName = 'Verify every file';
const saveVerificationName = 'Save verification';

/** Paths of the files in the manifest, except modified ones; 'Folder' of the backup precedes them. */
const paths = `$json.data.files.filter(({ state }) => state !== 'altered').map(({ path }) => $('${writeManifestName}').last().json.path.replace(/manifest\\.json$/, '') + path)`;

/** Horizontal positions of the steps, from the start of the verification. */
export const verificationX = {
	readManifest: 60,
	hash: 540,
	same: 780,
	readFiles: 640,
	verify: 1680,
	save: 2000,
};

/** Vertical distance between the steps for the manifest and those for the files. */
export const verificationRowHeight = 240;

/** Names of the verification nodes that access the storage. */
export function verificationStorageNodes(storage: Storage): string[] {
	const read = [...storage.read(readManifest, [0, 0]), ...storage.read(readFiles, [0, 0])];
	return [
		...read.filter(({ type }) => type === storage.save([0, 0]).type).map(({ name }) => name),
		saveVerificationName,
	];
}

/**
 * Reads everything that a backup saved back from the storage after its last part, and verifies it: first the manifest,
 * then every file that it lists, in a lower row because n8n runs the upper one first. Reading the manifest stops at an
 * error; otherwise n8n would pass the input item on.
 */
export function verificationSteps(
	storage: Storage,
	[x, y]: Position,
): { nodes: NodeDeclaration[]; connections: Connection[] } {
	const lowerY = y + verificationRowHeight;
	const manifest = storage
		.read(readManifest, [x + verificationX.readManifest, y])
		.map(({ onError, ...node }) => ({ ...node, executeOnce: true }));
	const files = storage.read(readFiles, [x + verificationX.readFiles, lowerY]);
	const nodes: NodeDeclaration[] = [
		ifNode(verifyNowName, `!(${needsNextPart(nextPartTriggerName)})`, [x + 1460, y - 110]),
		...manifest,
		{
			name: hashName,
			type: 'n8n-nodes-base.crypto',
			typeVersion: 1,
			position: [x + verificationX.hash, y],
			parameters: {
				action: 'hash',
				binaryData: true,
				binaryPropertyName: 'data',
				type: 'SHA256',
				dataPropertyName: 'sha256',
				encoding: 'hex',
			},
		},
		ifNode(sameName, `$json.sha256 === ${summary}.manifest.sha256`, [x + verificationX.same, y]),
		stopNode(
			differentName,
			'The manifest.json in the storage is not the one that this run saved. Nothing was verified.',
			[x + verificationX.same + 240, y - 140],
		),
		{
			name: parseName,
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1,
			position: [x, lowerY],
			parameters: {
				operation: 'fromJson',
				binaryPropertyName: 'data',
				destinationKey: 'data',
				options: {},
			},
		},
		{
			name: pathsName,
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [x + 200, lowerY],
			parameters: {
				assignments: {
					assignments: [{ id: 'paths', name: 'paths', type: 'array', value: `={{ ${paths} }}` }],
				},
				options: {},
			},
		},
		{
			name: splitName,
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [x + 400, lowerY],
			parameters: { fieldToSplitOut: 'paths', options: { destinationFieldName: 'path' } },
		},
		...files,
		backupNode(verifyName, { operation: 'verify', manifestField: 'data' }, [
			x + verificationX.verify,
			lowerY,
		]),
		{ ...storage.save([x + verificationX.save, lowerY]), name: saveVerificationName },
	];
	const [firstRead, ...nextReads] = files.map(({ name }) => name);
	const isLoop = files[0].type === 'n8n-nodes-base.splitInBatches';
	const connections: Connection[] = [
		{ from: leftName, output: 1, to: manifest[0].name },
		...chain([...manifest.map(({ name }) => name), hashName, sameName]),
		{ from: readManifest.name, to: parseName },
		{ from: sameName, output: 1, to: differentName },
		...chain([parseName, pathsName, splitName]),
		...(isLoop
			? [
					...chain([splitName, firstRead, verifyName]),
					{ from: firstRead, output: 1, to: nextReads[0] },
					...chain([...nextReads, firstRead]),
				]
			: chain([splitName, firstRead, ...nextReads, verifyName])),
		{ from: writeManifestName, to: verifyNowName },
		{ from: verifyNowName, to: verifyName, input: 1 },
		{ from: verifyName, output: 2, to: saveVerificationName },
	];
	return { nodes, connections };
}
