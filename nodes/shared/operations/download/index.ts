import type { INodeProperties } from 'n8n-workflow';

import { optionsCollection, outputFileProperty } from '../../parameters/properties';
import { SinaoFailure } from '../../failure';
import { defaultPattern } from '../../files/path';
import { filterProperties } from '../../parameters/filters';
import {
	downloadOptions,
	folderOptions,
	readFolders,
	readNumber,
	readTimeZone,
	requestOptions,
	timeZoneOption,
} from '../../parameters/settings';
import type { DocumentSource, Resource } from '../../resource';
import { counted } from '../../values/english';
import { type OperationContext, type Operation } from '../operation';
import { documentFiles, type FileChoices } from './files';
import { differenceFailure, missingFailure, missingItem } from './missing';
import { readSelection, selectionProperties } from './selection';

export const fileNameOption: INodeProperties = {
	displayName: 'File Name',
	name: 'fileNamePattern',
	type: 'string',
	default: defaultPattern,
	placeholder: 'e.g. {date} {number} {customer}',
	description:
		'File name pattern. Available: {date}, {number}, {customer}, {title}, {ID}. The ID is appended if you leave it out, to keep names unique.',
};

/** The maximum limits memory: an archive is created in memory. */
const maximumZipSize: INodeProperties = {
	displayName: 'Maximum ZIP Size (MB)',
	name: 'maximumZipSize',
	type: 'number',
	typeOptions: { minValue: 0.0001, maxValue: 500 },
	default: 50,
	description: 'Start a new archive when this size, 0.0001 to 500, or 999 documents are reached',
};

const documentOptions: INodeProperties[] = [
	{
		displayName: 'Compress Into ZIP Files',
		name: 'zip',
		type: 'boolean',
		default: false,
		description: 'Whether to output ZIP archives instead of one file per document',
	},
	{
		displayName: 'Include Drafts',
		name: 'includeDrafts',
		type: 'boolean',
		default: true,
		description: 'Whether to include drafts, which have no number yet',
	},
	maximumZipSize,
	{
		displayName: 'If Documents Are Missing',
		name: 'whenMissing',
		type: 'options',
		options: [
			{
				name: "Send to 'Missing' Output",
				value: 'output',
				description: 'Continue, and list missing documents on the second output',
			},
			{
				name: 'Stop With an Error',
				value: 'fail',
				description: 'No files are passed on',
			},
		],
		default: 'output',
		description: 'What to do when Sinao does not return an expected document',
	},
];

/** For documents that may be or contain an electronic invoice. */
const failOnDifferences: INodeProperties = {
	displayName: 'Fail on E-Invoice Differences',
	name: 'failOnDifferences',
	type: 'boolean',
	default: false,
	description:
		'Whether to fail if the data in an electronic invoice (Factur-X, UBL or CII) differs from Sinao',
};

function optionsFor({
	isOnlySingle,
	eInvoice,
	fileNamePattern = defaultPattern,
}: DocumentSource): INodeProperties[] {
	const downloads = downloadOptions.filter(
		({ name }) => !isOnlySingle || name !== 'downloadInBulk',
	);
	return [
		...documentOptions,
		...(eInvoice ? [failOnDifferences] : []),
		{ ...fileNameOption, default: fileNamePattern },
		...downloads,
	];
}

function templateOption({ singular, document }: Resource): INodeProperties[] {
	const { templates = [] } = document as DocumentSource;
	if (!templates.length) return [];
	return [
		{
			displayName: 'Document',
			name: 'template',
			type: 'options',
			options: [
				{ name: singular, value: 'default' },
				...templates.map(({ label, value }) => ({ name: label, value })),
			].sort((one, other) => one.name.localeCompare(other.name, 'en')),
			default: 'default',
			description: 'Document to download',
		},
	];
}

/** The resource with the document that the user selected, which has a separate folder and does not always exist. */
function withTemplate({ resource, options }: OperationContext): Resource {
	const document = resource.document as DocumentSource;
	const template = document.templates?.find(({ value }) => value === options.template);
	if (!template) return resource;
	return {
		...resource,
		frenchName: template.folder,
		document: {
			...document,
			eInvoice: undefined,
			query: () => [['template', template.value]],
			isOnlySingle: true,
			isMissing: () => true,
		},
	};
}

/** Downloads the documents of a resource as files. */
export const downloadOperation: Operation = {
	value: 'downloadPdf',
	option: ({ singular, document }) => {
		const isAttachment = document?.label === 'Attachment';
		const files = isAttachment ? `${singular}s` : `${singular} ${document?.label}s`;
		const original = `${document?.label === 'PDF' ? 'PDF' : 'document'} of each ${singular.toLowerCase()}`;
		return {
			name: `Download ${files}`,
			action: `Download ${files.toLowerCase().replace('pdf', 'PDF')}`,
			description: `Download the original ${isAttachment ? 'file of each attachment' : original}, as separate files or as ZIP archives`,
		};
	},
	properties: (resource) => [
		...selectionProperties(resource),
		...filterProperties(resource).map((property) => ({
			...property,
			displayOptions: { show: { choose: ['filters'] } },
		})),
		outputFileProperty,
		optionsCollection(
			...templateOption(resource),
			...optionsFor(resource.document as DocumentSource),
			...requestOptions,
			...folderOptions,
			timeZoneOption,
		),
	],
	async execute(given) {
		const job = { ...given, resource: withTemplate(given) };
		const { itemIndex, resource, options, hint } = job;
		const files = await documentFiles(job, readSelection(job), readFileChoices(job));
		const { label } = resource.document as DocumentSource;
		if (files.missing.length) {
			if (options.whenMissing === 'fail') throw new SinaoFailure(missingFailure(files.missing));
			hint(`${counted(files.missing.length, 'missing document')}. See the 'Missing' output.`);
		}
		if (files.differing.length) {
			if (options.failOnDifferences) throw new SinaoFailure(differenceFailure(files.differing));
			hint(
				`${counted(files.differing.length, 'electronic invoice differs', 'electronic invoices differ')} from Sinao. See 'eInvoice' in the output.`,
			);
		}
		if (files.deleted.length) {
			hint(
				`Deleted in Sinao during the download: ${files.deleted.map(({ number, id }) => number ?? id).join(', ')}.`,
			);
		}
		if (files.without.length) {
			const entries = counted(
				files.without.length,
				resource.singular.toLowerCase(),
				resource.plural.toLowerCase(),
			);
			hint(
				label === 'PDF' ? `No PDF in Sinao for ${entries}.` : `No file in Sinao for ${entries}.`,
			);
		}
		return {
			items: files.items,
			missing: files.missing.map((missing) => missingItem(resource, missing, itemIndex)),
		};
	},
};

/** Reads the options for document files. */
export function readFileChoices({
	context,
	itemIndex,
	resource,
	options,
}: OperationContext): FileChoices {
	const template = resource.document?.templates?.find(({ value }) => value === options.template);
	const zipSize = readNumber(options, 'maximumZipSize', [maximumZipSize]);
	const templateName = template ? `${template.fileName} ` : '';
	return {
		timeZone: readTimeZone(options),
		pattern:
			templateName +
			String(options.fileNamePattern || (resource.document?.fileNamePattern ?? defaultPattern)),
		...readFolders(options),
		binaryPropertyName: context.getNodeParameter('binaryPropertyName', itemIndex) as string,
		maximumZipSize: options.zip ? zipSize * 1e6 : undefined,
	};
}
