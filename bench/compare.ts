import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

import type { Workflow } from '../templates/parts/workflow';
import type { Instance } from '../test/support/n8n/instance';
import { succeed } from '../test/support/processes';
import type { Measure } from './measures';
import { smallMachine } from './memory';
import { type Circumstances, type Cost, startContestant } from './n8n';
import type { Costs } from './results';
import { type Service, startService } from './startService';
import { type Places, trigger, workflows } from './workflows';

/** What runs in turn with others: a workflow in an n8n of its own, or a plain script. */
export type Entrant =
	| ({ workflow: (places: Places) => Workflow } & Circumstances)
	| { script: 'exportCsv' | 'downloadPdfs'; choices: Record<string, number> };

type Run = (isWarm: boolean) => Promise<Partial<Cost> & { milliseconds: number }>;

/** Functions that end what was started. */
type Closing = Array<() => Promise<void>>;

function scriptRun(
	{ script, choices }: Extract<Entrant, { script: string }>,
	{ list, apiKey }: Service,
	{ node, outputFolder }: Instance,
): Run {
	const all = { ...choices, list, apiKey, folder: outputFolder, file: csvIn(outputFolder) };
	const program = path.join(__dirname, 'floor', 'run.mjs');
	return async (isWarm) =>
		JSON.parse(
			await succeed(node, [...smallMachine, program, script, JSON.stringify({ ...all, isWarm })]),
		) as Cost;
}

async function workflowRun(
	{ workflow, ...circumstances }: Extract<Entrant, { workflow: unknown }>,
	service: Service,
	prepared: Instance,
	closing: Closing,
): Promise<Run> {
	const contestant = await startContestant(prepared, circumstances);
	closing.push(contestant.close);
	const { apiKey, appId, baseUrl, list } = service;
	const credentials = {
		sinaoApi: await contestant.addCredential('sinaoApi', { apiKey, appId, baseUrl }),
		httpHeaderAuth: await contestant.addCredential('httpHeaderAuth', {
			name: 'Api-Key',
			value: apiKey,
		}),
	};
	const places = { list, folder: prepared.outputFolder, credentials };
	await contestant.takeGround(await contestant.addWorkflow(workflows.empty(places)));
	const workflowId = await contestant.addWorkflow(workflow(places));
	return async () => await contestant.run(workflowId, trigger);
}

function csvIn(folder: string): string {
	return path.join(folder, 'invoices.csv');
}

/** MB of the CSV that a round made, which is taken away. */
function takeCsv(folder: string): { file?: number } {
	const csv = csvIn(folder);
	if (!existsSync(csv)) return {};
	const file = statSync(csv).size / 1e6;
	rmSync(csv);
	return { file };
}

/** Runs the entrants in turn against one service, round after round. */
export function comparing(entrants: Record<string, Entrant>): Measure['run'] {
	return async ({ key, rounds, service: options }, prepared) => {
		const service = await startService(options);
		const closing: Closing = [service.close];
		try {
			const starting = Object.entries(entrants).map(
				async ([name, entrant]): Promise<[string, Run]> => [
					name,
					'script' in entrant
						? scriptRun(entrant, service, prepared)
						: await workflowRun(entrant, service, prepared, closing),
				],
			);
			const runs = await Promise.all(starting);
			const costs: Costs = Object.fromEntries(runs.map(([name]) => [name, []]));
			for (let round = 0; round <= rounds; round++) {
				for (const [name, run] of runs) {
					await service.counts();
					const cost = await run(round > 0);
					costs[name].push({
						...cost,
						...(await service.counts()),
						...takeCsv(prepared.outputFolder),
					});
					process.stderr.write(
						`  ${key}, round ${round}, ${name}: ${(cost.milliseconds / 1000).toFixed(1)} s\n`,
					);
				}
			}
			return costs;
		} finally {
			await Promise.all(closing.map(async (close) => await close()));
		}
	};
}
