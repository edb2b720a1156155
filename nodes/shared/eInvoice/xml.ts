import { parser } from 'sax';

/** An XML element of the header of an invoice. Names are without their prefix. */
export interface XmlElement {
	name: string;
	attributes: Record<string, string>;
	children: XmlElement[];
	text: string;
	/** Base64 that the element contains, kept out of `text`. */
	binary?: string;
}

/** Why XML was not read. */
export type XmlProblem =
	| { code: 'brokenXml'; detail: string }
	| { code: 'tooLarge'; detail: string }
	| { code: 'unknownFormat'; detail: string };

/** With the copy of an invoice of many pages as base64 in it. */
const maximumXmlBytes = 48 * 1024 * 1024;
/** Without such base64. */
const maximumXmlText = 8 * 1024 * 1024;
const maximumDepth = 64;
/** In the header; lines of the invoice are checked, but not kept. */
const maximumElements = 50_000;

const lineElements = new Set(['IncludedSupplyChainTradeLineItem', 'InvoiceLine', 'CreditNoteLine']);

const base64Tag =
	/<(?:[\w.-]{1,100}:)?(?:EmbeddedDocument|Attachment)BinaryObject(?:\s[^<>]{0,1000})?>/g;
/** Shorter base64 is read with the text. */
const minimumBase64 = 1000;

/** Ends the reading of XML. */
class Stop extends Error {
	constructor(readonly problem: XmlProblem) {
		super(problem.detail);
	}
}

/** Whether bytes begin like XML in UTF-8, UTF-16 or an encoding that extends ASCII. */
export function looksLikeXml(bytes: Uint8Array): boolean {
	const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 512));
	return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\0\s]*</.test(head.toString('latin1'));
}

/**
 * Reads XML strictly, within limits of size and depth. A document type declaration is refused, so there are no
 * entities but the five of XML and character references.
 *
 * @param isWanted whether the root element, by its name and namespace, is to be read
 */
export function readXml(
	bytes: Buffer,
	isWanted: (name: string, namespace: string | undefined) => boolean,
): { root: XmlElement } | { problem: XmlProblem } {
	if (bytes.length > maximumXmlBytes)
		return { problem: { code: 'tooLarge', detail: `${bytes.length} B of XML` } };
	const text = decode(bytes);
	if (text === undefined)
		return {
			problem: { code: 'brokenXml', detail: 'The text does not have the encoding that it states' },
		};
	try {
		return { root: parse(withoutPlainLines(text), isWanted) };
	} catch (error) {
		if (error instanceof Stop) return { problem: error.problem };
		const [detail] = String((error as Error).message).split('\n');
		return { problem: { code: 'brokenXml', detail: detail.slice(0, 200) } };
	}
}

function parse(text: string, isWanted: (name: string, namespace?: string) => boolean): XmlElement {
	const document: XmlElement = { name: '', attributes: {}, children: [], text: '' };
	const path = [document];
	let depth = 0;
	let elements = 0;
	/** Depth of the line of the invoice that is being read. */
	let lineDepth = Infinity;
	const xml = parser(true, { position: false, strictEntities: true });
	xml.onerror = (error) => {
		throw error;
	};
	xml.ondoctype = () => {
		throw new Stop({ code: 'brokenXml', detail: 'Document type declarations are not allowed' });
	};
	xml.onopentag = ({ name, attributes }) => {
		depth++;
		if (depth > maximumDepth)
			throw new Stop({ code: 'tooLarge', detail: `More than ${maximumDepth} nested elements` });
		if (depth > lineDepth) return;
		const colon = name.indexOf(':');
		const localName = name.slice(colon + 1);
		if (depth === 1) {
			if (document.children.length)
				throw new Stop({ code: 'brokenXml', detail: 'More than one root element' });
			const namespace = attributes[colon < 0 ? 'xmlns' : `xmlns:${name.slice(0, colon)}`];
			if (!isWanted(localName, namespace))
				throw new Stop({ code: 'unknownFormat', detail: localName.slice(0, 100) });
		}
		if (depth <= 3 && lineElements.has(localName)) {
			lineDepth = depth;
			return;
		}
		if (++elements > maximumElements)
			throw new Stop({ code: 'tooLarge', detail: `More than ${maximumElements} elements` });
		const element: XmlElement = { name: localName, attributes, children: [], text: '' };
		path[path.length - 1].children.push(element);
		path.push(element);
	};
	xml.onclosetag = () => {
		if (depth < lineDepth) path.pop();
		if (depth === lineDepth) lineDepth = Infinity;
		depth--;
	};
	xml.ontext = xml.oncdata = (part) => {
		if (depth < lineDepth) path[path.length - 1].text += part;
	};

	const contents = base64Contents(text);
	const base64Length = contents.reduce((length, { start, end }) => length + end - start, 0);
	if (text.length - base64Length > maximumXmlText)
		throw new Stop({ code: 'tooLarge', detail: `${text.length - base64Length} B of XML` });
	let at = 0;
	for (const { start, end } of contents) {
		xml.write(text.slice(at, start));
		const element = path[path.length - 1];
		if (depth < lineDepth && element.name.endsWith('BinaryObject'))
			element.binary = text.slice(start, end);
		at = end;
	}
	xml.write(text.slice(at)).close();
	const [root] = document.children;
	if (!root) throw new Stop({ code: 'brokenXml', detail: 'No root element' });
	return root;
}

