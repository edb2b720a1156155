import { Unzlib, unzlibSync } from 'fflate';

import {
	fromAscii85,
	fromAsciiHex,
	piecesOf,
	pieceSize,
	predictorOf,
	withoutPredictor,
} from './pdfFilters';

interface PdfStream {
	dictionary: PdfDictionary;
	/** As it is in the file, so usually compressed. */
	data: Buffer;
}

/** The objects of a PDF in their newest version. */
export interface PdfObjects {
	/** Of all revisions, the oldest first. */
	trailers: PdfDictionary[];
	streams: Map<number, PdfStream>;
	/** Follows a reference; a stream gives its dictionary. */
	resolve(value: PdfValue): PdfValue;
	/** Whether not all object streams could be unpacked within the limits. */
	isTooLarge: boolean;
	/** Whether an object stream is compressed in a way that is not supported. */
	isUnsupported: boolean;
}

const maximumObjects = 500_000;
/** Characters of a single object that are read. */
const maximumObjectText = 256 * 1024;
/** Filters of a stream. Real ones have one or two. */
const maximumFilters = 4;
/** Bytes that are unpacked before the result is looked at; they can grow a thousandfold. */
const firstPiece = 512;
const largestPiece = 2048;

/** Bytes that a byte of compressed data can grow to. */
const maximumGrowth = 1032;

/** What may still be read of a document and of the PDFs in it together. Below 0, nothing more is read. */
export interface ReadingBudget {
	/** Bytes of streams before, between and after their filters. */
	bytes: number;
	/** Characters of the objects that references are followed to. */
	resolvedText: number;
	/** In the indexes of object streams, which may name the same object again and again. */
	indexEntries: number;
}

export function newBudget(): ReadingBudget {
	return {
		bytes: 64 * 1024 * 1024,
		resolvedText: 16 * 1024 * 1024,
		indexEntries: maximumObjects,
	};
}

export function isUsedUp(budget: ReadingBudget): boolean {
	return Object.values(budget).some((left) => left < 0);
}

/** Each costs a search through the file, so hostile files get no more than a real one needs. */
const maximumLengthSearches = 50;

/** An object that is parsed when it is needed. */
interface Located {
	source: string | Buffer;
	start: number;
	end: number;
}

/**
 * Finds the objects of a PDF by reading the file from start to end, without its cross-reference table,
 * because that is what broken files have wrong. A later object replaces an earlier one with the same
 * number, as an incremental update does. Every byte is looked at a bounded number of times.
 *
 * Source: ISO 32000-1, 7.3 (objects), 7.5.6 (incremental updates), 7.5.7 (object streams).
 */
