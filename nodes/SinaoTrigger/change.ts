import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';

import { attempt, issuesPage, SinaoFailure, valueOrThrow } from '../shared/failure';
import { fetchRow, type Filter } from '../shared/sinao/fetchPage';
import { collectById, everyRow, listRequest, readRows } from '../shared/sinao/rows';
import { simplified } from '../shared/values/fields';
import { hasZone } from '../shared/values/units';
import { documentFiles } from '../shared/operations/download/files';
import { connectForItem, showWarnings } from '../shared/run/execute';
import type { Hint } from '../shared/run/execute';
import { readTimeZone } from '../shared/parameters/settings';
import { readFileChoices } from '../shared/operations/download';
import type { OperationContext } from '../shared/operations/operation';
import type { Resource, Row } from '../shared/resource';
import type { NamedDocument } from './body';
import type { ReceivedCall } from './call';
import { type ContactPart, contactPartOf, findContacts } from './contactParts';
import { resourceOf } from './events';

/** How long before a call a document may have changed that the call does not name, in milliseconds. */
const recent = 15 * 60_000;
const day = 24 * 3_600_000;

/** The items of an input item, which `receive` made of a call of Sinao. */
export async function changeOf(
	context: IExecuteFunctions,
	itemIndex: number,
	hint: Hint,
): Promise<INodeExecutionData[]> {
	const call = context.getInputData()[itemIndex].json as unknown as ReceivedCall;
	if (!call.event) {
		throw new NodeOperationError(context.getNode(), 'Unknown event from Sinao', {
			itemIndex,
			description: `Please report it at ${issuesPage}: ${JSON.stringify(call.body ?? {}).slice(0, 500)}`,
		});
	}
	const resource = resourceOf(call.event);
	const { connection, options } = await connectForItem(context, itemIndex);
	const made = await changedItems(
		{ context, itemIndex, resource, connection, options, hint },
		call as ReceivedCall & { event: string },
	);
	showWarnings(connection, hint);
	return made;
}

/**
 * The documents that a call is about, as they are now, whatever the call says of them: calls come twice,
 * late and out of order (faults, row 75). An id that may be something else counts only if the document
 * agrees with what the call says; otherwise the documents that changed recently are read (row 120).
 *
 * @throws SinaoFailure if a document, or its file, cannot be retrieved
 */
async function changedItems(
	job: OperationContext,
	{ event, documents, receivedAt, body }: ReceivedCall & { event: string },
): Promise<INodeExecutionData[]> {
	const { itemIndex, resource, hint } = job;
	const isDeletion = event.endsWith('.deleted');
	const part = isDeletion ? undefined : contactPartOf(resource);
	if (part) return await contactItems(job, part, { event, documents, receivedAt, body });
	const item = (document: IDataObject | null, deleted: boolean) => ({
		json: { event, deleted, resource: resource.name, document, ...(document ? {} : { body }) },
		pairedItem: { item: itemIndex },
	});
	const items: INodeExecutionData[] = [];
	const read = new Set<unknown>();
	let isClear = true;
	for (const named of documents) {
		const { id, isBare } = named;
		if (!resource.path && id !== undefined && !isBare) {
			items.push(item({ id }, isDeletion));
			continue;
		}
		const row = id === undefined || !resource.path ? undefined : await readDocument(job, id);
		if (id === undefined || row === undefined || !isMeant(named, row)) {
			isClear = false;
			continue;
		}
		read.add(String(id));
		if (row) items.push(...(await itemsOf(job, event, row)));
		else if (isDeletion) items.push(item({ id }, true));
		else items.push(...nothingLeft(job, id));
	}
	if (isClear) return items;

	const { changed, isSure } =
		isDeletion || !resource.path
			? { changed: [], isSure: false }
			: await changedRows(job, event, receivedAt);
	for (const row of changed.filter(({ id }) => !read.has(String(id))))
		items.push(...(await itemsOf(job, event, row)));
	if (changed.length)
		hint(
			`Sinao did not identify the ${resource.singular.toLowerCase()} that changed. All that changed in the last 15 minutes are returned.`,
		);
	if (changed.length && isSure) return items;
	hint(notIdentified(resource, event));
	return [...items, item(null, isDeletion)];
}

function notIdentified({ singular }: Resource, event: string): string {
	return `Sinao did not identify the ${singular.toLowerCase()} of the event '${event}'. The item contains the body of the call, but no document.`;
}

/**
 * The contacts whose part a call is about, as they are now. A part counts only if exactly one contact contains it;
 * otherwise the contacts that changed recently are returned.
 */
