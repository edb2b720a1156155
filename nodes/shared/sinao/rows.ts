import type { Resource, Row } from '../resource';
import { hasZone } from '../values/units';
import { valueAt } from '../values/fields';
import type { Connection, Warnings } from './connection';
import type { Filter, ListRequest } from './list';
import { readPages } from './pages';

/** A query for rows of a resource. */
export interface RowQuery {
	filters: Filter[];
	search?: string;
	/** A tag of the rows. Sinao has no filter for it, so all rows are read. */
	tag?: string;
	/** Related objects in addition to those of the resource. */
	expand?: string[];
}

export const everyRow: RowQuery = { filters: [] };

const idsInOneAddress = 200;

/** Reads the rows of a list that match, page by page. */
export type ReadRows = (
	resource: Pick<Resource, 'path' | 'expand' | 'unpaged'>,
	query: RowQuery,
) => AsyncIterable<Row[]>;

/**
 * Everything that was read, each ID once: what came again replaces the earlier one, because it is newer.
 *
 * @param maximum after so many the reading ends
 */
export async function collectById<T extends { id?: unknown }>(
	pages: AsyncIterable<T[]>,
	maximum = Infinity,
): Promise<T[]> {
	const found = new Map<unknown, T>();
	for await (const page of pages) {
		for (const each of page) found.set(each.id ?? each, each);
		if (found.size >= maximum) break;
	}
	return [...found.values()].slice(0, maximum);
}

/** The request for the rows of a resource. */
export function listRequest(
	resource: Pick<Resource, 'path' | 'expand' | 'unpaged'>,
	query: RowQuery,
): ListRequest {
	return {
		path: resource.path,
		unpaged: resource.unpaged,
		filters: query.filters,
		query: [
			...(query.search ? ([['search', query.search]] as ListRequest['query']) : []),
			...[...resource.expand, ...(query.expand ?? [])].map((name): [string, string] => [
				'expand[]',
				name,
			]),
		],
	};
}

/**
 * Reads the rows that match, page by page. Rows that Sinao returns against a filter are dropped, so an
 * unsupported filter cannot return more rows without notice. If a filter with several values returns too few
 * rows, each value is requested separately. Adds a warning for IDs without a
 * record.
 *
 * @throws SinaoFailure if the list cannot be completed
 */
export async function* readRows(
	connection: Connection,
	resource: Pick<Resource, 'path' | 'expand' | 'unpaged' | 'totalMismatch'>,
	query: RowQuery,
	maximum = Infinity,
): AsyncGenerator<Row[]> {
	const isTagged = query.tag === undefined ? () => true : carries(query.tag);
	let received = 0;

	/** @param seen collects the returned ids */
	async function* readWith(filters: Filter[], seen?: Set<string>): AsyncGenerator<Row[]> {
		const isWanted = (row: Row) => filters.every((filter) => matches(row, filter)) && isTagged(row);
		for await (const rows of readPages(connection, listRequest(resource, { ...query, filters }), {
			maximum,
			isWanted,
		})) {
			for (const row of rows) noteContradiction(connection.warnings, resource.totalMismatch?.(row));
			const wanted = rows.filter(isWanted);
			received += wanted.length;
			if (seen) for (const { id } of wanted) seen.add(String(id));
			yield wanted;
		}
	}

	const unknown: string[] = [];
	for (const filters of inShortAddresses(query.filters)) {
		const seen = new Set<string>();
		const several = filters.find(({ comparator }) => comparator === 'IN');
		yield* readWith(filters.map(simplest), several && seen);
		if (!several || received >= maximum) continue;
		const lacking = valuesOf(several).filter((value) =>
			several.field === 'id' ? !seen.has(value) : !seen.size,
		);
		for (const value of valuesOf(several).length > 1 ? lacking : []) {
			const before = seen.size;
			yield* readWith(
				filters.map((filter) =>
					filter === several ? { ...filter, comparator: '=', value } : filter,
				),
				seen,
			);
			// Sinao supports several ids, and none of the missing ones exists.
			if (several.field === 'id' && seen.size === before) break;
		}
		if (several.field === 'id') unknown.push(...lacking.filter((value) => !seen.has(value)));
	}
	if (unknown.length) {
		connection.warnings.messages.add(
			`No records found for these IDs: ${unknown.slice(0, 20).join(', ')}${unknown.length > 20 ? '…' : ''}. They may be mistyped or deleted, or may not match the other filters.`,
		);
	}
}

function noteContradiction(
	{ totalMismatches: contradictions }: Warnings,
	name: string | undefined,
): void {
	if (name !== undefined) contradictions.add(name);
}

function valuesOf({ value }: Filter): string[] {
	return String(value).split(',');
}

/** How Sinao accepts several values is not documented (docs/sinao-api.md, Lists); a single value has a documented filter. */
function simplest(filter: Filter): Filter {
	return filter.comparator === 'IN' && valuesOf(filter).length === 1
		? { ...filter, comparator: '=' }
		: filter;
}

/** Splits a long list of ids over several requests, because servers reject URLs longer than some kilobytes. */
function inShortAddresses(filters: Filter[]): Filter[][] {
	const ids = filters.find(({ field, comparator }) => field === 'id' && comparator === 'IN');
	if (!ids) return [filters];
	const all = [...new Set(valuesOf(ids))];
	const count = Math.ceil(all.length / idsInOneAddress);
	return Array.from({ length: count }, (_, index) => {
		const part = all.slice(index * idsInOneAddress, (index + 1) * idsInOneAddress);
		return filters.map((filter) =>
			filter === ids ? { ...filter, value: part.join(',') } : filter,
		);
	});
}

/** Whether a row matches a filter; true if that is uncertain. */
function matches(row: Row, filter: Filter): boolean {
	const { field, comparator, value } = filter;
	const actual = valueAt(row, field);
	if (actual === undefined || typeof actual === 'object' || comparator === 'LIKE') return true;
	if (comparator === 'IN') return valuesOf(filter).includes(String(actual));
	if (comparator === '=') return String(actual) === String(value);
	if (comparator === '!=') return String(actual) !== String(value);
	const [earliest, latest] = timesOf(actual);
	const [bound] = timesOf(value);
	if (Number.isNaN(earliest) || Number.isNaN(bound)) return true;
	return {
		'>': latest > bound,
		'>=': latest >= bound,
		'<': earliest < bound,
		'<=': earliest <= bound,
	}[comparator];
}

const day = 86_400_000;

/** The earliest and latest milliseconds that a time can mean: a date or a time without a zone is ambiguous. */
function timesOf(value: unknown): [number, number] {
	if (typeof value === 'number') return [value, value];
	const text = String(value);
	const exact = hasZone(text) ? Date.parse(text) : NaN;
	if (!Number.isNaN(exact)) return [exact, exact];
	const midnight = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text.slice(0, 10)) : NaN;
	return [midnight - day, midnight + 2 * day];
}

/** Returns a test whether a row has a tag, ignoring case. Sinao returns tags as texts or as objects with a name. */
function carries(tag: string): (row: Row) => boolean {
	return ({ tags }) => {
		const names = Array.isArray(tags)
			? (tags as unknown[]).map((each) => (each as Row | null)?.name ?? each)
			: [];
		return names.some(
			(name) => String(name).localeCompare(tag, 'fr', { sensitivity: 'accent' }) === 0,
		);
	};
}
