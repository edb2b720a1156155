/** Entries that are written, and bytes that are read, at a time. */
const entriesAtOnce = 500;
const bytesAtOnce = 500_000;

/**
 * `JSON.stringify(value, null, '\t')` and a line break, in UTF-8. Long lists among the members are written in parts, so
 * that the text of a large file is never in memory as a whole. `readInParts` relies on the indentation.
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

/** An object from a JSON file. */
export interface JsonParts {
	/** Without the members of `lists`, which are empty. */
	head: unknown;
	/** Long lists by the name of their member, to be read once each. A damaged part throws SyntaxError. */
	lists: Array<[name: string, parts: Iterable<unknown[]>]>;
}

/** Where the entries of a member begin, and the lines that end an entry and the list: their indentation tells what they belong to. */
const begin = ': [\n\t\t{\n';
const entryEnd = '\n\t\t},\n';
const end = '\n\t\t}\n\t]';

/**
 * Reads a file of `jsonFile` in parts. In a file that was edited, the indentation may mislead: then a part is no JSON, or
 * this function throws, and the file has to be read as a whole.
 *
 * @throws Error if it is no JSON in this layout
 */
export function readInParts(bytes: Buffer): JsonParts {
	const lists: Array<{ name: string; place: string; parts: Iterable<unknown[]> }> = [];
	let text = '';
	let at = 0;
	for (let next = bytes.indexOf(begin); next >= 0; next = bytes.indexOf(begin, at)) {
		const before = bytes.toString('utf8', at, next);
		const [, name] = /\n\t("[^\n]*")$/.exec(before) ?? [];
		const last = bytes.indexOf(end, next);
		if (!name || last < 0) throw new SyntaxError('Another layout');
		const place = `list ${lists.length}`;
		const entries = bytes.subarray(next + ': ['.length, last + end.length - ']'.length);
		lists.push({ name: JSON.parse(name) as string, place, parts: partsOf(entries) });
		text += `${before}: ["${place}"`;
		at = last + end.length - ']'.length;
	}
	const head = JSON.parse(text + bytes.toString('utf8', at)) as Record<string, unknown>;
	for (const { name, place } of lists) {
		// Not so if the list belongs to an inner object, or if a name comes twice.
		if (!Object.hasOwn(head, name) || JSON.stringify(head[name]) !== JSON.stringify([place]))
			throw new SyntaxError('Another layout');
		head[name] = [];
	}
	return { head, lists: lists.map(({ name, parts }) => [name, parts]) };
}

function* partsOf(entries: Buffer): Generator<unknown[]> {
	for (let from = 0; from < entries.length; ) {
		const comma = entries.indexOf(entryEnd, Math.min(from + bytesAtOnce, entries.length));
		const to = comma < 0 ? entries.length : comma + entryEnd.length - ',\n'.length;
		yield JSON.parse(`[${entries.toString('utf8', from, to)}]`) as unknown[];
		from = comma < 0 ? to : to + ','.length;
	}
}
