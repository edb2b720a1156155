import { ifNode, type Position, settingsNode } from '../parts/nodes';
import { chain, type Connection, type NodeDeclaration } from '../parts/workflow';
import { lastManifest, saveName, setting, settingsName, type Storage } from '../storages/storage';

/** The trigger that receives one company: `id`, `name`, `siren` and `folder`. */
export const companyTriggerName = 'One company';
export const companyName = 'Folder of the company';
export const saveOverviewName = 'Save the overview';
export const readOverviewName = 'Read the last overview';

const findFolderName = 'Find the company folder';
const hasFolderName = 'Company folder exists?';
const createFolderName = 'Create the company folder';

const company = (field: string) => `$('${companyTriggerName}').first().json.${field}`;

type Replacements = Array<[from: string, to: string]>;

/** Replaces texts in nodes or expressions. */
function replaced<T>(value: T, replacements: Replacements): T {
	return JSON.parse(
		replacements.reduce((text, [from, to]) => text.replaceAll(from, to), JSON.stringify(value)),
	) as T;
}

/** A storage with other texts in its nodes. */
function storageWith(storage: Storage, replacements: Replacements): Storage {
	const { prepare, save, read, isAbsent } = storage;
	return {
		...storage,
		prepare: prepare && ((position) => replaced(prepare(position), replacements)),
		save: (position) => replaced(save(position), replacements),
		read: (step, position) => replaced(read(step, position), replacements),
		isAbsent: isAbsent && replaced(isAbsent, replacements),
	};
}

/** A storage whose folder is that of the company. */
export function companyStorage(storage: Storage): Storage {
	const replacements: Replacements = [
		[`$('${settingsName}').first().json.folder`, `$('${companyName}').first().json.folder`],
	];
	const prepared = storage.prepare?.([0, 0]).name;
	if (prepared) replacements.push([prepared, `${prepared} (company)`]);
	return storageWith(storage, replacements);
}

/** A storage that reads and saves the overview in the folder from the settings. */
export function overviewStorage(storage: Storage): Storage {
	return storageWith(storage, [
		['manifest.json', 'cabinet.json'],
		[lastManifest.name, readOverviewName],
		[lastManifest.findName, 'Find the last overview'],
		[`"name":"${saveName}"`, `"name":"${saveOverviewName}"`],
	]);
}

/**
 * Sets the folder of a company: a path, or in Google Drive the ID of a folder, which is created if needed. `width` is the
 * room that the nodes take from the position to the next step.
 */
export function companyFolder(
	storage: Storage,
	[x, y]: Position,
): { nodes: NodeDeclaration[]; connections: Connection[]; first: string; width: number } {
	if (storage.key !== 'google-drive') {
		const path = `=${setting('folder')}/{{ ${company('folder')} }}`;
		return {
			nodes: [settingsNode(companyName, [{ name: 'folder', value: path }], [x, y])],
			connections: [],
			first: companyName,
			width: 240,
		};
	}
	const drive = (
		name: string,
		position: Position,
		parameters: NodeDeclaration['parameters'],
	): NodeDeclaration => ({
		name,
		type: 'n8n-nodes-base.googleDrive',
		typeVersion: 3,
		position,
		parameters: { authentication: 'oAuth2', ...parameters },
	});
	return {
		nodes: [
			{
				...drive(findFolderName, [x, y], {
					resource: 'fileFolder',
					operation: 'search',
					searchMethod: 'query',
					queryString: `=name = '{{ ${company('folder')} }}' and mimeType = 'application/vnd.google-apps.folder' and '${setting('folderId')}' in parents and trashed = false`,
					returnAll: true,
					filter: {},
					options: { fields: ['*'] },
				}),
				alwaysOutputData: true,
			},
			{ ...ifNode(hasFolderName, 'Boolean($json.id)', [x + 220, y]), executeOnce: true },
			drive(createFolderName, [x + 460, y - 200], {
				resource: 'folder',
				operation: 'create',
				name: `={{ ${company('folder')} }}`,
				driveId: { __rl: true, mode: 'list', value: 'My Drive' },
				folderId: { __rl: true, mode: 'id', value: `=${setting('folderId')}` },
				options: {},
			}),
			settingsNode(companyName, [{ name: 'folderId', value: '={{ $json.id }}' }], [x + 700, y]),
		],
		connections: [
			...chain([findFolderName, hasFolderName, companyName]),
			{ from: hasFolderName, output: 1, to: createFolderName },
			{ from: createFolderName, to: companyName },
		],
		first: findFolderName,
		width: 940,
	};
}

/** Names of the nodes that access the storage only for the folder of a company. */
export function companyFolderNodes(storage: Storage): string[] {
	if (storage.key === 'google-drive') return [findFolderName, createFolderName];
	const prepare = companyStorage(storage).prepare?.([0, 0]);
	return prepare ? [prepare.name] : [];
}
