import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

import type { Instance } from '../test/support/n8n/instance';
import { fillIn, readTemplate, sinaoCredential } from '../test/support/n8n/workflows';
import { type CaseSetup, showRound } from './case';
import { startMeasuredN8n } from './n8n';
import type { Costs, Round } from './results';
import { startService } from './startService';
import { workflows } from './workflows';

/** MB of the manifest and of the largest HTML report. */
function sizesIn(folder: string): Pick<Round, 'manifest' | 'report'> {
	const sizeOf = (file: string) => statSync(path.join(folder, file)).size / 1e6;
	const reports = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.html'))
		.map(sizeOf);
	return {
		...(existsSync(path.join(folder, 'manifest.json')) && { manifest: sizeOf('manifest.json') }),
		...(reports.length && { report: Math.max(...reports) }),
	};
}

/** Runs the template of the nightly backup: once for the whole account, then with nothing new. */
export async function measureBackup(
	{ key, rounds, service: options }: CaseSetup,
	prepared: Instance,
): Promise<Costs> {
	const service = await startService(options);
	const n8n = await startMeasuredN8n(prepared);
	try {
		const folder = path.join(prepared.outputFolder, key);
		mkdirSync(folder, { recursive: true });
		const { type, data } = sinaoCredential(service);
		const credential = await n8n.addCredential(type, data);
		const template = fillIn(
			readTemplate('nightly-backup-disk'),
			{ folder },
			{ 'n8n-nodes-sinao': credential },
		);
		const empty = workflows.empty({ list: service.list, folder, credentials: {} });
		await n8n.measureRest(await n8n.addWorkflow(empty));
		const workflowId = await n8n.addWorkflow(template);
		const costs: Costs = { 'first backup': [], 'nothing new': [] };
		for (let round = 0; round <= rounds; round++) {
			const name = round === 0 ? 'first backup' : 'nothing new';
			await service.counts();
			const cost = await n8n.run(workflowId, 'Run manually');
			costs[name].push({ ...cost, ...(await service.counts()), ...sizesIn(folder) });
			showRound(key, name, cost.milliseconds);
		}
		return costs;
	} finally {
		await n8n.close();
		await service.close();
	}
}
