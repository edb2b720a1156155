import { endsRun, type Failure, finalFailure, issuesPage, type Outcome } from '../failure';
import type { Query, Row } from '../resource';
import { counted } from '../values/english';
import { isLink } from '../values/fields';
import type { Connection } from './connection';
import {
	arrayIn,
	contentOf,
	essentialParts,
	identityOf,
	incompleteList,
	isObject,
	type ListRequest,
	mayBeAll,
	optionalParts,
	refusalsOf,
	requestParts,
	totalOf,
} from './fetchPage';

/** More rows than such a list has. */
const everyRow = 10_000;
/** Further requests for one list: a service may answer each with other rows for ever. */
const maximumRequests = 500;
/** Page sizes that services choose; that of Sinao's other lists is ten (docs/sinao-api.md, Lists). */
export const usualPages = [10, 50, 100, 500, 1000];

/**
 * All rows of an unpaged list (`/tags`, `/organization`). An object is a list with one row. A value that is
 * not an object becomes `value` of a row, so nothing of an undocumented response is lost.
 *
 * No page of Sinao says whether such a list really comes whole, or ten rows at a time as others do. If the number of
 * rows can be a page size, the list is requested again behind these rows; if that proves nothing, a warning is added.
 */
export async function fetchWholeList(
	connection: Connection,
	list: ListRequest,
): Promise<Outcome<Row[]>> {
	const first = await request(connection, list, []);
	if (first.failure) return { failure: first.failure };
	const { rows, total } = first.value;
	const isWhole = total === undefined ? !mayBeAll(rows.length) : total <= rows.length;
	const failure = isWhole ? undefined : await addRest(connection, list, rows, total);
	if (failure) return { failure };
	if (total !== undefined && total > rows.length)
		return { failure: incompleteList(list.path, total, rows.length) };
	return { value: rows };
}

/**
 * Adds the rows behind those that came, as long as there are any.
 *
 * @returns a failure only if the run cannot go on
 */
async function addRest(
	connection: Connection,
	list: ListRequest,
	rows: Row[],
	total: number | undefined,
): Promise<Failure | undefined> {
	const known = new Set(rows.map(identityOf));
	const contents = new Set(rows.map(withoutLinks));
	for (let requests = 0; requests < maximumRequests; requests++) {
		const { value, failure } = await request(connection, list, [
			['limit', everyRow],
			['offset', rows.length],
		]);
		if (failure && endsRun(failure)) return failure;
		if (value && !value.rows.length) return undefined;
		const others = value?.rows.filter((row) => !known.has(identityOf(row))) ?? [];
		// Signed links differ in each response: rows that differ in nothing else are the same ones again.
		const isRepeated = others.every((row) => contents.has(withoutLinks(row)));
		const fresh = isRepeated ? [] : others;
		for (const row of fresh) {
			known.add(identityOf(row));
			contents.add(withoutLinks(row));
		}
		rows.push(...fresh);
		if (fresh.length) continue;
		if (total !== undefined) return undefined;
		const isFull = rows.length >= refusalsOf(connection, list.path).limit;
		if (!isFull && !usualPages.includes(rows.length)) return undefined;
		// Where a limit counts, one that was not reached returned every row.
		const one = isFull ? undefined : await request(connection, list, [['limit', 1]]);
		if (one?.failure && endsRun(one.failure)) return one.failure;
		if (one?.value?.rows.length !== 1) connection.warnings.messages.add(unproven(list, rows));
		return undefined;
	}
	return finalFailure({
		reason: 'incompleteList',
		message: 'Sinao returned other records in each of 500 requests for the same list',
		description: `The list was discarded. Report it at ${issuesPage}.`,
		details: list.path,
	});
}

/** @param paging limit and offset, each left out if Sinao refuses it */
async function request(
	connection: Connection,
	{ path, query }: ListRequest,
	paging: Query,
): Promise<Outcome<{ rows: Row[]; total?: number }>> {
	const { value, failure } = await requestParts(
		connection,
		path,
		`/apps/${connection.appId}${path}`,
		essentialParts(query),
		[
			...optionalParts(query),
			...paging.map(([name, number]) => ({ name, query: [[name, number]] as Query })),
		],
	);
	if (failure) return { failure };
	const content = contentOf(value);
	const list = arrayIn(content);
	const members = (list ?? [content]).filter((member) => member !== null);
	const rows = members.map((member) => (isObject(member) ? member : { value: member as string }));
	return { value: { rows, total: list && totalOf(value) } };
}

function withoutLinks(row: Row): string {
	return JSON.stringify(row, (_, value: unknown) => (isLink(value) ? undefined : value));
}

function unproven({ path }: ListRequest, { length }: Row[]): string {
	return `Sinao returned ${counted(length, 'record')} in ${path} and did not say whether there are more. If Sinao shows more, report it at ${issuesPage}.`;
}
