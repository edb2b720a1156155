import { folderCheck } from '../parts/folderCheck';
import {
	continueOnError,
	replacesFiles,
	saveName,
	readPaths,
	type Storage,
	filePath,
} from './storage';

/** The disk of the n8n server. The node cannot create folders, so all files go to one folder. */
export const disk: Storage = {
	key: 'disk',
	title: 'disk',
	// Below the folder in which n8n was started: /home/node in n8n's Docker image, usually the home folder elsewhere.
	settings: [{ name: 'folder', value: '.n8n-files' }],
	check: folderCheck,
	fileOptions: { folderStructure: 'flat' },
	save: (position) => ({
		name: saveName,
		type: 'n8n-nodes-base.readWriteFile',
		typeVersion: 1,
		position,
		parameters: { operation: 'write', fileName: filePath, dataPropertyName: 'data', options: {} },
	}),
	read: ({ name, file }, position) => [
		{
			name,
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			position,
			parameters: { operation: 'read', fileSelector: readPaths[file], options: {} },
			alwaysOutputData: true,
			...continueOnError,
		},
	],
	setup: () => [
		"In 'Settings', enter an existing folder on the n8n server that n8n can write to (see N8N_RESTRICT_FILE_ACCESS_TO). '.n8n-files' is /home/node/.n8n-files in Docker: mount a volume there.",
	],
	nextRun: replacesFiles,
};
