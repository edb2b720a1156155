import type { TemplateTexts } from '../parts/page';
import {
	credentialStep,
	mailTip,
	mailTipOfPage,
	installStep,
	missedRunTip,
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

/** What the template says about itself. */
export function texts(storage: Storage): TemplateTexts {
	return {
		title: titleFor(storage),
		overview:
			'A copy of the main lists and documents of your Sinao account, in files you can open without Sinao.',
		audience:
			'Companies that invoice with Sinao, and their accountants: anyone who wants their own copy of their Sinao data, or who is leaving Sinao.',
		steps: [
			'Seven nodes export invoices, quotes, purchases, individuals, organizations, products and bank transactions as CSV files for French Excel.',
			'Three nodes download the PDF of every invoice and quote, and the original of every purchase. The lists name these files in the column Fichier.',
			`'Save' writes each file to ${storage.title}. ${storage.nextRun}`,
			'If a document cannot be downloaded, everything else is saved first, then the workflow fails and names it, so you always notice.',
		],
		paragraphs: [
			`Every Monday at 3 am, the workflow exports seven lists of a Sinao account as CSV files: invoices, quotes, purchases, individuals, organizations, products, and the transactions of each bank account. It also downloads the PDF of every invoice and quote and the original document of every purchase, and saves all files to ${storage.title}. In the lists of invoices, quotes and purchases, the column Fichier contains the path of the file of each row. ${storage.nextRun} If a document cannot be downloaded after several attempts, all others are saved first, then the execution fails with an error that names the missing documents.`,
		],
		setup: setupSteps(storage),
		requirements: requirements(storage.requirement),
		customize: {
			canvas: `Change the schedule, or filter by date or status in the Sinao nodes. ${mailTip}`,
			page: `Each Sinao node has filters for date and status, a choice of CSV formats, and a file name pattern. Replace 'Save' to use another storage. For many documents on a slow storage such as SFTP, turn on 'Compress Into ZIP Files' in the download nodes. ${missedRunTip} ${mailTipOfPage}`,
		},
	};
}
