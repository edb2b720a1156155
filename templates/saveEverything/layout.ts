import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { type MissingReport, missingDocuments, reportNote } from '../parts/reportMissing';
import { documentDownloads, documentLists, sinaoExports } from '../parts/sinaoExports';
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
	downloaded: 1360,
	lists: 1580,
	save: 1960,
};

export const rowHeight = 170;

/** The lists without documents, and the downloads. */
export const firstExports = sinaoExports.filter((each) => !documentLists.includes(each));

/** Vertical position of the steps before the exports. */
export const middle = ((firstExports.length - 1) * rowHeight) / 2;

/** Vertical position of the first list with documents: those are between the lines to 'Save' and those to the report. */
export const listsY = 3.7 * rowHeight;

export const saveY = 1.5 * rowHeight;

/** Vertical position of the steps that report the outcome. */
export const missingY = 9 * rowHeight;

/** Each export outputs one file, also of an empty list. */
export const missingReport: MissingReport = {
	...missingDocuments,
	complete: {
		from: 'Export purchases',
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
			y: middle - 285,
			width: columns.sinao - 100 - columns.triggers,
			height: 620,
		}),
		sectionNote(
			'Get data from Sinao',
			"Lists as CSV, and all documents. Each file is one item. The lists of invoices, quotes and purchases follow the downloads: their column 'Fichier' names the files.",
			{
				x: columns.sinao - 80,
				y: top,
				width: columns.lists + 240 - columns.sinao,
				height: (firstExports.length + 1) * rowHeight + 40,
			},
		),
		sectionNote(
			'Save',
			'Saves each file under its path. Replace this node to use another storage.',
			{ x: columns.save - 80, y: saveY - 200, width: 300, height: 380 },
		),
		reportNote(
			'Fails the workflow and lists missing documents after everything else is saved.',
			[columns.save, missingY],
			documentDownloads.length,
			missingReport,
		),
	];
}
