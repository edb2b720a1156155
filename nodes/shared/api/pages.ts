import type { Row } from '../resource';
import { explainCompany } from './company';
import type { Connection } from './connection';
import { type Outcome, SinaoFailure, valueOrThrow } from './failure';
import { fetchPage, fetchWholeList, incompleteList, type ListRequest, type Page, type Start } from './list';
import { readById } from './pagesById';
import { readByOffset } from './pagesByOffset';

/** What is known of a list while it is read. */
export interface Reading {
	fetch(start: Start): Promise<Page>;
	/** Marks the rows as seen. */
	see(rows: Row[]): void;
	seen: Set<unknown>;
	/** Whether every row that the service counts, or that the caller wants, has come. */
	reachedEnd(page: Page): boolean;
	note(oddity: string): void;
}

/**
 * All rows of a list, page by page, each as soon as it is there while the next one is on its way.
 * A row that comes again replaces the earlier one of its id: it changed while the list was read.
 *
 * Pages are read by id (`id > last`) where the service honours that, else by offset. A short page is
 * no end; an empty one is, when it comes again or the total is reached. Where the service counts more
 * rows than came, the list is read a second time. An unpaged list is one page.
 *
 * @throws SinaoFailure where the list cannot be completed
 */
export async function* readPages(connection: Connection, list: ListRequest, maximum = Infinity): AsyncGenerator<Row[]> {
	if (list.unpaged) {
		yield await explained(connection, await fetchWholeList(connection, list));
		return;
	}
	const seen = new Set<unknown>();
	let limit = Math.min(connection.settings.pageSize, maximum);
	let total: number | undefined;
	let requests = 0;

	const reading: Reading = {
		seen,
		async fetch(start) {
			const first = requests++ === 0;
			// By offset a page begins with a known row, so that one row is none.
			const outcome = await fetchPage(connection, list, start, start.offset === undefined ? limit : Math.max(2, limit));
			const page = first ? await explained(connection, outcome) : valueOrThrow(outcome);
			limit = page.limit;
			// Later pages may count only the rows that are left.
			if (start.afterId === undefined) total = page.total;
			return page;
		},
		see: (rows) => rows.forEach((row) => seen.add(identityOf(row))),
		reachedEnd: (page) => seen.size >= maximum || (total !== undefined && seen.size >= total && page.rows.length < page.limit),
		note: (oddity) => connection.notes.oddities.add(oddity),
	};

	for (let pass = 1; pass <= 2; pass++) {
		const honoured = yield* readById(reading);
		if (!honoured) yield* readByOffset(reading);
		if (total === undefined || seen.size >= Math.min(total, maximum)) return;
		reading.note(`Sinao counted ${total} rows in ${list.path} and gave ${seen.size}; the list was read a second time.`);
	}
	throw new SinaoFailure(incompleteList(list.path, total as number, seen.size));
}

/** What a row is known by: its id, or, where it has none, all that it says. */
export function identityOf(row: Row): unknown {
	return row.id ?? JSON.stringify(row);
}

/** The value of the first answer of a list, or the failure, with what it may be that the key opens. */
async function explained<T>(connection: Connection, outcome: Outcome<T>): Promise<T> {
	if (outcome.failure) throw new SinaoFailure(await explainCompany(connection, outcome.failure));
	return outcome.value as T;
}

/** A promise that may be left waiting, because its failure is met where it is awaited. */
export function ahead(page: Promise<Page>): Promise<Page> {
	page.catch(() => undefined);
	return page;
}
