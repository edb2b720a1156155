import type { Row } from '../resource';
import { exactJson } from './json';

export interface JsonLines {
	/** Adds a page of rows; a row whose id was added before replaces the earlier one. */
	add(rows: Row[]): void;
	finish(): { bytes: Buffer; rows: number };
}

/**
 * Rows as JSON Lines, each as the API gave it: one object a line, UTF-8, every field, numbers with all
 * of their digits. Each page becomes bytes at once and its rows are let go.
 */
export function createJsonLines(): JsonLines {
	const lines = new Map<unknown, Buffer>();
	return {
		add(rows) {
			for (const row of rows) lines.set(row.id ?? row, Buffer.from(`${exactJson(row)}\n`));
		},
		finish: () => ({ bytes: Buffer.concat([...lines.values()]), rows: lines.size }),
	};
}
