import { saveName, setting, type Storage } from './storage';

const folderName = 'Create a folder for this run';
const myDrive = { __rl: true, mode: 'list', value: 'My Drive' };

/** Adds the file to a folder, which an expression names. */
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

/**
 * Google Drive keeps several files of one name side by side and n8n's node always adds one, so each run
 * gets a folder of its own. For the same reason the save step is not tried again by itself.
 */
export const googleDrive: Storage = {
	key: 'google-drive',
	title: 'Google Drive',
	settings: [{ name: 'folderId', value: 'root' }],
	fileOptions: { folderStructure: 'flat' },
	prepare: (position) => ({
		name: folderName,
		type: 'n8n-nodes-base.googleDrive',
		typeVersion: 3,
		position,
		parameters: {
			authentication: 'oAuth2',
			resource: 'folder',
			operation: 'create',
			name: "=Sinao {{ $now.toFormat('yyyy-MM-dd HH.mm') }}",
			driveId: myDrive,
			folderId: { __rl: true, mode: 'id', value: `=${setting('folderId')}` },
			options: {},
		},
	}),
	save: upload(`={{ $('${folderName}').first().json.id }}`),
	setup: [
		`In '${folderName}' and in 'Save', connect your Google account.`,
		"In 'Settings', enter the ID of the folder that holds the backups: the last part of its address. 'root' is My Drive itself.",
	],
	repeated: 'Each run gets a folder of its own with date and time in its name; delete old ones when you wish.',
	forSingleFiles: {
		prepare: undefined,
		save: upload(`=${setting('folderId')}`),
		setup: ["In 'Save', connect your Google account.", "In 'Settings', enter the ID of the folder: the last part of its address. 'root' is My Drive itself."],
		repeated: 'Google Drive keeps each version of a document that changed, under one name, with the time when it came.',
	},
};
