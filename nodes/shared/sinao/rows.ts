import { finalFailure, issuesPage, SinaoFailure, valueOrThrow } from '../failure';
import type { ListSource, Resource, Row } from '../resource';
import { type Party, valueAt } from '../values/fields';
import { type Watch, watchRows, watchSearch } from '../values/watch';
import type { Connection, Warnings } from './connection';
import { carries, passes, valuesOf, widened } from './checkFilters';
import { fetchPage, type Filter, type ListRequest, refusalsOf } from './fetchPage';
import { readPages } from './readPages';
import { readSeveral } from './readSeveral';
import { createPartyCheck } from './partyCheck';

/** A query for rows of a resource. */
export interface RowQuery {
	filters: Filter[];
	search?: string;
	/** A tag of the rows. Sinao has no filter for it, so all rows are read. */
	tag?: string;
	/** Only documents of this customer or supplier. */
	contact?: Party;
}

export const everyRow: RowQuery = { filters: [] };

const idsInOneAddress = 200;

/** Reads the rows of a list that match, page by page. */
export type ReadRows = (resource: ListSource, query: RowQuery) => AsyncIterable<Row[]>;

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
			...[...new Set(resource.expand)].map((name): [string, string] => ['expand[]', name]),
		],
	};
}

/**
 * Reads the rows that match, page by page. Rows that Sinao returns against a filter are dropped, so a filter that
 * it ignores or refuses cannot return more rows without notice. If a filter with several values may have been read
 * as one value, each value is requested separately. Adds warnings for IDs without a record, and for what differs
 * from the declaration of a list that is read whole.
 *
 * @param newestFirst whether to begin with the greatest id; only without a filter of several values
 * @throws SinaoFailure if the list cannot be completed, if nobody can tell whether a row matches a filter, or if Sinao
 * ignores a search
 */
export async function* readRows(
	connection: Connection,
	resource: ListSource,
	query: RowQuery,
	maximum = Infinity,
	newestFirst = false,
): AsyncGenerator<Row[]> {
	const { messages } = connection.warnings;
	const party = query.contact && createPartyCheck(connection, resource, query.contact);
	/** Whose documents they are is checked by the party check, which knows the kind of the contact. */
	const checkedIn = (filters: Filter[]) =>
		party ? filters.filter(({ field }) => field !== resource.contactField) : filters;
	const isTagged = query.tag === undefined ? () => true : carries(query.tag);
	const search = query.search === undefined ? undefined : watchSearch(query.search);
	const isWhole =
		maximum === Infinity &&
		search === undefined &&
		query.tag === undefined &&
		query.filters.every(({ field }) => field === resource.dateField);
	let watch: Watch | undefined;
	const certain = new Set<string>();
	let received = 0;
	let tagless = query.tag !== undefined;
	let isSearched = search === undefined;

	/** @throws SinaoFailure where a row does not say whether it passes, and the service ignores the filter */
	async function assertCertain(rows: Row[], filters: Filter[]): Promise<void> {
		for (const filter of filters) {
			if (certain.has(filter.field) || rows.every((row) => passes(row, filter) !== undefined))
				continue;
			if (!(await isHonoured(connection, resource, filter))) throw uncertain(filter.field);
			certain.add(filter.field);
		}
	}

	/** @throws SinaoFailure where a row does not contain the text, and the service ignores a search */
	async function assertSearched(path: string): Promise<void> {
		if (isSearched || search?.isInAll()) return;
		if (!(await isSearchHonoured(connection, path))) throw unsearched();
		isSearched = true;
	}

	/** @param found what came for a filter of several values, where there is one */
	async function* readWith(filters: Filter[], found?: Found): AsyncGenerator<Row[]> {
		const checked = checkedIn(filters);
		const isWanted = (row: Row) =>
			checked.every((filter) => passes(row, filter) !== false) &&
			isTagged(row) &&
			(!party || party.mayBe(row));
		const source = party?.source ?? resource;
		const request = { ...query, filters: filters.map(widened) };
		const pages =
			(resource.objects ?? resource.perDocument)
				? readSeveral(connection, resource, newestFirst)
				: readPages(connection, listRequest(source, request), { maximum, isWanted, newestFirst });
		for await (const rows of pages) {
			if (checked.length) await assertCertain(rows, checked);
			for (const row of rows) noteContradiction(connection.warnings, resource.totalMismatch?.(row));
			if (tagless) tagless = rows.every((row) => row.tags === undefined);
			const { withoutSecrets } = resource;
			const shown = withoutSecrets ? rows.map(withoutSecrets) : rows;
			const wanted = filters.length || query.tag !== undefined ? shown.filter(isWanted) : shown;
			await party?.verify(wanted);
			received += wanted.length;
			if (found) note(found, rows, wanted);
			watch ??= watchRows(resource, resource.expand);
			for (const row of wanted) {
				watch.see(row);
				search?.see(row);
			}
			await assertSearched(source.path);
			yield wanted;
			if (tagless && rows.length) throw uncertain('tags');
		}
	}

	const unknown: string[] = [];
	for (const filters of inShortAddresses(query.filters)) {
		const several = filters.find(({ comparator }) => comparator === 'IN');
		const found: Found | undefined = several && {
			filter: several,
			values: new Set(),
			isAll: false,
		};
		yield* readWith(filters.map(simplest), found);
		if (!found || received >= maximum) continue;
		for (const value of await unread(connection, resource, found)) {
			const alone = (filter: Filter): Filter =>
				filter === several ? { ...filter, comparator: '=', value } : filter;
			yield* readWith(filters.map(alone), found);
		}
		if (found.filter.field === 'id')
			unknown.push(...valuesOf(found.filter).filter((value) => !found.values.has(value)));
	}
	if (unknown.length) {
		messages.add(
			`No records found for these IDs: ${unknown.slice(0, 20).join(', ')}${unknown.length > 20 ? '…' : ''}. They may be mistyped or deleted, or may not match the other filters.`,
		);
	}
	// Objects inside related objects: that they are absent does not show in the rows.
	const inner = resource.expand.filter((name) => name.includes('.'));
	const refused = inner.filter((name) =>
		refusalsOf(connection, resource.path).parts.has(`expand:${name}`),
	);
	for (const name of refused)
		messages.add(
			`Sinao does not include '${name}' in ${resource.path}. Columns that need it may be empty.`,
		);
	const warnings = watch?.warnings(isWhole) ?? [];
	for (const warning of [...warnings, ...(search?.warnings(isWhole) ?? [])]) messages.add(warning);
}

