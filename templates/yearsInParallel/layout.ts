import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { reportNote } from '../parts/reportMissing';
import { documentDownloads, sinaoExports } from '../parts/sinaoExports';
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

export const rowHeight = 170;

/** Vertical position of the steps that report missing documents. */
export const missingY = (sinaoExports.length - documentDownloads.length) * rowHeight + 70;

const top = -3 * rowHeight - 320;

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
				height: 800,
			},
		),
		sectionNote(
			'Split by year',
			'Finds the years with documents of each type, and calls the webhook once for each. In queue mode, any free worker can run a call.',
			{
				x: columns.sinao - 80,
				y: top,
				width: columns.save + 700 - columns.sinao,
				height: 3 * rowHeight + 180,
			},
		),
		sectionNote(
			'Download',
			'Seven lists as CSV for the whole account; the documents of one type and year for a part.',
			{ x: columns.sinao - 80, y: -130, width: 300, height: bottom + 150 },
		),
		sectionNote('Save', 'Saves each file under its path.', {
			x: columns.save - 80,
			y: 580,
			width: 300,
			height: 380,
		}),
		reportNote(
			'Fails the execution of a part and lists its missing documents after everything else is saved.',
			[columns.save, missingY],
			documentDownloads.length,
		),
	];
}
