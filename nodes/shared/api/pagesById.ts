import type { Row } from '../resource';
import { ahead, inParts, type Reading } from './pages';

/**
 * Reads a list by asking for `id > last`, so that rows which come or go in mid-run shift nothing.
 * Returns false as soon as the service does not honour the filter or the order.
 *
 * A short page and an empty one after it are two signs of the end and together enough. After a full
 * page an empty one may be a fault, and is asked for once more (faults, row 23). A service may give fewer
 * rows than it is asked for: short is what has fewer rows than a page before it.
 */
export async function* readById(reading: Reading): AsyncGenerator<Row[], boolean> {
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
				'Sinao gave an empty page in the middle of a list; the rows after it were read.',
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
		if (!finished) pending = ahead(reading.fetch({ afterId: lastId }));
		yield* inParts(page.rows);
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
