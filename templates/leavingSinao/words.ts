import { backupNodes, listed } from '../parts/backup';
import { verificationNodes } from '../parts/verification';
import { checklist, numbered } from '../parts/words';
import type { Storage } from '../storages/storage';

/** The title: what, from where, to where. */
export function titleFor(storage: Storage): string {
	return `Take everything from Sinao to ${storage.title} before you leave, and verify it`;
}

function setupSteps(storage: Storage): string[] {
	return [
		'Install the community node n8n-nodes-sinao.',
		"In Sinao's settings, let an administrator create an API key while the subscription runs. Enter it in a Sinao API credential and choose that credential in 'Back up what is new'.",
		...storage.setup(listed([...backupNodes(storage), ...verificationNodes(storage)])),
		'Run the workflow by hand, and look at rapport.html and verification.html.',
	];
}

/** The yellow note on the canvas. */
export function overview(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		"All that Sinao's guide tells a leaving customer to export by hand, and the other lists of the account, in one run that proves itself.",
		'### How it works',
		'1. Sinao Backup reads every list (CSV and raw JSON Lines) and downloads the PDF of each invoice and quote and the original of each purchase.',
		`2. 'Save' writes the files to ${storage.title}; a manifest, SHA256SUMS and a report in French follow.`,
		'3. Everything is read back and compared with the manifest, byte for byte. The result is saved as verification.html.',
		'4. When anything is missing or altered, the run ends with an error that names it. Run it again: only what is missing is fetched.',
		'### Setup',
		checklist(setupSteps(storage)),
		'### Make it yours',
		'Accounting exports (FEC) come from the node Sinao Accounting. The folder of a nightly backup will do: then only what is new is fetched, and all of it is verified.',
	].join('\n\n');
}

/** What stands beside the template in n8n's library. */
export function description(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'## Who is this for?',
		'For companies that close, change their legal form or leave Sinao, and for their accountants: everything has to be taken along before the subscription ends, because it has to be kept for years.',
		'## How it works',
		`In one run the workflow exports the lists that Sinao's guide for leaving customers names (invoices, quotes, purchases, persons, organizations, catalogue, each bank account) as CSV and as raw JSON Lines, with them the other lists that Sinao opens to the key, and downloads the PDF of every invoice and quote and the original of every purchase. It saves all of it to ${storage.title}, with a manifest, a file SHA256SUMS for \`sha256sum -c\`, and a report in French that shows what is missing and where the numbers of the invoices have holes.`,
		'Then it reads everything back from the storage, compares it with the manifest byte for byte, and saves the result as verification.html. When a document could not be had, a file could not be saved, or something came back altered or not at all, the execution ends with an error that names it, after everything else is done. The next run fetches only what is missing.',
		'## How to set up',
		numbered(setupSteps(storage)),
		'## Requirements',
		`- A Sinao account with an API key\n- Access to ${storage.title}\n- The community node n8n-nodes-sinao, for which a self-hosted n8n is needed until n8n has verified it`,
		'## How to customise',
		"Accounting exports such as the FEC are not part of it, because not every company has them: add the node Sinao Accounting, operation *Download Accounting Export*, in front of a save step of its own. A file that was altered in the storage comes again when its path is entered in the option 'Download Again' of 'Back up what is new', or when the run begins in an empty folder. It is no certified archive.",
	]
		.join('\n\n')
		.concat('\n');
}
