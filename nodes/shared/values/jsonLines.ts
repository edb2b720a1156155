import { deflateSync, inflateSync } from 'fflate';

import type { Row } from '../resource';
import { exactJson } from './fields';

export interface JsonLines {
	/** Adds a page of rows. A row replaces an earlier row with the same id. */
	add(rows: Row[]): void;
	/** The file; call it once. */
	finish(): { bytes: Buffer; rows: number };
	/** Frees the lines if nobody needs the file. */
	discard(): void;
}

/** The lines of a page, and the position in the list of its first row. */
interface Page {
	lines: Uint8Array;
	isCompressed: boolean;
	/** Bytes without compression. */
	size: number;
	first: number;
	ids: unknown[];
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

	function linesOf(page: Page): Uint8Array {
		const lines = page.isCompressed
			? inflateSync(page.lines, { out: new Uint8Array(page.size) })
			: page.lines;
		if (page.ids.every((_, index) => isKept(page, index))) return lines;
		const kept = textOf(lines)
			.split('\n')
			.filter((_, index) => index < page.ids.length && isKept(page, index));
		return Buffer.from(kept.map((line) => `${line}\n`).join(''));
	}

	return {
		add(rows) {
			const written = Buffer.from(rows.map((row) => `${exactJson(row)}\n`).join(''));
			const ids = rows.map(({ id }) => id ?? undefined);
			ids.forEach((id, index) => {
				if (id !== undefined) latest.set(id, count + index);
			});
			const isCompressed = size + written.length > keptAsTheyAre;
			pages.push({
				lines: isCompressed ? deflateSync(written, { level: 2, mem: 8 }) : written,
				isCompressed,
				size: written.length,
				first: count,
				ids,
			});
			count += rows.length;
			size += written.length;
		},
		finish() {
			const rows = pages.reduce(
				(sum, page) => sum + page.ids.filter((_, index) => isKept(page, index)).length,
				0,
			);
			if (!rows) return { bytes: Buffer.from('\n'), rows };
			const bytes = Buffer.allocUnsafe(size);
			let end = 0;
			// What made the file may stay in memory for the rest of the run, so pages are freed one by one.
			for (let page = pages.shift(); page; page = pages.shift()) {
				const lines = linesOf(page);
				bytes.set(lines, end);
				end += lines.length;
			}
			return { bytes: bytes.subarray(0, end), rows };
		},
		discard() {
			pages.length = 0;
		},
	};
}

function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
	return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
}
