import { createHash } from 'crypto';

/** Dropbox hashes blocks of this many bytes. */
const block = 4 * 1024 * 1024;

/** Hashes by which storage services name what they hold: MD5 (S3, Google Drive) and Dropbox's `content_hash`, in hexadecimal digits. */
export function storageHashes(bytes: Buffer): { md5: string; dropbox: string } {
	const blocks = createHash('sha256');
	for (let start = 0; start < bytes.length; start += block) {
		blocks.update(
			createHash('sha256')
				.update(bytes.subarray(start, start + block))
				.digest(),
		);
	}
	return { md5: createHash('md5').update(bytes).digest('hex'), dropbox: blocks.digest('hex') };
}
