import {
	attempt,
	type Failure,
	finalFailure,
	type Outcome,
	SinaoFailure,
	valueOrThrow,
} from '../failure';
import type { Row } from '../resource';
import { counted } from '../values/english';
import type { Connection } from './connection';
import {
	fetchPage,
	type Filter,
	identityOf,
	inChunks,
	incompleteList,
	type ListRequest,
	mayBeAll,
	type OptionalPart,
	type Page,
	prefetch,
	type Reading,
	refusalsOf,
	requestParts,
	rowsOf,
	totalOf,
} from './fetchPage';
import { readAtOnce, readByOffset } from './readPagesByOffset';
import { fetchWholeList } from './wholeList';

/** The maximum number of rows, and which rows count towards it. */
export interface Wanted {
	maximum: number;
	isWanted(row: Row): boolean;
	/** Whether to begin with the greatest id, so that the maximum is of the newest rows. */
	newestFirst?: boolean;
}

/** The greatest documented limit (docs/sinao-api.md, Lists). */
const greatestLimit = 10_000;

export const everything: Wanted = { maximum: Infinity, isWanted: () => true };

/**
 * Reads all rows of a list page by page, while the next page is being requested.
 * A row with the id of an earlier one replaces it: it changed while the list was read.
 *
 * Pages are read by id (`id > last`, or `id < last` if the newest rows come first) if Sinao applies that filter,
 * else by offset, else in one request. A short page is not the
 * end; an empty one is, if it is returned again or the total is reached. If Sinao reports more rows than it
 * returns, the list is read a second time. An unpaged list is one page. Rows that do not match are returned
 * too, but do not count towards the maximum.
 *
 * With `newestFirst`, the pages are read from the greatest id. If nothing proves that Sinao returns them so, the whole list
 * is read and sorted.
 *
 * @throws SinaoFailure if the list cannot be completed
 */
export async function* readPages(
	connection: Connection,
	list: ListRequest,
	{ maximum, isWanted, newestFirst = false }: Wanted = everything,
): AsyncGenerator<Row[]> {
	if (list.unpaged) {
		const { value, failure } = await fetchWholeList(connection, list);
		if (failure) throw new SinaoFailure(await explainCompany(connection, failure));
		yield value as Row[];
		return;
	}
	const seen = new Set<unknown>();
	const wanted = new Set<unknown>();
	let { pageSize } = connection.settings;
	let limit = Math.min(pageSize, maximum);
	let largest = 0;
	let isShort = false;
	let total: number | undefined;
	let requests = 0;

	const reading: Reading = {
		seen,
		async fetch(start) {
			const first = requests++ === 0;
			// By offset, a page begins with a known row, so it needs at least two rows.
			const outcome = await fetchPage(
				connection,
				list,
				start,
				start.whole ? greatestLimit : start.offset === undefined ? limit : Math.max(2, limit),
			);
			if (outcome.failure)
				throw new SinaoFailure(
					first
						? await explainCompany(connection, outcome.failure)
						: cutShort(outcome.failure, seen.size),
				);
			const page = outcome.value;
			if (!page || start.whole) return page;
			if (page.limit < limit) pageSize = page.limit;
			limit = page.limit;
			// Later pages may report only the remaining rows as total.
			if (start.afterId === undefined && start.beforeId === undefined) total = page.total;
			return page;
		},
		see(page) {
			isShort =
				page.rows.length < page.limit &&
				(largest ? page.rows.length < largest : !mayBeAll(page.rows.length));
			const before = seen.size;
			for (const row of page.rows) {
				seen.add(identityOf(row));
				if (!isWanted(row)) limit = pageSize;
				else if (maximum < Infinity) wanted.add(identityOf(row));
			}
			largest = Math.max(largest, seen.size - before);
			return { isShort };
		},
		reachedEnd: (page) =>
			wanted.size >= maximum ||
			(total !== undefined && seen.size >= total && (!page.rows.length || isShort)),
		isOrderRefused: () => refusalsOf(connection, list.path).parts.has('order'),
		note: (warning) => connection.warnings.messages.add(warning),
	};

	for (let pass = 1; pass <= 2; pass++) {
		const honoured = yield* readById(reading, newestFirst);
		if (!honoured && newestFirst) {
			yield* readAllNewestFirst(connection, list);
			return;
		}
		if (!honoured && !(yield* readByOffset(reading))) yield* readAtOnce(reading);
		if (total === undefined || seen.size >= total || wanted.size >= maximum) return;
		reading.note(
			`Sinao reported ${counted(total, 'record')} in ${list.path} but returned ${seen.size}. The list was read a second time.`,
		);
	}
	throw new SinaoFailure(incompleteList(list.path, total as number, seen.size));
}

