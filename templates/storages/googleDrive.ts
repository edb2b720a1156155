import type { Position } from '../parts/nodes';
import type { NodeDeclaration } from '../parts/workflow';
import { goOn, saveName, setting, type Storage } from './storage';

const folderName = 'Create a folder for this run';
const myDrive = { __rl: true, mode: 'list', value: 'My Drive' };

/** Of several files of one name the last that came; without any, an id that Google Drive does not know. */
const newest =
	"={{ $input.all().map(({ json }) => json).reduce((last, file) => (file.createdTime > last.createdTime ? file : last)).id || 'none' }}";

/** Finds the files of one name, of which there may be several. */
function search(name: string, fileName: string, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.googleDrive',
		typeVersion: 3,
		position,
		parameters: {
			authentication: 'oAuth2',
			resource: 'fileFolder',
			operation: 'search',
			searchMethod: 'query',
			queryString: `=name = '${fileName}' and '${setting('folderId')}' in parents and trashed = false`,
			returnAll: true,
			filter: {},
			options: { fields: ['*'] },
		},
	};
}

function download(name: string, fileId: string, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.googleDrive',
		typeVersion: 3,
		position,
		parameters: {
			authentication: 'oAuth2',
			resource: 'file',
			operation: 'download',
			fileId: { __rl: true, mode: 'id', value: fileId },
			options: {},
		},
		...goOn,
	};
}

/** n8n 1 puts out nothing at all where it goes on after a download that failed. */
function readManifest(name: string, [x, y]: Position): NodeDeclaration[] {
	return [
		{ ...search(`Find: ${name}`, 'manifest.json', [x, y]), alwaysOutputData: true },
		{ ...download(name, newest, [x + 240, y]), executeOnce: true, alwaysOutputData: true },
	];
}

/** Of several files of one name the last that came is read last, so that it is the one that counts. */
function readFiles(name: string, [x, y]: Position): NodeDeclaration[] {
	return [
		search(`Find: ${name}`, '{{ $json.path }}', [x, y]),
		{
			name: 'The newest last',
			type: 'n8n-nodes-base.sort',
			typeVersion: 1,
			position: [x + 240, y],
			parameters: {
				type: 'simple',
				sortFieldsUi: { sortField: [{ fieldName: 'createdTime', order: 'ascending' }] },
				options: {},
			},
		},
		download(name, '={{ $json.id }}', [x + 480, y]),
	];
}

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
	read: (name, what, position) =>
		what === 'manifest' ? readManifest(name, position) : readFiles(name, position),
	setup: (nodes) => [
		`In '${folderName}' and in ${nodes}, connect your Google account.`,
		"In 'Settings', enter the ID of the folder that holds the backups: the last part of its address. 'root' is My Drive itself.",
	],
	repeated:
		'Each run gets a folder of its own with date and time in its name; delete old ones when you wish.',
	forOneFolder: {
		prepare: undefined,
		save: upload(`=${setting('folderId')}`),
		setup: (nodes) => [
			`In ${nodes}, connect your Google account.`,
			"In 'Settings', enter the ID of the folder: the last part of its address. 'root' is My Drive itself.",
		],
		repeated:
			'Google Drive keeps each version of a document that changed, under one name, with the time when it came.',
	},
};
