import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { filterProperties, hintIfNoMatch, readQuery } from '../parameters/filters';
import { optionsCollection } from '../parameters/properties';
import { readNumber, readTimeZone, requestOptions, timeZoneOption } from '../parameters/settings';
import { relate } from '../sinao/resolveIds';
import type { Connection } from '../sinao/connection';
import { newestFirst } from '../sinao/readPages';
import { collectById, readRows, type RowQuery } from '../sinao/rows';
import { simplified } from '../values/fields';
import type { Resource, Row } from '../resource';
import { type Operation } from './operation';

const limitProperty: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

export const simplifyProperty: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Returns the rows of a resource as items, the newest first. */
export const getMany: Operation = {
	value: 'getMany',
	option: ({ singular, plural }) => ({
		name: plural === singular ? `Get ${plural}` : `Get Many ${plural}`,
		action:
			plural === singular ? `Get ${plural.toLowerCase()}` : `Get many ${plural.toLowerCase()}`,
		description:
			plural === singular
				? `Return the ${plural.toLowerCase()} as an item, without files`
				: `Return ${plural.toLowerCase()} as items, newest first, without files`,
	}),
	properties: (resource) => [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		limitProperty,
		simplifyProperty,
		...filterProperties(resource),
		optionsCollection(timeZoneOption, ...requestOptions),
	],
	async execute({ context, itemIndex, resource, connection, options, hint }) {
		const timeZone = readTimeZone(options);
		const maximum = context.getNodeParameter('returnAll', itemIndex)
			? Infinity
			: readNumber({ limit: context.getNodeParameter('limit', itemIndex) as number }, 'limit', [
					limitProperty,
				]);
		const simplify = context.getNodeParameter('simplify', itemIndex) as boolean;
		const query = readQuery(context, itemIndex, resource, timeZone);
		const rows = await readNewest(connection, resource, query, maximum);
		if (!rows.length) hintIfNoMatch(context, itemIndex, hint, resource.plural.toLowerCase());
		if (simplify) await relate(connection, resource, rows);
		return { items: rowItems(resource, rows, simplify, timeZone, itemIndex), missing: [] };
	},
};

/** The items of rows, simplified or as returned by Sinao. */
export function rowItems(
	resource: Resource,
	rows: Row[],
	simplify: boolean,
	timeZone: string,
	itemIndex: number,
): INodeExecutionData[] {
	return rows.map((row) => ({
		json: simplify ? simplified(resource, row, timeZone) : row,
		pairedItem: { item: itemIndex },
	}));
}

/**
 * The rows with the greatest ids, these first. A list without pages keeps its order; lists per document begin with the
 * newest document of each type.
 *
 * @param maximum number of rows
 */
async function readNewest(
	connection: Connection,
	resource: Resource,
	query: RowQuery,
	maximum: number,
): Promise<Row[]> {
	const { objects, perDocument, unpaged } = resource;
	const isSplit =
		objects !== undefined || query.filters.some(({ comparator }) => comparator === 'IN');
	const isWhole = !perDocument && (maximum === Infinity || isSplit || unpaged);
	const rows = isWhole
		? await collectById(readRows(connection, resource, query))
		: await collectById(readRows(connection, resource, query, maximum, true), maximum);
	return ((perDocument ?? unpaged) ? rows : newestFirst(rows)).slice(0, maximum);
}
