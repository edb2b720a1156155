import { overviewNote, sectionNote } from '../parts/notes';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { rows } from './rows';
import { overview } from './words';

/** From left to right: where each step begins. */
export const columns = {
	overview: -680,
	triggers: 0,
	settings: 240,
	prepare: 480,
	sinao: 800,
	save: 1160,
};

export const rowHeight = 180;

const top = -180;

/** The notes: the yellow one first, top left, and a white one behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	const end = rows.length * rowHeight;
	return [
		overviewNote(overview(storage), { x: columns.overview, y: top, width: 560, height: 780 }),
		sectionNote(
			'Start and settings',
			'Runs every week, or when you press the button. Fill in the values in one place.',
			{
				x: columns.triggers - 80,
				y: 480,
				width: columns.sinao - 100 - columns.triggers,
				height: 540,
			},
		),
		sectionNote(
			'Collect from Sinao',
			'Seven lists as CSV, then the documents of invoices, quotes and purchases. One file is one item.',
			{
				x: columns.sinao - 80,
				y: top,
				width: 300,
				height: end + 180,
			},
		),
		sectionNote(
			'Save',
			'Each file goes where its path says. Swap this one node to save elsewhere.',
			{
				x: columns.save - 80,
				y: 600,
				width: 300,
				height: 400,
			},
		),
		sectionNote(
			'Nothing missing in silence',
			'Documents that could not be had arrive here when all else is saved, and stop the run with their names. The free input is meant to stay free: it makes n8n wait.',
			{ x: columns.save - 80, y: end - 220, width: 560, height: 420 },
		),
	];
}
