import { isLosslessNumber, isSafeNumber, LosslessNumber, parse, stringify } from 'lossless-json';

/** Sixteen digits or more outside a string may not fit into a JavaScript number. */
const longNumber = /[:[,]\s*-?[\d.]{16}/;

/**
 * Parses the JSON text of the API without losing digits: numbers that JavaScript cannot hold exactly
 * stay text (12345678901234567 → '12345678901234567').
 *
 * @throws SyntaxError with the position, where the text is not JSON
 */
export function parseExactJson(text: string): unknown {
	const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
	if (!longNumber.test(json)) {
		try {
			return JSON.parse(json);
		} catch {
			// The other parser says where the fault is.
		}
	}
	return parse(json, textForLongNumber, (digits) =>
		isSafeNumber(digits) ? Number(digits) : new LosslessNumber(digits),
	);
}

/** For each object or array, the members that are text here and were numbers in the API's JSON. */
const longNumbers = new WeakMap<object, Set<string>>();

function textForLongNumber(this: object, key: string, value: unknown): unknown {
	if (!isLosslessNumber(value)) return value;
	longNumbers.set(this, (longNumbers.get(this) ?? new Set()).add(key));
	return value.toString();
}

/** The JSON of something that `parseExactJson` gave, on one line: every number has all of its digits again. */
export function exactJson(value: object): string {
	const json = JSON.stringify(value);
	if (!/"-?[\d.]{16}/.test(json)) return json;
	return stringify(value, function (this: object, key, member) {
		return longNumbers.get(this)?.has(key) ? new LosslessNumber(member as string) : member;
	}) as string;
}
