import { checklist, numbered } from '../parts/words';
import type { Storage } from '../storages/storage';

/** The title: what, from where, to where. */
export function titleFor(storage: Storage): string {
	return `Save each invoice from Sinao to ${storage.title} as soon as it is final`;
}

function setupSteps(storage: Storage): string[] {
	return [
		'Install the community node n8n-nodes-sinao. Sinao must be able to reach your n8n: its public address stands in the environment variable WEBHOOK_URL.',
		"In Sinao's settings, let an administrator create an API key. Enter it in a Sinao API credential and choose that credential in the two Sinao nodes.",
		...storage.setup("'Save'"),
		'Publish the workflow (in n8n 1: activate it), change an invoice in Sinao, and look at the file.',
	];
}

/** The yellow note on the canvas. */
export function overview(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'The PDF of an invoice is in your hands the moment it becomes final, and again whenever it changes: a credit note, a payment, a correction.',
		'### How it works',
		'1. While the workflow is active, Sinao calls it for each invoice that is made or changes. A company has one such address: if another tool uses it, the workflow refuses to start and names its host.',
		"2. Drafts are passed over. Of all others 'Download its PDF' fetches the newest state, checked, under the name that the weekly backup gives too.",
		`3. 'Save' writes it to ${storage.title}. ${storage.repeated}`,
		'4. A PDF that could not be had stops the run with an error that names the invoice.',
		'### Setup',
		checklist(setupSteps(storage)),
		'### Make it yours',
		'Sinao does not repeat calls that came while n8n was off: keep a weekly backup beside this workflow. Choose an error workflow in its settings to be told of a failed run.',
	].join('\n\n');
}

/** What stands beside the template in n8n's library. */
export function description(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'## Who is this for?',
		'For companies that invoice with Sinao and want the PDF of each invoice where they work, without a wait for the weekly backup: for the accountant, for a shared folder, for a second copy at once.',
		'## How it works',
		`While the workflow is active, Sinao calls it whenever an invoice is made or changes. The workflow passes over drafts, reads the invoice as it is now, downloads its PDF, checks it, and saves it to ${storage.title}. ${storage.repeated} Calls that come twice, late or out of order do no harm, because only the invoice's id is taken from them; calls without the secret of the workflow's address are not answered. A PDF that cannot be had after several tries ends the execution with an error that names the invoice.`,
		'Sinao has one address for such calls in each company. If another tool uses it, the workflow says so and does not start; with *Replace Existing Webhook* it takes the address over, and gives it back when it is switched off.',
		'## How to set up',
		numbered(setupSteps(storage)),
		'## Requirements',
		`- A Sinao account with an API key\n- Access to ${storage.title}\n- An n8n that Sinao can reach from the internet\n- The community node n8n-nodes-sinao, for which a self-hosted n8n is needed until n8n has verified it`,
		'## How to customise',
		"Add the events of quotes or purchases in the first node and a download node for them behind it. 'Save' is one node: put another storage or an e-mail in its place. Sinao does not repeat calls that came while n8n was off, so keep a weekly backup beside this workflow; both give a file the same name.",
	]
		.join('\n\n')
		.concat('\n');
}
