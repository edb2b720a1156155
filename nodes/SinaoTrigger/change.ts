import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';

import { SinaoFailure, valueOrThrow } from '../shared/failure';
import { fetchRow } from '../shared/sinao/list';
import { everyRow, listRequest } from '../shared/sinao/rows';
import { simplified } from '../shared/values/fields';
import { documentFiles } from '../shared/operations/download/files';
import { connectForItem, showWarnings } from '../shared/run/execute';
import type { Hint } from '../shared/run/execute';
import { readTimeZone } from '../shared/parameters/settings';
import { readFileChoices } from '../shared/operations/download';
import type { OperationContext } from '../shared/operations/operation';
import type { Row } from '../shared/resource';
import type { Call } from './call';
import { resourceOf } from './events';

/** The items for one event, from the input item that `receive` created. */
export async function changeOf(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
): Promise<INodeExecutionData[]> {
	const { event, id, body } = context.getInputData()[itemIndex].json as Call & {
		body?: IDataObject;
	};
	if (!event || id === undefined) {
		throw new NodeOperationError(context.getNode(), 'Unknown event from Sinao', {
			itemIndex,
			description: `Please report it at github.com/n8n-nodes-sinao/n8n-nodes-sinao/issues: ${JSON.stringify(body ?? {}).slice(0, 500)}`,
		});
	}
	const { connection, options } = await connectForItem(context, itemIndex);
	const made = await changedItems(
		{ context, itemIndex, resource: resourceOf(event), connection, options, hint },
		event,
		id,
	);
	showWarnings(connection, hint);
	return made;
}

/**
 * The current version of the document that an event is about: events can arrive twice, late or out of order
 * (docs/reliability.md, fault 75). For a deleted document, returns an item with `deleted: true` if the event
 * was its deletion, else nothing.
 *
 * @throws SinaoFailure if the document or its file cannot be downloaded
 */
async function changedItems(
	job: OperationContext,
	event: string,
	id: number,
): Promise<INodeExecutionData[]> {
	const { context, itemIndex, resource, options } = job;
	const item = (document: IDataObject, deleted: boolean) => [
		{
			json: { event, deleted, resource: resource.name, document },
			pairedItem: { item: itemIndex },
		},
	];
	if (!resource.path) return item({ id }, event.endsWith('.deleted'));
	const row = await readDocument(job, id);
	if (!row) return event.endsWith('.deleted') ? item({ id }, true) : nothingLeft(job, id);
	if (row.status === 'draft' && options.includeDrafts === false) return [];
	if (resource.document && context.getNodeParameter('downloadDocument', itemIndex)) {
		const {
			items: made,
			missing,
			without,
		} = await documentFiles(job, readAgain(job, id), readFileChoices(job));
		if (missing.length) throw new SinaoFailure(missing[0].failure);
		if (!without.length)
			return made.length
				? made.map((file) => ({ ...file, json: { event, deleted: false, ...file.json } }))
				: nothingLeft(job, id);
	}
	const simplify = context.getNodeParameter('simplify', itemIndex, true) as boolean;
	return item(
		simplify ? simplified(resource, row, readTimeZone(options)) : row,
		row.status === 'deleted',
	);
}

async function readDocument(
	{ connection, resource }: OperationContext,
	id: number,
): Promise<Row | null> {
	return valueOrThrow(
		await fetchRow(connection, resource.path, id, listRequest(resource, everyRow).query),
	);
}

function readAgain(job: OperationContext, id: number) {
	return async function* () {
		const row = await readDocument(job, id);
		if (row) yield [row];
	};
}

function nothingLeft({ resource, hint }: OperationContext, id: number): INodeExecutionData[] {
	hint(`${resource.singular} ${id} was deleted in Sinao before it could be read.`);
	return [];
}
