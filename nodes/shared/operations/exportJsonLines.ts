import { fileItem, jsonLinesFile } from '../files/path';
import { filterProperties, hintIfNoMatch, readQuery } from '../parameters/filters';
import { optionsCollection, outputFileProperty } from '../parameters/properties';
import {
	folderStructureOption,
	readFolders,
	readTimeZone,
	requestOptions,
	timeZoneOption,
} from '../parameters/settings';
import { readRows } from '../sinao/rows';
import { createJsonLines } from '../values/fields';
import { type Operation } from './operation';

/** Exports the list of a resource as JSON Lines, unchanged as returned by the API. */
export const exportJsonLines: Operation = {
	value: 'exportJsonLines',
	option: ({ singular, plural }) => ({
		name: `Export ${plural} to JSON Lines`,
		action: `Export ${plural.toLowerCase()} to JSON Lines`,
		description: `One file with one line per ${singular.toLowerCase()}, exactly as returned by Sinao, for archives and other programs`,
	}),
	properties: (resource) => [
		...filterProperties(resource),
		outputFileProperty,
		optionsCollection(...requestOptions, folderStructureOption, timeZoneOption),
	],
	async execute({ context, itemIndex, resource, connection, options, hint }) {
		const query = readQuery(context, itemIndex, resource, readTimeZone(options));
		const lines = createJsonLines();
		for await (const rows of readRows(connection, resource, query)) lines.add(rows);
		const { structure } = readFolders(options);
		const written = lines.finish();
		if (!written.rows) hintIfNoMatch(context, itemIndex, hint, resource.plural.toLowerCase());
		const file = jsonLinesFile(resource, written, structure);
		return {
			items: [
				await fileItem(
					context,
					file,
					context.getNodeParameter('binaryPropertyName', itemIndex) as string,
					itemIndex,
				),
			],
			missing: [],
		};
	},
};
