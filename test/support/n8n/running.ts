import { randomUUID } from 'node:crypto';
import axios, { type AxiosInstance } from 'axios';

import type { Workflow } from '../../../templates/parts/workflow';
import { waysOf } from '../n8nVersions';
import { until } from '../processes';
import { signIn } from './session';

/** An n8n that runs, to which the tests are signed in as its owner. */
export interface RunningN8n {
	url: string;
	/** A client for n8n's REST API, with addresses below `/rest`. */
	client: AxiosInstance;
	/** Makes a workflow as the editor does and gives its id. */
	add(workflow: Workflow): Promise<string>;
	/** Starts a workflow from one of its triggers and gives the execution's id. */
	run(workflowId: string, trigger: string): Promise<string>;
	/** Waits until an execution has ended and gives its status, such as `success` or `error`. */
	statusOf(executionId: string, deadlineMs?: number): Promise<string>;
	/** Publishes or activates a workflow and waits until its triggers are on; an error with n8n's words where one refuses. */
	activate(workflowId: string): Promise<void>;
	/** Takes a workflow back and waits until its triggers are off. */
	deactivate(workflowId: string): Promise<void>;
	/** Waits until so many executions of a workflow have ended, and gives all there are, oldest first. */
	ended(
		workflowId: string,
		count: number,
		deadlineMs?: number,
	): Promise<Array<{ id: string; status: string; mode: string }>>;
}

const ended = ['success', 'error', 'crashed', 'canceled'];

/** n8n 1 calls itself ready a little before its REST API is there. */
export async function answers(url: string): Promise<boolean> {
	for (const address of ['/healthz/readiness', '/rest/settings']) {
		const response = await axios
			.get(`${url}${address}`, { proxy: false, validateStatus: () => true })
			.catch(() => undefined);
		if (response?.status !== 200) return false;
	}
	return true;
}

/** n8n answers an order to publish at once and carries it out afterwards. */
async function published(client: AxiosInstance, workflowId: string): Promise<void> {
	const errors = await until(
		'the end of publishing',
		async () => {
			const { status, triggers } = (await client.get(`/workflows/${workflowId}/publication-status`))
				.data.data as { status: string; triggers: Array<{ errorMessage: string | null }> };
			return status !== 'in_progress' && triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		},
		240_000,
	);
	if (errors.length) throw new Error(errors.join(' | '));
}

/** The editor gives each node that hears calls an id, from which its address is made; n8n 2 makes up for it where it is missing. */
function asEdited(workflow: Workflow): object {
	const nodes = workflow.nodes.map((node) =>
		/trigger$|webhook$/i.test(node.type) ? { webhookId: randomUUID(), ...node } : node,
	);
	return { active: false, ...workflow, nodes };
}

function actions(client: AxiosInstance): Omit<RunningN8n, 'url' | 'client'> {
	const workflowOf = async (id: string) => (await client.get(`/workflows/${id}`)).data.data;
	const anyStatus = { validateStatus: () => true };
	const { publishes } = waysOf();
	const setActive = async (id: string, active: boolean) => {
		const { versionId } = await workflowOf(id);
		const answer = publishes
			? await client.post(
					`/workflows/${id}/${active ? 'activate' : 'deactivate'}`,
					active ? { versionId } : {},
					anyStatus,
				)
			: await client.patch(`/workflows/${id}`, { active, versionId }, anyStatus);
		if (answer.status >= 300) throw new Error(answer.data.message);
		if (publishes) await published(client, id);
	};
	return {
		add: async (workflow) => (await client.post('/workflows', asEdited(workflow))).data.data.id,
		run: async (id, trigger) => {
			const order = { workflowData: await workflowOf(id), triggerToStartFrom: { name: trigger } };
			return (await client.post(`/workflows/${id}/run`, order)).data.data.executionId;
		},
		statusOf: async (id, deadlineMs = 10 * 60_000) =>
			await until(
				`the end of execution ${id}`,
				async () => {
					const { status } = (await client.get(`/executions/${id}`)).data.data as {
						status: string;
					};
					return ended.includes(status) && status;
				},
				deadlineMs,
			),
		activate: async (id) => await setActive(id, true),
		deactivate: async (id) => await setActive(id, false),
		ended: async (workflowId, count, deadlineMs) =>
			await until(
				`the end of ${count} executions`,
				async () => {
					const params = { filter: JSON.stringify({ workflowId }), limit: 100 };
					const { results } = (await client.get('/executions', { params })).data.data as {
						results: Array<{ id: string; status: string; mode: string }>;
					};
					return (
						results.length >= count &&
						results.every(({ status }) => ended.includes(status)) &&
						results.reverse()
					);
				},
				deadlineMs,
			),
	};
}

/** Signs in at an n8n that runs. */
export async function connectTo(url: string): Promise<RunningN8n> {
	const client = await signIn(url);
	return { url, client, ...actions(client) };
}