export function readPdfObjects(pdf: Buffer, budget: ReadingBudget): PdfObjects {
	const located = new Map<number, Located>();
	const streams = new Map<number, PdfStream>();
	const found: PdfObjects = {
		trailers: [],
		streams,
		isTooLarge: false,
		isUnsupported: false,
		resolve(value) {
			for (let hops = 0; value instanceof PdfReference && hops < 16; hops++) {
				const { number } = value;
				value = streams.get(number)?.dictionary ?? parseAt(located.get(number));
			}
			return value instanceof PdfReference ? undefined : value;
		},
	};
	let lengthSearches = 0;
	/** Objects follow each other, so a real file is read once. */
	let readableText = pdf.length + maximumObjectText;
	const next = {
		object: finder(pdf, 'obj'),
		objectEnd: finder(pdf, 'endobj'),
		stream: finder(pdf, 'stream'),
		streamEnd: finder(pdf, 'endstream'),
		trailer: finder(pdf, 'trailer'),
	};

	for (let at = 0; ; ) {
		const word = next.object(at);
		const trailer = next.trailer(at);
		if (trailer < word) {
			at = trailer + 'trailer'.length;
			const dictionary = parseText(at, at + 16_384);
			if (dictionary instanceof PdfDictionary) found.trailers.push(dictionary);
			continue;
		}
		if (word === Infinity) break;
		at = word + 'obj'.length;
		const number = numberBefore(pdf, word);
		if (number === undefined) continue;
		if (located.size + streams.size >= maximumObjects || readableText < 0) {
			found.isTooLarge = true;
			break;
		}
		const end = Math.min(next.objectEnd(at), pdf.length);
		let begin = next.stream(at);
		while (begin < end && !beginsStream(pdf, begin)) begin = next.stream(begin + 6);
		const dictionary = begin < end ? parseText(at, begin) : undefined;
		if (!(dictionary instanceof PdfDictionary)) {
			streams.delete(number);
			located.set(number, { source: pdf, start: at, end: Math.min(end, at + maximumObjectText) });
			continue;
		}
		const dataStart = begin + (pdf[begin + 6] === 0x0d && pdf[begin + 7] === 0x0a ? 8 : 7);
		at = statedEnd(dictionary, dataStart) ?? Math.min(next.streamEnd(dataStart), pdf.length);
		const stream = { dictionary, data: pdf.subarray(dataStart, at) };
		streams.set(number, stream);
		const type = dictionary.get('Type');
		if (type === '/XRef') found.trailers.push(dictionary);
		if (type === '/ObjStm') unpackObjects(stream);
	}
	return found;

	function parseText(start: number, end: number): PdfValue {
		if (readableText < 0) return undefined;
		const text = pdf.toString('latin1', start, Math.min(end, start + maximumObjectText));
		readableText -= text.length;
		return parsePdfValue(text);
	}

	function parseAt(object: Located | undefined): PdfValue {
		if (!object || budget.resolvedText < 0) return undefined;
		const { source, start, end } = object;
		const text =
			typeof source === 'string' ? source.slice(start, end) : source.toString('latin1', start, end);
		budget.resolvedText -= text.length;
		found.isTooLarge ||= budget.resolvedText < 0;
		return parsePdfValue(text);
	}

	/** Where a stream ends by the length that it states, if it really ends there: data may contain 'endstream'. */
	function statedEnd(dictionary: PdfDictionary, dataStart: number): number | undefined {
		let length = dictionary.get('Length');
		if (length instanceof PdfReference && !dictionary.has('Filter')) {
			if (++lengthSearches > maximumLengthSearches) return undefined;
			const head = `\n${length.number} 0 obj`;
			const start = pdf.lastIndexOf(head, undefined, 'latin1') + head.length;
			length =
				start < head.length ? undefined : parsePdfValue(pdf.toString('latin1', start, start + 32));
		}
		if (typeof length !== 'number' || length < 0) return undefined;
		const end = dataStart + Math.trunc(length);
		return /^\s{0,2}endstream/.test(pdf.toString('latin1', end, end + 11)) ? end : undefined;
	}

	function unpackObjects(stream: PdfStream): void {
		const decode = decoderOf(stream, found.resolve, budget);
		if (!decode) {
			found.isUnsupported = true;
			return;
		}
		const parts: string[] = [];
		for (const chunk of decode())
			parts.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).toString('latin1'));
		found.isTooLarge ||= budget.bytes < 0;
		if (found.isTooLarge) return;
		const text = parts.join('');
		const first = stream.dictionary.get('First');
		if (typeof first !== 'number') return;
		let previous: Located | undefined;
		// Pair by pair: a list of all pairs would need a multiple of the memory of the text.
		for (const [, number, offset] of text.slice(0, first).matchAll(/(\d{1,10})\s+(\d{1,10})/g)) {
			if (--budget.indexEntries < 0) {
				found.isTooLarge = true;
				return;
			}
			const start = first + Number(offset);
			if (previous && start > previous.start) previous.end = Math.min(previous.end, start);
			previous = { source: text, start, end: start + maximumObjectText };
			streams.delete(Number(number));
			located.set(Number(number), previous);
		}
	}
}

type Decoder = (chunks: Iterable<Uint8Array>) => Iterable<Uint8Array>;

const asciiDecoders = new Map<PdfValue, Decoder>([
	['/ASCIIHexDecode', fromAsciiHex],
	['/AHx', fromAsciiHex],
	['/ASCII85Decode', fromAscii85],
	['/A85', fromAscii85],
]);

/**
 * How to decode a stream; undefined if it is compressed in a way that is not supported, such as LZW. The chunks are
 * valid until the next one is requested, and end where the stream is broken or the budget is used up.
 */
