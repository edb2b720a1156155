import { sleep } from 'n8n-workflow';

import { type Failure, finalFailure, issuesPage, type Outcome } from '../failure';
import type { Query, Row } from '../resource';
import { counted } from '../values/english';
import { forEachLeaf } from '../values/fields';
import type { Connection, Refusals } from './connection';
import { leaveOutRefused, type OptionalPart as Part, type Send } from './refusals';
import { requestJson } from './request';

/** A part of a list request that may be left out: a filter, or names and values. */
export type OptionalPart = Part & { filter?: Filter };

/** Number of rows per page without a limit (docs/sinao-api.md, Lists). */
const ownLimit = 10;

/** A request for rows of a list. */
export interface ListRequest {
	/** Below `/apps/{appId}`, e.g. `/invoices`. */
	path: string;
	/** Whether the list has no pages: only `query` is sent. */
	unpaged?: boolean;
	/** Search and expand. */
	query: Query;
	filters: Filter[];
}

/** A filter condition of the API (docs/sinao-api.md, Lists). */
export interface Filter {
	/** Dotted; can refer to fields of related objects. */
	field: string;
	comparator: '=' | '<' | '>' | '<=' | '>=' | '!=' | 'LIKE' | 'IN';
	value: string | number;
	/** The calendar day that `value` begins, `yyyy-mm-dd`, where it is the begin of one. */
	day?: string;
}

/** Where a page starts: after an id, before an id, or at an offset. */
export interface Start {
	afterId?: number;
	beforeId?: number;
	offset?: number;
	/** As many rows as one request may have. */
	whole?: boolean;
	/** The newest rows first. */
	fromEnd?: boolean;
}

export interface Page {
	rows: Row[];
	/** Number of rows in the whole list, if Sinao returns it. */
	total?: number;
	/** Number of rows requested. */
	limit: number;
}

/** The state of a list while it is read. */
export interface Reading {
	/** Undefined if Sinao rejects this way to select a page. */
	fetch(start: Start): Promise<Page | undefined>;
	/** Marks the rows of a page as seen, and returns whether the page is short. */
	see(page: Page): { isShort: boolean };
	seen: Set<unknown>;
	/** Whether the total or the maximum is reached. */
	reachedEnd(page: Page): boolean;
	/** Whether Sinao rejects the order by id. */
	isOrderRefused(): boolean;
	note(warning: string): void;
}

/** One page, ordered by id; undefined where the service refuses this way to choose a page. */
export async function fetchPage(
	connection: Connection,
	list: ListRequest,
	start: Start,
	limit: number,
): Promise<Outcome<Page | undefined>> {
	const known = refusalsOf(connection, list.path);
	const way = pagingPart(start);
	if (way && known.parts.has(way.name)) return { value: undefined };
	const optional: OptionalPart[] = [
		...optionalParts(list.query),
		...list.filters.map((filter): OptionalPart => ({ name: `filter:${filter.field}`, filter })),
		...(way?.filter ? [way] : []),
		{
			name: 'order',
			query: [
				['order[0][name]', 'id'],
				['order[0][direction]', start.fromEnd ? 'desc' : 'asc'],
			],
		},
		{ name: 'limit', query: [['limit', limit]] },
		...(way?.query ? [way] : []),
	];
	const { value, failure } = await requestParts(
		connection,
		list.path,
		`/apps/${connection.appId}${list.path}`,
		essentialParts(list.query),
		optional,
		(answer) => (rowsOf(answer) ? undefined : notAList(list.path)),
	);
	if (failure) return { failure };
	if (way && known.parts.has(way.name)) return { value: undefined };
	const rows = rowsOf(value) as Row[];
	const sent = known.parts.has('limit')
		? Math.max(ownLimit, rows.length)
		: Math.min(limit, known.limit);
	return { value: { rows, total: totalOf(value), limit: sent } };
}

