import { overviewNote, sectionNote } from '../parts/notes';
import type { NodeDeclaration } from '../parts/workflow';
import { rows } from '../saveEverything/rows';
import type { Storage } from '../storages/storage';
import { overview } from './words';

/** From left to right: where each step begins. */
export const columns = {
	overview: -680,
	triggers: 0,
	settings: 240,
	prepare: 480,
	share: 720,
	sinao: 1040,
	save: 1400,
};

export const rowHeight = 180;

const top = -3 * rowHeight - 180;

/** The notes: the yellow one first, top left, and a white one behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	const end = rows.length * rowHeight;
	return [
		overviewNote(overview(storage), { x: columns.overview, y: top, width: 560, height: 860 }),
		sectionNote(
			'Start',
			'By the clock or by hand for the whole account; by a call of the webhook for one part. Fill in the values in one place.',
			{
				x: columns.triggers - 80,
				y: 400,
				width: columns.share + 220 - columns.triggers,
				height: 700,
			},
		),
		sectionNote(
			'Find the years and order the parts',
			'Reads which kinds have documents in which years, and calls the webhook once for each. In queue mode, each call goes to whichever worker is free.',
			{
				x: columns.sinao - 80,
				y: top,
				width: columns.save + 700 - columns.sinao,
				height: 3 * rowHeight + 100,
			},
		),
		sectionNote(
			'Collect and save',
			'Seven lists as CSV for the whole account; the documents of one kind and year for a part.',
			{
				x: columns.sinao - 80,
				y: -80,
				width: columns.save + 300 - columns.sinao,
				height: end - 120,
			},
		),
		sectionNote(
			'Nothing missing in silence',
			'Documents that could not be had stop their part with their names, when all else of it is saved.',
			{
				x: columns.save - 80,
				y: end - 160,
				width: 560,
				height: 380,
			},
		),
	];
}
