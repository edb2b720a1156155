import { checklist, numbered } from '../parts/words';
import type { Storage } from '../storages/storage';

/** The title: what, from where, to where. */
export function titleFor(storage: Storage): string {
	return `Save everything from Sinao to ${storage.title} every week`;
}

function setupSteps(storage: Storage): string[] {
	return [
		'Install the community node n8n-nodes-sinao.',
		"In Sinao's settings, let an administrator create an API key. Enter it in a Sinao API credential and choose that credential in the ten Sinao nodes.",
		...storage.setup("'Save'"),
		'Run the workflow by hand once, look at the files, then publish it (in n8n 1: activate it).',
	];
}

/** The yellow note on the canvas. */
export function overview(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'A full copy of your Sinao account, in files that open without Sinao: what its own guide tells a leaving customer to export by hand.',
		'### How it works',
		'1. Seven nodes export invoices, quotes, purchases, persons, organizations, products and bank transactions as CSV files for a French spreadsheet.',
		'2. Three nodes download the PDF of every invoice and quote, and the original document of every purchase.',
		`3. 'Save' writes each file to ${storage.title} under a name that is the same in every run. ${storage.repeated}`,
		'4. When a document could not be had, everything else is saved first. Then the run stops with an error that names it, so that no backup is short in silence.',
		'### Setup',
		checklist(setupSteps(storage)),
		'### Make it yours',
		"Change the schedule, filter by date or status in the Sinao nodes, or choose an error workflow in the workflow's settings to be told of a failed run.",
	].join('\n\n');
}

/** What stands beside the template in n8n's library. */
export function description(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'## Who is this for?',
		'For companies that invoice with Sinao, and for their accountants: whoever wants a copy of all accounts in their own hands, or leaves Sinao and must take everything along.',
		'## How it works',
		`Every Monday at 3 am the workflow exports the seven lists of a Sinao account as CSV (invoices, quotes, purchases, persons, organizations, products, bank transactions by account), downloads the PDF of every invoice and quote and the original of every purchase, and saves all of it to ${storage.title}. ${storage.repeated} If a document cannot be had after several tries, all others are saved, then the execution ends with an error that names the missing ones.`,
		'## How to set up',
		numbered(setupSteps(storage)),
		'## Requirements',
		`- A Sinao account with an API key\n- Access to ${storage.title}\n- The community node n8n-nodes-sinao, for which a self-hosted n8n is needed until n8n has verified it`,
		'## How to customise',
		"Each Sinao node has filters for dates and status, a choice of CSV format, and a pattern for file names. 'Save' is one node: put another storage in its place. Choose an error workflow in the workflow's settings to get a message when a run fails.",
	]
		.join('\n\n')
		.concat('\n');
}