export function decoderOf(
	{ dictionary, data }: PdfStream,
	resolve: PdfObjects['resolve'],
	budget: ReadingBudget,
): (() => Iterable<Uint8Array>) | undefined {
	const list = (name: string) =>
		[resolve(dictionary.get(name)) ?? []]
			.flat()
			.slice(0, maximumFilters + 1)
			.map(resolve);
	const filters = list('Filter');
	if (filters.length > maximumFilters) return undefined;
	if (dictionary.has('Filter') && resolve(dictionary.get('Filter')) === undefined) return undefined;
	const parameters = list('DecodeParms');
	const decoders: Decoder[] = [];
	for (const [index, filter] of filters.entries()) {
		const ascii = asciiDecoders.get(filter);
		const isFlate = filter === '/FlateDecode' || filter === '/Fl';
		if (ascii) decoders.push(ascii);
		else if (isFlate) decoders.push((chunks) => inflated(chunks, budget));
		else return undefined;
		const entries = parameters[index];
		if (!isFlate || !(entries instanceof PdfDictionary) || !entries.has('Predictor')) continue;
		const entry = (name: string, initial: number) => Number(resolve(entries.get(name)) ?? initial);
		if (entry('Predictor', 1) === 1) continue;
		const predictor = predictorOf(entry);
		if (!predictor) return undefined;
		decoders.push((chunks) => withoutPredictor(chunks, predictor));
	}
	return () => {
		if (budget.bytes < 0) return [];
		const isSmall = data.length <= pieceSize;
		if (isSmall) budget.bytes -= data.length;
		return decoders.reduce<Iterable<Uint8Array>>(
			(chunks, decode) => within(budget, decode(chunks)),
			isSmall ? [data] : within(budget, piecesOf(data)),
		);
	};
}

/** The filters after this one get no more bytes than the budget allows: they may make nothing of them. */
function* within(budget: ReadingBudget, chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
	for (const chunk of chunks) {
		budget.bytes -= chunk.length;
		if (budget.bytes < 0) return;
		yield chunk;
	}
}

/** For streams that are unpacked at once, which most are. */
let scratch: Uint8Array | undefined;
const scratchSize = 512 * 1024;

function* inflated(chunks: Iterable<Uint8Array>, budget: ReadingBudget): Generator<Uint8Array> {
	const whole = Array.isArray(chunks) ? inflatedAtOnce(chunks[0], budget) : undefined;
	if (whole) yield whole;
	else yield* inflatedInPieces(chunks, budget);
}

/** Undefined if the content is broken, or may be large. */
function inflatedAtOnce(data: Uint8Array, budget: ReadingBudget): Uint8Array | undefined {
	scratch ??= new Uint8Array(scratchSize);
	try {
		const content = unzlibSync(data, { out: scratch });
		if (content.length < scratchSize) return content;
	} catch {
		// The content that came before is read in pieces.
	}
	budget.bytes -= Math.min(scratchSize, data.length * maximumGrowth);
	return undefined;
}

function* inflatedInPieces(
	chunks: Iterable<Uint8Array>,
	budget: ReadingBudget,
): Generator<Uint8Array> {
	const pieces: Uint8Array[] = [];
	const inflate = new Unzlib((piece) => pieces.push(piece));
	let size = firstPiece;
	for (const data of chunks)
		for (let at = 0; at < data.length; at += size, size = Math.min(2 * size, largestPiece)) {
			const piece = data.subarray(at, at + size);
			try {
				inflate.push(piece);
			} catch {
				// How much of the content came before the fault is not known.
				budget.bytes -= piece.length * maximumGrowth;
				return;
			}
			yield* pieces.splice(0);
		}
}

/** Positions of a word. They are asked for in ascending order, so the file is searched once. */
function finder(pdf: Buffer, word: string): (from: number) => number {
	let position = pdf.indexOf(word, 0, 'latin1');
	return (from) => {
		if (position >= 0 && position < from) position = pdf.indexOf(word, from, 'latin1');
		return position < 0 ? Infinity : position;
	};
}

function numberBefore(pdf: Buffer, word: number): number | undefined {
	const head = pdf.toString('latin1', Math.max(0, word - 24), word);
	const number = /(\d{1,10})\s{1,4}\d{1,5}\s{1,4}$/.exec(head)?.[1];
	return number === undefined ? undefined : Number(number);
}

