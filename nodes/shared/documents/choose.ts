import type { INodeProperties } from 'n8n-workflow';

import { SinaoFailure, valueOrThrow } from '../api/failure';
import { fetchRow } from '../api/list';
import { listRequest, readRows, type RowQuery } from '../data/query';
import { valueAt } from '../data/flatten';
import { readQuery } from '../node/filters';
import type { Job } from '../operations/operation';
import type { Resource, Row } from '../resource';

/** Reads the rows of the chosen documents; called again after the downloads, to see what changed. */
export type ReadChosen = () => AsyncIterable<Row[]>;

/** The fields by which a user says which documents. */
export function documentChoiceProperties({ singular }: Resource): INodeProperties[] {
	const what = singular.toLowerCase();
	return [
		{
			displayName: 'Choose',
			name: 'choose',
			type: 'options',
			options: [
				{ name: 'All That Match the Filters', value: 'filters', description: 'Without a filter, every document' },
				{ name: 'One', value: 'one', description: 'One document, from a list, by ID or by number' },
			],
			default: 'filters',
			description: 'Which documents to download',
		},
		{
			displayName: singular,
			name: 'document',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: `The ${what} whose document to download`,
			displayOptions: { show: { choose: ['one'] } },
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: `Select a ${what}…`,
					typeOptions: { searchListMethod: 'searchDocuments', searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 1234' },
				{ displayName: 'By Number', name: 'number', type: 'string', placeholder: 'e.g. FAC-00041' },
			],
		},
	];
}

/** Which rows the user chose. */
export async function chooseDocuments({ context, itemIndex, resource, connection, options }: Job): Promise<ReadChosen> {
	if (context.getNodeParameter('choose', itemIndex) === 'filters') {
		const query = readQuery(context, itemIndex, resource, String(options.timeZone ?? 'Europe/Paris'));
		return () => readRows(connection, resource, query);
	}
	const { mode, value } = context.getNodeParameter('document', itemIndex) as { mode: string; value: string | number };
	const field = resource.columns.find(({ simple }) => simple === 'number')?.name;
	if (mode === 'number' && field) {
		const query: RowQuery = { filters: [{ field, comparator: '=', value }] };
		return () => oneOrMore(readRows(connection, resource, query), (row) => valueAt(row, field) === String(value), resource, value);
	}
	return async function* () {
		const row = valueOrThrow(await fetchRow(connection, resource.path, value, listRequest(resource, { filters: [] }).query));
		if (!row) throw new SinaoFailure(unknownDocument(resource, value));
		yield [row];
	};
}

async function* oneOrMore(pages: AsyncIterable<Row[]>, isWanted: (row: Row) => boolean, resource: Resource, value: string | number) {
	let found = 0;
	for await (const rows of pages) {
		const wanted = rows.filter(isWanted);
		found += wanted.length;
		if (wanted.length) yield wanted;
	}
	if (!found) throw new SinaoFailure(unknownDocument(resource, value));
}

function unknownDocument({ singular }: Resource, value: string | number) {
	return {
		reason: 'notFound' as const,
		message: `Sinao has no ${singular.toLowerCase()} '${value}'`,
		description: `Check '${singular}'. It may have been deleted.`,
		retry: 'never' as const,
	};
}
