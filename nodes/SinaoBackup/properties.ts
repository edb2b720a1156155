import type { INodeProperties } from 'n8n-workflow';

import {
	folderStructureOption,
	optionsCollection,
	outputFileProperty,
	shownFor,
} from '../shared/parameters/properties';
import { authenticationProperties } from '../shared/parameters/authentication';
import { downloadOptions, requestOptions, timeZoneOption } from '../shared/parameters/settings';
import { csvOptions } from '../shared/csv/format';

const operation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Back Up Account',
			value: 'backUp',
			action: 'Back up account',
			description:
				'Give every file that the last manifest does not hold, to be saved by the next step',
		},
		{
			name: 'Verify Backup',
			value: 'verify',
			action: 'Verify backup',
			description: 'Compare files read back from storage with a manifest',
		},
		{
			name: 'Write Manifest',
			value: 'writeManifest',
			action: 'Write manifest',
			description: 'Make manifest, checksums and report from what the storage step confirmed',
		},
	],
	default: 'backUp',
};

const manifestField: INodeProperties = {
	displayName: 'Manifest in Field',
	name: 'manifestField',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input binary field that holds the file',
	description:
		'Back Up Account takes the last manifest from it; without a file in it, everything is backed up',
};

const backUpProperties: INodeProperties[] = [
	manifestField,
	{
		displayName: 'Lists',
		name: 'lists',
		type: 'multiOptions',
		options: [
			{ name: 'Bank Transactions', value: 'transactions' },
			{ name: 'Invoices', value: 'invoices' },
			{ name: 'Organizations', value: 'organizations' },
			{ name: 'Persons', value: 'persons' },
			{ name: 'Products', value: 'products' },
			{ name: 'Purchases', value: 'purchases' },
			{ name: 'Quotes', value: 'quotes' },
		],
		default: [
			'transactions',
			'invoices',
			'organizations',
			'persons',
			'products',
			'purchases',
			'quotes',
		],
		description: 'Which lists to save',
	},
	{
		displayName: 'List Formats',
		name: 'listFormats',
		type: 'multiOptions',
		options: [
			{ name: 'CSV', value: 'csv', description: 'For people and spreadsheets' },
			{
				name: 'Raw JSON Lines',
				value: 'jsonl',
				description: 'Every field as Sinao gave it, one row a line',
			},
		],
		default: ['csv', 'jsonl'],
		description: 'How to write the lists',
	},
	{
		displayName: 'Other Lists',
		name: 'otherLists',
		type: 'boolean',
		default: true,
		description:
			'Whether to save the other lists of the account too, such as payments, bank accounts and SEPA mandates, as raw JSON Lines',
	},
	{
		displayName: 'Documents',
		name: 'documents',
		type: 'multiOptions',
		options: [
			{ name: 'Attachments', value: 'attachments' },
			{ name: 'Invoices', value: 'invoices' },
			{ name: 'Purchases', value: 'purchases' },
			{ name: 'Quotes', value: 'quotes' },
		],
		default: ['attachments', 'invoices', 'purchases', 'quotes'],
		description:
			'Whose documents to save: the PDF of invoices and quotes, the original of purchases, the files that were attached to anything',
	},
	{
		displayName: 'Folder',
		name: 'folder',
		type: 'string',
		default: '',
		placeholder: 'e.g. Sinao',
		description: "Folder in front of every 'path' of the output; the manifest lies in it",
	},
	outputFileProperty,
	optionsCollection(
		...csvOptions,
		...downloadOptions,
		...requestOptions,
		folderStructureOption,
		timeZoneOption,
		{
			displayName: 'CSV Format',
			name: 'csvFormat',
			type: 'options',
			options: [
				{
					name: 'French Excel',
					value: 'frenchExcel',
					description: 'Semicolons, decimal comma, dd/mm/yyyy',
				},
				{ name: 'Standard', value: 'standard', description: 'Commas, decimal point, ISO dates' },
			],
			default: 'frenchExcel',
			description: 'How the CSV lists are written',
		},
		{
			displayName: 'Download Again',
			name: 'downloadAgain',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Factures/2024/2024-01-15 FAC-00041 Dupont (1234).pdf',
			description:
				"Paths as in the manifest, one a line or a list from an expression: files that Verify found altered or lacking. They are fetched once more and saved beside the others under the next version's name.",
		},
		{
			displayName: 'Maximum Files',
			name: 'maximumFiles',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 500,
			description:
				'How many documents to download in one run, the oldest first; the next run goes on. Lists are always saved.',
		},
		{
			displayName: 'Replace Lists',
			name: 'replaceLists',
			type: 'boolean',
			default: false,
			description:
				'Whether to save a changed list over the earlier one instead of beside it. Saves space, but until the next manifest is saved the last one does not fit the lists.',
		},
	),
];

/** Only Back Up Account asks Sinao. */
const [authentication, company] = authenticationProperties;

export const properties: INodeProperties[] = [
	operation,
	// 'hide' in place of 'show': the editor leaves out every parameter under which a choice of credentials is shown.
	{ ...authentication, displayOptions: { hide: { operation: ['verify', 'writeManifest'] } } },
	...[company, ...backUpProperties].map((property) =>
		shownFor(property, { operation: ['backUp'] }),
	),
	...[manifestField].map((property) => shownFor(property, { operation: ['verify'] })),
	...[outputFileProperty].map((property) => shownFor(property, { operation: ['writeManifest'] })),
];
