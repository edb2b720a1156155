import { backupNodes, listed, saveProofName } from '../parts/backup';
import { checklist, numbered } from '../parts/words';
import type { Storage } from '../storages/storage';

/** The title: what, from where, to where. */
export function titleFor(storage: Storage): string {
	return `Back up what is new in Sinao to ${storage.title} every night, with proof`;
}

function setupSteps(storage: Storage): string[] {
	return [
		'Install the community node n8n-nodes-sinao.',
		"In Sinao's settings, let an administrator create an API key. Enter it in a Sinao API credential and choose that credential in 'Back up what is new'.",
		...storage.setup(listed(backupNodes(storage))),
		'Give each company a folder of its own.',
		'Run the workflow by hand once, look at rapport.html, then publish it (in n8n 1: activate it).',
	];
}

/** The yellow note on the canvas. */
export function overview(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'A copy of your Sinao account that grows every night by what is new or changed, and says itself whether anything is missing.',
		'### How it works',
		'1. The last manifest, which lies beside the files, says what is saved. Without one, everything is.',
		'2. Sinao Backup reads all lists, compares each entry, and downloads only the documents that are new or changed. A changed document is saved beside its earlier version.',
		`3. 'Save' writes the files to ${storage.title}.`,
		`4. '${saveProofName}' adds a manifest of what the storage confirmed, SHA256SUMS and a report for people in French.`,
		'5. When anything is missing, the run ends with an error that names it, and the next run tries again.',
		'### Setup',
		checklist(setupSteps(storage)),
		'### Make it yours',
		"Change the schedule, bound a run by 'Maximum Files', or choose an error workflow in the workflow's settings to be told of a failed run.",
	].join('\n\n');
}

/** What stands beside the template in n8n's library. */
export function description(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'## Who is this for?',
		'For companies that invoice with Sinao, and for their accountants: whoever must keep every document for years and wants to know, every morning, that nothing is missing and nothing was altered.',
		'## How it works',
		`Every night at 2 am the workflow reads the manifest of the run before, asks Sinao for all lists, and downloads the documents that are new or have changed since: the PDF of invoices and quotes, the original of purchases, the files of attachments. Lists are kept as CSV and as raw JSON Lines. All of it goes to ${storage.title}. A file that the manifest names is never written over: a changed document or list is saved beside its earlier version, and what was deleted in Sinao stays in the backup.`,
		'Then the workflow writes a manifest of what the storage confirmed, with the SHA-256 of every file and of the manifest before, a file SHA256SUMS for `sha256sum -c`, and a report in French that shows what is missing and where the numbers of the invoices have holes. The manifest is saved last. When a file could not be had or saved, the execution ends with an error that names it; the next run tries it again. A run that was interrupted leaves the last manifest as it was.',
		'## How to set up',
		numbered(setupSteps(storage)),
		'## Requirements',
		`- A Sinao account with an API key\n- Access to ${storage.title}\n- The community node n8n-nodes-sinao, for which a self-hosted n8n is needed until n8n has verified it`,
		'## How to customise',
		"'Back up what is new' has parameters for the lists and documents to save, and options: 'Maximum Files' bounds a run, 'Replace Lists' keeps only the newest version of a list, 'Download Again' fetches files that were altered or lost. Swap the three steps that reach the storage to save elsewhere. Choose an error workflow in the workflow's settings to get a message when a run fails. It is no certified archive.",
	]
		.join('\n\n')
		.concat('\n');
}
