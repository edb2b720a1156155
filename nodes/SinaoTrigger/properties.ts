import type { INodeProperties } from 'n8n-workflow';

import { optionsCollection, outputFileProperty } from '../shared/parameters/properties';
import { authenticationProperties } from '../shared/parameters/authentication';
import {
	downloadOptions,
	folderOptions,
	requestOptions,
	timeZoneOption,
} from '../shared/parameters/settings';
import { fileNameOption } from '../shared/operations/download';

const ofFiles = { show: { downloadDocument: [true] } };

const triggerOptions: INodeProperties[] = [
	{
		displayName: 'Include Drafts',
		name: 'includeDrafts',
		type: 'boolean',
		default: true,
		description: 'Whether to include drafts, which have no number yet',
	},
	{
		displayName: 'Replace Existing Webhook',
		name: 'replaceExisting',
		type: 'boolean',
		default: false,
		description:
			'Whether to replace a webhook registered by another tool. It is restored when this workflow is deactivated.',
	},
];

export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'Sinao supports one webhook per company, so use a single workflow for all its events',
		name: 'webhookNotice',
		type: 'notice',
		default: '',
	},
	...authenticationProperties,
	{
		displayName: 'Event Names or IDs',
		name: 'events',
		type: 'multiOptions',
		typeOptions: {
			loadOptionsMethod: 'getEvents',
			loadOptionsDependsOn: ['authentication', 'company.value'],
		},
		default: [],
		required: true,
		description:
			'The events that start the workflow. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Download Document',
		name: 'downloadDocument',
		type: 'boolean',
		default: false,
		description: 'Whether to download the PDF (invoices, quotes) or original file (purchases)',
	},
	{ ...outputFileProperty, displayOptions: ofFiles },
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		displayOptions: { show: { downloadDocument: [false] } },
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	optionsCollection(
		...triggerOptions,
		...requestOptions.filter(({ name }) => name !== 'pageSize'),
		...downloadOptions.filter(({ name }) => name === 'maximumFileSize'),
		fileNameOption,
		...folderOptions,
		timeZoneOption,
	),
];
