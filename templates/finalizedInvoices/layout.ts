import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { reportNote } from '../parts/reportMissing';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { texts } from './texts';

/** Horizontal positions of the steps. */
export const columns = {
	overview: -680,
	trigger: 0,
	settings: 240,
	prepare: 460,
	sinao: 800,
	save: 1160,
};

/** Vertical position of the steps that report a missing PDF. */
export const missingY = 460;

const top = -220;
const height = 420;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	return [
		overviewNote(canvasNote(texts(storage)), {
			x: columns.overview,
			y: top,
			width: 560,
			height: 940,
		}),
		sectionNote(
			'Start and settings',
			'Sinao calls this workflow when an invoice is created or changed. Drafts are skipped. Set your values here.',
			{
				x: columns.trigger - 80,
				y: top,
				width: columns.sinao - 100 - columns.trigger,
				height,
			},
		),
		sectionNote('Download the PDF', 'Downloads the current version of the invoice.', {
			x: columns.sinao - 80,
			y: top,
			width: 300,
			height,
		}),
		sectionNote(
			'Save',
			'Uses the same file name as the weekly backup. Replace this node to use another storage.',
			{ x: columns.save - 80, y: top, width: 300, height },
		),
		reportNote(
			'Fails the workflow and names the invoice if its PDF cannot be downloaded.',
			[columns.save, missingY],
			1,
		),
	];
}
