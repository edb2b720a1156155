import { goOn, replaced, saveName, sources, type Storage, target, tryAgain } from './storage';

/** Dropbox. It makes the folders, and n8n's node always overwrites. */
export const dropbox: Storage = {
	key: 'dropbox',
	title: 'Dropbox',
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
			path: target,
			binaryData: true,
			binaryPropertyName: 'data',
		},
		...tryAgain,
	}),
	read: (name, what, position) => [
		{
			name,
			type: 'n8n-nodes-base.dropbox',
			typeVersion: 1,
			position,
			parameters: {
				authentication: 'oAuth2',
				resource: 'file',
				operation: 'download',
				path: sources[what],
				binaryPropertyName: 'data',
			},
			...tryAgain,
			...goOn,
		},
	],
	setup: (nodes) => [
		`In ${nodes}, connect your Dropbox account.`,
		"In 'Settings', enter a folder that begins with a slash. Missing folders are made.",
	],
	repeated: replaced,
};
