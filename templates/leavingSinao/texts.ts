import { backUpName, backupStorageNodes } from '../backup/steps';
import { verificationStorageNodes } from '../backup/verification';
import type { TemplateTexts } from '../parts/page';
import { credentialStep, installStep, partsParagraph, requirements } from '../parts/texts';
import { pageName, type Storage } from '../storages/storage';

export function titleFor(storage: Storage): string {
	return `Export a complete Sinao account to ${storage.title} before leaving, and verify it`;
}

function setupSteps(storage: Storage): string[] {
	return [
		installStep,
		credentialStep(`'${backUpName}'`),
		...storage.setup([...backupStorageNodes(storage), ...verificationStorageNodes(storage)]),
		`Publish the workflow (n8n 1: not needed) and run it manually while your subscription is active, then check ${pageName(storage, 'rapport.html')} and verification.html.`,
	];
}

/** What the template says about itself. */
export function texts(storage: Storage): TemplateTexts {
	return {
		title: titleFor(storage),
		overview:
			"Everything that Sinao's guide tells leaving customers to export, and all other lists, in one verified backup.",
		audience:
			'Companies that are closing, changing their legal form or leaving Sinao, and their accountants: everything must be exported before the subscription ends, because it must be kept for years.',
		steps: [
			`'${backUpName}' exports every list (CSV and raw JSON Lines) and downloads the PDF of each invoice and quote, the original of each purchase, and attachments.`,
			`'Save' writes the files to ${storage.title}, followed by a manifest, SHA256SUMS and a report in French.`,
			'Every file is read back and compared with the manifest. The result is saved as verification.html.',
			'If anything is missing or modified, the workflow fails and names it. Run it again to retry failed downloads.',
		],
		paragraphs: [
			`The workflow exports the lists named in Sinao's guide for leaving customers (invoices, quotes, purchases, individuals, organizations, products, and each bank account) as CSV and as raw JSON Lines, together with all other lists that the API key can access and the FEC of each accounting export that exists. It also downloads the PDF of every invoice and quote, the original of every purchase, and attachments. All files are saved to ${storage.title} with a manifest, a SHA256SUMS file for \`sha256sum -c\`, and a report in French that shows missing documents and gaps in invoice numbering.`,
			'The workflow then reads every file back from the storage, compares it with the manifest byte for byte, and saves the result as verification.html. If a document cannot be downloaded, a file cannot be saved, or a saved file is missing or modified, the execution fails with an error that names it after everything else is done. The next run retries only what failed.',
			partsParagraph,
		],
		setup: setupSteps(storage),
		requirements: requirements(storage.requirement),
		customize: {
			canvas:
				'Other accounting formats: Sinao Accounting node. In the folder of a nightly backup, only new data is downloaded, and all files are verified.',
			page: `Accounting entries are never generated: generate them in Sinao before you run the workflow. For other formats than the FEC, connect a Sinao Accounting node with the operation *Download Accounting Export* to a separate save node. There are two ways into a new company: export contacts and products in Sinao and import them there, as its guide says, or, for another program, export them with *Format: Import* and map the columns in its import. To download a modified or lost file again, enter its path in the 'Download Again' option of '${backUpName}', or start with an empty folder. This is not a certified archive.`,
		},
	};
}
