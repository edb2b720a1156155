import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import type { Workflow } from '../templates/parts/workflow';
import type { Instance } from '../test/support/n8n/instance';
import { installationOf } from '../test/support/installations';
import { succeed } from '../test/support/processes';
import { type Case, type CaseSetup, showRound } from './case';
import { type MemorySizes, nodeOptions } from './memory';
import { type Cost, startMeasuredN8n } from './n8n';
import type { Costs } from './results';
import type { ServiceOptions } from './service';
import { type Service, startService } from './startService';
import { type Places, trigger, workflows } from './workflows';

/** What runs in turn with others: a workflow in a separate n8n, or a plain script. */
export type Entrant = {
	/** How many requests it sends at the same time. */
	parallel: string;
	/** How its service differs from that of the case. */
	service?: Partial<ServiceOptions>;
} & (
	| { workflow: (places: Places) => Workflow }
	| { script: 'exportCsv' | 'downloadPdfs'; choices: Record<string, number> }
);

type Run = (isWarm: boolean) => Promise<Partial<Cost> & { milliseconds: number }>;

/** An entrant that is ready to run. */
interface Ready {
	name: string;
	run: Run;
	service: Service;
}

/** Functions that end what was started. */
type Closing = Array<() => Promise<void>>;

const csvIn = (folder: string) => path.join(folder, 'invoices.csv');

function scriptRun(
	{ script, choices }: Extract<Entrant, { script: string }>,
	{ list, apiKey }: Service,
	folder: string,
	sizes: MemorySizes,
): Run {
	const all = { ...choices, list, apiKey, folder, file: csvIn(folder) };
	const program = path.join(__dirname, 'floor', 'run.mjs');
	return async (isWarm) =>
		JSON.parse(
			await succeed(installationOf().node, [
				...nodeOptions(sizes),
				program,
				script,
				JSON.stringify({ ...all, isWarm }),
			]),
		) as Cost;
}

async function workflowRun(
	{ workflow }: Extract<Entrant, { workflow: unknown }>,
	service: Service,
	prepared: Instance,
	folder: string,
	sizes: MemorySizes,
	closing: Closing,
): Promise<Run> {
	const n8n = await startMeasuredN8n(prepared, sizes);
	closing.push(n8n.close);
	const { apiKey, appId, baseUrl, list } = service;
	const credentials = {
		sinaoApi: await n8n.addCredential('sinaoApi', { apiKey, appId, baseUrl }),
		httpHeaderAuth: await n8n.addCredential('httpHeaderAuth', { name: 'Api-Key', value: apiKey }),
	};
	const places = { list, folder, credentials };
	await n8n.measureRest(await n8n.addWorkflow(workflows.empty(places)));
	const workflowId = await n8n.addWorkflow(workflow(places));
	return async () => await n8n.run(workflowId, trigger);
}

/** Removes the CSV file of a round and returns its size in MB. */
function removeCsv(folder: string): { file?: number } {
	const csv = csvIn(folder);
	if (!existsSync(csv)) return {};
	const file = statSync(csv).size / 1e6;
	rmSync(csv);
	return { file };
}

async function compare(
	entrants: Record<string, Entrant>,
	sizes: MemorySizes,
	{ key, rounds, service: options }: CaseSetup,
	prepared: Instance,
): Promise<Costs> {
	const folder = path.join(prepared.outputFolder, key);
	mkdirSync(folder, { recursive: true });
	const closing: Closing = [];
	const start = async (own: Partial<ServiceOptions> = {}) => {
		const service = await startService({ ...options, ...own });
		closing.push(service.close);
		return service;
	};
	try {
		const shared = await start();
		const starting = Object.entries(entrants).map(async ([name, entrant]): Promise<Ready> => {
			const service = entrant.service ? await start(entrant.service) : shared;
			const run =
				'script' in entrant
					? scriptRun(entrant, service, folder, sizes)
					: await workflowRun(entrant, service, prepared, folder, sizes, closing);
			return { name, run, service };
		});
		const all = await Promise.all(starting);
		const costs: Costs = Object.fromEntries(all.map(({ name }) => [name, []]));
		for (let round = 0; round <= rounds; round++) {
			for (const { name, run, service } of all) {
				await service.counts();
				const cost = await run(round > 0);
				costs[name].push({
					...cost,
					...(await service.counts()),
					...removeCsv(folder),
				});
				showRound(key, `round ${round}, ${name}`, cost.milliseconds);
			}
		}
		return costs;
	} finally {
		await Promise.all(closing.map(async (close) => await close()));
	}
}

/** Runs the entrants in turn, round after round, against one service unless an entrant has its own. */
export function comparing(
	entrants: Record<string, Entrant>,
	sizes: MemorySizes = 'own',
): Pick<Case, 'run' | 'parallel'> {
	return {
		parallel: Object.fromEntries(
			Object.entries(entrants).map(([name, { parallel }]) => [name, parallel]),
		),
		run: async (setup, prepared) => await compare(entrants, sizes, setup, prepared),
	};
}