/** What came for a filter of several values. */
interface Found {
	filter: Filter;
	/** Those of its values that a row has. */
	values: Set<string>;
	/** Whether rows came that have none of them: then the service does not filter, and every row was read. */
	isAll: boolean;
}

function note(found: Found, rows: Row[], wanted: Row[]): void {
	for (const row of wanted) found.values.add(String(valueAt(row, found.filter.field)));
	found.isAll ||= rows.some((row) => passes(row, found.filter) === false);
}

/**
 * The values to ask for alone, because the service may have read nothing but the first of several (faults,
 * row 81). Two values of which rows came prove that it reads all. Where one ID came, it is asked for once more
 * behind one that did not: a service that reads all gives it again.
 */
async function unread(
	connection: Connection,
	{ path }: Pick<Resource, 'path'>,
	{ filter, values, isAll }: Found,
): Promise<string[]> {
	const wanted = valuesOf(filter);
	const lacking = wanted.filter((value) => !values.has(value));
	const isRefused = refusalsOf(connection, path).parts.has(`filter:${filter.field}`);
	if (wanted.length < 2 || !lacking.length || values.size > 1 || isAll || isRefused) return [];
	if (filter.field !== 'id') return lacking;
	const idsOf = async (filters: Filter[]) => {
		const page = await fetchPage(connection, { path, query: [], filters }, {}, 10);
		return valueOrThrow(page)?.rows.map(({ id }) => String(id)) ?? [];
	};
	const known = values.size ? [...values][0] : (await idsOf([])).find((id) => !wanted.includes(id));
	if (known === undefined) return lacking;
	const both = { ...filter, value: `${lacking[0]},${known}` };
	return (await idsOf([both])).includes(known) ? [] : lacking;
}

/** Whether the service applies a filter: for a value that no row can have it gives no row. */
async function isHonoured(
	connection: Connection,
	{ path }: Pick<Resource, 'path'>,
	{ field, comparator }: Filter,
): Promise<boolean> {
	if (refusalsOf(connection, path).parts.has(`filter:${field}`)) return false;
	const impossible: Filter =
		comparator === '>=' || comparator === '<'
			? { field, comparator: '>=', value: '9999-12-31T00:00:00Z' }
			: { field, comparator: '=', value: /id$/.test(field) ? 2_147_483_647 : '-' };
	const list = { path, query: [], filters: [impossible] };
	const page = valueOrThrow(await fetchPage(connection, list, {}, 10));
	return page?.rows.length === 0 && !refusalsOf(connection, path).parts.has(`filter:${field}`);
}

/** Whether the service searches: for a text that no row contains it gives no row. */
async function isSearchHonoured(connection: Connection, path: string): Promise<boolean> {
	const list: ListRequest = { path, query: [['search', 'qzxvwkjqzxvwkj']], filters: [] };
	return valueOrThrow(await fetchPage(connection, list, {}, 10))?.rows.length === 0;
}

function unsearched(): SinaoFailure {
	return new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: "Sinao ignores 'Search' in this list",
			description: `Nothing was returned, because every record would match. Remove 'Search' or use other filters, and report it at ${issuesPage}.`,
		}),
	);
}

function uncertain(field: string): SinaoFailure {
	return new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: `Sinao does not filter by '${field}', and its records do not contain it`,
			description: `Nothing was returned, because the filter cannot be checked. Remove the filter, and report it at ${issuesPage}.`,
		}),
	);
}

function noteContradiction(
	{ totalMismatches: contradictions }: Warnings,
	name: string | undefined,
): void {
	if (name !== undefined) contradictions.add(name);
}

/** How the service takes several values is not documented (sinao-api, Lists); for one there is a way that is. */
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
