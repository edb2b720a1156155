import {
	folderStructureOption,
	optionsCollection,
	outputFileProperty,
} from '../parameters/properties';
import { fileItem } from '../files/fileItem';
import { type FolderStructure, filePath, safePart } from '../files/path';
import { filterProperties, readQuery } from '../parameters/filters';
import { readTimeZone, requestOptions, timeZoneOption } from '../parameters/settings';
import type { Row } from '../resource';
import { readRows } from '../sinao/rows';
import { exactJson } from '../values/json';
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
		outputFileProperty,
		...filterProperties(resource),
		optionsCollection(...requestOptions, folderStructureOption, timeZoneOption),
	],
	async execute({ context, itemIndex, resource, connection, options }) {
		const query = readQuery(context, itemIndex, resource, readTimeZone(options));
		const lines = createJsonLines();
		for await (const rows of readRows(connection, resource, query)) lines.add(rows);
		const { bytes, rows } = lines.finish();
		const location = filePath(
			[resource.frenchName],
			`${safePart(resource.frenchName)}.jsonl`,
			(options.folderStructure ?? 'kindAndYear') as FolderStructure,
		);
		const file = {
			resource: resource.name,
			kind: 'jsonl' as const,
			...location,
			mimeType: 'application/jsonl',
			bytes,
			details: { rows },
		};
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

export interface JsonLines {
	/** Adds a page of rows. A row replaces an earlier row with the same id. */
	add(rows: Row[]): void;
	finish(): { bytes: Buffer; rows: number };
}

/**
 * Rows as JSON Lines, as returned by the API: one object per line, UTF-8, every field, numbers with all
 * digits. Each page is encoded immediately and its rows are freed.
 */
export function createJsonLines(): JsonLines {
	const lines = new Map<unknown, Buffer>();
	return {
		add(rows) {
			for (const row of rows) lines.set(row.id ?? row, Buffer.from(`${exactJson(row)}\n`));
		},
		finish: () => ({ bytes: Buffer.concat([...lines.values()]), rows: lines.size }),
	};
}
