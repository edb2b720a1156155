import type { TemplateTexts } from '../parts/page';
import { credentialStep, mailTip, installStep, requirements } from '../parts/texts';
import { saveName, type Storage } from '../storages/storage';
import { splitByName, startPartName, webhookName } from './nodes';

export function titleFor(storage: Storage): string {
	return `Back up a large Sinao account to ${storage.title} in parallel, by year`;
}

function setupSteps(storage: Storage): string[] {
	return [
		`${installStep} Every worker needs the package too.`,
		credentialStep('the 13 Sinao nodes'),
		`Create a Header Auth credential with a long random value, and select it in '${webhookName}' and '${startPartName}'.`,
		`In 'Settings', enter the production URL of '${webhookName}'.`,
		...storage.setup([saveName]),
		'Publish the workflow (n8n 1: activate it), run it once manually, and check its executions and the files.',
	];
}

/** What the template says about itself. */
export function texts(storage: Storage): TemplateTexts {
	return {
		title: titleFor(storage),
		overview: 'For large accounts and n8n in queue mode: the workers share the work.',
		audience:
			'Companies with many years of documents in Sinao, and anyone who runs n8n in queue mode with several workers. For a small account, the template that backs up everything in one execution is simpler.',
		steps: [
			'Seven nodes export the lists of the account as CSV.',
			'Three nodes find the years with documents. The workflow calls its own webhook once per document type and year, and each call starts an execution.',
			`These executions save the documents of their part to ${storage.title}. ${storage.nextRun}`,
			'If documents of a part are missing, its execution fails with an error that names them.',
		],
		paragraphs: [
			`Every week, the workflow exports the seven lists of a Sinao account as CSV, finds the years that have invoices, quotes and purchases, and calls its own webhook once per document type and year. Each call is a separate execution that any worker can run: it downloads the documents of that year and saves them to ${storage.title}. ${storage.nextRun} Documents without a date form a separate part. If documents of a part cannot be downloaded, all others are saved first, then its execution fails with an error that names the missing documents.`,
		],
		setup: setupSteps(storage),
		requirements: requirements(
			storage.requirement
				? `${storage.requirement} that all workers can access`
				: 'A folder on disk that all workers can access',
		),
		customize: {
			canvas: mailTip,
			page: `Years make parts of similar size. To split by status or customer instead, change '${splitByName}'. Replace 'Save' to use another storage.`,
		},
	};
}
