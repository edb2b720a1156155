/** Entries that are written, and bytes that are read, at a time. */
const entriesAtOnce = 500;
const bytesAtOnce = 500_000;

/**
 * `JSON.stringify(value, null, '\t')` and a line break, in UTF-8. Long lists among the members are written in parts, so
 * that the text of a large file is never in memory as a whole.
 */
export function jsonFile(value: object): Buffer {
	let size = 0;
	for (const text of textsOf(value)) size += Buffer.byteLength(text);
	const bytes = Buffer.allocUnsafe(size);
	let end = 0;
	for (const text of textsOf(value)) end += bytes.write(text, end);
	return bytes;
}

function* textsOf(value: object): Generator<string> {
	let separator = '{';
	for (const [name, member] of Object.entries(value)) {
		if (member === undefined) continue;
		yield `${separator}\n\t${JSON.stringify(name)}: `;
		separator = ',';
		if (isLongList(member)) yield* textsOfList(member);
		else yield inside(JSON.stringify(member, null, '\t'));
	}
	yield separator === '{' ? '{}\n' : '\n}\n';
}

function* textsOfList(list: object[]): Generator<string> {
	for (let start = 0; start < list.length; start += entriesAtOnce) {
		const entries = JSON.stringify(list.slice(start, start + entriesAtOnce), null, '\t');
		yield `${start ? ',' : '['}${inside(entries.slice('['.length, -'\n]'.length))}`;
	}
	yield '\n\t]';
}

/** Lines of a member of an object: JSON has no line breaks within texts. */
const inside = (json: string) => json.replace(/\n/g, '\n\t');

function isLongList(member: unknown): member is object[] {
	return Array.isArray(member) && member.length > entriesAtOnce;
}

/** A JSON file whose long lists can be read in parts. */
export interface JsonParts {
	/** The object, in which the lists are empty. */
	head: unknown;
	/** The lists by the name of their member. Each can be read once; that throws SyntaxError if it is damaged. */
	lists: Array<[name: string, parts: Iterable<unknown[]>]>;
}

/**
 * Reads a file of `jsonFile` in parts. A file in another layout, as after another program has written it, has no lists to
 * read in parts: its head is the whole object.
 *
 * @throws SyntaxError if it is no JSON
 */
export function readJsonFile(bytes: Buffer): JsonParts {
	try {
		return inParts(bytes);
	} catch {
		return { head: JSON.parse(bytes.toString('utf8')), lists: [] };
	}
}

/** Where the entries of a member begin, and the lines that end an entry and the list: their indentation tells what they belong to. */
const begin = ': [\n\t\t{\n';
const entryEnd = '\n\t\t},\n';
const end = '\n\t\t}\n\t]';

/** @throws SyntaxError if it is no JSON in this layout */
function inParts(bytes: Buffer): JsonParts {
	const lists: JsonParts['lists'] = [];
	let head = '';
	let at = 0;
	for (let next = bytes.indexOf(begin); next >= 0; next = bytes.indexOf(begin, at)) {
		const before = bytes.toString('utf8', at, next);
		const [, name] = /\n\t("[^\n]*")$/.exec(before) ?? [];
		const last = bytes.indexOf(end, next);
		const isKnown = lists.some(([known]) => JSON.stringify(known) === name);
		if (!name || isKnown || last < 0) throw new SyntaxError('Another layout');
		const entries = bytes.subarray(next + ': ['.length, last + end.length - ']'.length);
		lists.push([JSON.parse(name) as string, partsOf(entries)]);
		head += `${before}: [`;
		at = last + end.length - ']'.length;
	}
	return { head: JSON.parse(head + bytes.toString('utf8', at)), lists };
}

function* partsOf(entries: Buffer): Generator<unknown[]> {
	for (let from = 0; from < entries.length; ) {
		const comma = entries.indexOf(entryEnd, Math.min(from + bytesAtOnce, entries.length));
		const to = comma < 0 ? entries.length : comma + entryEnd.length - ',\n'.length;
		yield JSON.parse(`[${entries.toString('utf8', from, to)}]`) as unknown[];
		from = comma < 0 ? to : to + ','.length;
	}
}
