import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { type MissingReport, missingDocuments, reportNote } from '../parts/reportMissing';
import { documentDownloads, sinaoExports } from '../parts/sinaoExports';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { texts } from './texts';

/** Horizontal positions of the steps. */
export const columns = {
	overview: -680,
	triggers: 0,
	settings: 240,
	prepare: 460,
	sinao: 800,
	save: 1160,
};

export const rowHeight = 170;

/** Vertical position of the steps that report the outcome. */
export const missingY = (sinaoExports.length - documentDownloads.length) * rowHeight + 70;

/** Each export outputs one file, also of an empty list. */
export const missingReport: MissingReport = {
	...missingDocuments,
	complete: {
		from: 'Export products',
		message: "'The seven lists and the documents of invoices, quotes and purchases were saved.'",
	},
};

const top = -180;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
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
			height: 620,
		}),
		sectionNote(
			'Get data from Sinao',
			'Seven lists as CSV, then all documents. Each file is one item.',
			{
				x: columns.sinao - 80,
				y: top,
				width: 300,
				height: (sinaoExports.length + 1) * rowHeight + 180,
			},
		),
		sectionNote(
			'Save',
			'Saves each file under its path. Replace this node to use another storage.',
			{ x: columns.save - 80, y: 580, width: 300, height: 380 },
		),
		reportNote(
			'Fails the workflow and lists missing documents after everything else is saved.',
			[columns.save, missingY],
			documentDownloads.length,
			missingReport,
		),
	];
}
