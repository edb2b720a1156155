import { quoted } from '../parts/texts';
import {
	continueOnError,
	notFound,
	replacesFiles,
	saveName,
	readPaths,
	type Storage,
	filePath,
	retry,
} from './storage';

/** Dropbox. It creates folders, and n8n's node always overwrites files. */
export const dropbox: Storage = {
	key: 'dropbox',
	title: 'Dropbox',
	requirement: 'A Dropbox account',
	settings: [{ name: 'folder', value: '/Sinao' }],
	fileOptions: {},
	save: (position) => ({
		name: saveName,
		type: 'n8n-nodes-base.dropbox',
		typeVersion: 1,
		position,
		parameters: {
			authentication: 'oAuth2',
			resource: 'file',
			operation: 'upload',
			path: filePath,
			binaryData: true,
			binaryPropertyName: 'data',
		},
		...retry,
	}),
	read: ({ name, file }, position) => [
		{
			name,
			type: 'n8n-nodes-base.dropbox',
			typeVersion: 1,
			position,
			parameters: {
				authentication: 'oAuth2',
				resource: 'file',
				operation: 'download',
				path: readPaths[file],
				binaryPropertyName: 'data',
			},
			...retry,
			...continueOnError,
		},
	],
	// Dropbox answers 409 for a missing file. A 404 is from elsewhere.
	isAbsent: `$json.error !== '${notFound}'`,
	setup: (nodes) => [
		`In ${quoted(nodes)}, connect your Dropbox account (with an app that you create at Dropbox).`,
		"In 'Settings', enter a folder that begins with a slash. Missing folders are created.",
	],
	nextRun: replacesFiles,
};
