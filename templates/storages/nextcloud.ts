import type { Position } from '../parts/nodes';
import { quoted } from '../parts/texts';
import type { NodeDeclaration } from '../parts/workflow';
import {
	continueOnError,
	folderItems,
	notFound,
	replacesFiles,
	saveName,
	setting,
	readPaths,
	type Storage,
	filePath,
	retry,
} from './storage';

const folderName = 'Create the folder if needed';
const folderError = `$('${folderName}').first().json?.error`;

/** An expression for folders and those that contain them, outermost first. */
const withParents = (folders: string) =>
	`[...new Set(${folders}.flatMap((folder) => folder.split('/').map((_, index, names) => names.slice(0, index + 1).join('/'))))]`;

function createFolder(name: string, path: string, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.nextCloud',
		typeVersion: 1,
		position,
		parameters: {
			authentication: 'accessToken',
			resource: 'folder',
			operation: 'create',
			path,
		},
	};
}

/**
 * Nextcloud. An upload does not create folders, so they are created before: one for all files, and in an incremental
 * backup those of the files too. Creating a folder fails if it exists already, which does no harm; any other problem
 * appears when the first file is saved.
 */
export const nextcloud: Storage = {
	key: 'nextcloud',
	title: 'Nextcloud',
	requirement: 'A Nextcloud account',
	settings: [{ name: 'folder', value: 'Sinao' }],
	fileOptions: { folderStructure: 'flat' },
	prepare: (position) => ({
		...createFolder(folderName, `=${setting('folder')}`, position),
		...continueOnError,
	}),
	save: (position) => ({
		name: saveName,
		type: 'n8n-nodes-base.nextCloud',
		typeVersion: 1,
		position,
		parameters: {
			authentication: 'accessToken',
			resource: 'file',
			operation: 'upload',
			path: filePath,
			binaryDataUpload: true,
			binaryPropertyName: 'data',
		},
		...retry,
	}),
	read: ({ name, file }, position) => [
		{
			name,
			type: 'n8n-nodes-base.nextCloud',
			typeVersion: 1,
			position,
			parameters: {
				authentication: 'accessToken',
				resource: 'file',
				operation: 'download',
				path: readPaths[file],
				binaryPropertyName: 'data',
			},
			...retry,
			...continueOnError,
		},
	],
	// The folder was created, or 'Method not allowed' says that it exists.
	isAbsent: `($json.error !== '${notFound}' || !${folderError} || /not allowed|already exists/i.test(${folderError}))`,
	setup: (nodes) => [
		`In ${quoted([folderName, ...nodes])}, select your Nextcloud credential (you can use an app password).`,
		"In 'Settings', enter a folder name without # or ?.",
	],
	nextRun: replacesFiles,
	backup: {
		fileOptions: {},
		createFolders: (folders, [x, y]) => [
			...folderItems('List folders', withParents(folders), [x, y]),
			{
				...createFolder('Create folders', `=${setting('folder')}/{{ $json.folder }}`, [x + 400, y]),
				...continueOnError,
			},
		],
	},
};
