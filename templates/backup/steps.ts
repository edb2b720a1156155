import { ifNode, type Position, stopNode } from '../parts/nodes';
import type { MissingReport } from '../parts/reportMissing';
import { chain, type Connection, type NodeDeclaration, type Parameters } from '../parts/workflow';
import {
	continueOnError,
	lastManifest,
	saveName,
	settingsName,
	type Storage,
} from '../storages/storage';

const reachableName = 'Storage reachable?';
const notReachableName = 'Stop: storage not reachable';
export const backUpName = 'Back up what is new';
export const writeManifestName = 'Write the manifest';
export const saveManifestName = 'Save the manifest';

/** An expression for the summary of Write Manifest. */
export const summary = `$('${writeManifestName}').first(2).json`;

/** All documents, and the FEC of the accounting exports that exist. */
const documents = [
	'accountingExports',
	'attachments',
	'invoices',
	'purchases',
	'quotes',
	'subscriptionInvoices',
];

/** Horizontal positions of the steps, from the start of the backup. */
export const stepX = {
	readManifest: 0,
	reachable: 480,
	backUp: 800,
	save: 1120,
	writeManifest: 1440,
	saveManifest: 1760,
};

/** An expression for the folders of all files; the last one is that of Write Manifest. */
const allFolders = `[...new Set([...$('${backUpName}').all(0).map(({ json }) => json.folder), 'Manifestes'])].filter(Boolean)`;

/** Vertical position of the steps that create folders, from that of the backup. */
const foldersY = -600;

/** The nodes that create the folders of all files, in storages that need them. */
export function folderNodes(storage: Storage, position: Position): NodeDeclaration[] {
	return storage.createFolders?.(allFolders, position) ?? [];
}

/** Names of the backup nodes that access the storage. */
export function backupStorageNodes(storage: Storage): string[] {
	const folders = folderNodes(storage, [0, 0]);
	return [
		...storage.read(lastManifest, [0, 0]).map(({ name }) => name),
		...folders.filter(({ type }) => type === storage.save([0, 0]).type).map(({ name }) => name),
		saveName,
		saveManifestName,
	];
}

/** How an incomplete backup fails. */
export const incompleteBackup: MissingReport = {
	stopName: 'Stop: backup incomplete',
	one: '1 file is missing',
	many: 'files are missing',
	entry:
		"json.resource + ' ' + (json.number || (json.id ? 'ID ' + json.id : json.kind)) + ': ' + json.message",
	complete: {
		from: writeManifestName,
		output: 2,
		message: `'The backup is complete. It contains ' + ${summary}.files + ' files. The details are in ' + ${summary}.pages.report + '.'`,
	},
};

/** A Sinao Backup node. */
export function backupNode(
	name: string,
	parameters: NodeDeclaration['parameters'],
	position: Position,
): NodeDeclaration {
	return { name, type: 'n8n-nodes-sinao.sinaoBackup', typeVersion: 1, position, parameters };
}

/**
 * The incremental backup, from the settings and the last manifest to the next manifest.
 * If n8n cannot run the read node at all, the node passes its input on, without a file or an error; this
 * must not be mistaken for a storage without a manifest. Files that the storage does not confirm are left
 * out of the manifest and reported as missing, so the first save node continues after a failed file. The
 * second one does not, so manifest.json, which is saved last, is never saved without the files it needs.
 *
 * @param options of Back Up
 */
export function backupSteps(
	storage: Storage,
	[x, y]: Position,
	options: Parameters,
): { nodes: NodeDeclaration[]; connections: Connection[] } {
	// It is not connected, but above the other nodes, because n8n runs the topmost branch first.
	const prepare = storage.prepare?.([x, y - 200]);
	const read = storage.read(lastManifest, [x + stepX.readManifest, y]);
	// Above 'Save', so that n8n runs it first; from the summary, because a run may have no files.
	const folders = folderNodes(storage, [x + stepX.save, y + foldersY]);
	const nodes = [
		...(prepare ? [prepare] : []),
		...read,
		ifNode(
			reachableName,
			`Boolean($binary.data) || (($json.error !== undefined || Object.keys($json).length === 0) && ${storage.isAbsent ?? 'true'})`,
			[x + stepX.reachable, y],
		),
		stopNode(
			notReachableName,
			`'${lastManifest.name}' could not reach the storage. Check the output of that node. Nothing was backed up.`,
			[x + stepX.reachable + 280, y - 200],
		),
		backupNode(
			backUpName,
			{
				authentication: 'apiKey',
				operation: 'backUp',
				manifestField: 'data',
				folder: '',
				documents: [...documents],
				binaryPropertyName: 'data',
				options: { ...storage.fileOptions, ...options },
			},
			[x + stepX.backUp, y],
		),
		...folders,
		// Above the line from the backup to the manifest.
		{ ...storage.save([x + stepX.save, y - 160]), ...continueOnError },
		backupNode(writeManifestName, { operation: 'writeManifest', binaryPropertyName: 'data' }, [
			x + stepX.writeManifest,
			y,
		]),
		{ ...storage.save([x + stepX.saveManifest, y]), name: saveManifestName },
	];
	const connections: Connection[] = [
		...(prepare ? [{ from: settingsName, to: prepare.name }] : []),
		...chain([settingsName, ...read.map(({ name }) => name), reachableName, backUpName]),
		{ from: reachableName, output: 1, to: notReachableName },
		...(folders.length ? [{ from: backUpName, output: 2, to: folders[0].name }] : []),
		...chain(folders.map(({ name }) => name)),
		{ from: backUpName, to: saveName },
		{ from: backUpName, output: 2, to: writeManifestName, input: 1 },
		{ from: saveName, to: writeManifestName },
		{ from: writeManifestName, to: saveManifestName },
	];
	return { nodes, connections };
}
