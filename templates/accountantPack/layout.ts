import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { type MissingReport, reportNote } from '../parts/reportMissing';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { texts } from './texts';

export const missingInArchive: MissingReport = {
	stopName: 'Stop: archive incomplete',
	one: '1 element is missing in the archive',
	many: 'elements are missing in the archive',
	entry: "json.title + ': ' + json.message",
};

/** Horizontal positions of the steps. */
export const columns = {
	overview: -680,
	triggers: 0,
	settings: 240,
	prepare: 480,
	sinao: 800,
	merge: 1400,
	archive: 1720,
	save: 2040,
};

export const rowHeight = 180;
export const middleY = 3 * rowHeight;
export const missingY = 6 * rowHeight;

const top = -240;
const bottom = 8 * rowHeight + 40;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	const height = bottom - top;
	return [
		overviewNote(canvasNote(texts(storage)), {
			x: columns.overview,
			y: top,
			width: 560,
			height: 1040,
		}),
		sectionNote(
			'Start and settings',
			"Runs every month or manually. Set 'period' to lastMonth, lastQuarter or lastFiscalYear.",
			{ x: columns.triggers - 80, y: top, width: columns.sinao - 80 - columns.triggers, height },
		),
		sectionNote(
			'Get data from Sinao',
			'Four lists as CSV for French Excel, PDFs of invoices, originals of purchases, and the FEC if it exists.',
			{ x: columns.sinao - 80, y: top, width: 520, height },
		),
		sectionNote(
			'One archive',
			'Waits for all files and for the names of missing documents, then creates one ZIP archive with a report.',
			{ x: columns.merge - 120, y: top, width: 600, height },
		),
		sectionNote(
			'Save and mail',
			"Saves the archive. To mail it, enter the addresses in 'Settings' and enable 'Mail the archive'.",
			{ x: columns.save - 80, y: top, width: 520, height: missingY - 220 - top },
		),
		reportNote(
			'Fails the workflow and lists what is missing after the archive is saved.',
			[columns.save, missingY],
			1,
			missingInArchive,
		),
	];
}
