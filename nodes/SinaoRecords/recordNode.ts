import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import { authenticationProperties } from '../shared/parameters/authentication';
import { shownFor } from '../shared/parameters/properties';
import type { Resource } from '../shared/resource';
import type { Operation } from '../shared/operations/operation';
import { chosenOperation, operationsOf, run } from '../shared/run/execute';
import { operationNames, operationProperties, operationSubtitle } from '../shared/run/resourceNode';
import { companies, getCompanies } from './companies';

function operationsFor(resource: Resource): Operation[] {
	return resource === companies ? [getCompanies] : operationsOf(resource, true);
}

/** The parameter `resource` and the parameters of all records. Identical parameters are merged. */
export function propertiesOfRecords(records: Resource[]): INodeProperties[] {
	const shared = new Map<string, { property: INodeProperties; names: string[] }>();
	for (const record of records) {
		const byDefault = record === companies ? getCompanies.value : 'exportCsv';
		for (const property of operationProperties(record, operationsFor(record), byDefault)) {
			const named = property.name === 'operation' ? withShortNames(property) : property;
			const key = JSON.stringify(named);
			const known = shared.get(key) ?? { property: named, names: [] };
			known.names.push(record.name);
			shared.set(key, known);
		}
	}
	const [authentication, company] = authenticationProperties;
	return [
		authentication,
		{
			...company,
			displayOptions: { ...company.displayOptions, hide: { resource: [companies.name] } },
		},
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

/** The parameter `operation` without the resource in its names, which stands above it. */
function withShortNames(operation: INodeProperties): INodeProperties {
	const options = (operation.options as INodePropertyOptions[]).map((option) => ({
		...option,
		name: operationNames[String(option.value)],
	}));
	return { ...operation, options };
}

/** The subtitle on the canvas: operation and resource. */
export function subtitleOfRecords(records: Resource[]): string {
	const names = Object.fromEntries(records.map(({ name, plural }) => [name, plural]));
	return `${operationSubtitle}: {{ ${JSON.stringify(names)}[$parameter.resource] }}`;
}

const positions: Record<string, number> = {
	operation: -1,
	filters: 1,
	binaryPropertyName: 2,
	options: 3,
};

/** The same order as in the other nodes: the operation, its parameters, then filters, the output field and options. */
function inOrder(properties: INodeProperties[]): INodeProperties[] {
	const positionOf = ({ name }: INodeProperties) => positions[name] ?? 0;
	return properties.sort((a, b) => positionOf(a) - positionOf(b));
}

/** Runs the selected operation for each input item. */
export async function executeOnRecords(
	context: IExecuteFunctions,
	records: Resource[],
): Promise<INodeExecutionData[][]> {
	return await run(context, (itemIndex) => {
		const resource = records.find(
			({ name }) => name === context.getNodeParameter('resource', itemIndex),
		) as Resource;
		return {
			resource,
			operation: chosenOperation(context, itemIndex, operationsFor(resource)),
		};
	});
}
