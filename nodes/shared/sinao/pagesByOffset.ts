import { finalFailure, SinaoFailure } from '../failure';
import type { Row } from '../resource';
import { identityOf, inChunks, mayBeAll, prefetch, type Reading } from './list';

const maximumRewinds = 50;
/** Pages in a row that bring nothing new: so many rows may have been inserted in front, but not more. */
const maximumStalls = 10;

/**
 * Reads a list by offset, advanced by the rows received. Each page begins with the last row of the one
 * before. Where a page holds no row that is known, rows were deleted in front of it and others slipped to
 * earlier positions: the reading goes back until it meets what it knows. The order within a page does not
 * matter. Returns false as soon as the service does not honour the offset.
 *
 * @throws SinaoFailure where the service gives the same page again
 */
export async function* readByOffset(reading: Reading): AsyncGenerator<Row[], boolean> {
	const met = new Set<unknown>();
	let position = 0;
	let furthest = 0;
	let lastRow: Row | undefined;
	let isAnchored = false;
	let idsBefore: unknown[] = [];
	let [empty, rewinds, stalls] = [0, 0, 0];
	const startOf = () => (isAnchored ? position - 1 : position);
	let pending = reading.fetch({ offset: startOf() });
	for (;;) {
		const page = await pending;
		if (!page) return false;
		const fresh = page.rows.filter((row) => !met.has(identityOf(row)));
		if (isAnchored && fresh.length === page.rows.length) {
			if (page.rows.length || empty++) {
				if (rewinds++ === maximumRewinds) throw repeatedPage();
				reading.note(
					'Rows were deleted in Sinao while a list was read; it was read again from the last rows that were known.',
				);
				position = Math.max(0, position - 1 - page.limit);
				isAnchored = position > 0;
			}
			pending = reading.fetch({ offset: startOf() });
			continue;
		}
		if (!page.rows.length) {
			if (reading.reachedEnd(page) || empty === 2) return true;
			if (empty++) position += page.limit;
			pending = reading.fetch({ offset: position });
			continue;
		}
		const ids = page.rows.map(identityOf);
		const isSame = ids.length > 1 && ids.every((id, index) => id === idsBefore[index]);
		// With another offset the rows of the same page would be at other places.
		if (isAnchored && !fresh.length && isSame) return false;
		idsBefore = ids;
		if (isAnchored && !fresh.length && page.rows.length === 1) {
			isAnchored = false;
			pending = reading.fetch({ offset: position });
			continue;
		}
		if (empty)
			reading.note(
				'Sinao gave an empty page in the middle of a list; the rows after it were read.',
			);
		empty = 0;
		position = startOf() + page.rows.length;
		stalls = fresh.length || position <= furthest ? 0 : stalls + 1;
		if (stalls > maximumStalls) throw repeatedPage();
		furthest = Math.max(furthest, position);
		const unchanged = JSON.stringify(lastRow);
		const known = page.rows.findIndex(
			(row) => row.id === lastRow?.id && JSON.stringify(row) === unchanged,
		);
		const news = page.rows.filter((_, index) => index !== known);
		lastRow = page.rows[page.rows.length - 1];
		isAnchored = true;
		page.rows.forEach((row) => met.add(identityOf(row)));
		reading.see(page);
		const finished = reading.reachedEnd(page);
		if (!finished) pending = prefetch(reading.fetch({ offset: startOf() }));
		yield* inChunks(news);
		if (finished) return true;
	}
}

/**
 * Reads a list whose pages cannot be chosen in one request, and proves that it came whole: the newest rows first
 * are the same rows in another order, or, where the service ignores the order too, their number is none that a
 * service would allow at most.
 *
 * @throws SinaoFailure where the list has more rows than one request may return, or where that is not certain
 */
export async function* readAtOnce(reading: Reading): AsyncGenerator<Row[]> {
	const page = await reading.fetch({ whole: true });
	if (!page || page.rows.length >= page.limit) throw repeatedPage();
	const ids = page.rows.map(identityOf);
	const known = new Set(ids);
	const backwards = await reading.fetch({ whole: true, fromEnd: true });
	const others = backwards?.rows.map(identityOf) ?? [];
	const isReversed = others.length > 1 && others[0] !== ids[0];
	const isAllKnown = others.every((id) => known.has(id));
	if (!isAllKnown || (!isReversed && mayBeAll(ids.length))) throw repeatedPage();
	reading.see(page);
	yield* inChunks(page.rows);
}

function repeatedPage(): SinaoFailure {
	return new SinaoFailure(
		finalFailure({
			reason: 'incompleteList',
			message: 'Sinao gives the same page of a list again and again',
			description:
				'The list cannot be read to its end, so nothing of it was used. Report it at github.com/n8n-nodes-sinao/n8n-nodes-sinao/issues.',
		}),
	);
}
