import { type Zippable, zipSync } from 'fflate';

export interface ZipFile {
	/** Size of the archive in bytes with this document added. */
	sizeWith(path: string, bytes: Buffer): number;
	/** @param date `yyyy-mm-dd`, so the same documents result in the same archive in every run */
	add(path: string, bytes: Buffer, date: string | null): void;
	finish(): Buffer;
}

/** Bytes of the format in addition to names and contents (APPNOTE, 4.3.7, 4.3.12 and 4.3.16). */
const headers = { entry: 30 + 46, end: 22 };

/** A ZIP archive without compression: PDFs and images are already compressed. */
export function createZip(): ZipFile {
	const entries: Zippable = {};
	let size = headers.end;
	const sizeWith = (path: string, bytes: Buffer) =>
		size + headers.entry + 2 * Buffer.byteLength(path) + bytes.length;
	return {
		sizeWith,
		add(path, bytes, date) {
			// ZIP stores local time, from 1980 on.
			const [year, month, day] = (date ?? '1980-01-01').split('-').map(Number);
			entries[path] = [
				bytes,
				{ level: 0, mtime: new Date(Math.min(Math.max(year, 1980), 2099), month - 1, day) },
			];
			size = sizeWith(path, bytes);
		},
		finish() {
			const { buffer, byteOffset, byteLength } = zipSync(entries);
			return Buffer.from(buffer, byteOffset, byteLength);
		},
	};
}
