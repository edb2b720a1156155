/**
 * The characters of the bytes 80 to 9F in Windows-1252 (WHATWG Encoding, index-windows-1252); every
 * other byte has the code of its character. The five unassigned bytes are U+FFFD. Listed here,
 * because the TextDecoder of some versions of Node treats the encoding as Latin-1.
 */
const high = '€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ';

const characters = Array.from(
	{ length: 256 },
	(_, byte) => high[byte - 0x80] ?? String.fromCharCode(byte),
);
const bytesOf = new Map(characters.map((character, byte) => [character, byte]));
bytesOf.delete('\uFFFD');

export type Encoding = 'utf8' | 'windows1252';

/**
 * Encodes a text. Characters not available in Windows-1252 become `?` and are added to `lost`.
 */
export function encode(text: string, encoding: Encoding, lost: Set<string>): Buffer {
	if (encoding === 'utf8') return Buffer.from(text, 'utf8');
	const bytes: number[] = [];
	for (const character of text) {
		const byte = bytesOf.get(character);
		if (byte === undefined) lost.add(character);
		bytes.push(byte ?? 0x3f);
	}
	return Buffer.from(bytes);
}

/** Decodes bytes in the same encoding. */
export function decode(bytes: Buffer, encoding: Encoding): string {
	return encoding === 'utf8'
		? bytes.toString('utf8')
		: Array.from(bytes, (byte) => characters[byte]).join('');
}
