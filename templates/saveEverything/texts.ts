import {
	checklist,
	credentialStep,
	errorWorkflowTip,
	installStep,
	numbered,
	requirements,
} from '../parts/texts';
import { saveName, type Storage } from '../storages/storage';

export function titleFor(storage: Storage): string {
	return `Back up a Sinao account to ${storage.title} every week`;
}

function setupSteps(storage: Storage): string[] {
	return [
		installStep,
		credentialStep('the ten Sinao nodes'),
		...storage.setup([saveName]),
		'Run the workflow once manually, check the files, then publish it (n8n 1: activate it).',
	];
}

/** The yellow note on the canvas. */
export function overview(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'A full copy of your Sinao account, in files you can open without Sinao.',
		'### How it works',
		'1. Seven nodes export invoices, quotes, purchases, individuals, organizations, products and bank transactions as CSV files for French Excel.',
		'2. Three nodes download the PDF of every invoice and quote, and the original document of every purchase.',
		`3. 'Save' writes each file to ${storage.title}. ${storage.nextRun}`,
		'4. If a document cannot be downloaded, everything else is saved first, then the workflow fails and names it, so you always notice.',
		'### Setup',
		checklist(setupSteps(storage)),
		'### Customize',
		"Change the schedule, filter by date or status in the Sinao nodes, or choose an error workflow in the workflow's settings to be notified when a run fails.",
	].join('\n\n');
}

/** The page in n8n's template library. */
export function description(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'## Who is this for?',
		'Companies that invoice with Sinao, and their accountants: anyone who wants their own copy of their Sinao data, or who is leaving Sinao.',
		'## How it works',
		`Every Monday at 3 am, the workflow exports seven lists of a Sinao account as CSV files: invoices, quotes, purchases, individuals, organizations, products, and the transactions of each bank account. It also downloads the PDF of every invoice and quote and the original document of every purchase, and saves all files to ${storage.title}. ${storage.nextRun} If a document cannot be downloaded after several attempts, all others are saved first, then the execution fails with an error that names the missing documents.`,
		'## How to set up',
		numbered(setupSteps(storage)),
		'## Requirements',
		requirements(storage.requirement),
		'## How to customize',
		`Each Sinao node has filters for date and status, a choice of CSV formats, and a file name pattern. Replace 'Save' to use another storage. ${errorWorkflowTip}`,
	]
		.join('\n\n')
		.concat('\n');
}
