import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Workflow } from '../../../templates/parts/workflow';
import { projectFolder } from '../pack';

/** A credential as n8n's command line imports it. */
export interface Credential {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** The credential that opens the simulated API. */
export function sinaoCredential(api: {
	apiKey: string;
	appId?: number | string;
	baseUrl: string;
}): Credential {
	const { apiKey, baseUrl, appId = '' } = api;
	return {
		id: 'sinaoCredential1',
		name: 'Sinao',
		type: 'sinaoApi',
		data: { apiKey, appId: String(appId), baseUrl },
	};
}

/** A committed template, as a user gets it. */
export function readTemplate(name: string): Workflow {
	return JSON.parse(
		readFileSync(path.join(projectFolder, 'templates', `${name}.json`), 'utf8'),
	) as Workflow;
}

/** The waits between requests and between tries, which spare a service, are not needed in tests. */
function withoutWaits(node: Workflow['nodes'][number]): void {
	if (node.waitBetweenTries) node.waitBetweenTries = 200;
	const { batching } = (node.parameters.options ?? {}) as {
		batching?: { batch: { batchInterval: number } };
	};
	if (batching) batching.batch.batchInterval = 10;
}

/** Does what a user does after importing a template: fills in the settings and chooses the credentials. */
export function fillIn(
	workflow: Workflow,
	settings: Record<string, string>,
	credentials: Record<string, Credential>,
): Workflow {
	const filled = structuredClone(workflow);
	for (const node of filled.nodes) {
		withoutWaits(node);
		if (node.name === 'Settings') {
			const { assignments } = node.parameters.assignments as unknown as {
				assignments: Array<{ name: string; value: string }>;
			};
			for (const assignment of assignments)
				assignment.value = settings[assignment.name] ?? assignment.value;
		}
		const match = Object.keys(credentials).find(
			(type) => node.type === type || node.type.startsWith(`${type}.`),
		);
		if (!match) continue;
		const { id, name, type } = credentials[match];
		node.credentials = { [type]: { id, name } };
	}
	return filled;
}

/** A backup that downloads another number of documents in each execution; 0 for all at once. */
export function withParts(workflow: Workflow, perPart: number): Workflow {
	for (const { parameters } of workflow.nodes)
		if (parameters.operation === 'backUp')
			Object.assign(parameters.options as object, { maximumFiles: perPart });
	return workflow;
}
