import { until } from '../processes';
import type { Queue } from './queue';
import { addCredential } from './templateRuns';
import { fillIn, readTemplate, sinaoCredential, withParts } from './workflows';

export interface ExecutionSummary {
	id: string;
	status: string;
	startedAt: string;
	stoppedAt: string;
}

const terminal = ['success', 'error', 'crashed', 'canceled'];

/**
 * Makes the credential and the workflow of a template as a user does, and activates it. Gives the workflow's id.
 *
 * @param perPart how many documents an execution of a backup downloads, if not as many as in the template
 */
export async function addTemplate(
	{ main, outputFolder }: Queue,
	name: string,
	api: Parameters<typeof sinaoCredential>[0],
	perPart?: number,
): Promise<string> {
	const filled = fillIn(
		readTemplate(name),
		{ folder: outputFolder },
		{ 'n8n-nodes-sinao': await addCredential(main, sinaoCredential(api)) },
	);
	const id = await main.add(perPart ? withParts(filled, perPart) : filled);
	await main.activate(id);
	return id;
}

/** The executions of a workflow, when all of them have ended. */
export async function allEnded({ main }: Queue, workflowId: string): Promise<ExecutionSummary[]> {
	const params = { filter: JSON.stringify({ workflowId }), limit: 100 };
	let before = -1;
	return await until(
		'the end of all executions',
		async () => {
			const { results } = (await main.client.get('/executions', { params })).data.data as {
				results: ExecutionSummary[];
			};
			const hasEnded =
				results.length === before && results.every(({ status }) => terminal.includes(status));
			before = results.length;
			return hasEnded && results;
		},
		240_000,
	);
}
