import type { INodeProperties } from 'n8n-workflow';

import { readAccountNumbers } from '../data/accountNumbers';
import { linesOf } from '../data/lines';
import { readRowsWith } from '../data/query';
import { fileItem } from '../files/fileItem';
import type { FolderStructure } from '../files/fileName';
import { filterProperties } from '../node/filterProperties';
import { readQuery } from '../node/filters';
import { requestOptions, timeZoneOption } from '../node/settings';
import { csvFiles } from './csvFiles';
import { csvFormatProperties, csvOptions, readCsvFormat } from './csvFormat';
import {
	folderStructureOption,
	type Operation,
	optionsCollection,
	outputFileProperty,
} from './operation';

const rowsProperty: INodeProperties = {
	displayName: 'Rows',
	name: 'rows',
	type: 'options',
	options: [
		{ name: 'One for Each Document', value: 'document' },
		{
			name: 'One for Each Line',
			value: 'line',
			description:
				'With quantity, unit price, VAT rate, discount and account; each row repeats the number, date and customer of its document',
		},
	],
	default: 'document',
	description: 'What a row of the CSV stands for',
};

/** The list of a resource as a CSV file, or as one for each of its parts. */
export const exportCsv: Operation = {
	option: ({ plural, parts }) => ({
		name: `Export ${plural} to CSV`,
		value: 'exportCsv',
		action: `Export ${plural.toLowerCase()} to CSV`,
		description: parts
			? `One file for each ${parts.label}, or one for all`
			: `One file that holds all ${plural.toLowerCase()}`,
	}),
	properties: (resource) => [
		...csvFormatProperties,
		...(resource.lines ? [rowsProperty] : []),
		outputFileProperty,
		...filterProperties(resource),
		optionsCollection(
			...csvOptions,
			...requestOptions,
			folderStructureOption,
			timeZoneOption,
			...(resource.parts
				? [
						{
							displayName: 'One File for All',
							name: 'oneFile',
							type: 'boolean' as const,
							default: false,
							description: `Whether to write one file instead of one for each ${resource.parts.label}`,
						},
					]
				: []),
		),
	],
	async execute({ context, itemIndex, resource, connection, options, hint }) {
		const format = readCsvFormat((name) => context.getNodeParameter(name, itemIndex), options);
		const query = readQuery(context, itemIndex, resource, format.timeZone);
		const structure = (options.folderStructure ?? 'kindAndYear') as FolderStructure;
		const binaryPropertyName = context.getNodeParameter('binaryPropertyName', itemIndex) as string;
		const isByLine = resource.lines && context.getNodeParameter('rows', itemIndex) === 'line';
		const made = [];
		const table = isByLine ? linesOf(resource, await readAccountNumbers(connection)) : resource;
		for await (const { csv, file } of csvFiles(
			readRowsWith(connection),
			table,
			query,
			format,
			structure,
			!options.oneFile,
		)) {
			if (csv.lost.length)
				hint(
					`Windows-1252 could not hold these characters; a question mark stands for each: ${csv.lost.slice(0, 50).join(' ')}`,
				);
			made.push(await fileItem(context, file, binaryPropertyName, itemIndex));
		}
		return { made, missing: [] };
	},
};
