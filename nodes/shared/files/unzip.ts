import { Unzip, UnzipInflate, unzipSync } from 'fflate';

import type { Outcome } from '../failure';

export interface ZipEntry {
	/** As it stands in the ZIP: a text to compare, never a path. */
	name: string;
	bytes: Buffer;
}

/** A ZIP that is being read. */
export interface ReadZip {
	/** To be read once. */
	entries: Iterable<ZipEntry>;
	/** Names of all files that its directory lists. */
	listed: string[];
}

/** What a ZIP may hold at most. */
export interface ZipLimits {
	entries: number;
	/** Bytes of one entry. */
	entryBytes: number;
	/** Bytes of all entries together, as the directory announces them and as they come. */
	totalBytes: number;
}

/** A deflated piece can grow a thousandfold before it is looked at, so pieces are small. */
const pieceBytes = 16_384;

/**
 * The entries of a ZIP, one at a time, so that no more than one is held beside the ZIP itself. Its
 * directory says what must come: a ZIP without a whole directory or with too many entries is refused,
 * an entry that is not as long as announced is left out, and one that is larger than announced or
 * allowed ends the reading (faults, rows 44 and 97). A ZIP that announces more than is allowed in all is refused.
 */
export function readZip(zip: Buffer, limits: ZipLimits): Outcome<ReadZip> {
	const announced: number[] = [];
	const listed: string[] = [];
	try {
		unzipSync(zip, {
			filter({ name, originalSize }) {
				announced.push(originalSize);
				listed.push(name);
				return false;
			},
		});
	} catch {
		return refuse('cannot be read: its directory is broken');
	}
	if (announced.length > limits.entries)
		return refuse(`holds ${announced.length} files, more than were asked for`);
	const total = announced.reduce((sum, size) => sum + size, 0);
	if (total > limits.totalBytes)
		return refuse(
			`unpacks to ${Math.round(total / 1e6)} MB, more than ${Math.round(limits.totalBytes / 1e6)} MB`,
		);
	return { value: { entries: entriesOf(zip, announced, limits), listed } };
}

function* entriesOf(
	zip: Buffer,
	announced: number[],
	{ entryBytes, totalBytes }: ZipLimits,
): Generator<ZipEntry> {
	const whole: ZipEntry[] = [];
	let position = 0;
	let unpacked = 0;
	let hasEnded = false;
	const unzip = new Unzip((file) => {
		const size = announced[position++] ?? 0;
		const chunks: Uint8Array[] = [];
		let length = 0;
		file.ondata = (error, chunk, final) => {
			if (error || hasEnded) return;
			length += chunk.length;
			unpacked += chunk.length;
			hasEnded = length > Math.min(size, entryBytes) || unpacked > totalBytes;
			if (hasEnded) return;
			chunks.push(chunk);
			if (final && length === size) whole.push({ name: file.name, bytes: Buffer.concat(chunks) });
		};
		file.start();
	});
	unzip.register(UnzipInflate);
	for (let at = 0; at < zip.length && !hasEnded; at += pieceBytes) {
		try {
			unzip.push(zip.subarray(at, at + pieceBytes));
		} catch {
			// An entry that is encrypted or compressed in a way of its own ends the reading too.
			hasEnded = true;
		}
		yield* whole.splice(0);
	}
}

function refuse(what: string): Outcome<never> {
	return {
		failure: {
			reason: 'invalidFile',
			message: `The ZIP file that Sinao sent ${what}`,
			description: 'Nothing of it was used. Run the workflow again later.',
			retry: 'once',
		},
	};
}
