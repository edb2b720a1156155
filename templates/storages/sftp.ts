import { quoted } from '../parts/texts';
import {
	continueOnError,
	replacesFiles,
	saveName,
	readPaths,
	type Storage,
	filePath,
	retry,
} from './storage';

/** A server with SSH. n8n's node creates folders. */
export const sftp: Storage = {
	key: 'sftp',
	title: 'an SFTP server',
	requirement: 'An SFTP server',
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
			path: filePath,
			binaryData: true,
			binaryPropertyName: 'data',
		},
		...retry,
	}),
	read: ({ name, file }, position) => [
		{
			name,
			type: 'n8n-nodes-base.ftp',
			typeVersion: 1,
			position,
			parameters: {
				protocol: 'sftp',
				operation: 'download',
				path: readPaths[file],
				binaryPropertyName: 'data',
			},
			...retry,
			...continueOnError,
		},
	],
	setup: (nodes) => [
		`In ${quoted(nodes)}, select the SFTP credential of your server.`,
		"In 'Settings', enter a folder on that server. Missing folders are created.",
	],
	nextRun: replacesFiles,
};
