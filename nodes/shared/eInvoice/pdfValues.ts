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
export function parsePdfValue(text: string): PdfValue {
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
