import type { INodeProperties } from 'n8n-workflow';

import {
	folderStructureOption,
	optionsCollection,
	outputFileProperty,
} from '../../parameters/properties';
import { SinaoFailure } from '../../failure';
import { defaultPattern, type FolderStructure } from '../../files/path';
import { filterProperties } from '../../parameters/filters';
import {
	downloadOptions,
	readNumber,
	readTimeZone,
	requestOptions,
	timeZoneOption,
} from '../../parameters/settings';
import type { DocumentSource } from '../../resource';
import { type OperationContext, type Operation } from '../operation';
import { documentFiles, type FileChoices } from './files';
import { count, missingFailure, missingItem } from './missing';
import { readSelection, selectionProperties } from './selection';

export const fileNameOption: INodeProperties = {
	displayName: 'File Name',
	name: 'fileNamePattern',
	type: 'string',
	default: defaultPattern,
	placeholder: 'e.g. {date} {number} {customer}',
	description:
		'Pattern of the file names, with {date}, {number}, {customer}, {title} and {ID}. The ID is added at the end where the pattern lacks it, so that no two documents have one name.',
};

/** A ZIP is made in memory; programs read up to 4 GB, so that this is a bound for memory and not for them. */
const maximumZipSize: INodeProperties = {
	displayName: 'Maximum ZIP Size (MB)',
	name: 'maximumZipSize',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 500 },
	default: 50,
	description: 'Size at which a new ZIP file is begun; it is also begun after 999 documents',
};

const documentOptions: INodeProperties[] = [
	{
		displayName: 'Compress Into ZIP Files',
		name: 'zip',
		type: 'boolean',
		default: false,
		description:
			'Whether to give ZIP files that hold many documents each, instead of one file a document',
	},
	{
		displayName: 'Include Drafts',
		name: 'includeDrafts',
		type: 'boolean',
		default: true,
		description: 'Whether to download the documents of drafts, which have no number yet',
	},
	maximumZipSize,
	{
		displayName: 'When Documents Are Missing',
		name: 'whenMissing',
		type: 'options',
		options: [
			{
				name: 'Give Them to the Output Missing',
				value: 'output',
				description:
					'Everything else is saved; each missing document is an item of the second output',
			},
			{
				name: 'Stop With an Error',
				value: 'fail',
				description: 'Nothing is given to the next nodes',
			},
		],
		default: 'output',
		description: 'What to do when Sinao does not give a document that should be there',
	},
];

function optionsFor({
	isOnlySingle,
	fileNamePattern = defaultPattern,
}: DocumentSource): INodeProperties[] {
	const downloads = downloadOptions.filter(
		({ name }) => !isOnlySingle || name !== 'downloadInBulk',
	);
	return [...documentOptions, { ...fileNameOption, default: fileNamePattern }, ...downloads];
}

/** The documents of a resource as files. */
export const downloadOperation: Operation = {
	value: 'downloadPdf',
	option: ({ singular, document }) => {
		const files = document?.label === 'PDF' ? `${singular} PDFs` : `${singular} Documents`;
		return {
			name: `Download ${files}`,
			action: `Download ${files.replace(singular, singular.toLowerCase()).replace('Documents', 'documents')}`,
			description: 'One file for each document, or ZIP files, unchanged as Sinao keeps them',
		};
	},
	properties: (resource) => [
		...selectionProperties(resource),
		outputFileProperty,
		...filterProperties(resource).map((property) => ({
			...property,
			displayOptions: { show: { choose: ['filters'] } },
		})),
		optionsCollection(
			...optionsFor(resource.document as DocumentSource),
			...requestOptions,
			folderStructureOption,
			timeZoneOption,
		),
	],
	async execute(job) {
		const { itemIndex, resource, options, hint } = job;
		const files = await documentFiles(job, await readSelection(job), readFileChoices(job));
		const { label } = resource.document as DocumentSource;
		if (files.missing.length) {
			if (options.whenMissing === 'fail') throw new SinaoFailure(missingFailure(files.missing));
			hint(`${count(files.missing)} missing; see the output 'Missing'.`);
		}
		if (files.deleted.length) {
			hint(
				`Deleted in Sinao during the download: ${files.deleted.map(({ number, id }) => number ?? id).join(', ')}.`,
			);
		}
		if (files.without.length)
			hint(
				`${files.without.length === 1 ? '1 entry has' : `${files.without.length} entries have`} no ${label === 'PDF' ? 'PDF' : 'document'} in Sinao.`,
			);
		return {
			items: files.items,
			missing: files.missing.map((missing) => missingItem(resource, missing, itemIndex)),
		};
	},
};

/** How the user wants the files of documents. */
export function readFileChoices({
	context,
	itemIndex,
	resource,
	options,
}: OperationContext): FileChoices {
	return {
		timeZone: readTimeZone(options),
		pattern: String(
			options.fileNamePattern || (resource.document?.fileNamePattern ?? defaultPattern),
		),
		structure: (options.folderStructure ?? 'kindAndYear') as FolderStructure,
		binaryPropertyName: context.getNodeParameter('binaryPropertyName', itemIndex) as string,
		maximumZipSize: options.zip ? readNumber(options, maximumZipSize) * 1e6 : undefined,
	};
}
