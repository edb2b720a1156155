import { overviewNote, sectionNote } from '../parts/notes';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { overview } from './words';

/** From left to right: where each step begins. */
export const columns = {
	overview: -680,
	trigger: 0,
	settings: 240,
	prepare: 480,
	sinao: 800,
	save: 1160,
};

/** Where the way of a PDF that could not be had begins. */
export const missingTop = 460;

const top = -220;
const height = 420;

/** The notes: the yellow one first, top left, and a white one behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	return [
		overviewNote(overview(storage), { x: columns.overview, y: top, width: 560, height: 880 }),
		sectionNote(
			'Start and settings',
			'Sinao calls this workflow when an invoice is made or changes. Drafts end here. Fill in the values in one place.',
			{
				x: columns.trigger - 80,
				y: top,
				width: columns.sinao - 100 - columns.trigger,
				height,
			},
		),
		sectionNote(
			'Fetch the PDF',
			'The invoice as it is in Sinao now, whatever the event said of it.',
			{ x: columns.sinao - 80, y: top, width: 300, height },
		),
		sectionNote(
			'Save',
			'The name is that of the weekly backup. Swap this one node to save elsewhere.',
			{ x: columns.save - 80, y: top, width: 300, height },
		),
		sectionNote(
			'Nothing missing in silence',
			'A PDF that could not be had stops the run with its name. The free input is meant to stay free: it makes n8n wait.',
			{ x: columns.save - 80, y: missingTop - 220, width: 560, height },
		),
	];
}
