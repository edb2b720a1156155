const sentenceList = new Intl.ListFormat('en-GB');

/** Setup steps as a task list for the canvas. */
export function checklist(steps: string[]): string {
	return steps.map((step) => `- [ ] ${step}`).join('\n');
}

/** Setup steps as a numbered list for a description. */
export function numbered(steps: string[]): string {
	return steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
}

/** Names of nodes for a sentence: `'One', 'Two' and 'Three'`. */
export function quoted(names: string[]): string {
	return sentenceList.format(names.map((name) => `'${name}'`));
}

/** The setup step that installs this package. */
export const installStep =
	'Install the community node n8n-nodes-sinao. n8n 3 refuses unverified community packages unless N8N_UNVERIFIED_PACKAGES_ENABLED=true, and runs in Docker only.';

/**
 * The setup step that creates the credential. n8n selects a credential during an import only if it is the
 * only one that fits the node.
 *
 * @param nodes where to select the credential, after 'select it in'
 */
export function credentialStep(nodes: string): string {
	return `Create an API key in Sinao (as an administrator) and save it as a Sinao API credential before importing the workflow. If it is the only one, n8n selects it; otherwise, select it in ${nodes}.`;
}

/** What a template needs. */
export function requirements(...others: Array<string | undefined>): string[] {
	return [
		'A Sinao account with an API key',
		...others.filter((line) => line !== undefined),
		'The community node n8n-nodes-sinao',
	];
}

/** n8n does not run the Error Trigger of a workflow that has an error workflow. */
export const mailTip =
	"To get emails, enable 'Send the outcome' and publish again; do not add an error workflow.";

export const mailTipOfPage =
	"To be notified by email, fill in and enable 'Send the outcome', then publish the workflow again. Do not choose an error workflow: n8n would send no email about failed runs.";

/** The policy for missed runs needs version 1.4 of Schedule Trigger, see `scheduleTrigger`. */
export const missedRunTip =
	"A run that is missed while n8n is down is left to the next one. From n8n 2.36 with N8N_SCHEDULER_ENABLED=true, it can be made up for: replace the schedule with a new Schedule Trigger, and choose 'Run the Most Recent Missed Execution' in its settings.";

/** n8n 2 runs a workflow that an execution called from another one calls only if it is published. */
export const partsParagraph =
	"So that memory stays small in the first backup of a large account, each execution downloads at most as many documents as 'Maximum Files' says. If documents are left, the workflow calls itself, and another execution continues. Only the last one reports missing files: the backup is complete when the report says so. n8n 2 needs the published workflow for this.";
