import { sleep } from 'n8n-workflow';

import { type Failure, finalFailure, type Outcome } from '../failure';
import type { Query, Row } from '../resource';
import type { Connection } from './connection';
import { requestJson } from './request';

/** Which rows of a list. */
export interface ListRequest {
	/** Below `/apps/{appId}`, e.g. `/invoices`. */
	path: string;
	/** Whether the list comes whole: nothing but `query` is sent. */
	unpaged?: boolean;
	/** Search and expand. */
	query: Query;
	filters: Filter[];
}

/** A condition as the API knows it (sinao-api, Lists). */
export interface Filter {
	/** Dotted; reaches into relations. */
	field: string;
	comparator: '=' | '<' | '>' | '<=' | '>=' | '!=' | 'LIKE' | 'IN';
	value: string | number;
}

/** Where a page lies: after an id or before one, or at a position. */
export interface Start {
	afterId?: number;
	beforeId?: number;
	offset?: number;
}

export interface Page {
	rows: Row[];
	/** Rows of the whole list, where the service says it. */
	total?: number;
	/** Rows that were asked for. */
	limit: number;
}

/** What is known of a list while it is read. */
export interface Reading {
	fetch(start: Start): Promise<Page>;
	/** Marks the rows of a page as seen, and says whether it has fewer rows than the service could give. */
	see(page: Page): { isShort: boolean };
	seen: Set<unknown>;
	/** Whether every row that the service counts, or that the caller wants, has come. */
	reachedEnd(page: Page): boolean;
	note(oddity: string): void;
}

/** The query of one page, ordered by id. */
export function pageQuery(list: ListRequest, start: Start, limit: number): Query {
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

/** One page, with the limit halved until the service takes it. */
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
 * The rows in an answer: a bare array as in the specification, an object with `data` as the service
 * gives it, or either as an object with numeric keys (sinao-api, Lists). Undefined where it is no list,
 * or a list of something else than rows: a member that was passed over would be lost unseen.
 */
export function rowsOf(answer: unknown): Row[] | undefined {
	const members = arrayIn(contentOf(answer))?.filter((member) => member !== null);
	return members?.every(isObject) ? members : undefined;
}

/**
 * All rows of a list that comes whole (`/tags`, `/organization`): an object is a list of one, and what
 * is no object stands under `value`, so that nothing is lost of an answer that nobody has documented.
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

/** The failure of a list of which some rows did not come. */
export function incompleteList(path: string, total: number, received: number): Failure {
	return finalFailure({
		reason: 'incompleteList',
		message: `Sinao counts ${total} rows but gave ${received}`,
		description:
			'The list stayed incomplete, so nothing of it was used. Run the workflow again later.',
		details: path,
	});
}

/** Whether a row was deleted. Deletion is soft: its address, and a list, may still give it (sinao-api, Relations). */
export function isDeleted(row: Row): boolean {
	return Boolean(row.deleted_at);
}

/** One row by its id; the value is null where the service does not know it, or where it was deleted. */
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
		message: 'Sinao answered with something that is not a list',
		description:
			'Run the workflow again later. If it stays so, report it at github.com/n8n-nodes-sinao/n8n-nodes-sinao/issues.',
		details: path,
	});
}

/** What a row is known by: its id, or, where it has none, all that it says. */
export function identityOf(row: Row): unknown {
	return row.id ?? JSON.stringify(row);
}

/** So few that the event loop never waits long. */
const chunkRows = 250;

/**
 * Hands a page on in parts. Before each of them the event loop has two milliseconds for what lies between a
 * request and n8n's sending it; the request for the next page would otherwise wait until this one is worked on.
 */
export async function* inChunks(rows: Row[]): AsyncGenerator<Row[]> {
	while (rows.length) {
		await sleep(2);
		yield rows.splice(0, chunkRows);
	}
}

/** A promise that may be left waiting, because its failure is met where it is awaited. */
export function prefetch(page: Promise<Page>): Promise<Page> {
	page.catch(() => undefined);
	return page;
}
