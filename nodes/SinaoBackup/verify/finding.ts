import type { FileEntry } from '../manifest/schema';

/** What became of a file in storage. */
export interface Finding {
	/** As in the manifest; of an unknown file, as it was read. */
	path: string;
	status: 'right' | 'altered' | 'lacking' | 'unknown';
	/** What the manifest says of it. */
	expected: FileEntry | null;
	/** What was read; null where nothing came. */
	actual: { size: number; sha256: string } | null;
	/** What the step that read it said. */
	message: string | null;
}
