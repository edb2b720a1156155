import { backupNotes, nextPartNote, notesTop } from '../backup/notes';
import { inParts } from '../backup/nextPart';
import { incompleteBackup, stepX } from '../backup/steps';
import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { type MissingReport, reportNote } from '../parts/reportMissing';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { texts } from './texts';

const backup = 560;

export const outcome: MissingReport = { ...incompleteBackup, parts: inParts };

/** Horizontal positions of the steps. */
export const columns = {
	overview: -680,
	triggers: 0,
	settings: 240,
	backup,
	missing: backup + stepX.saveManifest,
};

export const rowHeight = 180;

/** Vertical position of the steps that report missing files. */
export const missingY = 500;

const top = -400;
const height = 680;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	return [
		overviewNote(canvasNote(texts(storage)), {
			x: columns.overview,
			y: notesTop(storage, top),
			width: 560,
			height: 940,
		}),
		sectionNote(
			'Start and settings',
			'Runs every night or manually, and for each next part. Set your values here.',
			{
				x: columns.triggers - 80,
				y: top,
				width: backup - 100 - columns.triggers,
				// Down to the label of the last trigger.
				height: height + 60,
			},
		),
		...backupNotes(storage, backup, top, height),
		nextPartNote(backup, top, height),
		reportNote(
			'Fails the workflow and lists missing files after everything else is saved.',
			[columns.missing, missingY],
			1,
			outcome,
		),
	];
}
