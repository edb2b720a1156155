import { sleep } from 'n8n-workflow';

import { type Failure, finalFailure, type Outcome } from '../failure';
import type { Query, Row } from '../resource';
import type { Connection } from './connection';
import { leaveOutRefused, type OptionalPart, type Refusals } from './refusals';
import { requestJson } from './request';

/** Rows of a page where no limit is sent (docs/sinao-api.md, Lists). */
const ownLimit = 10;

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
	/** The calendar day that `value` begins, `yyyy-mm-dd`, where it is the begin of one. */
	day?: string;
}

/** Where a page lies: after an id or before one, or at a position. */
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
	/** Rows of the whole list, where the service says it. */
	total?: number;
	/** Rows that were asked for. */
	limit: number;
}

/** What is known of a list while it is read. */
export interface Reading {
	/** Undefined where the service refuses this way to choose a page. */
	fetch(start: Start): Promise<Page | undefined>;
	/** Marks the rows of a page as seen, and says whether it has fewer rows than the service could give. */
	see(page: Page): { isShort: boolean };
	seen: Set<unknown>;
	/** Whether every row that the service counts, or that the caller wants, has come. */
	reachedEnd(page: Page): boolean;
	note(oddity: string): void;
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
	);
	if (failure) return { failure };
	if (way && known.parts.has(way.name)) return { value: undefined };
	const rows = rowsOf(value);
	if (!rows) return { failure: notAList(list.path) };
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
async function requestParts(
	connection: Connection,
	list: string,
	address: string,
	essential: Query,
	optional: OptionalPart[],
): Promise<Outcome<unknown>> {
	const known = refusalsOf(connection, list);
	const send = async (leftOut: string[] = []) => {
		const sent = optional.filter(({ name }) => !known.parts.has(name) && !leftOut.includes(name));
		const outcome = await requestJson(connection, {
			path: address,
			query: [...essential, ...queryOf(sent, known.limit)],
		});
		if (!outcome.failure)
			for (const { name } of sent) if (name !== 'limit') known.accepted.add(name);
		return outcome;
	};
	const outcome = await send();
	return outcome.failure?.reason === 'invalidRequest'
		? await leaveOutRefused(known, optional, outcome, send)
		: outcome;
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
function optionalParts(query: Query): OptionalPart[] {
	return query.flatMap(([name, value]) =>
		name === 'expand[]' ? [{ name: `expand:${value}`, query: [[name, value]] as Query }] : [],
	);
}

function essentialParts(query: Query): Query {
	return query.filter(([name]) => name !== 'expand[]');
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
	const { value, failure } = await requestParts(
		connection,
		list.path,
		`/apps/${connection.appId}${list.path}`,
		essentialParts(list.query),
		optionalParts(list.query),
	);
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

/** One row by its id; the value is null where the service does not know it. */
export async function fetchRow(
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
	);
	if (failure) return failure.reason === 'notFound' ? { value: null } : { failure };
	const row = isObject(value) && isObject(value.data) ? value.data : value;
	return isObject(row) ? { value: row } : { failure: notAList(path) };
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

/** Whether so many rows may be all that the service puts into a page, however many are asked for: such numbers are round. */
export function mayBeAll(rows: number): boolean {
	return rows >= 10 && (rows % 5 === 0 || (rows & (rows - 1)) === 0);
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
export function prefetch<T>(page: Promise<T>): Promise<T> {
	page.catch(() => undefined);
	return page;
}
