import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../failure';
import {
	folderPlaceholders,
	type FolderStructure,
	invalidFolder,
	type NamingChoices,
} from '../files/path';
import { readNumber } from './settings';

/** The same parameter as in n8n's own file nodes. */
export const outputFileProperty: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
};

export const folderStructureOption: INodeProperties = {
	displayName: 'Folder Structure',
	name: 'folderStructure',
	type: 'options',
	options: [
		{ name: 'By Type', value: 'kind', description: "For example 'Factures'" },
		{ name: 'By Type and Year', value: 'kindAndYear', description: "For example 'Factures/2024'" },
		{
			name: 'Flat',
			value: 'flat',
			description: 'No folders; the folder name becomes a prefix of the file name',
		},
	],
	default: 'kindAndYear',
	description: 'How files are organized into folders',
};

const fiscalYearMonthOption: INodeProperties = {
	displayName: 'Fiscal Year Begins In',
	name: 'fiscalYearMonth',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 12 },
	default: 1,
	description:
		"First month of the company's fiscal year (exercice comptable), 1 to 12, for {fiscalYear} in 'Folder Pattern'",
};

/** How documents and the other files are organized into folders. */
export const folderOptions: INodeProperties[] = [
	fiscalYearMonthOption,
	{
		displayName: 'Folder Pattern',
		name: 'folderPattern',
		type: 'string',
		default: '{type}/{year}',
		placeholder: 'e.g. {type}/{fiscalYear}/{customer}',
		description:
			"Folders of documents, instead of 'Folder Structure'. Available: {type}, {year}, {month}, {fiscalYear}, {customer} (of purchases the supplier), {status}. Lists stay in the folder of their type.",
	},
	folderStructureOption,
];

/**
 * Reads the options for folders.
 *
 * @throws SinaoFailure if the pattern is empty, or if a folder in it is
 */
export function readFolders(options: IDataObject): Pick<NamingChoices, 'structure' | 'folders'> {
	const structure = (options.folderStructure ?? 'kindAndYear') as FolderStructure;
	if (options.folderPattern === undefined) return { structure };
	const pattern = String(options.folderPattern ?? '').trim();
	const folder = invalidFolder(pattern);
	if (folder !== undefined)
		throw new SinaoFailure(
			finalFailure({
				reason: 'invalidRequest',
				message: `Invalid folder in 'Folder Pattern': '${folder}'`,
				description: `Nothing was requested. Folders are separated by '/' and must not be empty or contain special characters. Available: ${folderPlaceholders.map((name) => `{${name}}`).join(', ')}.`,
			}),
		);
	const fiscalYearMonth = readNumber(options, 'fiscalYearMonth', [fiscalYearMonthOption]);
	return { structure: 'kindAndYear', folders: { pattern, fiscalYearMonth } };
}

/** The collection 'Options', sorted by name. */
export function optionsCollection(...options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	};
}

/** Adds conditions under which a parameter is shown. */
export function shownFor(
	property: INodeProperties,
	conditions: Record<string, string[]>,
): INodeProperties {
	return {
		...property,
		displayOptions: { show: { ...property.displayOptions?.show, ...conditions } },
	};
}

/**
 * The parameter `operation` after a hidden parameter `resource` with a single option. n8n tells AI agents which operation
 * a tool has only if the operation belongs to a resource, and lists the actions of a node by the options of `resource`.
 */
export function withHiddenResource(
	{ name, value }: { name: string; value: string },
	operation: INodeProperties,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'hidden',
			noDataExpression: true,
			options: [{ name, value }],
			default: value,
		},
		shownFor(operation, { resource: [value] }),
	];
}
