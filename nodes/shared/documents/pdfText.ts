import { unzlibSync } from 'fflate';

/** Pages and embedded XML are far below these; fonts and pictures, which are not read, are above. */
const maximumStream = 32_768;
const maximumStreams = 60;
const maximumText = 262_144;

/** Room for one unpacked part, which is text before the next one comes. */
const unpacked = new Uint8Array(maximumText);

/**
 * What can be read of a PDF without its fonts: titles, metadata, embedded XML and the text of pages that
 * is written in plain letters. Compressed parts are unpacked, within bounds.
 */
export function readablePdfText(pdf: Buffer): string {
	const parts: string[] = [];
	let at = 0;
	for (let streams = 0; streams < maximumStreams; streams++) {
		const begin = pdf.indexOf('stream', at);
		const end = begin < 0 ? -1 : pdf.indexOf('endstream', begin);
		if (end < 0) break;
		const dictionary = pdf.subarray(at, begin).toString('latin1');
		const skipped = pdf[begin + 6] === 0x0d ? 8 : 7;
		parts.push(dictionary, streamText(pdf.subarray(begin + skipped, end), dictionary));
		at = end + 'endstream'.length;
	}
	parts.push(pdf.subarray(at, at + maximumText).toString('latin1'));
	return parts.join('\n');
}

function streamText(stream: Buffer, dictionary: string): string {
	if (stream.length > maximumStream) return '';
	if (!dictionary.includes('/FlateDecode')) return stream.toString('latin1');
	try {
		const { buffer, byteOffset, byteLength } = unzlibSync(stream, { out: unpacked });
		return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
	} catch {
		return '';
	}
}

/** The number in the invoice data that a Factur-X PDF carries; undefined where it carries none that can be read. */
export function facturXNumber(text: string): string | undefined {
	return /<(?:\w+:)?ExchangedDocument>\s*<(?:\w+:)?ID>([^<]*)</.exec(text)?.[1];
}
