import type { INodeProperties } from 'n8n-workflow';

import {
	folderStructureOption,
	optionsCollection,
	outputFileProperty,
} from '../shared/parameters/properties';
import { authenticationProperties } from '../shared/parameters/authentication';
import { downloadOptions, requestOptions, timeZoneOption } from '../shared/parameters/settings';
import { fileNameOption } from '../shared/operations/download';

const ofFiles = { show: { downloadDocument: [true] } };

const triggerOptions: INodeProperties[] = [
	{
		displayName: 'Include Drafts',
		name: 'includeDrafts',
		type: 'boolean',
		default: true,
		description: 'Whether to give documents that are still drafts, which have no number yet',
	},
	{
		displayName: 'Replace Existing Webhook',
		name: 'replaceExisting',
		type: 'boolean',
		default: false,
		description:
			'Whether to take the webhook address of the company even if another tool uses it, which then hears nothing until this workflow is switched off',
	},
];

export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'A company in Sinao has one webhook address, so one workflow listens to all of its events',
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
		description:
			'Whether to attach the file: the PDF of an invoice or quote, the original of a purchase',
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
		folderStructureOption,
		timeZoneOption,
	),
];
