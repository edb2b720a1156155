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

/** Any S3-compatible storage. A key is a whole path, so there are no folders to make. */
export const s3: Storage = {
	key: 's3',
	title: 'S3',
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
			fileName: target,
			binaryData: true,
			binaryPropertyName: 'data',
			additionalFields: {},
			tagsUi: {},
		},
		...tryAgain,
	}),
	read: (name, what, position) => [
		{
			name,
			type: 'n8n-nodes-base.s3',
			typeVersion: 1,
			position,
			parameters: {
				resource: 'file',
				operation: 'download',
				bucketName: `=${setting('bucket')}`,
				fileKey: sources[what],
				binaryPropertyName: 'data',
			},
			...tryAgain,
			...goOn,
		},
	],
	setup: (nodes) => [
		`In ${nodes}, choose an S3 credential that may list, read, write and see the bucket's location.`,
		"In 'Settings', enter the bucket and a folder, without a slash in front, % or +.",
	],
	repeated: replaced,
};
