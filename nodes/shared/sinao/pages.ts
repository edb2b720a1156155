import { type Failure, SinaoFailure } from '../failure';
import type { Row } from '../resource';
import { counted } from '../values/english';
import { explainCompany } from './company';
import type { Connection } from './connection';
import {
	fetchPage,
	fetchWholeList,
	identityOf,
	inChunks,
	incompleteList,
	type ListRequest,
	type Page,
	prefetch,
	type Reading,
} from './list';
import { readByOffset } from './pagesByOffset';

/** The maximum number of rows, and which rows count towards it. */
export interface Wanted {
	maximum: number;
	isWanted(row: Row): boolean;
}

const everything: Wanted = { maximum: Infinity, isWanted: () => true };

/**
 * Reads all rows of a list page by page, while the next page is being requested.
 * A row with the id of an earlier one replaces it: it changed while the list was read.
 *
 * Pages are read by id (`id > last`) if Sinao applies that filter, else by offset. A short page is not the
 * end; an empty one is, if it is returned again or the total is reached. If Sinao reports more rows than it
 * returns, the list is read a second time. An unpaged list is one page. Rows that do not match are returned
 * too, but do not count towards the maximum.
 *
 * @throws SinaoFailure if the list cannot be completed
 */
export async function* readPages(
	connection: Connection,
	list: ListRequest,
	{ maximum, isWanted }: Wanted = everything,
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
				start.offset === undefined ? limit : Math.max(2, limit),
			);
			if (outcome.failure)
				throw new SinaoFailure(
					first
						? await explainCompany(connection, outcome.failure)
						: cutShort(outcome.failure, seen.size),
				);
			const page = outcome.value as Page;
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
		note: (oddity) => connection.warnings.messages.add(oddity),
	};

	for (let pass = 1; pass <= 2; pass++) {
		const honoured = yield* readById(reading);
		if (!honoured) yield* readByOffset(reading);
		if (total === undefined || seen.size >= total || wanted.size >= maximum) return;
		reading.note(
			`Sinao reported ${counted(total, 'record')} in ${list.path} but returned ${seen.size}. The list was read a second time.`,
		);
	}
	throw new SinaoFailure(incompleteList(list.path, total as number, seen.size));
}

/** Whether a number of rows can be the page size limit of Sinao: these are round numbers. */
function mayBeAll(rows: number): boolean {
	return rows >= 10 && (rows % 5 === 0 || (rows & (rows - 1)) === 0);
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
 * Reads a list with `id > last`, so rows that are added or deleted during the run do not shift pages.
 * Returns false as soon as Sinao ignores the filter or the order.
 *
 * A short page followed by an empty one is the end. After a full page, an empty one can be an error and is
 * requested again (docs/reliability.md, fault 23). Sinao may return
 * fewer rows than requested: a short page is one with fewer rows than an earlier page.
 */
async function* readById(reading: Reading): AsyncGenerator<Row[], boolean> {
	let lastId: number | undefined;
	let empty = 0;
	let isShort = false;
	let pending = reading.fetch({ afterId: lastId });
	for (;;) {
		const page = await pending;
		if (!page.rows.length) {
			if (reading.reachedEnd(page) || isShort || empty++) return true;
			pending = reading.fetch({ afterId: lastId });
			continue;
		}
		if (empty)
			reading.note(
				'Sinao returned an empty page in the middle of a list. The records after it were read.',
			);
		empty = 0;
		const last = lastIdOf(page.rows, lastId, reading.seen);
		if (last === undefined) return false;
		const isFirst = lastId === undefined;
		lastId = last;
		({ isShort } = reading.see(page));
		const finished = reading.reachedEnd(page);
		// A single row has no order. If it is the newest, the rest of the list is before it.
		if (
			isFirst &&
			page.rows.length === 1 &&
			!finished &&
			(await reading.fetch({ beforeId: last })).rows.some(({ id }) => Number(id) < last)
		)
			return false;
		if (!finished) pending = prefetch(reading.fetch({ afterId: lastId }));
		yield* inChunks(page.rows);
		if (finished) return true;
	}
}

/**
 * The highest id of a page whose new rows ascend from the last id. It may also contain rows that were
 * seen before. Undefined if the ids do not ascend.
 */
function lastIdOf(rows: Row[], lastId: number | undefined, seen: Set<unknown>): number | undefined {
	let highest = lastId;
	let fresh = 0;
	for (const row of rows) {
		const id = typeof row.id === 'number' || typeof row.id === 'string' ? Number(row.id) : NaN;
		if (!Number.isSafeInteger(id)) return undefined;
		if (lastId !== undefined && id <= lastId && seen.has(row.id)) continue;
		if (highest !== undefined && id <= highest) return undefined;
		highest = id;
		fresh++;
	}
	return fresh ? highest : undefined;
}