function beginsStream(pdf: Buffer, word: number): boolean {
	const after = pdf[word + 6];
	return (
		(after === 0x0a || after === 0x0d) &&
		pdf
			.toString('latin1', Math.max(0, word - 16), word)
			.trimEnd()
			.endsWith('>>')
	);
}

/** `5 0 R` */
export class PdfReference {
	constructor(readonly number: number) {}
}

/** `(text)` or `<74657874>`, one character per byte. */
export class PdfString {
	constructor(readonly bytes: string) {}
}

/** Keys without their slash. */
export class PdfDictionary extends Map<string, PdfValue> {}

/** A name is a text with its slash. What is nothing of these (null, booleans, a broken value) is undefined. */
export type PdfValue =
	| number
	| string
	| PdfString
	| PdfReference
	| PdfDictionary
	| PdfValue[]
	| undefined;

const maximumDepth = 32;

const token =
	/[\0\s]+|%[^\r\n]*|<<|>>|[[\](]|\/[^\0\s()<>[\]{}/%]*|(\d{1,10})[\0\s]+\d{1,5}[\0\s]+R(?!\w)|[+-]?(?:\d+\.?\d*|\.\d+)|<[\dA-Fa-f\0\s]*>|[A-Za-z]+/y;

/** Reads the first value in a text (ISO 32000-1, 7.3). What follows it is ignored; a broken value ends where it breaks. */
function parsePdfValue(text: string): PdfValue {
	let at = 0;
	/** Undefined at the end or where no token begins. */
	let current: RegExpExecArray | undefined;
	advance();
	return value(0);

	function advance(): void {
		do {
			token.lastIndex = at;
			current = token.exec(text) ?? undefined;
			at = token.lastIndex || text.length;
		} while (current && /^[\0\s%]/.test(current[0]));
	}

	function value(depth: number): PdfValue {
		if (!current || depth > maximumDepth) {
			current = undefined;
			return undefined;
		}
		const [word, reference] = current;
		if (word === '(') {
			const bytes = literal();
			advance();
			return new PdfString(bytes);
		}
		advance();
		if (word === '<<') return dictionary(depth);
		if (word === '[') {
			const values: PdfValue[] = [];
			while (current && current[0] !== ']') values.push(value(depth + 1));
			advance();
			return values;
		}
		if (reference !== undefined) return new PdfReference(Number(reference));
		if (word.startsWith('/')) return word.replace(/#([\dA-Fa-f]{2})/g, (_, code) => fromHex(code));
		if (word.startsWith('<')) return new PdfString(fromHex(word.replace(/[^\dA-Fa-f]/g, '')));
		return /\d/.test(word) ? Number(word) : undefined;
	}

	function dictionary(depth: number): PdfDictionary {
		const entries = new PdfDictionary();
		while (current && current[0] !== '>>') {
			const key = value(depth + 1);
			if (!current || current[0] === '>>') break;
			const content = value(depth + 1);
			if (typeof key === 'string') entries.set(key.slice(1), content);
		}
		if (current) advance();
		return entries;
	}

	/** The rest of a `(…)`, in which brackets may be nested and a backslash escapes. */
	function literal(): string {
		const parts: string[] = [];
		let open = 1;
		const end = /\\(?:[0-7]{1,3}|\r\n|[^])|[()]/g;
		for (;;) {
			end.lastIndex = at;
			const found = end.exec(text);
			parts.push(text.slice(at, found?.index ?? text.length));
			at = found ? end.lastIndex : text.length;
			if (!found) return parts.join('');
			const [sign] = found;
			if (sign === '(') open++;
			else if (sign === ')') open--;
			if (!open) return parts.join('');
			parts.push(sign.startsWith('\\') ? unescaped(sign.slice(1)) : sign);
		}
	}
}

function unescaped(sign: string): string {
	if (/^[0-7]/.test(sign)) return String.fromCharCode(parseInt(sign, 8) & 0xff);
	if (/^[\r\n]/.test(sign)) return '';
	return { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[sign] ?? sign;
}

function fromHex(digits: string): string {
	return Buffer.from(digits.padEnd(digits.length + (digits.length % 2), '0'), 'hex').toString(
		'latin1',
	);
}
