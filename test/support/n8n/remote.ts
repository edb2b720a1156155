import { parse } from 'flatted';

import type { Workflow } from '../../../templates/parts/workflow';
import { connectTo, type RunningN8n } from './running';
import type { Credential } from './workflows';

/** An n8n that the tests did not start. All that they create in it is removed in the end. */
export interface Remote {
	n8n: RunningN8n;
	/** Creates or changes a credential. n8n chooses its ID. */
	saveCredential(credential: Credential): Promise<void>;
	/** Creates a workflow, in place of the one with the same ID, with the credentials that were saved. */
	saveWorkflow(id: string, workflow: Workflow): Promise<void>;
	/** The data of an execution that has ended, in the form in which n8n's command line prints it. */
	dataOf<T>(executionId: string): Promise<T>;
	clear(): Promise<void>;
}

/** Signs in at an n8n in which this package is installed. */
export async function connectRemote(url: string): Promise<Remote> {
	const n8n = await connectTo(url);
	const rest = n8n.client;
	const types = await rest.get<Array<{ name: string }>>(`${url}/types/nodes.json`);
	if (!types.data.some(({ name }) => name === 'n8n-nodes-sinao.sinaoInvoices'))
		throw new Error(`n8n-nodes-sinao is not installed in the n8n at ${url}`);
	const credentials = new Map<string, string>();
	const workflows = new Set<string>();
	const removeWorkflow = async (id: string) => {
		await rest.post(`/workflows/${id}/archive`, {});
		await rest.delete(`/workflows/${id}`);
		workflows.delete(id);
	};
	return {
		n8n,
		async saveCredential({ id, name, type, data }) {
			const known = credentials.get(id);
			const content = { name, type, data };
			if (known) await rest.patch(`/credentials/${known}`, content);
			else credentials.set(id, (await rest.post('/credentials', content)).data.data.id);
		},
		async saveWorkflow(id, workflow) {
			if (workflows.has(id)) await removeWorkflow(id);
			const nodes = workflow.nodes.map((node) => ({
				...node,
				credentials: Object.fromEntries(
					Object.entries(node.credentials ?? {}).map(([type, credential]) => [
						type,
						{ ...credential, id: credentials.get(credential.id) ?? credential.id },
					]),
				),
			}));
			await n8n.add({ ...workflow, id, nodes } as Workflow);
			workflows.add(id);
		},
		async dataOf(executionId) {
			return parse((await rest.get(`/executions/${executionId}`)).data.data.data as string);
		},
		async clear() {
			for (const id of [...workflows]) await removeWorkflow(id);
			for (const id of credentials.values()) await rest.delete(`/credentials/${id}`);
		},
	};
}
