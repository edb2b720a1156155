import { quoted } from '../parts/texts';
import {
	continueOnError,
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

/**
 * Nextcloud. An upload does not create folders, so one folder is created for all files. Creating it fails
 * if it exists already, which does no harm; any other problem appears when the first file is saved.
 */
export const nextcloud: Storage = {
	key: 'nextcloud',
	title: 'Nextcloud',
	requirement: 'A Nextcloud account',
	settings: [{ name: 'folder', value: 'Sinao' }],
	fileOptions: { folderStructure: 'flat' },
	prepare: (position) => ({
		name: folderName,
		type: 'n8n-nodes-base.nextCloud',
		typeVersion: 1,
		position,
		parameters: {
			authentication: 'accessToken',
			resource: 'folder',
			operation: 'create',
			path: `=${setting('folder')}`,
		},
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
};
