import { quoted } from '../parts/texts';
import {
	continueOnError,
	replacesFiles,
	saveName,
	setting,
	readPaths,
	type Storage,
	filePath,
	retry,
} from './storage';

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
	read: ({ name, file }, position) => [
		{
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
		},
	],
	setup: (nodes) => [
		`In ${quoted(nodes)}, select an S3 credential that can list, read and write objects and get the bucket's location.`,
		"In 'Settings', enter the bucket, and a folder without a leading slash, % or +.",
	],
	nextRun: replacesFiles,
};
