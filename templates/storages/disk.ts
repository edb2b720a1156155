import { goOn, replaced, saveName, sources, type Storage, target } from './storage';

/** n8n's own disk. Its node makes no folders, hence all files in one. */
export const disk: Storage = {
	key: 'disk',
	title: 'disk',
	settings: [{ name: 'folder', value: '/home/node/.n8n-files' }],
	fileOptions: { folderStructure: 'flat' },
	save: (position) => ({
		name: saveName,
		type: 'n8n-nodes-base.readWriteFile',
		typeVersion: 1,
		position,
		parameters: { operation: 'write', fileName: target, dataPropertyName: 'data', options: {} },
	}),
	read: (name, what, position) => [
		{
			name,
			type: 'n8n-nodes-base.readWriteFile',
			typeVersion: 1,
			position,
			parameters: { operation: 'read', fileSelector: sources[what], options: {} },
			alwaysOutputData: true,
			...goOn,
		},
	],
	setup: () => [
		"In 'Settings', enter a folder that exists on the machine of n8n and that n8n may write to (see N8N_RESTRICT_FILE_ACCESS_TO).",
	],
	repeated: replaced,
};
