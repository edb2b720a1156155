import type { TemplateTexts } from '../parts/page';
import {
	credentialStep,
	installStep,
	mailTip,
	mailTipOfPage,
	missedRunTip,
	requirements,
} from '../parts/texts';
import { saveName, type Storage } from '../storages/storage';
import { archiveName, mailName } from './nodes';

export function titleFor(storage: Storage): string {
	return `Send your accountant the month, quarter or year from Sinao in one ZIP file, saved to ${storage.title}`;
}

function setupSteps(storage: Storage): string[] {
	return [
		installStep,
		credentialStep('the Sinao nodes'),
		"In 'Settings', set 'period' to lastMonth, lastQuarter or lastFiscalYear, and 'fiscalYearBeginsIn' to a month (1 to 12).",
		...storage.setup([saveName]),
		`To mail the archive, enter the addresses in 'Settings', select your SMTP credential in '${mailName}' and enable it.`,
		'Run the workflow once manually, open the archive, then publish it (n8n 1: activate it).',
	];
}

/** What the template says about itself. */
export function texts(storage: Storage): TemplateTexts {
	return {
		title: titleFor(storage),
		overview:
			'Puts what an accountant needs from Sinao into one ZIP file each month: lists, PDFs of invoices, originals of purchases and the FEC.',
		audience:
			'Companies that invoice with Sinao, the French invoicing service, and their accountants: one file per month, quarter or fiscal year, with a list of everything that is missing.',
		steps: [
			"Sinao nodes get the period's documents, the FEC if it exists, and lists whose column Fichier names each file. Entries are never generated.",
			`'${archiveName}' puts all files into one ZIP archive with rapport.html.`,
			'The report and the email name documents that cannot be downloaded.',
			'Then the workflow fails if anything is missing.',
		],
		paragraphs: [
			'On the 5th of each month, the workflow exports invoices, purchases, bank transactions and payments of the period as CSV files for French Excel, and downloads the PDF of every invoice and the original of every purchase, without drafts. The lists contain the main columns, and Fichier the path of each document in the archive. It also downloads the accounting export (FEC) of the period if it exists in Sinao. It never generates accounting entries.',
			`All files go into one ZIP archive, each in its folder. rapport.html in the archive says in French what it contains and names every document that could not be downloaded, with the reason, and every day of the period without a FEC. The archive is saved to ${storage.title}. To mail it, enable '${mailName}': its text names what is missing too. After that, the workflow fails if a document is missing.`,
		],
		setup: setupSteps(storage),
		requirements: requirements(storage.requirement),
		customize: {
			canvas: `Change the schedule or the lists. ${mailTip}`,
			page: `To add a list or documents, copy a Sinao node, connect it to another input of 'All files', and increase its 'Number of Inputs'. Many mail servers refuse attachments of more than 20 MB: send a link to the saved archive instead. The archive can be up to 500 MB. ${missedRunTip} ${mailTipOfPage}`,
		},
	};
}
