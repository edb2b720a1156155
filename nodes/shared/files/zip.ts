import { Zip, ZipPassThrough } from 'fflate';

export interface ZipFile {
	/** Bytes so far. */
	size(): number;
	/** @param date `yyyy-mm-dd`, so that the same documents give the same bytes in every run */
	add(path: string, bytes: Buffer, date: string | null): void;
	finish(): Buffer;
}

/** A ZIP that is stored, not deflated: PDFs and images are compressed already. */
export function createZip(): ZipFile {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const zip = new Zip((error, chunk) => {
		if (error) throw error;
		chunks.push(chunk);
		size += chunk.length;
	});
	return {
		size: () => size,
		add(path, bytes, date) {
			const file = new ZipPassThrough(path);
			// ZIP holds local wall-clock time, from 1980 on.
			const [year, month, day] = (date ?? '1980-01-01').split('-').map(Number);
			file.mtime = new Date(Math.min(Math.max(year, 1980), 2099), month - 1, day);
			zip.add(file);
			file.push(bytes, true);
		},
		finish() {
			zip.end();
			return Buffer.concat(chunks);
		},
	};
}
