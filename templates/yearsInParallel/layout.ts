import { leaveInputUnconnected, overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { sinaoExports } from '../parts/sinaoExports';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { texts } from './texts';

/** Horizontal positions of the steps. */
export const columns = {
	overview: -680,
	triggers: 0,
	settings: 240,
	prepare: 480,
	switch: 720,
	sinao: 1040,
	save: 1400,
};

export const rowHeight = 180;

const top = -3 * rowHeight - 180;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	const bottom = sinaoExports.length * rowHeight;
	return [
		overviewNote(canvasNote(texts(storage)), {
			x: columns.overview,
			y: top,
			width: 560,
			height: 960,
		}),
		sectionNote(
			'Start',
			'Scheduled or manual runs cover the whole account; a webhook call covers one part. Set your values here.',
			{
				x: columns.triggers - 80,
				y: 400,
				width: columns.switch + 220 - columns.triggers,
				height: 700,
			},
		),
		sectionNote(
			'Split by year',
			'Finds the years with documents of each type, and calls the webhook once for each. In queue mode, any free worker can run a call.',
			{
				x: columns.sinao - 80,
				y: top,
				width: columns.save + 700 - columns.sinao,
				height: 3 * rowHeight + 100,
			},
		),
		sectionNote(
			'Download and save',
			'Seven lists as CSV for the whole account; the documents of one type and year for a part.',
			{
				x: columns.sinao - 80,
				y: -80,
				width: columns.save + 300 - columns.sinao,
				height: bottom - 120,
			},
		),
		sectionNote(
			'Report missing documents',
			`Fails the execution of a part and lists its missing documents after everything else is saved. ${leaveInputUnconnected}`,
			{ x: columns.save - 80, y: bottom - 160, width: 560, height: 380 },
		),
	];
}
