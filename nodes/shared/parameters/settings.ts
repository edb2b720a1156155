import { IANAZone } from 'luxon';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { finalFailure, SinaoFailure } from '../failure';
import {
	folderPlaceholders,
	type FolderStructure,
	invalidFolder,
	type NamingChoices,
} from '../files/path';
import type { Settings } from '../sinao/connection';
import { maximumParallel } from '../sinao/pace';

/** Options for requests, which every operation has. */
export const requestOptions: INodeProperties[] = [
	{
		displayName: 'Idle Timeout (Seconds)',
		name: 'idleTimeout',
		type: 'number',
		typeOptions: { minValue: 0.05, maxValue: 3600 },
		default: 60,
		description:
			'How long to wait without receiving data before giving up, 0.05 to 3600. Twice as long for files.',
	},
	{
		displayName: 'Maximum Attempts',
		name: 'maximumTries',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 6,
		description: 'How many times to try a request before it fails, 1 to 10',
	},
	{
		displayName: 'Page Size',
		name: 'pageSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10000 },
		default: 1000,
		description: 'Number of records to request at once, 1 to 10000',
	},
	{
		displayName: 'Wait Before Retry (Milliseconds)',
		name: 'firstWait',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 60000 },
		default: 1000,
		description: 'Delay before the first retry, 1 to 60000; it increases up to one minute',
	},
];

export const downloadOptions: INodeProperties[] = [
	{
		displayName: 'Download in Bulk',
		name: 'downloadInBulk',
		type: 'options',
		// Workflows of earlier versions contain `true` or `false`.
		options: [
			{
				name: 'Always',
				value: true,
				description: 'Request ZIP archives of up to 100 documents',
			},
			{
				name: 'Automatic',
				value: 'automatic',
				description:
					'From 100 documents on, request a first ZIP archive, and further ones if its documents can be identified',
			},
			{
				name: 'Never',
				value: false,
				description: 'Request each document individually',
			},
		],
		default: 'automatic',
		description:
			'Whether to request many documents at once. Each file is checked; any that cannot be identified is downloaded individually.',
	},
	{
		displayName: 'Maximum File Size (MB)',
		name: 'maximumFileSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 2000 },
		default: 100,
		description: 'Size from 1 to 2000. Larger documents are skipped and reported as missing.',
	},
	{
		displayName: 'Parallel Downloads',
		name: 'parallelDownloads',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: maximumParallel },
		default: maximumParallel,
		description:
			'Max number of documents to download in parallel, 1 to 32. Downloads begin with 4, and adapt to how fast Sinao answers.',
	},
];

export const timeZoneOption: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timeZone',
	type: 'string',
	default: 'Europe/Paris',
	placeholder: 'e.g. Europe/Paris',
	description: 'Time zone in which dates are written (Sinao stores UTC)',
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
			description:
				"No folders; the folder name becomes a prefix of the file name. Lists and the pages of a backup begin with '0 - ' to be sorted first.",
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

/** How documents are organized into folders that the user names. */
export const folderPatternOptions: INodeProperties[] = [
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
];

/** How documents and the other files are organized into folders. */
export const folderOptions: INodeProperties[] = [...folderPatternOptions, folderStructureOption];

/**
 * Reads the options for folders.
 *
 * @throws SinaoFailure if the pattern or a folder in it is empty or invalid, or if the month is not 1 to 12
 */
export function readFolders(options: IDataObject): Pick<NamingChoices, 'structure' | 'folders'> {
	const structure = (options.folderStructure ?? 'kindAndYear') as FolderStructure;
	const fiscalYearMonth = readNumber(options, 'fiscalYearMonth', [fiscalYearMonthOption]);
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
	return { structure: 'kindAndYear', folders: { pattern, fiscalYearMonth } };
}

/**
 * The time zone from the node's options, for reading and writing dates.
 *
 * @throws SinaoFailure if the time zone does not exist
 */
export function readTimeZone({ timeZone = timeZoneOption.default }: IDataObject): string {
	const name = String(timeZone).trim();
	if (IANAZone.isValidZone(name)) return name;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `Invalid time zone: '${name}'`,
			description: "Check 'Time Zone' under 'Options'. Enter a name such as Europe/Paris.",
		}),
	);
}

/** Reads the settings from the node's options. Converts seconds to milliseconds and megabytes to bytes. */
export function readSettings(options: IDataObject): Settings {
	const number = (name: string) => readNumber(options, name);
	const idle = number('idleTimeout') * 1000;
	return {
		pageSize: number('pageSize'),
		parallelDownloads: number('parallelDownloads'),
		downloadInBulk: readBulk(options.downloadInBulk),
		tries: number('maximumTries'),
		firstWait: number('firstWait'),
		idleTimeout: { list: idle, file: idle * 2 },
		maximumFileSize: number('maximumFileSize') * 1e6,
	};
}

/**
 * An expression may return text.
 *
 * @throws SinaoFailure if the value is none of the option
 */
function readBulk(value: unknown): Settings['downloadInBulk'] {
	switch (String(value ?? 'automatic')) {
		case 'true':
		case 'always':
			return 'always';
		case 'false':
		case 'never':
			return 'never';
		case 'automatic':
			return 'automatic';
		default:
			throw new SinaoFailure(
				finalFailure({
					reason: 'invalidRequest',
					message: `Invalid value for 'Download in Bulk': '${String(value)}'`,
					description: "Use 'always', 'automatic' or 'never'.",
				}),
			);
	}
}

/**
 * The value of a numeric option.
 *
 * @throws SinaoFailure if the value is not a number, or is not within the limits that its property declares
 */
export function readNumber(
	options: IDataObject,
	name: string,
	properties: INodeProperties[] = [...requestOptions, ...downloadOptions],
): number {
	const property = properties.find((each) => each.name === name);
	const { displayName, default: otherwise, typeOptions } = property as INodeProperties;
	const given = options[name] ?? otherwise;
	const value = typeof given === 'number' || /\d/.test(String(given)) ? Number(given) : NaN;
	const { minValue = -Infinity, maxValue = Infinity } = typeOptions ?? {};
	if (value >= minValue && value <= maxValue && Number.isFinite(value)) return value;
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `Invalid value for '${displayName}': '${String(given)}'`,
			description:
				maxValue === Infinity
					? `Enter a number of at least ${minValue}.`
					: `Enter a number from ${minValue} to ${maxValue}.`,
		}),
	);
}
