import { goOn, saveName, settingsName, type Storage } from '../storages/storage';
import type { EndingWords } from './ending';
import { ifNode, type Position, stopNode } from './nodes';
import { chain, type Connection, type NodeDeclaration } from './workflow';

const readName = 'Read the last manifest';
const askedName = 'Was the storage asked?';
const unaskedName = 'Stop: the storage cannot be asked';
export const backUpName = 'Back up what is new';
export const writeName = 'Write the manifest';
export const saveProofName = 'Save the manifest';

/** From left to right, beginning at 0: where each step of the backup begins. */
export const steps = { read: 0, asked: 480, backUp: 800, save: 1120, write: 1440, saveProof: 1760 };

/** The steps of the backup that reach the storage. */
export function backupNodes(storage: Storage): string[] {
	return [
		...storage.read(readName, 'manifest', [0, 0]).map(({ name }) => name),
		saveName,
		saveProofName,
	];
}

/** Names of nodes as a sentence lists them. */
export function listed(names: string[]): string {
	const quoted = names.map((name) => `'${name}'`);
	return `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}

/** How a backup stops that is not complete. */
export const incomplete: EndingWords = {
	stopName: 'Stop: the backup is incomplete',
	message: 'file(s) are missing in the backup, everything else is saved.',
	entry:
		"json.resource + ' ' + (json.number || (json.id ? 'id ' + json.id : json.kind)) + ': ' + json.message",
};

/** One step of Sinao Backup. */
export function backupNode(
	name: string,
	parameters: NodeDeclaration['parameters'],
	position: Position,
): NodeDeclaration {
	return { name, type: 'n8n-nodes-sinao.sinaoBackup', typeVersion: 1, position, parameters };
}

/**
 * The incremental backup, from the settings and the last manifest to the next one. A read step that failed
 * as a whole lets its input through, neither empty nor with a file or an error: that must not pass for a
 * storage without a manifest. What storage does not confirm is left out of the manifest and said to be
 * missing, hence the first save step goes on after a file that failed; the second does not, so that
 * manifest.json, which comes last, is never saved without what it needs.
 */
export function backupSteps(
	storage: Storage,
	[x, y]: Position,
): { nodes: NodeDeclaration[]; connections: Connection[] } {
	// What this step puts out is of no use, and it lies higher than the others, so that n8n runs it before them.
	const prepare = storage.prepare?.([x, y - 200]);
	const read = storage.read(readName, 'manifest', [x + steps.read, y]);
	// Where a step of its own looks for the manifest, what that has found must have been read.
	const nothingFound = read.length > 1 ? ` && !$('${read[0].name}').first().json.id` : '';
	const nodes = [
		...(prepare ? [prepare] : []),
		...read,
		ifNode(
			askedName,
			`Boolean($binary.data) || $json.error !== undefined || Object.keys($json).length === 0${nothingFound}`,
			[x + steps.asked, y],
		),
		stopNode(
			unaskedName,
			`'${readName}' could not reach the storage; look at what it says. Nothing was done.`,
			[x + steps.asked, y + 200],
		),
		backupNode(
			backUpName,
			{
				authentication: 'apiKey',
				operation: 'backUp',
				manifestField: 'data',
				folder: '',
				binaryPropertyName: 'data',
				options: storage.fileOptions,
			},
			[x + steps.backUp, y],
		),
		{ ...storage.save([x + steps.save, y]), ...goOn },
		backupNode(writeName, { operation: 'writeManifest', binaryPropertyName: 'data' }, [
			x + steps.write,
			y,
		]),
		{ ...storage.save([x + steps.saveProof, y]), name: saveProofName },
	];
	const connections: Connection[] = [
		...(prepare ? [{ from: settingsName, to: prepare.name }] : []),
		...chain([settingsName, ...read.map(({ name }) => name), askedName, backUpName]),
		{ from: askedName, output: 1, to: unaskedName },
		{ from: backUpName, to: saveName },
		{ from: backUpName, output: 2, to: writeName, input: 1 },
		{ from: saveName, to: writeName },
		{ from: writeName, to: saveProofName },
	];
	return { nodes, connections };
}
