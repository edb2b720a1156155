import { sleep } from 'n8n-workflow';

import type { Row } from '../../resource';
import type { Page, Start } from '../list';

/** The state of a list while it is read. */
export interface Reading {
	fetch(start: Start): Promise<Page>;
	/** Marks the rows of a page as seen, and returns whether the page is short. */
	see(page: Page): { isShort: boolean };
	seen: Set<unknown>;
	/** Whether the total or the maximum is reached. */
	reachedEnd(page: Page): boolean;
	note(oddity: string): void;
}

/** The identity of a row: its id or, without one, its content. */
export function identityOf(row: Row): unknown {
	return row.id ?? JSON.stringify(row);
}

/** Few enough to not block the event loop for long. */
const chunkRows = 250;

/**
 * Yields a page in chunks. Before each one, the event loop has two milliseconds to send the request for the
 * next page, which would otherwise wait until this page has been processed.
 */
export async function* inChunks(rows: Row[]): AsyncGenerator<Row[]> {
	while (rows.length) {
		await sleep(2);
		yield rows.splice(0, chunkRows);
	}
}

/** A promise that can be awaited later without an unhandled rejection. */
export function prefetch(page: Promise<Page>): Promise<Page> {
	page.catch(() => undefined);
	return page;
}
