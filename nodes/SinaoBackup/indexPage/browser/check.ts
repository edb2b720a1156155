import { sha256 } from '@noble/hashes/sha2';

import { proofFiles } from '../../verify/names';
import type { PageData } from '../pageData';
import { pathOf } from './documents';

/** Files up to this many bytes are hashed by the browser in one piece; larger ones slice by slice. */
const whole = 32 * 1024 * 1024;
const slice = 8 * 1024 * 1024;

/**
 * Files that Windows and macOS put into folders, Excel and LibreOffice next to a workbook that is open, and the templates for
 * the disk to test the folder.
 */
const ofTheSystem =
	/(?:^|\/)(?:\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini|~\$[^/]*|\.~lock\.[^/]*#|\.n8n-folder-test)$/i;

export interface Progress {
	files: number;
	bytes: number;
	allFiles: number;
	allBytes: number;
}

export interface Result {
	right: number;
	modified: string[];
	missing: string[];
	unknown: string[];
	unreadable: string[];
	/** No longer vouched for by the manifest. */
	withdrawn: string[];
	/** Files of the proof that the page does not know, and files of the system. */
	skipped: number;
	/** In the chosen folder, but outside the backup. */
	outside: number;
	/** Whether the folder is that of the backup. */
	isBackup: boolean;
}

/** SHA-256 in Base64. Never holds more than one file of moderate size, or one slice of a large one. */
async function hashOf(file: Blob): Promise<string> {
	let digest: Uint8Array;
	const { subtle } = crypto;
	if (subtle && file.size <= whole) {
		digest = new Uint8Array(await subtle.digest('SHA-256', await file.arrayBuffer()));
	} else {
		const hash = sha256.create();
		for (let start = 0; start < file.size; start += slice)
			hash.update(new Uint8Array(await file.slice(start, start + slice).arrayBuffer()));
		digest = hash.digest();
	}
	return btoa(String.fromCharCode(...digest));
}

/** Compares the files of a folder with the data of the page; `signal` ends it early. */
export async function check(
	data: PageData,
	chosen: File[],
	report: (progress: Progress) => void,
	signal: AbortSignal,
): Promise<Result | undefined> {
	const expected = new Map(
		data.files.map(([, , size, hash], index) => [
			pathOf(data, index).normalize('NFC'),
			{ path: pathOf(data, index), size, hash },
		]),
	);
	const { found, unknown, outside, skipped } = inBackup(
		chosen,
		expected,
		proofFiles(data.pagePrefix),
	);
	const result: Result = {
		right: 0,
		modified: [],
		missing: [],
		unknown,
		unreadable: [],
		withdrawn: [],
		skipped,
		outside,
		isBackup: found.size > 0,
	};
	const progress = {
		files: 0,
		bytes: 0,
		allFiles: found.size,
		allBytes: [...found.values()].reduce((sum, { size }) => sum + size, 0),
	};
	for (const [name, { path, size, hash }] of expected) {
		if (signal.aborted) return undefined;
		const file = found.get(name);
		if (hash === null) {
			if (file) result.withdrawn.push(path);
		} else if (!file) {
			result.missing.push(path);
			continue;
		} else if (file.size !== size) {
			result.modified.push(path);
		} else {
			try {
				if ((await hashOf(file)) === hash) result.right += 1;
				else result.modified.push(path);
			} catch {
				result.unreadable.push(path);
			}
		}
		if (!file) continue;
		progress.files += 1;
		progress.bytes += file.size;
		report(progress);
	}
	return result;
}

/** Tells the files of the backup from the others. The chosen folder may lie above that of the backup. */
function inBackup(chosen: File[], expected: Map<string, unknown>, ownFiles: RegExp) {
	const names = chosen.map((file) => file.webkitRelativePath.normalize('NFC'));
	const root = rootOf(names, expected);
	const found = new Map<string, File>();
	const unknown: string[] = [];
	let [outside, skipped] = [0, 0];
	chosen.forEach((file, index) => {
		const name = names[index];
		if (!name.startsWith(root)) outside += 1;
		else if (expected.has(name.slice(root.length)) && !found.has(name.slice(root.length)))
			found.set(name.slice(root.length), file);
		else if (ownFiles.exec(name.slice(root.length))?.index === 0 || ofTheSystem.test(name))
			skipped += 1;
		else unknown.push(file.webkitRelativePath.slice(root.length));
	});
	return { found, unknown, outside, skipped };
}

/** The folder, with a slash at its end, below which most of the expected files are. */
function rootOf(names: string[], expected: Map<string, unknown>): string {
	const votes = new Map<string, number>();
	for (const name of names)
		for (let end = name.indexOf('/') + 1; end > 0; end = name.indexOf('/', end) + 1)
			if (expected.has(name.slice(end))) {
				const root = name.slice(0, end);
				votes.set(root, (votes.get(root) ?? 0) + 1);
			}
	const chosen = names[0]?.slice(0, names[0].indexOf('/') + 1) ?? '';
	return [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best), [
		chosen,
		0,
	] as const)[0];
}
