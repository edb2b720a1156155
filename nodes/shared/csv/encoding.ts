/**
 * The characters of the bytes 80 to 9F in Windows-1252 (WHATWG Encoding, index-windows-1252); every
 * other byte is the character of its number. The five that mean nothing stand as U+FFFD. Written out,
 * because the TextDecoder of some versions of Node takes the encoding for Latin-1.
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
 * Bytes of a text. What Windows-1252 cannot hold becomes `?` and is added to `lost`.
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

/** The text of such bytes. */
export function decode(bytes: Buffer, encoding: Encoding): string {
	return encoding === 'utf8'
		? bytes.toString('utf8')
		: Array.from(bytes, (byte) => characters[byte]).join('');
}
