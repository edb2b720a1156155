import { finalFailure, SinaoFailure } from '../failure';
import type { Row } from '../resource';
import { identityOf, inChunks, prefetch, type Reading } from './list';

const maximumRewinds = 50;
/** Maximum consecutive pages without new rows, as happens when rows are inserted at the beginning. */
const maximumStalls = 10;

/**
 * Reads a list by offset, increased by the rows received. Each page begins with the last row of the previous
 * one. If a page contains no known row, rows were deleted before it and others moved to earlier positions:
 * the reading goes back until it finds known rows. The order within a page does not
 * matter.
 *
 * @throws SinaoFailure if Sinao keeps returning the same page
 */
export async function* readByOffset(reading: Reading): AsyncGenerator<Row[]> {
	const met = new Set<unknown>();
	let position = 0;
	let furthest = 0;
	let lastRow: Row | undefined;
	let isAnchored = false;
	let [empty, rewinds, stalls] = [0, 0, 0];
	const startOf = () => (isAnchored ? position - 1 : position);
	let pending = reading.fetch({ offset: startOf() });
	for (;;) {
		const page = await pending;
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
			if (reading.reachedEnd(page) || empty === 2) return;
			if (empty++) position += page.limit;
			pending = reading.fetch({ offset: position });
			continue;
		}
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
		if (finished) return;
	}
}

function repeatedPage(): SinaoFailure {
	return new SinaoFailure(
		finalFailure({
			reason: 'incompleteList',
			message: 'Sinao keeps returning the same page',
			description:
				'The list could not be read completely and was discarded. Please report it at github.com/n8n-nodes-sinao/n8n-nodes-sinao/issues.',
		}),
	);
}
