import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { succeed } from '../test/n8n/harness/processes';
import type { Instance } from '../test/n8n/harness/instance';
import { checkShare } from './checkShare';
import { type Measure, measures } from './measures';
import { type Contestant, type Cost, prepareN8n, startContestant } from './n8n';
import { writeReport } from './report';
import { measureQueue } from './queue';
import { type Service, startService } from './startService';
import { type Places, workflows } from './workflows';

/** What one round cost; `executions` only where an account was shared out. */
type Round = Partial<Cost> & { milliseconds: number; requests: number; executions?: number };

/** Costs of each entrant, round by round. Of the first one only the memory counts, because a process keeps what it had; of the others the time. */
export type Results = Record<string, Record<string, Round[]>>;

const output = path.resolve('bench-output');
const resultsFile = path.join(output, 'results.json');

async function prepareContestant(prepared: Instance, service: Service, folder: string): Promise<{ contestant: Contestant; places: Places }> {
	const contestant = await startContestant(prepared);
	const { apiKey, appId, baseUrl } = service;
	const credentials = {
		sinaoApi: await contestant.addCredential('sinaoApi', { apiKey, appId, baseUrl }),
		httpHeaderAuth: await contestant.addCredential('httpHeaderAuth', { name: 'Api-Key', value: apiKey }),
	};
	const places = { list: `${baseUrl}/apps/${appId}/invoices`, folder, credentials };
	await contestant.takeGround(await contestant.addWorkflow(workflows.empty(places)));
	return { contestant, places };
}

/** Runs the entrants of a measure in turn, round after round. */
async function runMeasure(prepared: Instance, measure: Measure): Promise<Results[string]> {
	const service = await startService(measure.service);
	const closing: Array<() => Promise<void>> = [service.close];
	try {
		const runs: Record<string, (isWarm: boolean) => Promise<Omit<Round, 'requests'>>> = {};
		for (const [name, entrant] of Object.entries(measure.entrants)) {
			if ('script' in entrant) {
				const choices = { ...entrant.choices, list: `${service.baseUrl}/apps/${service.appId}/invoices`, apiKey: service.apiKey, folder: prepared.outputFolder, file: path.join(prepared.outputFolder, 'floor.csv') };
				runs[name] = async (isWarm) => JSON.parse(await succeed(prepared.node, [path.join(__dirname, 'floor', 'run.mjs'), entrant.script, JSON.stringify({ ...choices, isWarm })])) as Cost;
				continue;
			}
			const { contestant, places } = await prepareContestant(prepared, service, prepared.outputFolder);
			closing.push(contestant.close);
			const workflowId = await contestant.addWorkflow(entrant.workflow(places));
			runs[name] = async () => await contestant.run(workflowId);
		}
		// The first round warms up the service and n8n: of it the memory counts, of the others the time.
		const costs: Results[string] = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
		for (let round = 0; round <= measure.rounds; round++) {
			for (const [name, run] of Object.entries(runs)) {
				await service.requests();
				const cost = await run(round > 0);
				const requests = await service.requests();
				costs[name].push({ ...cost, requests: 'script' in measure.entrants[name] && round > 0 ? requests / 2 : requests });
				process.stderr.write(`  ${measure.key}, round ${round}, ${name}: ${(cost.milliseconds / 1000).toFixed(1)} s\n`);
			}
		}
		return costs;
	} finally {
		await Promise.all(closing.map(async (close) => await close()));
	}
}

/**
 * `--only csv,pdf-1000`: the measures whose keys begin so; `--rounds 1`; `--fresh`: forgets what was measured
 * before. Without it, what was cut off is taken up again.
 */
async function main(): Promise<void> {
	const { values } = parseArgs({ options: { only: { type: 'string' }, rounds: { type: 'string' }, fresh: { type: 'boolean' }, report: { type: 'string' } } });
	mkdirSync(path.join(output, 'files'), { recursive: true });
	if (values.fresh) rmSync(resultsFile, { force: true });
	const results = existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results) : {};
	const wanted = measures.filter(({ key }) => !values.only || values.only.split(',').some((beginning) => key.startsWith(beginning)));
	const roundsOf = ({ rounds }: Measure) => Number(values.rounds ?? rounds);
	const open = wanted.filter((measure) => (results[measure.key]?.ours.length ?? 0) <= roundsOf(measure));
	const prepared = open.length ? await prepareN8n(path.join(output, 'files')) : undefined;
	try {
		for (const measure of open) {
			process.stderr.write(`${measure.title}\n`);
			results[measure.key] = measure.workers ? await measureQueue(measure) : await runMeasure(prepared as Instance, { ...measure, rounds: roundsOf(measure) });
			writeFileSync(resultsFile, JSON.stringify(results, null, '\t'));
		}
	} finally {
		await prepared?.dispose();
		rmSync(path.join(output, 'files'), { recursive: true, force: true });
	}
	writeReport(results, checkShare(), values.report ?? 'docs');
}

void main();
