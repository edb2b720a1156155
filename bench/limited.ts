import { setTimeout as pause } from 'node:timers/promises';

import type { Instance } from '../test/support/n8n/instance';
import { type CaseSetup, showRound } from './case';
import { startMeasuredN8n } from './n8n';
import type { Costs, Round } from './results';
import { startService } from './startService';
import { trigger, workflows } from './workflows';

export const requestsPerMinute = 60;

/** Several accounts at the same time, because one after the other they would take hours. */
export const limitedAccounts = Array.from({ length: 5 }, (_, index) => `account ${index + 1}`);

/** The accounts begin at different times, so that their windows do not begin together. */
const staggerMs = 12_000;

/**
 * Seconds that requests take at least where the service allows 60 in any minute: the first 60 pass at once, 60 more each
 * minute later. The last minute is not waited for.
 */
export const leastSeconds = (requests: number) =>
	(Math.ceil(requests / requestsPerMinute) - 1) * 60;

/** Downloads the documents of several accounts, each of which has its own limit. */
export async function measureLimited(
	{ key, service: options }: CaseSetup,
	prepared: Instance,
): Promise<Costs> {
	const n8n = await startMeasuredN8n(prepared);
	const measureAccount = async (name: string, index: number): Promise<[string, Round[]]> => {
		await pause(index * staggerMs);
		const service = await startService(options);
		try {
			const { apiKey, appId, baseUrl, list } = service;
			const credentials = {
				sinaoApi: await n8n.addCredential('sinaoApi', { apiKey, appId, baseUrl }),
			};
			const places = { list, folder: prepared.outputFolder, credentials };
			const workflowId = await n8n.addWorkflow(workflows.ourPdfs(places, {}));
			const { milliseconds } = await n8n.run(workflowId, trigger);
			showRound(key, name, milliseconds);
			return [name, [{ milliseconds, ...(await service.counts()) }]];
		} finally {
			await service.close();
		}
	};
	try {
		return Object.fromEntries(await Promise.all(limitedAccounts.map(measureAccount)));
	} finally {
		await n8n.close();
	}
}
