/** Filters of streams that are rare in invoices (ISO 32000-1, 7.4.2 to 7.4.4). What is broken ends the content. */

const isWhiteSpace = (byte: number) => byte <= 0x20;

/** The value of a hexadecimal digit, by its byte; -1 for others. */
const hexDigits = Int8Array.from({ length: 256 }, (_, byte) =>
	'0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase()),
);

/** Bytes that are decoded at once, into memory that is used again for the next ones. */
export const pieceSize = 16_384;

export function* piecesOf(data: Uint8Array): Generator<Uint8Array> {
	for (let at = 0; at < data.length; at += pieceSize) yield data.subarray(at, at + pieceSize);
}

function* smallPieces(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
	for (const chunk of chunks) yield* piecesOf(chunk);
}

/** The bytes of `FF 00>`. An odd last digit is followed by a 0. A chunk is valid until the next one is requested. */
export function* fromAsciiHex(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
	const bytes = new Uint8Array(pieceSize);
	let first = -1;
	let isEnd = false;
	for (const piece of smallPieces(chunks)) {
		let size = 0;
		for (const byte of piece) {
			if (isWhiteSpace(byte)) continue;
			const digit = hexDigits[byte];
			isEnd = digit < 0;
			if (isEnd) break;
			if (first < 0) first = digit;
			else {
				bytes[size++] = 16 * first + digit;
				first = -1;
			}
		}
		yield bytes.subarray(0, size);
		if (isEnd) break;
	}
	if (first >= 0) yield Uint8Array.of(16 * first);
}

/**
 * Four bytes of five characters from `!` to `u`, or of a `z`; `~>` ends the content. A chunk is valid until the next one
 * is requested.
 */
export function* fromAscii85(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
	const bytes = new Uint8Array(4 * pieceSize);
	let value = 0;
	let count = 0;
	let isEnd = false;
	for (const piece of smallPieces(chunks)) {
		let size = 0;
		for (const byte of piece) {
			if (isWhiteSpace(byte)) continue;
			if (byte === 0x7a && !count) {
				bytes.fill(0, size, size + 4);
				size += 4;
				continue;
			}
			isEnd = byte < 0x21 || byte > 0x75;
			if (isEnd) break;
			value = 85 * value + byte - 0x21;
			if (++count < 5) continue;
			bytes.set(bytesOf(value), size);
			size += 4;
			[value, count] = [0, 0];
		}
		yield bytes.subarray(0, size);
		if (isEnd) break;
	}
	if (!count) return;
	// A last group of n characters has n - 1 bytes.
	for (let missing = count; missing < 5; missing++) value = 85 * value + 84;
	yield Uint8Array.from(bytesOf(value)).subarray(0, count - 1);
}

function bytesOf(value: number): number[] {
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
	let above: Uint8Array = new Uint8Array(bytesPerRow);
	let rest: Uint8Array = new Uint8Array(0);
	for (const chunk of chunks) {
		const bytes = new Uint8Array(rest.length + chunk.length);
		bytes.set(rest);
		bytes.set(chunk, rest.length);
		const rows = Math.floor(bytes.length / (head + bytesPerRow));
		// The row above comes first.
		const content = new Uint8Array((rows + 1) * bytesPerRow);
		content.set(above);
		let at = bytesPerRow;
		let from = 0;
		for (let row = 0; row < rows; row++) {
			const method = head ? bytes[from] : 1;
			from += head;
			for (let index = 0; index < bytesPerRow; index++, at++, from++) {
				const isFirst = index < bytesPerPixel;
				const left = isFirst ? 0 : content[at - bytesPerPixel];
				const aboveLeft = isFirst ? 0 : content[at - bytesPerRow - bytesPerPixel];
				content[at] = bytes[from] + predicted(method, left, content[at - bytesPerRow], aboveLeft);
			}
		}
		above = content.slice(-bytesPerRow);
		rest = bytes.slice(from);
		yield content.subarray(bytesPerRow);
	}
}

/** The value that a byte differs from, by the method of its row (PNG, 9.2: none, sub, up, average, Paeth). */
function predicted(method: number, left: number, above: number, aboveLeft: number): number {
	if (method === 1) return left;
	if (method === 2) return above;
	if (method === 3) return (left + above) >> 1;
	if (method !== 4) return 0;
	const estimate = left + above - aboveLeft;
	const toLeft = Math.abs(estimate - left);
	const toAbove = Math.abs(estimate - above);
	const toAboveLeft = Math.abs(estimate - aboveLeft);
	if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
	return toAbove <= toAboveLeft ? above : aboveLeft;
}
