import {
	goOn,
	replaced,
	saveName,
	setting,
	sources,
	type Storage,
	target,
	tryAgain,
} from './storage';

/**
 * Nextcloud. An upload makes no folders, so one folder is made and all files go there. Making it fails
 * when it is there already, which is right; any other reason shows itself when the first file is saved.
 */
export const nextcloud: Storage = {
	key: 'nextcloud',
	title: 'Nextcloud',
	settings: [{ name: 'folder', value: 'Sinao' }],
	fileOptions: { folderStructure: 'flat' },
	prepare: (position) => ({
		name: 'Create the folder if needed',
		type: 'n8n-nodes-base.nextCloud',
		typeVersion: 1,
		position,
		parameters: {
			authentication: 'accessToken',
			resource: 'folder',
			operation: 'create',
			path: `=${setting('folder')}`,
		},
		...goOn,
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
			path: target,
			binaryDataUpload: true,
			binaryPropertyName: 'data',
		},
		...tryAgain,
	}),
	read: (name, what, position) => [
		{
			name,
			type: 'n8n-nodes-base.nextCloud',
			typeVersion: 1,
			position,
			parameters: {
				authentication: 'accessToken',
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
		`In 'Create the folder if needed' and in ${nodes}, choose your Nextcloud credential (an app password will do).`,
		"In 'Settings', enter the name of a folder, without # or ?.",
	],
	repeated: replaced,
};
