import { readdirSync } from 'node:fs';

import { storages } from '../templates/storages';
import { type Clouds, startClouds } from '../test/support/n8n/clouds';
import type { Instance } from '../test/support/n8n/instance';
import {
	diskPlace,
	nextcloudPlace,
	type Place,
	s3Place,
	sftpPlace,
} from '../test/support/n8n/places';
import { type CaseSetup, PartialFailure, showRound } from './case';
import { type MeasuredN8n, startMeasuredN8n } from './n8n';
import { type Costs, noRequests, type Round } from './results';
import { type Service, startService } from './startService';
import { trigger, workflows } from './workflows';

/** How many files are saved: fewer where each takes a fraction of a second. */
const fileCounts: Record<string, number> = { sftp: 100, onedrive: 100, sharepoint: 100 };
const usualCount = 200;

/** A way to save, and where it saves. */
type Opening = (clouds: Clouds, prepared: Instance) => Promise<Place>;

const openings: Record<string, Opening> = {
	disk: async (_, prepared) => await diskPlace(prepared, 'storages'),
	sftp: async () => await sftpPlace(),
	s3: async () => await s3Place(),
	nextcloud: async () => await nextcloudPlace(),
	dropbox: async (clouds) => await clouds.dropboxPlace(),
	'google-drive': async (clouds) => await clouds.googleDrivePlace(),
	onedrive: async (clouds) => await clouds.oneDrivePlace(),
	sharepoint: async (clouds) => await clouds.sharePointPlace(),
};

/** Saves files to a place, and counts those that arrived. */
async function saveTo(
	key: string,
	place: Place,
	service: Service,
	n8n: MeasuredN8n,
): Promise<Round> {
	const storage = storages.find((each) => each.key === key);
	if (!storage) throw new Error(`There is no storage '${key}'`);
	const { apiKey, appId, baseUrl, list } = service;
	const credentials = { sinaoApi: await n8n.addCredential('sinaoApi', { apiKey, appId, baseUrl }) };
	for (const { type, data } of Object.values(place.credentials))
		Object.assign(credentials, { [type]: await n8n.addCredential(type, data) });
	const expected = fileCounts[key] ?? usualCount;
	const workflowId = await n8n.addWorkflow(
		workflows.storage(
			{ list, folder: '', credentials },
			{ ...storage, ...storage.singleFolder },
			place,
			expected,
		),
	);
	await service.counts();
	const before = await n8n.sentRequests();
	const cost = await n8n.run(workflowId, trigger);
	const sinao = await service.counts();
	const requests = (await n8n.sentRequests()) - before - sinao.requests;
	await place.look();
	const files = readdirSync(place.root, { recursive: true, encoding: 'utf8' }).filter((name) =>
		name.endsWith('.pdf'),
	).length;
	if (files !== expected) throw new Error(`${key}: ${files} of ${expected} files arrived`);
	const milliseconds = cost.nodes.Save;
	return { ...noRequests, milliseconds, files, requests };
}

async function measureOne(...parameters: Parameters<typeof saveTo>): Promise<Round> {
	try {
		return await saveTo(...parameters);
	} finally {
		const [, place] = parameters;
		await place.close();
	}
}

/** Saves the same files with the node of each storage, one storage after the other. */
export async function measureStorages(
	{ key, service: options }: CaseSetup,
	prepared: Instance,
): Promise<Costs> {
	const service = await startService(options);
	const clouds = await startClouds();
	try {
		const n8n = await startMeasuredN8n(prepared, 'own', clouds.env);
		try {
			const costs: Costs = {};
			const failures: string[] = [];
			for (const [storage, opening] of Object.entries(openings)) {
				try {
					costs[storage] = [
						await measureOne(storage, await opening(clouds, prepared), service, n8n),
					];
					showRound(key, storage, costs[storage][0].milliseconds);
				} catch (error) {
					failures.push(`${storage}: ${(error as Error).message.split('\n')[0]}`);
				}
			}
			if (failures.length) throw new PartialFailure(failures.join('; '), costs);
			return costs;
		} finally {
			await n8n.close();
		}
	} finally {
		await clouds.close();
		await service.close();
	}
}
