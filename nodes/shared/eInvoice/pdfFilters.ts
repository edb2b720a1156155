/** Filters of streams that are rare in invoices (ISO 32000-1, 7.4.2 to 7.4.4). What is broken ends the content. */

const isWhiteSpace = (byte: number) => byte <= 0x20;

/** The bytes of `FF 00>`. An odd last digit is followed by a 0. */
export function* fromAsciiHex(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
	let rest = '';
	for (const chunk of chunks) {
		const text =
			rest +
			Buffer.from(chunk)
				.toString('latin1')
				.replace(/[\0\s]/g, '');
		const end = text.search(/[^\dA-Fa-f]/);
		const digits = end < 0 ? text : text.slice(0, end);
		const whole = digits.length & ~1;
		yield Buffer.from(digits.slice(0, whole), 'hex');
		rest = digits.slice(whole);
		if (end >= 0) break;
	}
	if (rest) yield Buffer.from(`${rest}0`, 'hex');
}

/** Four bytes of five characters from `!` to `u`, or of a `z`; `~>` ends the content. */
export function* fromAscii85(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
	let digits: number[] = [];
	for (const chunk of chunks) {
		const bytes: number[] = [];
		for (const byte of chunk) {
			if (isWhiteSpace(byte)) continue;
			if (byte === 0x7a && !digits.length) bytes.push(0, 0, 0, 0);
			else if (byte < 0x21 || byte > 0x75) {
				yield Buffer.from(bytes.concat(lastBytes(digits)));
				return;
			} else digits.push(byte - 0x21);
			if (digits.length < 5) continue;
			bytes.push(...bytesOf(digits));
			digits = [];
		}
		yield Buffer.from(bytes);
	}
	yield Buffer.from(lastBytes(digits));
}

/** A last group of n characters has n - 1 bytes. */
function lastBytes(digits: number[]): number[] {
	if (!digits.length) return [];
	return bytesOf([...digits, 84, 84, 84, 84].slice(0, 5)).slice(0, digits.length - 1);
}

function bytesOf(digits: number[]): number[] {
	const value = digits.reduce((sum, digit) => sum * 85 + digit, 0);
	return [value / 2 ** 24, value / 2 ** 16, value / 2 ** 8, value].map((part) => part & 0xff);
}

/** How a predictor divides its content into rows. */
interface Predictor {
	/** 2 is TIFF's, 10 to 15 are PNG's, whose rows begin with a byte that names the method of the row. */
	kind: number;
	bytesPerRow: number;
	bytesPerPixel: number;
}

const largestRow = 1024 * 1024;

/**
 * The predictor of `DecodeParms`; undefined for one that is not supported.
 *
 * @param entry the number under a name, or its default value
 */
export function predictorOf(
	entry: (name: string, initial: number) => number,
): Predictor | undefined {
	const [colors, bits] = [entry('Colors', 1), entry('BitsPerComponent', 8)];
	const kind = entry('Predictor', 1);
	const bytesPerRow = Math.ceil((colors * bits * entry('Columns', 1)) / 8);
	const isKnown = (kind === 2 && bits === 8) || (kind >= 10 && kind <= 15);
	if (!isKnown || !(bytesPerRow >= 1 && bytesPerRow <= largestRow)) return undefined;
	return { kind, bytesPerRow, bytesPerPixel: Math.max(1, Math.ceil((colors * bits) / 8)) };
}

/** The content before a predictor has changed it. */
export function* withoutPredictor(
	chunks: Iterable<Uint8Array>,
	{ kind, bytesPerRow, bytesPerPixel }: Predictor,
): Generator<Uint8Array> {
	const head = kind === 2 ? 0 : 1;
	let above = Buffer.alloc(bytesPerRow);
	let rest: Uint8Array = Buffer.alloc(0);
	for (const chunk of chunks) {
		const bytes = Buffer.concat([rest, chunk]);
		let at = 0;
		const rows: Buffer[] = [];
		for (; at + head + bytesPerRow <= bytes.length; at += head + bytesPerRow) rows.push(row(at));
		rest = bytes.subarray(at);
		yield Buffer.concat(rows);

		function row(start: number): Buffer {
			const method = head ? bytes[start] : 1;
			const content = Buffer.from(bytes.subarray(start + head, start + head + bytesPerRow));
			for (let index = 0; index < bytesPerRow; index++) {
				const isFirst = index < bytesPerPixel;
				const left = isFirst ? 0 : content[index - bytesPerPixel];
				const aboveLeft = isFirst ? 0 : above[index - bytesPerPixel];
				content[index] += predicted(method, left, above[index], aboveLeft);
			}
			above = content;
			return content;
		}
	}
}

/** The value that a byte differs from, by the method of its row (PNG, 9.2: none, sub, up, average, Paeth). */
function predicted(method: number, left: number, above: number, aboveLeft: number): number {
	if (method === 1) return left;
	if (method === 2) return above;
	if (method === 3) return (left + above) >> 1;
	if (method !== 4) return 0;
	const estimate = left + above - aboveLeft;
	const [toLeft, toAbove, toAboveLeft] = [left, above, aboveLeft].map((value) =>
		Math.abs(estimate - value),
	);
	if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
	return toAbove <= toAboveLeft ? above : aboveLeft;
}
