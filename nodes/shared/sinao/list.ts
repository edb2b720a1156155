import { sleep } from 'n8n-workflow';

import { type Failure, finalFailure, type Outcome } from '../failure';
import type { Query, Row } from '../resource';
import { counted } from '../values/english';
import type { Connection } from './connection';
import { requestJson } from './request';

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
}

/** Where a page starts: after an id, before an id, or at an offset. */
export interface Start {
	afterId?: number;
	beforeId?: number;
	offset?: number;
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
	fetch(start: Start): Promise<Page>;
	/** Marks the rows of a page as seen, and returns whether the page is short. */
	see(page: Page): { isShort: boolean };
	seen: Set<unknown>;
	/** Whether the total or the maximum is reached. */
	reachedEnd(page: Page): boolean;
	note(oddity: string): void;
}

/** The query of one page, ordered by id. */
function pageQuery(list: ListRequest, start: Start, limit: number): Query {
	const filters = [...list.filters];
	if (start.afterId !== undefined)
		filters.push({ field: 'id', comparator: '>', value: start.afterId });
	if (start.beforeId !== undefined)
		filters.push({ field: 'id', comparator: '<', value: start.beforeId });
	return [
		...list.query,
		...filters.flatMap(
			({ field, comparator, value }, index): Query => [
				[`filters[${index}][name]`, field],
				[`filters[${index}][comparator]`, comparator],
				[`filters[${index}][value]`, value],
			],
		),
		['order[0][name]', 'id'],
		['order[0][direction]', 'asc'],
		['limit', limit],
		...(start.offset ? ([['offset', start.offset]] as Query) : []),
	];
}

/** Reads one page. Halves the limit until Sinao accepts it. */
export async function fetchPage(
	connection: Connection,
	list: ListRequest,
	start: Start,
	limit: number,
): Promise<Outcome<Page>> {
	const { value, failure } = await requestJson(connection, {
		path: `/apps/${connection.appId}${list.path}`,
		query: pageQuery(list, start, limit),
	});
	if (failure) {
		const refused =
			failure.reason === 'invalidRequest' && /limit/i.test(failure.details ?? '') && limit > 1;
		return refused ? await fetchPage(connection, list, start, Math.floor(limit / 2)) : { failure };
	}
	const rows = rowsOf(value);
	if (!rows) return { failure: notAList(list.path) };
	return { value: { rows, total: totalOf(value), limit } };
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

/**
 * All rows of an unpaged list (`/tags`, `/organization`). An object is a list with one row. A value that is
 * not an object becomes `value` of a row, so nothing of an undocumented response is lost.
 */
export async function fetchWholeList(
	connection: Connection,
	list: ListRequest,
): Promise<Outcome<Row[]>> {
	const { value, failure } = await requestJson(connection, {
		path: `/apps/${connection.appId}${list.path}`,
		query: list.query,
	});
	if (failure) return { failure };
	const content = contentOf(value);
	const members = (arrayIn(content) ?? [content]).filter((member) => member !== null);
	const total = totalOf(value) ?? members.length;
	if (total > members.length) return { failure: incompleteList(list.path, total, members.length) };
	return {
		value: members.map((member) => (isObject(member) ? member : { value: member as string })),
	};
}

function contentOf(answer: unknown): unknown {
	return isObject(answer) && 'data' in answer ? answer.data : answer;
}

function arrayIn(content: unknown): unknown[] | undefined {
	if (Array.isArray(content)) return content;
	if (isObject(content) && Object.keys(content).every((key) => /^\d+$/.test(key)))
		return Object.values(content);
	return undefined;
}

function totalOf(answer: unknown): number | undefined {
	if (!isObject(answer)) return undefined;
	const meta = isObject(answer.meta) ? answer.meta : answer;
	return typeof meta.total === 'number' ? meta.total : undefined;
}

function isObject(value: unknown): value is Row {
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

/** Reads one row by its id; null if it is not found or deleted. */
export async function fetchRow(
	connection: Connection,
	path: string,
	id: string | number,
	query: Query = [],
): Promise<Outcome<Row | null>> {
	const { value, failure } = await requestJson(connection, {
		path: `/apps/${connection.appId}${path.replace(/\/$/, '')}/${encodeURIComponent(id)}`,
		query,
	});
	if (failure) return failure.reason === 'notFound' ? { value: null } : { failure };
	const row = isObject(value) && isObject(value.data) ? value.data : value;
	if (!isObject(row)) return { failure: notAList(path) };
	return { value: isDeleted(row) ? null : row };
}

function notAList(path: string): Failure {
	return finalFailure({
		reason: 'invalidJson',
		message: 'Unexpected response from Sinao: not a list',
		description:
			'Try again later. If the problem persists, report it at github.com/n8n-nodes-sinao/n8n-nodes-sinao/issues.',
		details: path,
	});
}

/** The identity of a row: its id or, without one, its content. */
export function identityOf(row: Row): unknown {
	return row.id ?? JSON.stringify(row);
}

/** Few enough to not block the event loop for long. */
const chunkRows = 250;

/**
 * Yields a page in chunks. Before each one, the event loop has two milliseconds to send the request for the
 * next page, which would otherwise wait until this page has been processed.
 */
export async function* inChunks(rows: Row[]): AsyncGenerator<Row[]> {
	while (rows.length) {
		await sleep(2);
		yield rows.splice(0, chunkRows);
	}
}

/** A promise that can be awaited later without an unhandled rejection. */
export function prefetch(page: Promise<Page>): Promise<Page> {
	page.catch(() => undefined);
	return page;
}