/** What is known of a list, so that each refusal is learned once and not for each page. */
export function refusalsOf({ refusals }: Connection, path: string): Refusals {
	const known = refusals.get(path) ?? { parts: new Set(), accepted: new Set(), limit: Infinity };
	refusals.set(path, known);
	return known;
}

/**
 * Requests JSON without what the service was found to refuse.
 *
 * @param list path by which refusals are remembered
 * @param essential parts of the query that are never left out, such as a search
 */
export async function requestParts(
	connection: Connection,
	list: string,
	address: string,
	essential: Query,
	optional: OptionalPart[],
	check?: (value: unknown) => Failure | undefined,
): Promise<Outcome<unknown>> {
	const known = refusalsOf(connection, list);
	// Laravel fails with 500 over a related object or a field that it does not know, unless it was accepted before.
	const mayFail = ({ name }: Part) =>
		/^(?:expand|filter):/.test(name) && !known.parts.has(name) && !known.accepted.has(name);
	const send: Send = async (leftOut = [], retry) => {
		const sent = optional.filter(({ name }) => !known.parts.has(name) && !leftOut.includes(name));
		const mayBeRefused = retry ? retry === 'once' : sent.some(mayFail);
		const outcome = await requestJson(
			connection,
			{ path: address, query: [...essential, ...queryOf(sent, known.limit)], mayBeRefused },
			check,
		);
		if (!outcome.failure)
			for (const { name } of sent) if (name !== 'limit') known.accepted.add(name);
		return outcome;
	};
	const outcome = await send();
	if (!outcome.failure) return outcome;
	const suspects = [...new Set(optional.filter(mayFail).map(({ name }) => name))];
	return await leaveOutRefused(known, optional, outcome, send, suspects);
}

function queryOf(parts: OptionalPart[], greatest: number): Query {
	const filters = parts.flatMap(({ filter }) => filter ?? []);
	return [
		...parts.filter(({ name }) => name.startsWith('expand:')).flatMap(({ query = [] }) => query),
		...filters.flatMap(
			({ field, comparator, value }, index): Query => [
				[`filters[${index}][name]`, field],
				[`filters[${index}][comparator]`, comparator],
				[`filters[${index}][value]`, value],
			],
		),
		...parts
			.filter(({ name }) => !name.startsWith('expand:'))
			.flatMap(({ query = [] }) => query)
			.map(([name, value]): [string, string | number] => [
				name,
				name === 'limit' ? Math.min(Number(value), greatest) : value,
			]),
	];
}

function pagingPart({ afterId, beforeId, offset }: Start): OptionalPart | undefined {
	const name = 'paging:id';
	if (afterId !== undefined)
		return { name, filter: { field: 'id', comparator: '>', value: afterId } };
	if (beforeId !== undefined)
		return { name, filter: { field: 'id', comparator: '<', value: beforeId } };
	return offset ? { name: 'offset', query: [['offset', offset]] } : undefined;
}

/** Related objects may be left out; a search may not, because nobody can tell here what it would find. */
export function optionalParts(query: Query): OptionalPart[] {
	return query.flatMap(([name, value]) =>
		name === 'expand[]' ? [{ name: `expand:${value}`, query: [[name, value]] as Query }] : [],
	);
}

export function essentialParts(query: Query): Query {
	return query.filter(([name]) => name !== 'expand[]');
}

/**
 * The rows in a response: an array as in the specification, an object with `data` as the API returns it,
 * or either as an object with numeric keys (docs/sinao-api.md, Lists). Undefined if it is not a list,
 * or if a member is not a row: it would be lost without notice.
 */
export function rowsOf(answer: unknown): Row[] | undefined {
	const members = arrayIn(contentOf(answer))?.filter((member) => member !== null);
	return members?.every(isObject) ? members : undefined;
}

/** What a response contains: its `data`, or all of it. */
export function contentOf(answer: unknown): unknown {
	return isObject(answer) && 'data' in answer ? answer.data : answer;
}

