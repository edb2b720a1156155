import { type Failure, SinaoFailure } from '../failure';
import type { Row } from '../resource';
import { explainCompany } from './company';
import type { Connection } from './connection';
import {
	fetchPage,
	fetchWholeList,
	identityOf,
	inChunks,
	incompleteList,
	type ListRequest,
	mayBeAll,
	prefetch,
	type Reading,
} from './list';
import { readAtOnce, readByOffset } from './pagesByOffset';

/** How many rows a caller wants at most, and which rows count. */
export interface Wanted {
	maximum: number;
	isWanted(row: Row): boolean;
}

/** The greatest limit that the service documents (docs/sinao-api.md, Lists). */
const greatestLimit = 10_000;

const everything: Wanted = { maximum: Infinity, isWanted: () => true };

/**
 * All rows of a list, page by page, each as soon as it is there while the next one is on its way.
 * A row that comes again replaces the earlier one of its id: it changed while the list was read.
 *
 * Pages are read by id (`id > last`, or `id < last` where the newest come first) if the service honours that, else
 * by offset, else in one page. A short page is
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
			// By offset a page begins with a known row, so that one row is none.
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
		if (!honoured && !(yield* readByOffset(reading))) yield* readAtOnce(reading);
		if (total === undefined || seen.size >= total || wanted.size >= maximum) return;
		reading.note(
			`Sinao counted ${total} rows in ${list.path} and gave ${seen.size}; the list was read a second time.`,
		);
	}
	throw new SinaoFailure(incompleteList(list.path, total as number, seen.size));
}

/** Says of a failure in the middle of a list what was done before it, and that nothing of the half list was used. */
function cutShort(failure: Failure, received: number): Failure {
	if (failure.reason === 'cancelled') return failure;
	return {
		...failure,
		description: `${failure.description} ${received} records had been read; the incomplete list was discarded.`,
	};
}

/**
 * Reads a list by asking for `id > last`, so that rows which come or go in mid-run shift nothing; where the
 * service gives the newest row first whatever the order, by asking for `id < last`.
 * Returns false as soon as the service does not honour the filter or any order.
 *
 * A short page and an empty one after it are two signs of the end and together enough. After a full
 * page an empty one may be a fault, and is asked for once more (faults, row 23). A service may give fewer
 * rows than it is asked for: short is what has fewer rows than a page before it.
 */
async function* readById(reading: Reading): AsyncGenerator<Row[], boolean> {
	let lastId: number | undefined;
	let direction: 1 | -1 = 1;
	let empty = 0;
	let isShort = false;
	const next = () => reading.fetch(direction === 1 ? { afterId: lastId } : { beforeId: lastId });
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
				'Sinao gave an empty page in the middle of a list; the rows after it were read.',
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
		({ isShort } = reading.see(page));
		const finished = reading.reachedEnd(page);
		// One row shows no order; where it is the newest, the whole list lies before it.
		if (isFirst && page.rows.length === 1 && !finished) {
			const before = await reading.fetch({ beforeId: last });
			if (!before || before.rows.some(({ id }) => Number(id) < lastId!)) return false;
		}
		if (!finished) pending = prefetch(next());
		yield* inChunks(page.rows);
		if (finished) return true;
	}
}

/**
 * The last id of a page that can be trusted: its new rows ascend (or descend) from the last id on. Rows that
 * were seen before may stand among them. Undefined where the page cannot be trusted.
 */
function lastIdOf(
	rows: Row[],
	lastId: number | undefined,
	seen: Set<unknown>,
	direction: 1 | -1,
): number | undefined {
	let last = lastId;
	let fresh = 0;
	for (const row of rows) {
		const id = typeof row.id === 'number' || typeof row.id === 'string' ? Number(row.id) : NaN;
		if (!Number.isSafeInteger(id)) return undefined;
		if (lastId !== undefined && (id - lastId) * direction <= 0 && seen.has(row.id)) continue;
		if (last !== undefined && (id - last) * direction <= 0) return undefined;
		last = id;
		fresh++;
	}
	return fresh ? last : undefined;
}
