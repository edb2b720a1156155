import type { INodeExecutionData } from 'n8n-workflow';

import { optionsCollection } from '../parameters/properties';
import { readRows } from '../sinao/rows';
import { simplified } from '../values/simplified';
import { filterProperties } from '../parameters/filters';
import { readQuery } from '../parameters/filters';
import { readTimeZone, requestOptions, timeZoneOption } from '../parameters/settings';
import type { Row } from '../resource';
import { type Operation } from './operation';

/** Returns the rows of a resource as items. */
export const getMany: Operation = {
	option: ({ singular, plural }) => ({
		name: plural === singular ? `Get ${plural}` : `Get Many ${plural}`,
		value: 'getMany',
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
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
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
			: (context.getNodeParameter('limit', itemIndex) as number);
		const simplify = context.getNodeParameter('simplify', itemIndex) as boolean;
		const rows = new Map<unknown, Row>();
		for await (const page of readRows(
			connection,
			resource,
			readQuery(context, itemIndex, resource, timeZone),
			maximum,
		)) {
			for (const row of page) rows.set(row.id ?? row, row);
			if (rows.size >= maximum) break;
		}
		const made = [...rows.values()].slice(0, maximum).map(
			(row): INodeExecutionData => ({
				json: simplify ? simplified(resource, row, timeZone) : row,
				pairedItem: { item: itemIndex },
			}),
		);
		return { items: made, missing: [] };
	},
};
