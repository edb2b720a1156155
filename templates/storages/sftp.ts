import { goOn, replaced, saveName, sources, type Storage, target, tryAgain } from './storage';

/** A server with SSH. n8n's node makes the folders. */
export const sftp: Storage = {
	key: 'sftp',
	title: 'an SFTP server',
	settings: [{ name: 'folder', value: '/backup/sinao' }],
	fileOptions: {},
	save: (position) => ({
		name: saveName,
		type: 'n8n-nodes-base.ftp',
		typeVersion: 1,
		position,
		parameters: {
			protocol: 'sftp',
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
			type: 'n8n-nodes-base.ftp',
			typeVersion: 1,
			position,
			parameters: {
				protocol: 'sftp',
				operation: 'download',
				path: sources[what],
				binaryPropertyName: 'data',
			},
			...tryAgain,
			...goOn,
		},
	],
	setup: (nodes) => [
		`In ${nodes}, choose the SFTP credential of your server.`,
		"In 'Settings', enter a folder on that server. Missing folders are made.",
	],
	repeated: replaced,
};
