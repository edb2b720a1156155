import { isSafeNumber, parse } from 'lossless-json';

/** Sixteen digits or more outside a string may not fit into a JavaScript number. */
const longNumber = /[:[,]\s*-?\d*\.?\d{16,}/;

/**
 * Parses the JSON text of the API without losing digits: numbers that JavaScript cannot hold exactly
 * stay text (12345678901234567 → '12345678901234567').
 *
 * @throws SyntaxError with the position, where the text is not JSON
 */
export function parseExactJson(text: string): unknown {
	const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
	if (!longNumber.test(json)) return JSON.parse(json);
	return parse(json, undefined, (digits) => (isSafeNumber(digits) ? Number(digits) : digits));
}
