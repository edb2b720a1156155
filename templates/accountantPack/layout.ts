import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { type MissingReport, reportNote } from '../parts/reportMissing';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { archiveName } from './nodes';
import { texts } from './texts';

/** The first output, because the second one leads to the email too. */
const archive = `$('${archiveName}').first(0).json`;

export const missingInArchive: MissingReport = {
	stopName: 'Stop: archive incomplete',
	one: '1 element is missing in the archive',
	many: 'elements are missing in the archive',
	entry: "json.title + ': ' + json.message",
	complete: {
		from: archiveName,
		message: `${archive}.fileName + ' was saved. Files in it: ' + ${archive}.files`,
	},
};

/** Horizontal positions of the steps. */
export const columns = {
	overview: -680,
	triggers: 0,
	settings: 240,
	prepare: 480,
	sinao: 800,
	downloaded: 1340,
	lists: 1560,
	merge: 1900,
	archive: 2200,
	save: 2520,
};

export const rowHeight = 180;
export const middleY = 2 * rowHeight;
/** Vertical position of the first list with documents. */
export const listsY = 2.5 * rowHeight;
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
			'Two lists as CSV for French Excel, PDFs of invoices, originals of purchases, and the FEC if it exists.',
			{ x: columns.sinao - 80, y: top, width: 440, height },
		),
		sectionNote(
			'Lists with documents',
			"Follow the downloads: the column 'Fichier' names the file of each row.",
			{ x: columns.downloaded - 80, y: top, width: 480, height },
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