const lineTag =
	/<(?:[A-Za-z_][\w.-]{0,99}:)?(?:IncludedSupplyChainTradeLineItem|InvoiceLine|CreditNoteLine)>/g;
const elementName = /^[A-Za-z_][\w.:-]*$/;
const tagWithAttributes = /<([A-Za-z_][\w.:-]*)(?:\s+[A-Za-z_][\w.:-]*="[^"<&]*")*\s*(\/?)>/y;
const otherEntity = /&(?!(?:amp|lt|gt|quot|apos);)/;

/**
 * The text without the lines of the invoice that consist of plain elements and are well-formed, which is most of an
 * invoice. The parser takes ten times as long to find that out. All other lines are left to it.
 */
function withoutPlainLines(text: string): string {
	if (text.length > maximumXmlText || text.includes('<!')) return text;
	const parts: string[] = [];
	const names = new Set<string>();
	let at = 0;
	lineTag.lastIndex = 0;
	for (let line = lineTag.exec(text); line; line = lineTag.exec(text)) {
		const end = plainElementEnd(text, line.index, names);
		// After the first one that is not plain, so that no text is looked at twice.
		if (end === undefined) break;
		parts.push(text.slice(at, line.index));
		at = lineTag.lastIndex = end;
	}
	return parts.join('') + text.slice(at);
}

/**
 * Where a well-formed element ends; undefined if it is not, or contains more than elements, text and attributes.
 *
 * @param known names of elements that were checked before
 */
function plainElementEnd(text: string, start: number, known: Set<string>): number | undefined {
	const open: string[] = [];
	for (let at = start; ; ) {
		const tag = text.indexOf('<', at);
		const end = tag < 0 ? -1 : text.indexOf('>', tag);
		if (end < 0) return undefined;
		if (otherEntity.test(text.slice(at, tag))) return undefined;
		const name = text.slice(tag + 1, end);
		at = end + 1;
		if (name.startsWith('/')) {
			if (name.slice(1).trimEnd() !== open.pop()) return undefined;
		} else if (known.has(name) || elementName.test(name)) {
			known.add(name);
			open.push(name);
		} else {
			tagWithAttributes.lastIndex = tag;
			const [, opened, isEmpty] = tagWithAttributes.exec(text) ?? [];
			if (!opened) return undefined;
			at = tagWithAttributes.lastIndex;
			if (!isEmpty) open.push(opened);
		}
		if (!open.length) return at;
		if (open.length > maximumDepth) return undefined;
	}
}

/** Where base64 is that need not be read as XML. */
function base64Contents(text: string): Array<{ start: number; end: number }> {
	const contents = [];
	for (const tag of text.matchAll(base64Tag)) {
		const start = tag.index + tag[0].length;
		const end = text.indexOf('<', start);
		if (end - start >= minimumBase64 && !/[^\w+/=\s]/.test(text.slice(start, end)))
			contents.push({ start, end });
	}
	return contents;
}

/** Undefined where the bytes are not in the encoding that they state, or in UTF-8 where they state none. */
function decode(bytes: Buffer): string | undefined {
	const [first, second] = bytes;
	const isLittleEndian = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
	const isBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c);
	if (isLittleEndian || isBigEndian) {
		const even = bytes.subarray(0, bytes.length & ~1);
		const units = isBigEndian ? Buffer.from(even).swap16() : even;
		return units.toString('utf16le').replace(/^\uFEFF/, '');
	}
	const declaration = /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.-]+)/.exec(
		bytes.toString('latin1', 0, 300).replace(/^\xef\xbb\xbf/, ''),
	);
	const [label] = /^(?:iso-8859-15?|windows-1252|latin1)$/i.exec(declaration?.[1] ?? '') ?? [
		'utf-8',
	];
	try {
		const text = label === 'utf-8' ? bytes.toString() : '\uFFFD';
		// Bytes that are no UTF-8 become this character, which may also be meant.
		return text.includes('\uFFFD')
			? new TextDecoder(label, { fatal: true }).decode(bytes)
			: text.replace(/^\uFEFF/, '');
	} catch {
		return undefined;
	}
}

/** The elements at a path of names, for example `Party/PartyName/Name`. */
export function elementsAt(element: XmlElement | undefined, path: string): XmlElement[] {
	let found = element ? [element] : [];
	for (const name of path.split('/')) {
		const next: XmlElement[] = [];
		for (const { children } of found)
			for (const child of children) if (child.name === name) next.push(child);
		found = next;
	}
	return found;
}

/** Text of the first element at a path that has one, without surrounding white space. */
export function textAt(element: XmlElement | undefined, path: string): string | undefined {
	for (const { text } of elementsAt(element, path)) if (text.trim()) return text.trim();
	return undefined;
}
