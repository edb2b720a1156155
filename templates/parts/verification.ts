import type { Storage } from '../storages/storage';
import { backupNode, saveProofName, writeName } from './backup';
import { ifNode, type Position, stopNode } from './nodes';
import { chain, type Connection, type NodeDeclaration } from './workflow';

const readManifestName = 'Read the manifest back';
const fingerprintName = 'Its fingerprint';
const sameName = 'Is it the one just written?';
const otherName = 'Stop: another manifest is in the storage';
const eachName = 'Each file of the manifest';
const readFilesName = 'Read the files back';
export const verifyName = 'Verify every file';
const saveResultName = 'Save the verification';

/** From left to right, beginning at 0: where each step of the verification begins. */
export const verificationSteps = {
	read: 0,
	fingerprint: 480,
	same: 720,
	files: 240,
	verify: 1280,
	save: 1600,
};

/** Between the way of the manifest and that of the files. */
export const verificationRow = 420;

/** The steps of the verification that reach the storage. */
export function verificationNodes(storage: Storage): string[] {
	const read = [
		...storage.read(readManifestName, 'manifest', [0, 0]),
		...storage.read(readFilesName, 'files', [0, 0]),
	];
	return [
		...read.filter(({ type }) => type === storage.save([0, 0]).type).map(({ name }) => name),
		saveResultName,
	];
}

/**
 * Reads back from the storage what a backup has saved, and compares it byte for byte: first the manifest,
 * then, lower and therefore later, every file that it names. Reading the manifest does not go on after an
 * error, because the item that came in, which carries a copy, would then be taken for what was read.
 */
export function verification(
	storage: Storage,
	[x, y]: Position,
): { nodes: NodeDeclaration[]; connections: Connection[] } {
	const lower = y + verificationRow;
	const manifest = storage
		.read(readManifestName, 'manifest', [x, y])
		.map(({ onError, ...node }) => ({ ...node, executeOnce: true }));
	const files = storage.read(readFilesName, 'files', [x + verificationSteps.files, lower]);
	const nodes: NodeDeclaration[] = [
		...manifest,
		{
			name: fingerprintName,
			type: 'n8n-nodes-base.crypto',
			typeVersion: 1,
			position: [x + verificationSteps.fingerprint, y],
			parameters: {
				action: 'hash',
				binaryData: true,
				binaryPropertyName: 'data',
				type: 'SHA256',
				dataPropertyName: 'fingerprint',
				encoding: 'hex',
			},
		},
		ifNode(sameName, `$json.fingerprint === $('${writeName}').first(2).json.manifest.sha256`, [
			x + verificationSteps.same,
			y,
		]),
		stopNode(
			otherName,
			'The manifest.json in the storage is not the one that this run has written. Nothing was verified.',
			[x + verificationSteps.same + 240, y],
		),
		{
			name: eachName,
			type: 'n8n-nodes-base.splitOut',
			typeVersion: 1,
			position: [x, lower],
			parameters: { fieldToSplitOut: 'paths', options: { destinationFieldName: 'path' } },
		},
		...files,
		backupNode(verifyName, { operation: 'verify', manifestField: 'data' }, [
			x + verificationSteps.verify,
			lower,
		]),
		{ ...storage.save([x + verificationSteps.save, lower]), name: saveResultName },
	];
	const connections: Connection[] = [
		...chain([saveProofName, ...manifest.map(({ name }) => name), fingerprintName, sameName]),
		{ from: sameName, output: 1, to: otherName },
		{ from: writeName, output: 2, to: eachName },
		...chain([eachName, ...files.map(({ name }) => name), verifyName]),
		{ from: writeName, to: verifyName, input: 1 },
		{ from: verifyName, output: 2, to: saveResultName },
	];
	return { nodes, connections };
}
