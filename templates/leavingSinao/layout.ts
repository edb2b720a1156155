import { backupNotes } from '../backup/notes';
import { stepX } from '../backup/steps';
import { verificationRowHeight, verificationX } from '../backup/verification';
import { leaveInputUnconnected, overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { texts } from './texts';

const backup = 560;

/** Horizontal positions of the steps. */
export const columns = {
	overview: -680,
	trigger: 0,
	settings: 240,
	backup,
	missing: backup + stepX.writeManifest,
};

/** Vertical position of the steps that read files back. */
export const verificationY = 660;

/** Vertical position of the steps that report missing files. */
export const missingY = 1560;

const top = -400;
const height = 760;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	const verification = { y: verificationY - 240, height: verificationRowHeight + 420 };
	return [
		overviewNote(canvasNote(texts(storage)), {
			x: columns.overview,
			y: top,
			width: 560,
			height: 1040,
		}),
		sectionNote('Start and settings', 'Runs manually. Set your values here.', {
			x: columns.trigger - 80,
			y: top,
			width: backup - 100 - columns.trigger,
			height,
		}),
		...backupNotes(backup, top, height),
		sectionNote(
			'Read everything back',
			'Reads the manifest and every file back from storage. Stops if the manifest is not the one that was just saved.',
			{ ...verification, x: backup - 80, width: verificationX.verify - 20 },
		),
		sectionNote(
			'Verify',
			'Compares every file with the manifest. The result is a page in French, saved next to the files.',
			{ ...verification, x: backup + verificationX.verify - 80, width: 620 },
		),
		sectionNote(
			'Report missing and modified files',
			`Fails the workflow and lists missing and modified files after everything else is done. ${leaveInputUnconnected}`,
			{ x: columns.missing - 80, y: missingY - 220, width: 560, height: 420 },
		),
	];
}
