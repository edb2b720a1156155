import { Unzip, UnzipInflate, unzipSync } from 'fflate';

import type { Outcome } from '../failure';

export interface ZipEntry {
	/** Name in the archive: a text to compare, never a path. */
	name: string;
	bytes: Buffer;
}

/** A ZIP archive that is being read. */
export interface ReadZip {
	/** Can be iterated once. */
	entries: Iterable<ZipEntry>;
	/** Names of all files in its directory. */
	listed: string[];
}

/** Limits for a ZIP archive. */
export interface ZipLimits {
	entries: number;
	/** Bytes of one entry. */
	entryBytes: number;
	/** Bytes of all entries together, as the directory announces them and as they come. */
	totalBytes: number;
}

/** Small, because deflated data can grow a thousandfold before its size is checked. */
const pieceBytes = 16_384;

/**
 * Reads the entries of a ZIP archive one at a time, to limit memory. An archive without a complete directory
 * or with too many entries is rejected, an entry whose length differs from the directory is omitted, and one
 * that is larger than the directory says or allowed ends the reading (docs/reliability.md,
 * faults 44 and 97). An archive that unpacks to more than allowed in total is rejected.
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
		return refuse('is damaged');
	}
	if (announced.length > limits.entries)
		return refuse(`contains too many files (${announced.length})`);
	const total = announced.reduce((sum, size) => sum + size, 0);
	if (total > limits.totalBytes)
		return refuse(
			`is too large when unpacked (${Math.round(total / 1e6)} MB, at most ${Math.round(limits.totalBytes / 1e6)} MB)`,
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
			// An encrypted entry or an unknown compression ends the reading too.
			hasEnded = true;
		}
		yield* whole.splice(0);
	}
}

function refuse(what: string): Outcome<never> {
	return {
		failure: {
			reason: 'invalidFile',
			message: `The ZIP archive from Sinao ${what}`,
			description: 'It was not saved. Try again later.',
			retry: 'once',
		},
	};
}
