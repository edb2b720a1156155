import { type Outcome, SinaoFailure, valueOrThrow } from '../../failure';
import type { Row } from '../../resource';
import { counted } from '../../values/english';
import { explainCompany } from '../company';
import type { Connection } from '../connection';
import { fetchPage, fetchWholeList, incompleteList, type ListRequest, type Page } from '../list';
import { readByOffset } from './byOffset';
import { prefetch, identityOf, inChunks, type Reading } from './reading';

/** How many rows a caller wants at most, and which rows count. */
export interface Wanted {
	maximum: number;
	isWanted(row: Row): boolean;
}

const everything: Wanted = { maximum: Infinity, isWanted: () => true };

/**
 * All rows of a list, page by page, each as soon as it is there while the next one is on its way.
 * A row that comes again replaces the earlier one of its id: it changed while the list was read.
 *
 * Pages are read by id (`id > last`) where the service honours that, else by offset. A short page is
 * no end; an empty one is, when it comes again or the total is reached. Where the service counts more
 * rows than came, the list is read a second time. An unpaged list is one page. Rows that are not wanted
 * come too, but do not count towards the maximum.
 *
 * @throws SinaoFailure where the list cannot be completed
 */
export async function* readPages(
	connection: Connection,
	list: ListRequest,
	{ maximum, isWanted }: Wanted = everything,
): AsyncGenerator<Row[]> {
	if (list.unpaged) {
		yield await explained(connection, await fetchWholeList(connection, list));
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
			// By offset a page begins with a known row, so that one row is none.
			const outcome = await fetchPage(
				connection,
				list,
				start,
				start.offset === undefined ? limit : Math.max(2, limit),
			);
			const page = first
				? await explained(connection, outcome)
				: valueOrThrow(cutShort(outcome, seen.size));
			if (page.limit < limit) pageSize = page.limit;
			limit = page.limit;
			// Later pages may count only the rows that are left.
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

/** Whether so many rows may be all that the service puts into a page, however many are asked for: such numbers are round. */
function mayBeAll(rows: number): boolean {
	return rows >= 10 && (rows % 5 === 0 || (rows & (rows - 1)) === 0);
}

/** The value of the first answer of a list, or the failure, with what it may be that the key opens. */
async function explained<T>(connection: Connection, outcome: Outcome<T>): Promise<T> {
	if (outcome.failure) throw new SinaoFailure(await explainCompany(connection, outcome.failure));
	return outcome.value as T;
}

/** Says of a failure in the middle of a list what was done before it, and that nothing of the half list was used. */
function cutShort(outcome: Outcome<Page>, received: number): Outcome<Page> {
	const { failure } = outcome;
	if (!failure || failure.reason === 'cancelled') return outcome;
	return {
		failure: {
			...failure,
			description: `${failure.description} ${counted(received, 'record')} had been read; the incomplete list was discarded.`,
		},
	};
}

/**
 * Reads a list by asking for `id > last`, so that rows which come or go in mid-run shift nothing.
 * Returns false as soon as the service does not honour the filter or the order.
 *
 * A short page and an empty one after it are two signs of the end and together enough. After a full
 * page an empty one may be a fault, and is asked for once more (docs/reliability.md, fault 23). A service may give fewer
 * rows than it is asked for: short is what has fewer rows than a page before it.
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
		// One row shows no order; where it is the newest, the whole list lies before it.
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
 * The highest id of a page that can be trusted: its new rows ascend from the last id on. Rows that
 * were seen before may stand among them. Undefined where the page cannot be trusted.
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
