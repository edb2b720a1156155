import type { Position } from '../parts/nodes';
import { quoted } from '../parts/texts';
import type { NodeDeclaration, Parameters } from '../parts/workflow';
import {
	continueOnError,
	folderItems,
	lastManifest,
	type ReadStep,
	retry,
	saveName,
	setting,
	settingsName,
	type Storage,
} from './storage';

const createFolderName = 'Create a folder for this run';
const findFoldersName = 'Find folders';
const createFoldersName = 'Create folders';
const root = `$('${settingsName}').first().json.folderId`;

/** The folders of a backup that existed before, and those that this run created. */
const knownFolders = `[...$('${findFoldersName}').all(), ...($('${createFoldersName}').isExecuted ? $('${createFoldersName}').all() : [])]`;

/** An expression for the ID of a folder of the backup. Google Drive refuses the ID of one that was not created. */
function idOf(folder: string): string {
	return `{{ ${folder} ? (${knownFolders}.find(({ json }) => json.name === ${folder})?.json.id ?? 'none') : ${root} }}`;
}
const myDrive = { __rl: true, mode: 'list', value: 'My Drive' };

/** The newest of the files with the same name; if there is none, an ID that does not exist in Google Drive. */
const newest =
	"={{ $input.all().map(({ json }) => json).reduce((last, file) => (file.createdTime > last.createdTime ? file : last)).id || 'none' }}";

/** Finds all files and folders that match; several can have the same name. */
function search(
	name: string,
	condition: string,
	position: Position,
	folderId = setting('folderId'),
): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.googleDrive',
		typeVersion: 3,
		position,
		parameters: {
			authentication: 'oAuth2',
			resource: 'fileFolder',
			operation: 'search',
			searchMethod: 'query',
			queryString: `=${condition} and '${folderId}' in parents and trashed = false`,
			returnAll: true,
			filter: {},
			options: { fields: ['*'] },
		},
	};
}

function download(
	name: string,
	fileId: string,
	position: Position,
	options: Parameters = {},
): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.googleDrive',
		typeVersion: 3,
		position,
		parameters: {
			authentication: 'oAuth2',
			resource: 'file',
			operation: 'download',
			fileId: { __rl: true, mode: 'id', value: fileId },
			options,
		},
		...continueOnError,
	};
}

/** `alwaysOutputData`, because n8n 1 outputs nothing if it continues after a failed download. */
function readManifest({ name, findName }: ReadStep, [x, y]: Position): NodeDeclaration[] {
	return [
		{ ...search(findName, "name = 'manifest.json'", [x, y]), alwaysOutputData: true },
		{ ...download(name, newest, [x + 240, y]), executeOnce: true, alwaysOutputData: true },
	];
}

const folderOfPath = "$json.path.split('/').slice(0, -1).join('/')";

/** The newest of several files with the same name is read last, because the last one counts. */
function readFiles({ name, findName }: ReadStep, [x, y]: Position): NodeDeclaration[] {
	return [
		search(findName, "name = '{{ $json.path.split('/').pop() }}'", [x, y], idOf(folderOfPath)),
		{
			name: 'Sort by date',
			type: 'n8n-nodes-base.sort',
			typeVersion: 1,
			position: [x + 240, y],
			parameters: {
				type: 'simple',
				sortFieldsUi: { sortField: [{ fieldName: 'createdTime', order: 'ascending' }] },
				options: {},
			},
		},
		download(name, '={{ $json.id }}', [x + 480, y], {
			// Files in different folders can have the same name.
			fileName: "={{ $('Split into files').item.json.path }}",
		}),
	];
}

/**
 * Uploads the file to a folder.
 *
 * @param folderId an expression for the ID of the folder
 */
function upload(folderId: string): Storage['save'] {
	return (position) => ({
		name: saveName,
		type: 'n8n-nodes-base.googleDrive',
		typeVersion: 3,
		position,
		parameters: {
			authentication: 'oAuth2',
			resource: 'file',
			operation: 'upload',
			inputDataFieldName: 'data',
			name: '={{ $json.fileName }}',
			driveId: myDrive,
			folderId: { __rl: true, mode: 'id', value: folderId },
			options: {},
		},
	});
}

function createFolder(name: string, folder: string, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.googleDrive',
		typeVersion: 3,
		position,
		parameters: {
			authentication: 'oAuth2',
			resource: 'folder',
			operation: 'create',
			name: folder,
			driveId: myDrive,
			folderId: { __rl: true, mode: 'id', value: `=${setting('folderId')}` },
			options: {},
		},
	};
}

/**
 * Google Drive allows several files with the same name, and n8n's node always adds a file, so each run
 * saves to a new folder. For the same reason, the 'Save' node does not retry.
 */
export const googleDrive: Storage = {
	key: 'google-drive',
	title: 'Google Drive',
	requirement: 'A Google account with Google Drive',
	settings: [{ name: 'folderId', value: 'root' }],
	fileOptions: { folderStructure: 'flat' },
	prepare: (position) =>
		createFolder(createFolderName, "=Sinao {{ $now.toFormat('yyyy-MM-dd HH.mm') }}", position),
	save: upload(`={{ $('${createFolderName}').first().json.id }}`),
	read: (step, position) =>
		step.file === 'manifest' ? readManifest(step, position) : readFiles(step, position),
	isAbsent: `!$('${lastManifest.findName}').first().json.id`,
	setup: (nodes) => [
		`In ${quoted([createFolderName, ...nodes])}, connect your Google account (with your own OAuth client).`,
		"In 'Settings', enter the ID of the folder for the backups: the last part of its URL ('root' for My Drive).",
	],
	nextRun: 'Each run creates a folder named after its date and time. You can delete old folders.',
	singleFolder: {
		prepare: undefined,
		save: upload(`=${setting('folderId')}`),
		setup: (nodes) => [
			`In ${quoted(nodes)}, connect your Google account (with your own OAuth client).`,
			"In 'Settings', enter the folder's ID: the last part of its URL ('root' for My Drive).",
		],
		nextRun:
			'Google Drive keeps every version of a changed document under the same name, with its upload time.',
	},
	// One level of folders, because each further one would have to be found by the ID of the one above.
	backup: {
		fileOptions: { folderPattern: '{type} {year}' },
		createFolders: (folders, [x, y]) => [
			{
				...search(findFoldersName, "mimeType = 'application/vnd.google-apps.folder'", [x, y]),
				...retry,
				alwaysOutputData: true,
			},
			...folderItems(
				'Missing folders',
				`${folders}.filter((folder) => !$('${findFoldersName}').all().some(({ json }) => json.name === folder))`,
				[x + 200, y],
			),
			createFolder(createFoldersName, '={{ $json.folder }}', [x + 600, y]),
		],
		save: upload(`=${idOf('$json.folder')}`),
	},
};
