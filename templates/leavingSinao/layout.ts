import { backupNotes, nextPartNote, notesTop } from '../backup/notes';
import { inParts } from '../backup/nextPart';
import { incompleteBackup, summary } from '../backup/steps';
import { verificationRowHeight, verificationX, verifyName } from '../backup/verification';
import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { type MissingReport, reportNote } from '../parts/reportMissing';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { texts } from './texts';

const backup = 560;

const status =
	"({ altered: 'modified', lacking: 'missing', unknown: 'not in the manifest' })[json.status]";

export const missingOrModified: MissingReport = {
	stopName: 'Stop: files missing or modified',
	one: '1 file is missing or modified',
	many: 'files are missing or modified',
	entry: `json.status ? json.path + ': ' + ${status} + (json.message ? ' (' + json.message + ')' : '') : ${incompleteBackup.entry}`,
	parts: inParts,
	complete: {
		from: verifyName,
		output: 2,
		message: `'Everything was saved and verified: ' + ${summary}.files + ' files. Check ' + ${summary}.pages.report + ' and verification.html.'`,
	},
};

/** Horizontal positions of the steps. */
export const columns = {
	overview: -680,
	trigger: 0,
	settings: 240,
	backup,
	missing: backup + verificationX.save,
};

/** Vertical position of the steps that read files back. */
export const verificationY = 540;

/** Vertical position of the steps that report missing files. */
export const missingY = 1300;

const top = -400;
const height = 680;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	const verification = { y: verificationY - 240, height: verificationRowHeight + 460 };
	return [
		overviewNote(canvasNote(texts(storage)), {
			x: columns.overview,
			y: notesTop(storage, top),
			width: 560,
			height: 1040,
		}),
		sectionNote(
			'Start and settings',
			'Runs manually, and for each next part. Set your values here.',
			{
				x: columns.trigger - 80,
				y: top,
				width: backup - 100 - columns.trigger,
				height,
			},
		),
		...backupNotes(storage, backup, top, height),
		nextPartNote(backup, top, height),
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
		reportNote(
			'Fails the workflow and lists missing and modified files after everything else is done.',
			[columns.missing, missingY],
			2,
			missingOrModified,
		),
	];
}
