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
	sinao: 800,
	save: 1160,
};

export const rowHeight = 180;

const top = -180;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	const bottom = sinaoExports.length * rowHeight;
	return [
		overviewNote(canvasNote(texts(storage)), {
			x: columns.overview,
			y: top,
			width: 560,
			height: 820,
		}),
		sectionNote('Start and settings', 'Runs every week or manually. Set your values here.', {
			x: columns.triggers - 80,
			y: 480,
			width: columns.sinao - 100 - columns.triggers,
			height: 540,
		}),
		sectionNote(
			'Get data from Sinao',
			'Seven lists as CSV, then all documents. Each file is one item.',
			{ x: columns.sinao - 80, y: top, width: 300, height: bottom + 180 },
		),
		sectionNote(
			'Save',
			'Saves each file under its path. Replace this node to use another storage.',
			{ x: columns.save - 80, y: 600, width: 300, height: 400 },
		),
		sectionNote(
			'Report missing documents',
			`Fails the workflow and lists missing documents after everything else is saved. ${leaveInputUnconnected}`,
			{ x: columns.save - 80, y: bottom - 220, width: 560, height: 420 },
		),
	];
}
