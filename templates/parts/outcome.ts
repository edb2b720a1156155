import { ifNode, type Position } from './nodes';
import { chain, type Connection, type NodeDeclaration } from './workflow';

const failedName = 'When a run fails';
const mailName = 'Send the outcome';

/** Data from Error Trigger; the other branch begins at the settings. */
const failed = '$json.workflow';
const error = '($json.execution ?? $json.trigger).error';

/**
 * Mails how a run ended. The node is disabled until the user has filled it in. n8n calls Error Trigger for every run that
 * fails, whatever the reason, unless it was started manually; the workflow is then its own error workflow.
 *
 * @param mailX where the email node is, in the row of the error trigger
 * @param complete what the email says of a run in which nothing is missing, as an expression; nothing is sent without it
 * @param filter sends only failed runs for which an expression is true, if the workflow calls itself
 */
export function outcomeNodes(
	[x, y]: Position,
	mailX: number,
	complete?: string,
	filter?: { name: string; condition: string },
): { nodes: NodeDeclaration[]; connections: Connection[]; mailName: string } {
	const failure = `'The run failed. ' + ${error}.message + '\\n' + (${error}.description ?? '') + '\\n' + ($json.execution?.url ?? '')`;
	const trigger: NodeDeclaration = {
		name: failedName,
		type: 'n8n-nodes-base.errorTrigger',
		typeVersion: 1,
		position: [x, y],
		parameters: {},
	};
	const mail: NodeDeclaration = {
		name: mailName,
		type: 'n8n-nodes-base.emailSend',
		typeVersion: 2.1,
		position: [mailX, y],
		disabled: true,
		parameters: {
			fromEmail: '',
			toEmail: '',
			subject: complete
				? `={{ ${failed} ? 'Failed' : 'Complete' }}: {{ $workflow.name }}`
				: '=Failed: {{ $workflow.name }}',
			emailFormat: 'text',
			text: complete ? `={{ ${failed} ? ${failure} : ${complete} }}` : `={{ ${failure} }}`,
			options: {},
		},
		executeOnce: true,
	};
	const filters = filter ? [ifNode(filter.name, filter.condition, [x + 240, y])] : [];
	return {
		nodes: [trigger, ...filters, mail],
		connections: chain([failedName, ...filters.map(({ name }) => name), mailName]),
		mailName,
	};
}
