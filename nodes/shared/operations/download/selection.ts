import type { INodeProperties } from 'n8n-workflow';

import { type Failure, finalFailure, SinaoFailure, valueOrThrow } from '../../failure';
import { readQuery } from '../../parameters/filters';
import { readTimeZone } from '../../parameters/settings';
import type { Resource, Row } from '../../resource';
import { fetchRow } from '../../sinao/fetchPage';
import { listRequest, readRows, type RowQuery } from '../../sinao/rows';
import { withArticle } from '../../values/english';
import { valueAt } from '../../values/fields';
import type { OperationContext } from '../operation';

/** Reads the rows of the selected documents; called again after the downloads to detect changes. */
export type ReadSelection = () => AsyncIterable<Row[]>;

/** The parameter that selects a single document. */
export function documentProperty(resource: Resource, description: string): INodeProperties {
	const { singular } = resource;
	const byNumber = numberField(resource) !== undefined;
	const document: INodeProperties = {
		displayName: singular,
		name: 'document',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${withArticle(singular.toLowerCase())}…`,
				typeOptions: { searchListMethod: 'searchDocuments', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1234' },
			{ displayName: 'By Number', name: 'number', type: 'string', placeholder: 'e.g. FAC-00041' },
		],
	};
	return {
		...document,
		modes: document.modes?.filter(({ name }) => byNumber || name !== 'number'),
	};
}

/** The parameters that select documents; of an unpaged list, all are downloaded. */
export function selectionProperties(resource: Resource): INodeProperties[] {
	const { singular } = resource;
	if (resource.unpaged) return [];
	return [
		{
			displayName: resource.plural,
			name: 'choose',
			type: 'options',
			options: [
				{
					name: 'All Matching Filters',
					value: 'filters',
					description: 'Every document if no filter is set',
				},
				{
					name: `Single ${singular}`,
					value: 'one',
					description: numberField(resource)
						? 'Choose it from a list, or by ID or number'
						: 'Choose it from a list or by ID',
				},
			],
			default: 'filters',
			description: 'Which documents to download',
		},
		{
			...documentProperty(resource, `The ${singular.toLowerCase()} to download`),
			displayOptions: { show: { choose: ['one'] } },
		},
	];
}

/** Reads the selection of documents. */
export function readSelection(job: OperationContext): ReadSelection {
	const { context, itemIndex, resource, connection, options } = job;
	if (!resource.unpaged && context.getNodeParameter('choose', itemIndex) !== 'filters')
		return readSingle(job);
	const query = readQuery(context, itemIndex, resource, readTimeZone(options));
	return () => readRows(connection, resource, query);
}

/**
 * Reads the selected document: several rows if they have the same number.
 *
 * @throws SinaoFailure if nothing is selected or, when it is read, if it does not exist
 */
export function readSingle({
	context,
	itemIndex,
	resource,
	connection,
}: OperationContext): ReadSelection {
	const { mode, value } = context.getNodeParameter('document', itemIndex) as {
		mode: string;
		value: string | number;
	};
	const given = String(value ?? '');
	const wanted = given.trim();
	if (!wanted) throw new SinaoFailure(nothingChosen(resource));
	const field = numberField(resource);
	if (mode === 'number' && field) {
		const queryOf = (number: string): RowQuery => ({
			filters: [{ field, comparator: '=', value: number }],
		});
		// A number in Sinao can itself begin or end with a space.
		const queries = [...new Set([wanted, given])].map(queryOf);
		return () =>
			firstFound(
				queries.map((query) => () => readRows(connection, resource, query)),
				(row) => String(valueAt(row, field)).trim() === wanted,
				resource,
				wanted,
			);
	}
	return async function* () {
		const row = valueOrThrow(
			await fetchRow(
				connection,
				resource.path,
				wanted,
				listRequest(resource, { filters: [] }).query,
			),
		);
		if (!row) throw new SinaoFailure(unknownDocument(resource, wanted));
		yield [row];
	};
}

/** The field with the document number; purchases have none. */
function numberField({ columns }: Resource): string | undefined {
	return columns.find(({ simple }) => simple === 'number')?.name;
}

/** The rows of the first reading that has any. */
async function* firstFound(
	readings: Array<() => AsyncIterable<Row[]>>,
	isWanted: (row: Row) => boolean,
	resource: Resource,
	value: string,
) {
	let found = 0;
	for (const read of readings) {
		for await (const rows of read()) {
			const wanted = rows.filter(isWanted);
			found += wanted.length;
			if (wanted.length) yield wanted;
		}
		if (found) return;
	}
	throw new SinaoFailure(unknownDocument(resource, value));
}

function unknownDocument({ singular }: Resource, value: string): Failure {
	return finalFailure({
		reason: 'notFound',
		message: `${singular} '${value}' not found`,
		description: `Check '${singular}'. It may have been deleted.`,
	});
}

function nothingChosen({ singular }: Resource): Failure {
	return finalFailure({
		reason: 'invalidRequest',
		message: `'${singular}' is empty`,
		description: `Select ${withArticle(singular.toLowerCase())} under '${singular}', or check its expression.`,
	});
}
