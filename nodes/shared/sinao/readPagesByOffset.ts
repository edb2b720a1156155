import { finalFailure, issuesPage, SinaoFailure } from '../failure';
import type { Row } from '../resource';
import { identityOf, inChunks, mayBeAll, prefetch, type Reading } from './fetchPage';

const maximumRewinds = 50;
/** Maximum consecutive pages without new rows, as happens when rows are inserted at the beginning. */
const maximumStalls = 10;

/**
 * Reads a list by offset, increased by the rows received. Each page begins with the last row of the previous
 * one. If a page contains no known row, rows were deleted before it and others moved to earlier positions:
 * the reading goes back until it finds known rows. The order within a page does not
 * matter. Returns false as soon as Sinao ignores or rejects the offset.
 *
 * @throws SinaoFailure if Sinao keeps returning the same page
 */
export async function* readByOffset(reading: Reading): AsyncGenerator<Row[], boolean> {
	const met = new Set<unknown>();
	let position = 0;
	let furthest = 0;
	let lastRow: Row | undefined;
	let isAnchored = false;
	let idsBefore: unknown[] = [];
	let [empty, rewinds, stalls, same] = [0, 0, 0, 0];
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
					'Records were deleted in Sinao while a list was read. It was read again from the last known records.',
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
		// Once, as many rows as on a page may have been added before it.
		same = isAnchored && !fresh.length && isSame ? same + 1 : 0;
		if (same === 2) return false;
		idsBefore = ids;
		if (isAnchored && !fresh.length && page.rows.length === 1) {
			isAnchored = false;
			pending = reading.fetch({ offset: position });
			continue;
		}
		if (empty)
			reading.note(
				'Sinao returned an empty page in the middle of a list. The records after it were read.',
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
 * Reads a list in one request, if Sinao offers no way to select pages. Proof that it is complete: the same request in
 * the opposite order returns the same rows. If Sinao ignores the order too, the number of rows must not look like a
 * page size limit.
 *
 * @throws SinaoFailure if the list has more rows than one request can return, or if that is not certain
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
			message: 'Sinao keeps returning the same page',
			description: `The list could not be read completely and was discarded. Please report it at ${issuesPage}.`,
		}),
	);
}
