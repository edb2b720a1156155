import type { Position } from '../parts/nodes';
import { quoted } from '../parts/texts';
import type { NodeDeclaration } from '../parts/workflow';
import {
	continueOnError,
	lastManifest,
	type ReadStep,
	replacesFiles,
	saveName,
	setting,
	settingsName,
	readPaths,
	type Storage,
	filePath,
	retry,
} from './storage';

const manifestKey = `$('${settingsName}').first().json.folder + '/manifest.json'`;

/** The part of the key before the first (, ), !, ' or *: a list whose prefix contains parentheses was answered with 403 Forbidden. */
const manifestPrefix = `={{ (${manifestKey}).split(/[!'()*]/)[0] }}`;

/** Lists the manifest and fails if the bucket does not exist; `alwaysOutputData`, because the list may be empty. */
function findManifest({ findName }: ReadStep, position: Position): NodeDeclaration {
	return {
		name: findName,
		type: 'n8n-nodes-base.s3',
		typeVersion: 1,
		position,
		parameters: {
			resource: 'file',
			operation: 'getAll',
			bucketName: `=${setting('bucket')}`,
			returnAll: true,
			options: { folderKey: manifestPrefix },
		},
		...retry,
		alwaysOutputData: true,
	};
}

function download({ name, file }: ReadStep, position: Position): NodeDeclaration {
	return {
		name,
		type: 'n8n-nodes-base.s3',
		typeVersion: 1,
		position,
		parameters: {
			resource: 'file',
			operation: 'download',
			bucketName: `=${setting('bucket')}`,
			fileKey: readPaths[file],
			binaryPropertyName: 'data',
		},
		...retry,
		...continueOnError,
	};
}

/** Any S3-compatible storage. Keys are complete paths, so no folders have to be created. */
export const s3: Storage = {
	key: 's3',
	title: 'S3',
	requirement: 'An S3 bucket',
	settings: [
		{ name: 'bucket', value: 'my-bucket' },
		{ name: 'folder', value: 'sinao' },
	],
	fileOptions: {},
	save: (position) => ({
		name: saveName,
		type: 'n8n-nodes-base.s3',
		typeVersion: 1,
		position,
		parameters: {
			resource: 'file',
			operation: 'upload',
			bucketName: `=${setting('bucket')}`,
			fileName: filePath,
			binaryData: true,
			binaryPropertyName: 'data',
			additionalFields: {},
			tagsUi: {},
		},
		...retry,
	}),
	read: (step, [x, y]) =>
		step.file === 'manifest'
			? [findManifest(step, [x, y]), { ...download(step, [x + 240, y]), executeOnce: true }]
			: [download(step, [x, y])],
	isAbsent: `$('${lastManifest.findName}').all().every(({ json }) => json.Key !== ${manifestKey})`,
	setup: (nodes) => [
		`In ${quoted(nodes)}, select an S3 credential that can list, read, write and get locations.`,
		"In 'Settings', enter the bucket and a folder, without leading slash, %, + or &.",
	],
	nextRun: replacesFiles,
};
