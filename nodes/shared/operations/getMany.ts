import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { filterProperties, readQuery } from '../parameters/filters';
import { optionsCollection } from '../parameters/properties';
import { readNumber, readTimeZone, requestOptions, timeZoneOption } from '../parameters/settings';
import { relate } from '../sinao/resolveIds';
import { collectById, readRows } from '../sinao/rows';
import { simplified } from '../values/fields';
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

/** Returns the rows of a resource as items. */
export const getMany: Operation = {
	value: 'getMany',
	option: ({ singular, plural }) => ({
		name: plural === singular ? `Get ${plural}` : `Get Many ${plural}`,
		action:
			plural === singular ? `Get ${plural.toLowerCase()}` : `Get many ${plural.toLowerCase()}`,
		description:
			plural === singular
				? `Return the ${plural.toLowerCase()} as an item, without files`
				: `Return ${plural.toLowerCase()} as items, without files`,
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
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		...filterProperties(resource),
		optionsCollection(timeZoneOption, ...requestOptions),
	],
	async execute({ context, itemIndex, resource, connection, options }) {
		const timeZone = readTimeZone(options);
		const maximum = context.getNodeParameter('returnAll', itemIndex)
			? Infinity
			: readNumber({ limit: context.getNodeParameter('limit', itemIndex) as number }, 'limit', [
					limitProperty,
				]);
		const simplify = context.getNodeParameter('simplify', itemIndex) as boolean;
		const query = readQuery(context, itemIndex, resource, timeZone);
		const rows = await collectById(readRows(connection, resource, query, maximum), maximum);
		if (simplify) await relate(connection, resource, rows);
		const items = rows.map(
			(row): INodeExecutionData => ({
				json: simplify ? simplified(resource, row, timeZone) : row,
				pairedItem: { item: itemIndex },
			}),
		);
		return { items, missing: [] };
	},
};
