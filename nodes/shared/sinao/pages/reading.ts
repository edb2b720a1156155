import { sleep } from 'n8n-workflow';

import type { Row } from '../../resource';
import type { Page, Start } from '../list';

/** What is known of a list while it is read. */
export interface Reading {
	fetch(start: Start): Promise<Page>;
	/** Marks the rows of a page as seen, and says whether it has fewer rows than the service could give. */
	see(page: Page): { isShort: boolean };
	seen: Set<unknown>;
	/** Whether every row that the service counts, or that the caller wants, has come. */
	reachedEnd(page: Page): boolean;
	note(oddity: string): void;
}

/** What a row is known by: its id, or, where it has none, all that it says. */
export function identityOf(row: Row): unknown {
	return row.id ?? JSON.stringify(row);
}

/** So few that the event loop never waits long. */
const chunkRows = 250;

/**
 * Hands a page on in parts. Before each of them the event loop has two milliseconds for what lies between a
 * request and n8n's sending it; the request for the next page would otherwise wait until this one is worked on.
 */
export async function* inChunks(rows: Row[]): AsyncGenerator<Row[]> {
	while (rows.length) {
		await sleep(2);
		yield rows.splice(0, chunkRows);
	}
}

/** A promise that may be left waiting, because its failure is met where it is awaited. */
export function prefetch(page: Promise<Page>): Promise<Page> {
	page.catch(() => undefined);
	return page;
}
