import { backUpName, backupStorageNodes, saveManifestName } from '../backup/steps';
import type { TemplateTexts } from '../parts/page';
import {
	credentialStep,
	mailTip,
	mailTipOfPage,
	installStep,
	missedRunTip,
	partsParagraph,
	requirements,
} from '../parts/texts';
import { pageName, type Storage } from '../storages/storage';

/** The template for SFTP is the one to submit to n8n's template library, which needs pictures at a public address. */
const pictureOfCanvas =
	'https://raw.githubusercontent.com/n8n-nodes-sinao/n8n-nodes-sinao/main/docs/images/nightly-backup-sftp.png';

export function titleFor(storage: Storage): string {
	return `Back up new and changed Sinao data to ${storage.title} every night`;
}

function setupSteps(storage: Storage): string[] {
	return [
		installStep,
		credentialStep(`'${backUpName}'`),
		...storage.setup(backupStorageNodes(storage)),
		'Use a separate folder for each company, for no other workflow than leaving-sinao.',
		`Publish the workflow (n8n 1: activate it), run it manually, then check ${pageName(storage, 'rapport.html')}.`,
	];
}

/** What the template says about itself. */
export function texts(storage: Storage): TemplateTexts {
	return {
		title: titleFor(storage),
		overview: `Saves what is new or changed in Sinao, the French invoicing service, to ${storage.title} every night: lists as CSV, documents as PDF.`,
		picture: storage.key === 'sftp' ? pictureOfCanvas : undefined,
		audience:
			'Companies that invoice with Sinao, and their accountants: anyone who must keep documents for years and wants to be sure that nothing is missing or modified.',
		steps: [
			'The manifest next to the files lists what has been saved. Without it, the backup is full.',
			`'${backUpName}' reads all lists, compares them with the manifest, and downloads new and changed documents. A changed document becomes a new version.`,
			`'Save' writes the files to ${storage.title}.`,
			`'${saveManifestName}' adds a manifest, SHA256SUMS and a report in French.`,
			'If anything is missing, the workflow fails and names it; the next run tries again.',
		],
		paragraphs: [
			`Every night at 2 am, the workflow loads the manifest of the previous run, reads all lists from Sinao, and downloads new and changed documents: PDFs of invoices and quotes, originals of purchases, attachments, and the FEC of accounting exports that exist. Lists are saved as CSV and as raw JSON Lines. All files are saved to ${storage.title}. Files in the manifest are never overwritten: a changed document or list is saved as a new version, and documents deleted in Sinao stay in the backup.`,
			'The workflow then creates a manifest of the saved files with the SHA-256 checksum of every file and of the previous manifest, a SHA256SUMS file for `sha256sum -c`, and a report in French that shows missing documents and gaps in invoice numbering. The manifest is saved last. If a file cannot be downloaded or saved, the execution fails with an error that names it, and the next run tries again. If a run is interrupted, the previous manifest stays unchanged.',
			partsParagraph,
		],
		setup: setupSteps(storage),
		requirements: requirements(storage.requirement),
		customize: {
			canvas: `Change the schedule, or the size of a part ('Maximum Files'). ${mailTip}`,
			page: `In '${backUpName}' you can choose the lists and documents to include. Its options include 'Maximum Files', the size of a part (replace the expression by a number to change it), 'Replace Lists', which keeps only the latest version of each list, and 'Download Again', which downloads modified or missing files again. To use another storage, replace the nodes that access it. If the first backup may take until the next scheduled run, deactivate 'Every night at 2 am' until it is complete. ${missedRunTip} ${mailTipOfPage} This is not a certified archive.`,
		},
	};
}
