import { optionsCollection } from '../parameters/properties';
import { readTimeZone, requestOptions, timeZoneOption } from '../parameters/settings';
import { relate } from '../sinao/resolveIds';
import { collectById } from '../sinao/rows';
import { withArticle } from '../values/english';
import { documentProperty, readSingle } from './download/selection';
import { rowItems, simplifyProperty } from './getMany';
import { type Operation } from './operation';

/** Returns one document as an item: chosen from a list, or by ID or number. */
export const get: Operation = {
	value: 'get',
	option: ({ singular }) => ({
		name: `Get ${singular}`,
		action: `Get ${singular.toLowerCase()}`,
		description: `Return ${withArticle(singular.toLowerCase())} as an item, without its file`,
	}),
	properties: (resource) => [
		documentProperty(resource, `The ${resource.singular.toLowerCase()} to return`),
		simplifyProperty,
		optionsCollection(timeZoneOption, ...requestOptions),
	],
	async execute(job) {
		const { context, itemIndex, resource, connection, options, hint } = job;
		const timeZone = readTimeZone(options);
		const simplify = context.getNodeParameter('simplify', itemIndex) as boolean;
		const rows = await collectById(readSingle(job)());
		if (rows.length > 1)
			hint(`${rows.length} ${resource.plural.toLowerCase()} have this number. All are returned.`);
		if (simplify) await relate(connection, resource, rows);
		return { items: rowItems(resource, rows, simplify, timeZone, itemIndex), missing: [] };
	},
};
