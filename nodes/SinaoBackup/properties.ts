import type { INodeProperties } from 'n8n-workflow';

import {
	optionsCollection,
	outputFileProperty,
	shownFor,
	withHiddenResource,
} from '../shared/parameters/properties';
import { authenticationProperties } from '../shared/parameters/authentication';
import {
	downloadOptions,
	folderOptions,
	requestOptions,
	timeZoneOption,
} from '../shared/parameters/settings';
import { csvOptions } from '../shared/csv/options';
import { archiveProperties } from './archive';
import { overviewProperties } from './overview';

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
				'Output every file of the account that is not in the last manifest yet, for the next node to save',
		},
		{
			name: 'Check Account',
			value: 'checkAccount',
			action: 'Check account',
			description:
				'Find out in about 80 requests what a backup of the account will contain and how Sinao answers',
		},
		{
			name: 'Create Archive',
			value: 'createArchive',
			action: 'Create archive',
			description:
				'Put files of several nodes into one ZIP archive with a report of what is missing',
		},
		{
			name: 'Verify Backup',
			value: 'verify',
			action: 'Verify backup',
			description: 'Compare the stored files of a backup with its manifest',
		},
		{
			name: 'Write Manifest',
			value: 'writeManifest',
			action: 'Write manifest',
			description:
				'Create the manifest, checksums and report of a backup for the files that were saved',
		},
		{
			name: 'Write Overview',
			value: 'writeOverview',
			action: 'Write overview',
			description: 'Create one page about the backups of several companies',
		},
	],
	default: 'backUp',
};

const manifestField: INodeProperties = {
	displayName: 'Manifest Input Field',
	name: 'manifestField',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the input binary field containing the file',
	description: 'If this field contains no manifest, everything is backed up',
};

export const maximumFilesOption: INodeProperties = {
	displayName: 'Maximum Files',
	name: 'maximumFiles',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1000000 },
	default: 500,
	description:
		'Maximum number of documents to download per run, 0 to 1000000, oldest first; 0 means no limit. The next run continues. Lists are always included.',
};

const backUpProperties: INodeProperties[] = [
	manifestField,
	{
		displayName: 'Lists',
		name: 'lists',
		type: 'multiOptions',
		options: [
			{ name: 'Bank Transactions', value: 'transactions' },
			{ name: 'Individuals', value: 'persons' },
			{ name: 'Invoices', value: 'invoices' },
			{ name: 'Organizations', value: 'organizations' },
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
		description: 'Lists to include',
	},
	{
		displayName: 'List Formats',
		name: 'listFormats',
		type: 'multiOptions',
		options: [
			{
				name: 'CSV',
				value: 'csv',
				description:
					'For spreadsheets: the main columns, the path of each document and what its electronic invoice says; all fields without JSON Lines',
			},
			{
				name: 'Excel Workbook (XLSX)',
				value: 'xlsx',
				description:
					'The columns of the CSV with filters, dates and amounts as such, and links to the documents. A list with more than 200,000 cells is saved as CSV instead.',
			},
			{
				name: 'Raw JSON Lines',
				value: 'jsonl',
				description: 'Every field exactly as returned by Sinao, one record per line',
			},
		],
		default: ['csv', 'jsonl'],
		description: 'File formats for the lists',
	},
	{
		displayName: 'Other Lists',
		name: 'otherLists',
		type: 'boolean',
		default: true,
		description:
			'Whether to include all other lists, such as payments, bank accounts and SEPA mandates. Raw JSON Lines are always included for them.',
	},
	{
		displayName: 'Documents',
		name: 'documents',
		type: 'multiOptions',
		options: [
			{
				name: 'Accounting Exports (FEC)',
				value: 'accountingExports',
				description: 'The exports that exist in Sinao. Entries are never generated.',
			},
			{ name: 'Attachments', value: 'attachments' },
			{ name: 'Invoices', value: 'invoices' },
			{ name: 'Purchases', value: 'purchases' },
			{ name: 'Quotes', value: 'quotes' },
			{ name: 'Subscription Invoices', value: 'subscriptionInvoices' },
		],
		default: ['attachments', 'invoices', 'purchases', 'quotes', 'subscriptionInvoices'],
		description:
			"Documents to include: PDFs of invoices and quotes, originals of purchases, attachments, and PDFs of Sinao's invoices for your subscription",
	},
	{
		displayName: 'Folder',
		name: 'folder',
		type: 'string',
		default: '',
		placeholder: 'e.g. Sinao',
		description: "Folder to prepend to every 'path'; the manifest is stored in it",
	},
	outputFileProperty,
	optionsCollection(
		...csvOptions,
		...downloadOptions,
		...requestOptions,
		...folderOptions,
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
			description: 'CSV format of the lists',
		},
		{
			displayName: 'Download Again',
			name: 'downloadAgain',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Factures/2024/2024-01-15 FAC-00041 Dupont (1234).pdf',
			description:
				"Paths of files that 'Verify Backup' reported as modified or missing, one per line. They are downloaded again and saved as a new version.",
		},
		{
			displayName: 'Fail on E-Invoice Differences',
			name: 'failOnDifferences',
			type: 'boolean',
			default: false,
			description:
				'Whether the backup is incomplete if the data in an electronic invoice (Factur-X, UBL or CII) differs from Sinao. Every file is saved anyway.',
		},
		{
			displayName: 'Leaving Checklist',
			name: 'leavingChecklist',
			type: 'boolean',
			default: false,
			description: 'Whether to add a checklist for leaving Sinao to the report',
		},
		maximumFilesOption,
		{
			displayName: 'Replace Lists',
			name: 'replaceLists',
			type: 'boolean',
			default: false,
			description:
				'Whether to overwrite lists instead of keeping their previous versions. Saves space, but saves all lists in every run, and the last manifest does not match the lists until the run is complete.',
		},
		{
			displayName: 'Sending History',
			name: 'sendingHistory',
			type: 'boolean',
			default: false,
			description:
				'Whether to include a list of the emails with which invoices, quotes and attachments were sent. Each document takes one request in every run.',
		},
	),
];

/** Only Back Up Account and Check Account send requests to Sinao. */
const [authentication, company] = authenticationProperties;

const checkProperties: INodeProperties[] = [
	outputFileProperty,
	optionsCollection(...requestOptions, timeZoneOption),
];

export const properties: INodeProperties[] = [
	...withHiddenResource({ name: 'Backup', value: 'backup' }, operation),
	// 'hide' instead of 'show': the editor hides every parameter that credentials are shown for.
	{
		...authentication,
		displayOptions: {
			hide: { operation: ['createArchive', 'verify', 'writeManifest', 'writeOverview'] },
		},
	},
	shownFor(company, { operation: ['backUp', 'checkAccount'] }),
	...backUpProperties.map((property) => shownFor(property, { operation: ['backUp'] })),
	...checkProperties.map((property) => shownFor(property, { operation: ['checkAccount'] })),
	...[manifestField].map((property) => shownFor(property, { operation: ['verify'] })),
	...[outputFileProperty].map((property) => shownFor(property, { operation: ['writeManifest'] })),
	...archiveProperties.map((property) => shownFor(property, { operation: ['createArchive'] })),
	...overviewProperties.map((property) => shownFor(property, { operation: ['writeOverview'] })),
];
