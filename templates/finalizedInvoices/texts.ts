import type { TemplateTexts } from '../parts/page';
import { credentialStep, mailTip, installStep, requirements } from '../parts/texts';
import { saveName, type Storage } from '../storages/storage';

export const downloadName = 'Download PDF';

export function titleFor(storage: Storage): string {
	return `Save Sinao invoices to ${storage.title} as soon as they are finalized`;
}

function setupSteps(storage: Storage): string[] {
	return [
		installStep,
		'Sinao must be able to reach your n8n: set its public URL in WEBHOOK_URL.',
		credentialStep('both Sinao nodes'),
		...storage.setup([saveName]),
		'Publish the workflow (n8n 1: activate it), change an invoice in Sinao, and check the file.',
	];
}

/** What the template says about itself. */
export function texts(storage: Storage): TemplateTexts {
	return {
		title: titleFor(storage),
		overview: 'Saves the PDF of each invoice when it is finalized, and again whenever it changes.',
		audience:
			'Companies that invoice with Sinao and want each PDF right away instead of waiting for the weekly backup: for their accountant, for a shared folder, or as an immediate second copy.',
		steps: [
			'While the workflow is active, Sinao calls it when an invoice is created or changed. Sinao supports one webhook per company: if another tool uses it, the workflow does not start.',
			`Drafts are skipped. For other invoices, '${downloadName}' downloads the latest PDF, with the same file name as in the weekly backup.`,
			`'Save' writes it to ${storage.title}. ${storage.nextRun}`,
			'If a PDF cannot be downloaded, the workflow fails and names the invoice.',
		],
		paragraphs: [
			`While the workflow is active, Sinao calls it when an invoice is created or changed. The workflow skips drafts, downloads the current PDF of the invoice, checks it, and saves it to ${storage.title}. ${storage.nextRun} Duplicate, late or out-of-order events do no harm, because the workflow uses only the ID of the invoice from an event. Calls without the secret in the webhook URL are rejected. If a PDF cannot be downloaded after several attempts, the execution fails with an error that names the invoice.`,
			'Sinao supports one webhook per company. If another tool uses it, the workflow reports this and does not start. With *Replace Existing Webhook*, the workflow replaces that webhook, and restores it when the workflow is deactivated.',
		],
		setup: setupSteps(storage),
		requirements: requirements(
			storage.requirement,
			'An n8n instance that Sinao can reach from the internet',
		),
		customize: {
			canvas: `Sinao does not resend events missed while n8n was down: use a weekly backup as well. ${mailTip}`,
			page: "Add quote or purchase events in the first node, followed by a download node for them. Replace 'Save' to use another storage or to send the PDF by email. Sinao does not resend events missed while n8n was down, so use a weekly backup as well; both use the same file names.",
		},
	};
}
