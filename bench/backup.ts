import path from 'node:path';

import { mkdirSync } from 'node:fs';
import type { Workflow } from '../templates/parts/workflow';
import type { Instance } from '../test/support/n8n/instance';
import { fillIn, readTemplate, sinaoCredential } from '../test/support/n8n/workflows';
import type { Measure } from './measures';
import { startContestant } from './n8n';
import type { Costs } from './results';
import { startService } from './startService';
import { workflows } from './workflows';

/** Lets one run download every document. */
function withoutMaximum(workflow: Workflow): Workflow {
	for (const { type, parameters } of workflow.nodes) {
		if (type.endsWith('.sinaoBackup') && parameters.operation === 'backUp')
			parameters.options = { ...(parameters.options as object), maximumFiles: 100_000 };
	}
	return workflow;
}

/** Runs the template of the nightly backup: once for everything, then with nothing new. */
export async function measureBackup(
	{ key, rounds, service: options }: Pick<Measure, 'key' | 'rounds' | 'service'>,
	prepared: Instance,
): Promise<Costs> {
	const service = await startService(options);
	const contestant = await startContestant(prepared);
	try {
		const folder = path.join(prepared.outputFolder, 'backup');
		mkdirSync(folder, { recursive: true });
		const { type, data } = sinaoCredential(service);
		const credential = await contestant.addCredential(type, data);
		const template = withoutMaximum(
			fillIn(readTemplate('nightly-backup-disk'), { folder }, { 'n8n-nodes-sinao': credential }),
		);
		await contestant.takeGround(
			await contestant.addWorkflow(
				workflows.empty({ list: service.list, folder, credentials: {} }),
			),
		);
		const workflowId = await contestant.addWorkflow(template);
		const costs: Costs = { everything: [], 'nothing new': [] };
		for (let round = 0; round <= rounds; round++) {
			const name = round === 0 ? 'everything' : 'nothing new';
			await service.counts();
			const cost = await contestant.run(workflowId, 'Run manually');
			costs[name].push({ ...cost, ...(await service.counts()) });
			process.stderr.write(`  ${key}, ${name}: ${(cost.milliseconds / 1000).toFixed(1)} s\n`);
		}
		return costs;
	} finally {
		await contestant.close();
		await service.close();
	}
}