/** Reads a list whole, and returns the rows with the greatest id first. */
async function* readAllNewestFirst(
	connection: Connection,
	list: ListRequest,
): AsyncGenerator<Row[]> {
	const rows = new Map<unknown, Row>();
	for await (const page of readPages(connection, list))
		for (const row of page) rows.set(identityOf(row), row);
	yield* inChunks(newestFirst([...rows.values()]));
}

/** Rows with the greatest id first; unchanged if an id is not a number. */
export function newestFirst(rows: Row[]): Row[] {
	const isNumbered = rows.every(({ id }) => /^\d+$/.test(String(id)));
	return isNumbered ? rows.sort((one, other) => Number(other.id) - Number(one.id)) : rows;
}

/** Adds to a failure how many rows had been read and that the incomplete list was discarded. */
function cutShort(failure: Failure, received: number): Failure {
	if (failure.reason === 'cancelled') return failure;
	return {
		...failure,
		description: `${failure.description} ${counted(received, 'record')} had been read; the incomplete list was discarded.`,
	};
}

/**
 * Reads a list with `id > last`, so rows that are added or deleted during the run do not shift pages; with
 * `id < last` if Sinao returns the newest row first whatever the order, or if these are wanted first.
 * Returns false as soon as Sinao ignores or rejects the filter, or returns rows in any order.
 *
 * A short page followed by an empty one is the end. After a full page, an empty one can be an error and is
 * requested again (docs/reliability.md, fault 23). Sinao may return
 * fewer rows than requested: a short page is one with fewer rows than an earlier page.
 */
async function* readById(reading: Reading, fromEnd: boolean): AsyncGenerator<Row[], boolean> {
	let lastId: number | undefined;
	let direction: 1 | -1 = fromEnd ? -1 : 1;
	let empty = 0;
	let isShort = false;
	const next = () =>
		reading.fetch(direction === 1 ? { afterId: lastId } : { beforeId: lastId, fromEnd });
	let pending = next();
	for (;;) {
		const page = await pending;
		if (!page) return false;
		if (!page.rows.length) {
			if (reading.reachedEnd(page) || isShort || empty++) return true;
			pending = next();
			continue;
		}
		if (empty)
			reading.note(
				'Sinao returned an empty page in the middle of a list. The records after it were read.',
			);
		empty = 0;
		let last = lastIdOf(page.rows, lastId, reading.seen, direction);
		if (last === undefined && lastId === undefined) {
			direction = -1;
			last = lastIdOf(page.rows, lastId, reading.seen, direction);
		}
		if (last === undefined) return false;
		const isFirst = lastId === undefined;
		lastId = last;
		if (isFirst && fromEnd && !(await isNewest(reading, page))) return false;
		({ isShort } = reading.see(page));
		const finished = reading.reachedEnd(page);
		// A single row has no order. If it is the newest, the rest of the list is before it.
		if (isFirst && !fromEnd && page.rows.length === 1 && !finished) {
			const before = await reading.fetch({ beforeId: last });
			if (!before || before.rows.some(({ id }) => Number(id) < Number(lastId))) return false;
		}
		if (!finished) pending = prefetch(next());
		yield* inChunks(page.rows);
		if (finished) return true;
	}
}

/** Whether a first page of descending rows begins with the newest one. A single row has no order: none may be after it. */
async function isNewest(reading: Reading, { rows }: Page): Promise<boolean> {
	if (reading.isOrderRefused()) return false;
	if (rows.length > 1) return true;
	const after = await reading.fetch({ afterId: Number(rows[0].id) });
	return after?.rows.length === 0;
}

/**
 * The last id of a page whose new rows ascend (or descend) from the last id. It may also contain rows that were
 * seen before. Undefined if the ids do neither.
 */
