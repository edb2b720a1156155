import { until } from '../processes';
import type { Queue } from './queue';
import { addCredential } from './templateRuns';
import { fillIn, readTemplate, sinaoCredential } from './workflows';

export interface ExecutionSummary {
	id: string;
	status: string;
	startedAt: string;
	stoppedAt: string;
}

const terminal = ['success', 'error', 'crashed', 'canceled'];

/** Makes the credentials and the workflow of a template as a user does, and activates it. Gives the workflow's id. */
export async function addTemplate(
	{ main, outputFolder }: Queue,
	name: string,
	api: Parameters<typeof sinaoCredential>[0],
): Promise<string> {
	const part = await addCredential(main, {
		id: '',
		name: 'Parts',
		type: 'httpHeaderAuth',
		data: { name: 'X-Part', value: 'a long random value' },
	});
	const credentials = {
		'n8n-nodes-sinao': await addCredential(main, sinaoCredential(api)),
		'n8n-nodes-base.webhook': part,
		'n8n-nodes-base.httpRequest': part,
	};
	const filled = fillIn(
		readTemplate(name),
		{ folder: outputFolder, webhook: `${main.url}/webhook/sinao-part` },
		credentials,
	);
	const id = await main.add(filled);
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
