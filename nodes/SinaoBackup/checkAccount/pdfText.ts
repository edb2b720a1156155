import { unzlibSync } from 'fflate';

/** Bytes. Pages and embedded XML are much smaller; fonts and images, which are skipped, are larger. */
const maximumStream = 32_768;
const maximumStreams = 60;
const maximumText = 262_144;

/** Buffer for one unpacked part, reused for the next one. */
const unpacked = new Uint8Array(maximumText);

/**
 * The text of a PDF that can be read without fonts: titles, metadata, embedded XML and plain page text.
 * Compressed parts are unpacked up to a size limit.
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
