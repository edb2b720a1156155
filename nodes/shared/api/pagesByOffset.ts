import type { Row } from '../resource';
import { SinaoFailure } from './failure';
import { ahead, type Reading } from './pages';

const maximumRewinds = 50;

/**
 * Reads a list by offset, advanced by the rows received. Each page begins with the last row of the
 * one before; where that row is not there, rows were deleted in front of it, others slipped to earlier
 * positions, and the reading goes back until it meets what it knows.
 *
 * @throws SinaoFailure where the service gives the same page again
 */
export async function* readByOffset(reading: Reading): AsyncGenerator<Row[]> {
	const met = new Set<unknown>();
	let position = 0;
	let furthest = 0;
	let lastRow: Row | undefined;
	let empty = 0;
	let rewinds = 0;
	const startOf = () => (lastRow ? position - 1 : position);
	let pending = reading.fetch({ offset: startOf() });
	for (;;) {
		const page = await pending;
		const start = startOf();
		const overlap = lastRow && page.rows[0]?.id === lastRow.id ? 1 : 0;
		if (page.rows.length === overlap) {
			if (reading.reachedEnd(page) || empty === 2) return;
			if (empty++) position += page.limit;
			lastRow = undefined;
			pending = reading.fetch({ offset: position });
			continue;
		}
		if (empty) reading.note('Sinao gave an empty page in the middle of a list; the rows after it were read.');
		empty = 0;
		if (lastRow && !overlap && !met.has(page.rows[0].id)) {
			if (rewinds++ === maximumRewinds) throw repeatedPage();
			reading.note('Rows were deleted in Sinao while a list was read; it was read again from the last rows that were known.');
			position = Math.max(0, start - page.limit);
			lastRow = undefined;
			pending = reading.fetch({ offset: position });
			continue;
		}
		const end = start + page.rows.length;
		if (end > furthest && page.rows.every((row) => met.has(row.id))) throw repeatedPage();
		const unchanged = overlap && JSON.stringify(page.rows[0]) === JSON.stringify(lastRow);
		position = end;
		furthest = Math.max(furthest, end);
		lastRow = page.rows[page.rows.length - 1];
		page.rows.forEach((row) => met.add(row.id));
		reading.see(page.rows);
		const finished = reading.reachedEnd(page);
		if (!finished) pending = ahead(reading.fetch({ offset: startOf() }));
		yield unchanged ? page.rows.slice(1) : page.rows;
		if (finished) return;
	}
}

function repeatedPage(): SinaoFailure {
	return new SinaoFailure({
		reason: 'incompleteList',
		message: 'Sinao gives the same page of a list again and again',
		description: 'The list cannot be read to its end, so nothing of it was used. Tell the makers of this node.',
		retry: 'never',
	});
}
