import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { shownFor } from '../shared/parameters/properties';
import { authenticationProperties } from '../shared/parameters/authentication';
import { chosenOperation, operationProperties } from '../shared/run/resourceNode';
import { run } from '../shared/run/items';
import { operationSubtitle } from '../shared/run/resourceNode';
import { downloadOperation } from '../shared/operations/download';
import { exportCsv } from '../shared/operations/exportCsv';
import { exportJsonLines } from '../shared/operations/exportJsonLines';
import { getMany } from '../shared/operations/getMany';
import type { Operation } from '../shared/operations/operation';
import type { Resource } from '../shared/resource';

function operationsOf({ document }: Resource): Operation[] {
	const lists = [exportCsv, exportJsonLines, getMany];
	return document ? [downloadOperation, ...lists] : lists;
}

/** The parameter `resource` and the parameters of all records. Identical parameters are merged. */
export function propertiesOfRecords(records: Resource[]): INodeProperties[] {
	const shared = new Map<string, { property: INodeProperties; names: string[] }>();
	for (const record of records) {
		for (const property of operationProperties(record, operationsOf(record), 'exportCsv')) {
			const key = JSON.stringify(property);
			const known = shared.get(key) ?? { property, names: [] };
			known.names.push(record.name);
			shared.set(key, known);
		}
	}
	return [
		...authenticationProperties,
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: records
				.map(({ plural, name }) => ({ name: plural, value: name }))
				.sort((one, other) => one.name.localeCompare(other.name, 'en')),
			default: 'payments',
		},
		...inOrder(
			[...shared.values()].map(({ property, names }) => shownFor(property, { resource: names })),
		),
	];
}

/** The subtitle on the canvas: operation and resource. */
export function subtitleOfRecords(records: Resource[]): string {
	const names = Object.fromEntries(records.map(({ name, plural }) => [name, plural]));
	return `${operationSubtitle}: {{ ${JSON.stringify(names)}[$parameter.resource] }}`;
}

const positions: Record<string, number> = { operation: -1, filters: 1, options: 2 };

/** The same order as in the other nodes: the operation, its parameters, then filters and options. */
function inOrder(properties: INodeProperties[]): INodeProperties[] {
	const position = ({ name }: INodeProperties) => positions[name] ?? 0;
	return properties.sort((a, b) => position(a) - position(b));
}

/** Runs the selected operation for each input item. */
export async function executeOnRecords(
	context: IExecuteFunctions,
	records: Resource[],
): Promise<INodeExecutionData[][]> {
	return await run(
		context,
		(itemIndex) => {
			const resource = records.find(
				({ name }) => name === context.getNodeParameter('resource', itemIndex),
			) as Resource;
			return {
				resource,
				operation: chosenOperation(context, itemIndex, resource, operationsOf(resource)),
			};
		},
		2,
	);
}
