import { deflateSync, inflateSync } from 'fflate';

import type { Row } from '../resource';
import { exactJson } from './fields';

export interface JsonLines {
	/** Adds a page of rows. A row replaces an earlier row with the same id, and has its own place in the list. */
	add(rows: Row[]): void;
	/** The file; call it once. */
	finish(): { bytes: Buffer; rows: number };
	/** Frees the lines if nobody needs the file. */
	discard(): void;
}

/** The lines of a page. */
interface Page {
	lines: Uint8Array;
	isCompressed: boolean;
	/** Bytes of each line without compression. */
	sizes: number[];
	ids: unknown[];
	/** Position in the list of the first row. */
	first: number;
}

/**
 * Bytes of a list that are kept as they are. A row with its related objects has some kilobytes: 50,000 invoices are more
 * than 100 MB, and less than 20 MB if they are compressed.
 */
const keptAsTheyAre = 8 * 1024 * 1024;

/**
 * Rows as JSON Lines, as returned by the API: one object per line, UTF-8, every field, numbers with all
 * digits. Each page is encoded immediately and its rows are freed. Without rows, the file has one empty line,
 * because n8n's Google Drive node cannot save a file of 0 bytes.
 */
export function createJsonLines(): JsonLines {
	const pages: Page[] = [];
	/** By id, the position of the latest version of the row. */
	const latest = new Map<unknown, number>();
	let count = 0;
	let size = 0;

	const isKept = ({ first, ids }: Page, index: number) =>
		ids[index] === undefined || latest.get(ids[index]) === first + index;

	function keptSizes(page: Page): number[] {
		return page.sizes.filter((_, index) => isKept(page, index));
	}

	function linesOf({ lines, isCompressed, sizes }: Page): Uint8Array {
		return isCompressed ? inflateSync(lines, { out: new Uint8Array(sum(sizes)) }) : lines;
	}

	function free(): void {
		pages.length = 0;
		latest.clear();
	}

	return {
		add(rows) {
			const texts = rows.map((row) => `${exactJson(row)}\n`);
			const written = Buffer.from(texts.join(''));
			const ids = rows.map(({ id }) => id ?? undefined);
			ids.forEach((id, index) => {
				if (id !== undefined) latest.set(id, count + index);
			});
			const isCompressed = size + written.length > keptAsTheyAre;
			pages.push({
				lines: isCompressed ? deflateSync(written, { level: 2, mem: 8 }) : written,
				isCompressed,
				sizes: texts.map((text) => Buffer.byteLength(text)),
				ids,
				first: count,
			});
			count += rows.length;
			size += written.length;
		},
		finish() {
			const kept = pages.map(keptSizes);
			const rows = sum(kept.map(({ length }) => length));
			const bytes = Buffer.allocUnsafe(sum(kept.map(sum)));
			let end = 0;
			// What made the file may stay in memory for the rest of the run, so pages are freed one by one.
			for (let page = pages.shift(); page; page = pages.shift()) {
				const lines = linesOf(page);
				let start = 0;
				for (const [index, length] of page.sizes.entries()) {
					if (isKept(page, index)) {
						bytes.set(lines.subarray(start, start + length), end);
						end += length;
					}
					start += length;
				}
			}
			free();
			return { bytes: rows ? bytes : Buffer.from('\n'), rows };
		},
		discard: free,
	};
}

function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
