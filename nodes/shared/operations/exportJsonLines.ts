import { createJsonLines } from '../data/jsonLines';
import { readRows } from '../data/query';
import { fileItem } from '../files/fileItem';
import { type FolderStructure, placeFile, safePart } from '../files/fileName';
import { filterProperties } from '../node/filterProperties';
import { readQuery } from '../node/filters';
import { readTimeZone, requestOptions, timeZoneOption } from '../node/settings';
import {
	folderStructureOption,
	type Operation,
	optionsCollection,
	outputFileProperty,
} from './operation';

/** The list of a resource as JSON Lines, unchanged as the API gives it. */
export const exportJsonLines: Operation = {
	option: ({ plural }) => ({
		name: `Export ${plural} to JSON Lines`,
		value: 'exportJsonLines',
		action: `Export ${plural.toLowerCase()} to JSON lines`,
		description: `One file with a line for each of the ${plural.toLowerCase()}, exactly as Sinao keeps it, for programs and archives`,
	}),
	properties: (resource) => [
		outputFileProperty,
		...filterProperties(resource),
		optionsCollection(...requestOptions, folderStructureOption, timeZoneOption),
	],
	async execute({ context, itemIndex, resource, connection, options }) {
		const query = readQuery(context, itemIndex, resource, readTimeZone(options));
		const lines = createJsonLines();
		for await (const rows of readRows(connection, resource, query)) lines.add(rows);
		const { bytes, rows } = lines.finish();
		const place = placeFile(
			[resource.frenchName],
			`${safePart(resource.frenchName)}.jsonl`,
			(options.folderStructure ?? 'kindAndYear') as FolderStructure,
		);
		const file = {
			resource: resource.name,
			kind: 'jsonl' as const,
			...place,
			mimeType: 'application/jsonl',
			bytes,
			details: { rows },
		};
		return {
			made: [
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
