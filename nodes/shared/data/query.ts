import type { Connection, Notes } from '../api/connection';
import type { Filter, ListRequest } from '../api/list';
import { readPages } from '../api/pages';
import type { Resource, Row } from '../resource';
import { valueAt } from './flatten';
import { carries } from './tags';

/** Which rows of a resource a user wants. */
export interface RowQuery {
	filters: Filter[];
	search?: string;
	/** A tag that the rows carry. The service has no filter for it, so all rows are read. */
	tag?: string;
	/** Related objects besides those that the resource always asks for. */
	expand?: string[];
}

export const everyRow: RowQuery = { filters: [] };

const idsInOneAddress = 200;

/** Reads the rows of a list that match, page by page. */
export type ReadRows = (resource: Pick<Resource, 'path' | 'expand' | 'unpaged'>, query: RowQuery) => AsyncIterable<Row[]>;

/** Reads rows over one connection. */
export function readRowsWith(connection: Connection): ReadRows {
	return (resource, query) => readRows(connection, resource, query);
}

/** The request for the rows of a resource. */
export function listRequest(resource: Pick<Resource, 'path' | 'expand' | 'unpaged'>, query: RowQuery): ListRequest {
	return {
		path: resource.path,
		unpaged: resource.unpaged,
		filters: query.filters,
		query: [
			...(query.search ? ([['search', query.search]] as ListRequest['query']) : []),
			...[...resource.expand, ...(query.expand ?? [])].map((name): [string, string] => ['expand[]', name]),
		],
	};
}

/**
 * The rows that match, page by page. The service filters; what it let through against a filter is
 * dropped here, so that a filter which it does not know cannot widen the result unseen.
 *
 * @throws SinaoFailure where the list cannot be completed
 */
export async function* readRows(
	connection: Connection,
	resource: Pick<Resource, 'path' | 'expand' | 'unpaged' | 'contradiction'>,
	query: RowQuery,
	maximum?: number,
): AsyncGenerator<Row[]> {
	for (const filters of inShortAddresses(query.filters)) {
		const pages = readPages(connection, listRequest(resource, { ...query, filters }), query.tag === undefined ? maximum : undefined);
		for await (const rows of pages) {
			for (const row of rows) noteContradiction(connection.notes, resource.contradiction?.(row));
			const kept = filters.length ? rows.filter((row) => filters.every((filter) => matches(row, filter))) : rows;
			yield query.tag === undefined ? kept : kept.filter(carries(query.tag));
		}
	}
}

function noteContradiction({ contradictions }: Notes, name: string | undefined): void {
	if (name !== undefined) contradictions.add(name);
}

/** The same filters, once for each part of a long list of ids: servers refuse addresses of more than some kilobytes. */
function inShortAddresses(filters: Filter[]): Filter[][] {
	const ids = filters.find(({ field, comparator }) => field === 'id' && comparator === 'IN');
	if (!ids) return [filters];
	const others = filters.filter((filter) => filter !== ids);
	const all = [...new Set(String(ids.value).split(','))];
	const count = Math.ceil(all.length / idsInOneAddress);
	return Array.from({ length: count }, (_, index) => {
		const part = all.slice(index * idsInOneAddress, (index + 1) * idsInOneAddress);
		return [...others, { ...ids, value: part.join(',') }];
	});
}

function matches(row: Row, { field, comparator, value }: Filter): boolean {
	const actual = valueAt(row, field);
	if (actual === undefined || typeof actual === 'object' || comparator === 'LIKE') return true;
	if (comparator === 'IN') return String(value).split(',').includes(String(actual));
	if (comparator === '=') return String(actual) === String(value);
	if (comparator === '!=') return String(actual) !== String(value);
	const [left, right] = [actual, value].map((side) => (typeof side === 'number' ? side : Date.parse(String(side))));
	if (Number.isNaN(left) || Number.isNaN(right)) return true;
	return { '>': left > right, '>=': left >= right, '<': left < right, '<=': left <= right }[comparator];
}
