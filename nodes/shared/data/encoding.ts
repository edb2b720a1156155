/** Unicode character → byte, from the platform's own table. Five bytes of Windows-1252 mean nothing. */
const windows1252 = new Map(
	Array.from({ length: 256 }, (_, byte) => byte)
		.filter((byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte))
		.map((byte) => [new TextDecoder('windows-1252').decode(Uint8Array.of(byte)), byte]),
);

export type Encoding = 'utf8' | 'windows1252';

/**
 * Bytes of a text. What Windows-1252 cannot hold becomes `?` and is added to `lost`.
 */
export function encode(text: string, encoding: Encoding, lost: Set<string>): Buffer {
	if (encoding === 'utf8') return Buffer.from(text, 'utf8');
	const bytes: number[] = [];
	for (const character of text) {
		const byte = windows1252.get(character);
		if (byte === undefined) lost.add(character);
		bytes.push(byte ?? 0x3f);
	}
	return Buffer.from(bytes);
}

/** The text of such bytes. */
export function decode(bytes: Buffer, encoding: Encoding): string {
	return new TextDecoder(encoding === 'utf8' ? 'utf-8' : 'windows-1252', { ignoreBOM: true }).decode(bytes);
}