function lastIdOf(
	rows: Row[],
	lastId: number | undefined,
	seen: Set<unknown>,
	direction: 1 | -1,
): number | undefined {
	let last = lastId;
	let fresh = 0;
	for (const [index, row] of rows.entries()) {
		const id = typeof row.id === 'number' || typeof row.id === 'string' ? Number(row.id) : NaN;
		if (!Number.isSafeInteger(id)) return undefined;
		if (lastId !== undefined && (id - lastId) * direction <= 0 && seen.has(row.id)) continue;
		if (last !== undefined && (id - last) * direction <= 0) {
			// A row that the page repeats says nothing about its order.
			if (rows.findIndex((each) => each.id === row.id) < index) continue;
			return undefined;
		}
		last = id;
		fresh++;
	}
	return fresh ? last : undefined;
}

export interface Company {
	id: string;
	name: string;
	/** SIREN, nine digits, if Sinao returns it. */
	siren?: string;
}

/**
 * The companies that a key or login has access to (`GET /apps`). If Sinao ignores the limit and returns ten, the others
 * are requested by id.
 *
 * @throws SinaoFailure if a request fails
 */
export async function fetchCompanies(connection: Connection): Promise<Company[]> {
	const found = new Map<string, Row>();
	const isNew = ({ id }: Row) => !found.has(String(id));
	async function read(filter?: Filter): Promise<number> {
		const value = valueOrThrow(await requestCompanies(connection, filter));
		const rows = (rowsOf(value) ?? []).filter(isNew);
		for (const row of rows) found.set(String(row.id), row);
		if (!filter && (totalOf(value) ?? 0) <= rows.length && !mayBeAll(rows.length)) return 0;
		return rows.length;
	}
	const ids = () => [...found.values()].map(({ id }) => Number(id));
	let count = await read();
	while (count) {
		count = await read({ field: 'id', comparator: '>', value: Math.max(...ids()) });
		count += await read({ field: 'id', comparator: '<', value: Math.min(...ids()) });
	}
	return [...found.values()].map(companyOf);
}

async function requestCompanies(
	connection: Connection,
	filter?: Filter,
): Promise<Outcome<unknown>> {
	const parts: OptionalPart[] = [{ name: 'limit', query: [['limit', 1000]] }];
	if (filter) parts.push({ name: 'paging:id', filter });
	return await requestParts(connection, '/apps', '/apps', [], parts);
}

function companyOf(app: Row): Company {
	const organization = (app.organization ?? {}) as Row;
	const name =
		organization.billing_name ??
		organization.name ??
		app.name ??
		app.hostname_alias ??
		`Company ${app.id}`;
	return {
		id: String(app.id),
		name: String(name),
		siren: organization.national_id ? String(organization.national_id) : undefined,
	};
}

/**
 * The id of the only company that the credential has access to.
 *
 * @throws SinaoFailure if there is none, or more than one
 */
export async function findCompanyId(connection: Connection): Promise<string> {
	const companies = await fetchCompanies(connection);
	if (companies.length === 1) return companies[0].id;
	const choice =
		connection.credentialType === 'sinaoLoginApi'
			? "Select one under 'Company' in the node"
			: "Enter one as 'Company ID' in the credential";
	throw new SinaoFailure(
		finalFailure({
			reason: 'invalidRequest',
			message: companies.length
				? 'This credential has access to several companies'
				: 'This credential has no access to any company',
			description: companies.length
				? `${choice}: ${listed(companies)}.`
				: 'Ask an administrator of the Sinao account for access.',
		}),
	);
}

/** Adds the companies that the key has access to, if a list of another company was rejected (docs/reliability.md, fault 35). */
export async function explainCompany(connection: Connection, failure: Failure): Promise<Failure> {
	if (failure.reason !== 'forbidden' && failure.reason !== 'notFound') return failure;
	const { value: companies = [] } = await attempt(async () => await fetchCompanies(connection));
	if (!companies.length || companies.some(({ id }) => id === connection.appId)) return failure;
	return {
		...failure,
		message: `This credential has no access to company ${connection.appId}`,
		description: `It has access to ${listed(companies)}. Correct ${connection.credentialType === 'sinaoLoginApi' ? "'Company' in the node" : "'Company ID' in the credential"}, or leave it empty.`,
	};
}

function listed(companies: Company[]): string {
	return companies.map(({ id, name }) => `${id} (${name})`).join(', ');
}
