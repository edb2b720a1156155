import type { FileEntry } from '../manifest/schema';

/** The result for one file in storage. */
export interface Finding {
	/** Path in the manifest; for an unknown file, as read. */
	path: string;
	status: 'right' | 'altered' | 'lacking' | 'unknown';
	/** Its entry in the manifest. */
	expected: FileEntry | null;
	/** What was read; null if it is missing. */
	actual: { size: number; sha256: string } | null;
	/** Error of the node that read it. */
	message: string | null;
}