async function contactItems(
	job: OperationContext,
	part: ContactPart,
	{ event, documents, receivedAt, body }: ReceivedCall & { event: string },
): Promise<INodeExecutionData[]> {
	const { itemIndex, connection, resource, hint } = job;
	const since = Date.parse(receivedAt) - recent;
	const { owners, changed } = await findContacts(connection, part, documents, {
		isMeant,
		isRecent: (row) => timeIn(row.updated_at) >= since,
	});
	const isClear = owners.every((contacts) => contacts.length === 1);
	const certain = owners.filter((found) => found.length === 1).flat();
	const contacts = isClear ? certain : [...certain, ...changed];
	const items = [];
	for (const contact of new Map(contacts.map((each) => [each.row, each])).values())
		items.push(...(await itemsOf({ ...job, resource: contact.resource }, event, contact.row)));
	if (isClear) return items;
	// A contact need not change with its part, so these may be others.
	if (changed.length)
		hint(
			`Sinao did not identify the ${resource.singular.toLowerCase()} that changed. All contacts that changed in the last 15 minutes are returned.`,
		);
	const ids = documents
		.filter(
			(_, index) => !owners[index].some(({ row }) => contacts.some((each) => each.row === row)),
		)
		.flatMap(({ id, isBare }) => (id === undefined || isBare ? [] : [{ id }]));
	if (contacts.length && !ids.length) return items;
	hint(
		ids.length
			? `No contact in Sinao contains the ${resource.singular.toLowerCase()} of the event '${event}', so the item contains only its ID.`
			: notIdentified(resource, event),
	);
	const found = ids.length ? ids.map((document) => ({ document })) : [{ document: null, body }];
	const unidentified = found.map((each) => ({
		json: { event, deleted: false, resource: resource.name, ...each },
		pairedItem: { item: itemIndex },
	}));
	return [...items, ...unidentified];
}

/** Whether a document is the one that a call names. */
function isMeant(named: NamedDocument, row: Row | null): boolean {
	const { number, isBare } = named;
	if (!row) return !isBare;
	if (number && row.number && number !== row.number) return false;
	return (
		!isBare ||
		(['number', 'created_at', 'updated_at'] as const).some(
			(field) => named[field] !== undefined && isSameValue(named[field], row[field]),
		)
	);
}

function isSameValue(one: unknown, other: unknown): boolean {
	return (
		one === other || (Date.parse(String(one)) === Date.parse(String(other)) && hasZone(String(one)))
	);
}

/**
 * The documents that changed shortly before a call, or since. Where rows do not say when they changed, those of a filter
 * that Sinao honours are returned, although some may have changed up to a day earlier; without one, the result is not
 * sure.
 */
async function changedRows(
	{ connection, resource }: OperationContext,
	event: string,
	receivedAt: string,
): Promise<{ changed: Row[]; isSure: boolean }> {
	const since = Date.parse(receivedAt) - recent;
	// A day earlier, because a service that compares dates as text would leave out the first day.
	const value = new Date(since - day).toISOString();
	const isCreation = event.endsWith('.created');
	const field = isCreation ? 'created_at' : 'updated_at';
	const read = async (filters: Filter[]) =>
		await collectById(readRows(connection, resource, { filters }));
	const filtered = await attempt(async () => await read([{ field, comparator: '>=', value }]));
	const isRefused = ['invalidRequest', 'serverFault'].includes(filtered.failure?.reason ?? '');
	const rows = isRefused ? await read([]) : valueOrThrow(filtered);
	// The time of creation says nothing about a later change.
	const timeOf = (row: Row) => timeIn(row[field] ?? (isCreation ? row.updated_at : undefined));
	const isUnknown = (row: Row) => Number.isNaN(timeOf(row));
	return {
		changed: rows.filter((row) => timeOf(row) >= since || (!isRefused && isUnknown(row))),
		isSure: !isRefused || !rows.length || !rows.every(isUnknown),
	};
}

/** Milliseconds; NaN where a value is no time. A time without a zone is UTC. */
function timeIn(value: unknown): number {
	const text = String(value ?? '');
	return Date.parse(hasZone(text) ? text : `${text.replace(' ', 'T')}Z`);
}

/** The items of a document: its file, if that is wanted and exists, or its data. */
async function itemsOf(
	job: OperationContext,
	event: string,
	row: Row,
): Promise<INodeExecutionData[]> {
	const { context, itemIndex, resource, options } = job;
	const id = row.id as number;
	const deleted = row.status === 'deleted';
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
	const document = simplify ? simplified(resource, row, readTimeZone(options)) : row;
	return [
		{
			json: { event, deleted, resource: resource.name, document },
			pairedItem: { item: itemIndex },
		},
	];
}

/** A document by its id; null if it was deleted, after which Sinao may still answer with it. */
async function readDocument(
	{ connection, resource }: OperationContext,
	id: number,
): Promise<Row | null> {
	const row = valueOrThrow(
		await fetchRow(connection, resource.path, id, listRequest(resource, everyRow).query),
	);
	return row?.deleted_at ? null : row;
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
