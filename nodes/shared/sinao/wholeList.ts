import { endsRun, type Failure, issuesPage, type Outcome } from '../failure';
import type { Query, Row } from '../resource';
import { counted } from '../values/english';
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
/** Page sizes that services choose; that of Sinao's other lists is ten (docs/sinao-api.md, Lists). */
const usualPages = [10, 50, 100, 500, 1000];

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
	for (;;) {
		const { value, failure } = await request(connection, list, [
			['limit', everyRow],
			['offset', rows.length],
		]);
		if (failure && endsRun(failure)) return failure;
		if (value && !value.rows.length) return undefined;
		const fresh = value?.rows.filter((row) => !known.has(identityOf(row))) ?? [];
		for (const row of fresh) known.add(identityOf(row));
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
}

/** @param paging limit and offset, each left out if Sinao refuses it */
async function request(
	connection: Connection,
	list: ListRequest,
	paging: Query,
): Promise<Outcome<{ rows: Row[]; total?: number }>> {
	const { value, failure } = await requestParts(
		connection,
		list.path,
		`/apps/${connection.appId}${list.path}`,
		essentialParts(list.query),
		[
			...optionalParts(list.query),
			...paging.map(([name, number]) => ({ name, query: [[name, number]] as Query })),
		],
	);
	if (failure) return { failure };
	const content = contentOf(value);
	const members = (arrayIn(content) ?? [content]).filter((member) => member !== null);
	const rows = members.map((member) => (isObject(member) ? member : { value: member as string }));
	return { value: { rows, total: totalOf(value) } };
}

function unproven({ path }: ListRequest, { length }: Row[]): string {
	return `Sinao returned ${counted(length, 'record')} in ${path} and did not say whether there are more. If Sinao shows more, report it at ${issuesPage}.`;
}