/** The members of an array, or of an object with numeric keys; undefined for anything else. */
export function arrayIn(content: unknown): unknown[] | undefined {
	if (Array.isArray(content)) return content;
	if (isObject(content) && Object.keys(content).every((key) => /^\d+$/.test(key)))
		return Object.values(content);
	return undefined;
}

/** The number of rows in the whole list, if the response contains it. */
export function totalOf(answer: unknown): number | undefined {
	if (!isObject(answer)) return undefined;
	const meta = isObject(answer.meta) ? answer.meta : answer;
	return typeof meta.total === 'number' ? meta.total : undefined;
}

export function isObject(value: unknown): value is Row {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The failure of an incomplete list. */
export function incompleteList(path: string, total: number, received: number): Failure {
	return finalFailure({
		reason: 'incompleteList',
		message: `Sinao reported ${counted(total, 'record')} but returned ${received}`,
		description: 'The incomplete list was discarded. Try again later.',
		details: path,
	});
}

/** Whether a row is deleted. Deletion is soft: its address, and a list, may still return it (docs/sinao-api.md). */
export function isDeleted(row: Row): boolean {
	return Boolean(row.deleted_at);
}

/** Reads one row by its id, deleted or not; null if it is not found, or another row: databases read `2024-001` as the id 2024. */
export async function fetchAnyRow(
	connection: Connection,
	path: string,
	id: string | number,
	query: Query = [],
): Promise<Outcome<Row | null>> {
	const { value, failure } = await requestParts(
		connection,
		path,
		`/apps/${connection.appId}${path.replace(/\/$/, '')}/${encodeURIComponent(id)}`,
		essentialParts(query),
		optionalParts(query),
		(answer) => (isObject(contentOf(answer)) ? undefined : notAList(path)),
	);
	if (failure) return failure.reason === 'notFound' ? { value: null } : { failure };
	const row = contentOf(value) as Row;
	const isOther = row.id !== undefined && String(row.id) !== String(id);
	return { value: isOther ? null : row };
}

/** As `fetchAnyRow`, but null if the row is deleted. */
export async function fetchRow(
	...given: Parameters<typeof fetchAnyRow>
): Promise<Outcome<Row | null>> {
	const outcome = await fetchAnyRow(...given);
	return outcome.value && isDeleted(outcome.value) ? { value: null } : outcome;
}

function notAList(path: string): Failure {
	return {
		retry: 'backoff',
		reason: 'invalidJson',
		message: 'Unexpected response from Sinao: not a list',
		description: `Try again later. If this keeps happening, report it at ${issuesPage}.`,
		details: path,
	};
}

/** The identity of a row: its id or, without one, its content. */
export function identityOf(row: Row): unknown {
	return row.id ?? JSON.stringify(row);
}

/** Whether a number of rows can be the page size limit of Sinao: these are round numbers. */
export function mayBeAll(rows: number): boolean {
	return rows >= 10 && (rows % 5 === 0 || (rows & (rows - 1)) === 0);
}

/** Few enough rows and values to not block the event loop for long (docs/reliability.md, fault 107). */
const chunkRows = 250;
const chunkValues = 25_000;

/** Milliseconds in which n8n reads the credential and sends a request. */
const sendingTime = 6;

/**
 * Yields a page in chunks. Before the first one, the event loop has time to send the request for the next page, which
 * would otherwise wait until a chunk has been processed.
 */
export async function* inChunks(rows: Row[]): AsyncGenerator<Row[]> {
	for (let pause = sendingTime; rows.length; pause = 1) {
		await sleep(pause);
		yield rows.splice(0, rowsOfChunk(rows));
	}
}

function rowsOfChunk(rows: Row[]): number {
	let values = 0;
	const end = rows.slice(0, chunkRows).findIndex((row) => {
		forEachLeaf(row, () => values++);
		return values >= chunkValues;
	});
	return end < 0 ? chunkRows : end + 1;
}

/** A promise that can be awaited later without an unhandled rejection. */
export function prefetch<T>(page: Promise<T>): Promise<T> {
	page.catch(() => undefined);
	return page;
}
