import { checklist, numbered } from '../parts/words';
import type { Storage } from '../storages/storage';

/** The title: what, from where, to where. */
export function titleFor(storage: Storage): string {
	return `Save a large Sinao account to ${storage.title}, year by year in parallel`;
}

function setupSteps(storage: Storage): string[] {
	return [
		'Install the community node n8n-nodes-sinao, on every worker too.',
		"In Sinao's settings, let an administrator create an API key. Enter it in a Sinao API credential and choose that in the 13 Sinao nodes.",
		"Make a Header Auth credential with a name and a long random value, and choose it in 'One part' and 'Order each part'.",
		"In 'Settings', enter the production address of the webhook 'One part'.",
		...storage.setup("'Save'"),
		'Publish the workflow (in n8n 1: activate it), run it by hand once, and look at its executions and the files.',
	];
}

/** The yellow note on the canvas. */
export function overview(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'For large accounts, and for n8n in queue mode: the workers share the work.',
		'### How it works',
		'1. Seven nodes export the lists of the account as CSV.',
		'2. Three nodes read which years have documents. For each kind and year the workflow calls its own webhook, which starts an execution.',
		`3. Each such execution saves the documents of its part to ${storage.title}. ${storage.repeated}`,
		'4. A part whose documents could not be had ends with an error that names them.',
		'### Setup',
		checklist(setupSteps(storage)),
		'### Make it yours',
		"Choose an error workflow in the workflow's settings to be told of a part that failed.",
	].join('\n\n');
}

/** What stands beside the template in n8n's library. */
export function description(storage: Storage): string {
	return [
		`# ${titleFor(storage)}`,
		'## Who is this for?',
		'For companies with many years of documents in Sinao, and for whoever runs n8n in queue mode with several workers. For a small account, the template that saves everything in one execution is simpler.',
		'## How it works',
		`Every week the workflow exports the seven lists of a Sinao account as CSV, finds out which years have invoices, quotes and purchases, and calls its own webhook once for each kind and year. Every call is an execution of its own, which any worker may take: it downloads the documents of that year and saves them to ${storage.title}. ${storage.repeated} Documents without a date are a part of their own. When documents of a part cannot be had, all others are saved, then its execution ends with an error that names the missing ones.`,
		'## How to set up',
		numbered(setupSteps(storage)),
		'## Requirements',
		`- A Sinao account with an API key\n- Access to ${storage.title}, from every worker\n- The community node n8n-nodes-sinao, for which a self-hosted n8n is needed until n8n has verified it`,
		'## How to customise',
		"The years are parts because they are even enough and easy to name; to split by status or customer instead, change 'Kind and year' and the filters of the three download nodes. 'Save' is one node: put another storage in its place.",
	]
		.join('\n\n')
		.concat('\n');
}
