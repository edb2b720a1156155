import { isLosslessNumber, isSafeNumber, LosslessNumber, parse, stringify } from 'lossless-json';
import type { Row } from '../resource';

/** Sixteen or more digits outside a string can exceed JavaScript's precision. */
const longNumber = /[:[,]\s*-?[\d.]{16}/;

/**
 * Parses JSON of the API without losing digits: numbers that JavaScript cannot represent exactly
 * become text (12345678901234567 → '12345678901234567').
 *
 * @throws SyntaxError with the position, if the text is not JSON
 */
export function parseExactJson(text: string): unknown {
	const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
	if (!longNumber.test(json)) {
		try {
			return JSON.parse(json);
		} catch {
			// The other parser reports the position.
		}
	}
	return parse(json, textForLongNumber, (digits) =>
		isSafeNumber(digits) ? Number(digits) : new LosslessNumber(digits),
	);
}

/** For each object or array, the keys of numbers that became text. */
const longNumbers = new WeakMap<object, Set<string>>();

function textForLongNumber(this: object, key: string, value: unknown): unknown {
	if (!isLosslessNumber(value)) return value;
	longNumbers.set(this, (longNumbers.get(this) ?? new Set()).add(key));
	return value.toString();
}

/** Serializes a result of `parseExactJson` on one line, with all digits of every number. */
function exactJson(value: object): string {
	const json = JSON.stringify(value);
	if (!/"-?[\d.]{16}/.test(json)) return json;
	return stringify(value, function (this: object, key, member) {
		return longNumbers.get(this)?.has(key) ? new LosslessNumber(member as string) : member;
	}) as string;
}

export interface JsonLines {
	/** Adds a page of rows. A row replaces an earlier row with the same id. */
	add(rows: Row[]): void;
	finish(): { bytes: Buffer; rows: number };
}

/**
 * Rows as JSON Lines, as returned by the API: one object per line, UTF-8, every field, numbers with all
 * digits. Each page is encoded immediately and its rows are freed. Without rows, the file has one empty line,
 * because n8n's Google Drive node cannot save a file of 0 bytes.
 */
export function createJsonLines(): JsonLines {
	const lines = new Map<unknown, Buffer>();
	return {
		add(rows) {
			for (const row of rows) lines.set(row.id ?? row, Buffer.from(`${exactJson(row)}\n`));
		},
		finish: () => ({
			bytes: lines.size ? Buffer.concat([...lines.values()]) : Buffer.from('\n'),
			rows: lines.size,
		}),
	};
}
