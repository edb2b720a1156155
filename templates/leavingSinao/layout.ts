import { steps } from '../parts/backup';
import { backupNotes } from '../parts/backupNotes';
import { overviewNote, sectionNote } from '../parts/notes';
import { verificationRow, verificationSteps } from '../parts/verification';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { overview } from './words';

const backup = 560;

/** From left to right: where each step begins. */
export const columns = {
	overview: -680,
	trigger: 0,
	settings: 240,
	backup,
	missing: backup + steps.write,
};

/** Where the way of what is read back begins. */
export const verificationTop = 660;

/** Where the way of what is missing begins. */
export const missingTop = 1560;

const top = -400;
const height = 720;

/** The notes: the yellow one first, top left, and a white one behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	return [
		overviewNote(overview(storage), { x: columns.overview, y: top, width: 560, height: 960 }),
		sectionNote(
			'Start and settings',
			'Runs when you press the button. Fill in the values in one place.',
			{
				x: columns.trigger - 80,
				y: top,
				width: backup - 100 - columns.trigger,
				height,
			},
		),
		...backupNotes(backup, top, height),
		sectionNote(
			'Read everything back',
			'From the storage, not from memory: first the manifest, which has to be the one just written, then every file that it names.',
			{
				x: backup - 80,
				y: verificationTop - 240,
				width: verificationSteps.verify - 20,
				height: verificationRow + 420,
			},
		),
		sectionNote(
			'Verify',
			'Each file, byte for byte. The result is a page in French, saved beside the files.',
			{
				x: backup + verificationSteps.verify - 80,
				y: verificationTop - 240,
				width: 620,
				height: verificationRow + 420,
			},
		),
		sectionNote(
			'Nothing missing in silence',
			'What is missing or altered stops the run with its names, when all else is done. The free input is meant to stay free: it makes n8n wait.',
			{
				x: columns.missing - 80,
				y: missingTop - 220,
				width: 560,
				height: 420,
			},
		),
	];
}
