import { sectionNote } from '../parts/notes';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { nextPartX } from './nextPart';
import { folderNodes, stepX } from './steps';

const foldersHeight = 320;

/** Where the notes begin, above the steps that create folders. */
export function notesTop(storage: Storage, y: number): number {
	return folderNodes(storage, [0, 0]).length ? y - foldersHeight : y;
}

/** White notes behind the steps of a backup that starts at `x`. */
export function backupNotes(
	storage: Storage,
	x: number,
	y: number,
	height: number,
): NodeDeclaration[] {
	const folders = folderNodes(storage, [0, 0]);
	return [
		...(folders.length
			? [
					sectionNote('Create folders', 'Creates the folders of the files that follow.', {
						x: x + stepX.save - 80,
						y: y - foldersHeight,
						width: folders.length * 200 + 60,
						height: 300,
					}),
				]
			: []),
		sectionNote(
			'Find what is new',
			'The last manifest lists what has been saved. Without it, everything is new; if the storage cannot be reached, the workflow stops.',
			{ x: x - 80, y, width: stepX.save - 20, height },
		),
		sectionNote(
			'Save',
			'Saves each file under its path. Failed files are retried in the next run.',
			{ x: x + stepX.save - 80, y, width: 300, height },
		),
		sectionNote(
			'Manifest and report',
			'Saves a manifest, checksums and a report (in French). manifest.json is saved last: without it the backup is not complete.',
			{ x: x + stepX.writeManifest - 80, y, width: 560, height },
		),
	];
}

/** The white note behind the steps that start the next part of a backup that starts at `x`. */
export function nextPartNote(x: number, y: number, height: number): NodeDeclaration {
	return sectionNote(
		'Next part',
		"'Maximum Files' is the size of a part. If documents are left, the workflow calls itself. It must be published for that.",
		{ x: x + nextPartX.count - 80, y, width: 920, height },
	);
}
