import { steps } from '../parts/backup';
import { backupNotes } from '../parts/backupNotes';
import { overviewNote, sectionNote } from '../parts/notes';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { overview } from './words';

const backup = 560;

/** From left to right: where each step begins. */
export const columns = {
	overview: -680,
	triggers: 0,
	settings: 240,
	backup,
	missing: backup + steps.write,
};

export const rowHeight = 180;

/** Where the way of what is missing begins. */
export const missingTop = 620;

const top = -400;
const height = 720;

/** The notes: the yellow one first, top left, and a white one behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	return [
		overviewNote(overview(storage), { x: columns.overview, y: top, width: 560, height: 940 }),
		sectionNote(
			'Start and settings',
			'Runs every night, or when you press the button. Fill in the values in one place.',
			{
				x: columns.triggers - 80,
				y: top,
				width: backup - 100 - columns.triggers,
				height,
			},
		),
		...backupNotes(backup, top, height),
		sectionNote(
			'Nothing missing in silence',
			'What is missing stops the run with its names, when all else is saved. The free input is meant to stay free: it makes n8n wait.',
			{
				x: columns.missing - 80,
				y: missingTop - 220,
				width: 560,
				height: 420,
			},
		),
	];
}
