import { shownFor } from '../shared/parameters/properties';
import { getMany } from '../shared/operations/getMany';
import type { Operation } from '../shared/operations/operation';
import { months } from './exports';

/** The exports, or Sinao's months, as items. */
export const getManyExports: Operation = {
	value: getMany.value,
	option: getMany.option,
	properties: (resource) => [
		{
			displayName: 'List',
			name: 'list',
			type: 'options',
			options: [
				{
					name: 'Exports',
					value: 'exports',
					description: 'Exports with period and status',
				},
				{
					name: 'Months',
					value: 'months',
					description: 'Exports grouped by month',
				},
			],
			default: 'exports',
			description: 'What to return',
		},
		...getMany
			.properties(resource)
			.map((property) =>
				property.name === 'filters' ? shownFor(property, { list: ['exports'] }) : property,
			),
	],
	async execute(job) {
		const isMonths = job.context.getNodeParameter('list', job.itemIndex) === 'months';
		return await getMany.execute(isMonths ? { ...job, resource: months } : job);
	},
};
