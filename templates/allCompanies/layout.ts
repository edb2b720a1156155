import { backupNotes } from '../backup/notes';
import { stepX } from '../backup/steps';
import { overviewNote, sectionNote } from '../parts/notes';
import { canvasNote } from '../parts/page';
import { type MissingReport, reportNote } from '../parts/reportMissing';
import type { NodeDeclaration } from '../parts/workflow';
import type { Storage } from '../storages/storage';
import { companyFolder } from './companyStorage';
import { texts } from './texts';
import { writeOverviewName } from './nodes';

export const incompleteCompanies: MissingReport = {
	stopName: 'Stop: backups incomplete',
	one: '1 company has no complete backup',
	many: 'companies have no complete backup',
	entry: "(json.name || 'Company ' + json.id) + ': ' + json.message",
	complete: {
		from: writeOverviewName,
		output: 2,
		message: `'All backups are complete. Companies: ' + $('${writeOverviewName}').first(2).json.complete`,
	},
	// n8n calls Error Trigger for the execution of a company too, and the error of the whole run names this company.
	failedRuns: { name: 'Whole run?', condition: "$json.execution?.mode !== 'integrated'" },
};

const overview = 720;
const loop = 1650;
const write = 2440;

/** Horizontal positions of the steps. */
export const columns = {
	note: -680,
	triggers: 0,
	settings: 220,
	forAll: 420,
	overview,
	reachable: overview + 480,
	loop,
	write,
	missing: write + 320,
};

/** Vertical positions of the steps for all companies: the overview, the list with its loop, and the loop's own steps. */
export const overviewY = 0;
export const listY = 240;
export const backUpY = 440;

/** Vertical position of the steps that report companies without a complete backup. */
export const missingY = 440;

/** Vertical position of the steps for one company. */
export const companyY = 1300;

/** Horizontal positions of the steps for one company, which begin below those for all. */
export function companyColumns(storage: Storage) {
	const backup = overview + companyFolder(storage, [overview, companyY]).width;
	return { folder: overview, backup, outcome: backup + stepX.saveManifest + 260 };
}

const top = -400;
const height = 1060;
const companyHeight = 680;

/** The notes: the yellow overview at the top left, and a white note behind each section. */
export function notes(storage: Storage): NodeDeclaration[] {
	const company = companyColumns(storage);
	const y = companyY - 400;
	return [
		overviewNote(canvasNote(texts(storage)), { x: columns.note, y: top, width: 560, height: 1160 }),
		sectionNote(
			'Start and settings',
			'Runs every night or manually, and for one company when it calls itself. Set your values here.',
			{ x: columns.triggers - 80, y: top, width: 700, height },
		),
		sectionNote(
			'List the companies',
			'The last overview lists the folder and the last complete backup of each company. If the storage cannot be reached, the workflow stops.',
			{ x: overview - 80, y: top, width: loop - overview - 20, height },
		),
		sectionNote(
			'One company after the other',
			'Each company is a separate execution of this workflow, or several. One that fails does not stop the others.',
			{ x: loop - 80, y: top, width: write - loop - 20, height },
		),
		sectionNote('Overview', 'Saves cabinet.html, a page in French about all companies.', {
			x: write - 80,
			y: top,
			width: columns.missing + 760 - write,
			height: missingY - 220 - top,
		}),
		reportNote(
			'Fails the workflow and lists companies without a complete backup after everything else is saved.',
			[columns.missing, missingY],
			1,
			incompleteCompanies,
		),
		sectionNote('Folder of the company', 'Name, SIREN and ID, so that no two companies share it.', {
			x: company.folder - 80,
			y,
			width: company.backup - company.folder - 20,
			height: companyHeight,
		}),
		...backupNotes(storage, company.backup, y, companyHeight),
		sectionNote('Outcome', 'Returns the outcome to the run for all companies.', {
			x: company.outcome - 80,
			y,
			width: 280,
			height: companyHeight,
		}),
	];
}
