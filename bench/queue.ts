import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { type Queue, startQueue } from '../test/support/n8n/queue';
import { type ExecutionSummary, allEnded } from '../test/support/n8n/queueRuns';
import { addCredential } from '../test/support/n8n/templateRuns';
import { fillIn, readTemplate, sinaoCredential } from '../test/support/n8n/workflows';
import { type CaseSetup, showRound } from './case';
import { resident } from './memory';
import type { Costs, Round } from './results';
import { type Service, startService } from './startService';

/** How many companies are backed up at the same time, each with its own account, folder and workflow. */
export const companyCount = 4;
export const invoicesOfCompany = 500;

/** The nightly backup of a company. */
interface Company {
	service: Service;
	folder: string;
	workflowId: string;
}

async function addCompany(queue: Queue, service: Service, name: string): Promise<Company> {
	const folder = path.join(queue.outputFolder, name);
	mkdirSync(folder);
	const template = fillIn(
		readTemplate('nightly-backup-disk'),
		{ folder },
		{ 'n8n-nodes-sinao': await addCredential(queue.main, sinaoCredential(service)) },
	);
	const workflowId = await queue.main.add(template);
	await queue.main.activate(workflowId);
	return { service, folder, workflowId };
}

/** Samples the memory of processes until `work` has ended; the largest peak of one process in MB. */
async function peakDuring<T>(
	processIds: number[],
	work: Promise<T>,
): Promise<{ value: T; peak: number }> {
	let peak = 0;
	let isSampling = true;
	const sampler = (async () => {
		for (; isSampling; await pause(50)) peak = Math.max(peak, ...processIds.map(resident));
	})();
	try {
		const value = await work;
		return { value, peak };
	} finally {
		isSampling = false;
		await sampler;
	}
}

async function countsOf(companies: Company[]): Promise<Omit<Round, 'milliseconds'>> {
	const all = await Promise.all(companies.map(async ({ service }) => await service.counts()));
	const sum = (of: (counts: (typeof all)[number]) => number) =>
		all.reduce((total, counts) => total + of(counts), 0);
	return {
		requests: sum(({ requests }) => requests),
		documents: sum(({ documents }) => documents),
		repeated: sum(({ repeated }) => repeated),
		refused: sum(({ refused }) => refused),
		inFlight: sum(({ inFlight }) => inFlight),
	};
}

/** Runs the backups of all companies at the same time, from the start of the first to the end of the last one. */
async function runAll(queue: Queue, companies: Company[], seen: Set<string>): Promise<Round> {
	await countsOf(companies);
	const work = async (): Promise<ExecutionSummary[]> => {
		for (const { workflowId } of companies) await queue.main.run(workflowId, 'Run manually');
		const ended: ExecutionSummary[] = [];
		for (const { workflowId } of companies) ended.push(...(await allEnded(queue, workflowId)));
		return ended;
	};
	const workers = queue.workers.map(({ processId }) => processId);
	const { value, peak } = await peakDuring(workers, work());
	const executions = value.filter(({ id }) => !seen.has(id));
	executions.forEach(({ id }) => seen.add(id));
	if (executions.some(({ status }) => status !== 'success'))
		throw new Error('One of the executions failed');
	for (const { folder } of companies) {
		const { outcome } = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as {
			outcome: string;
		};
		if (outcome !== 'complete') throw new Error(`A backup is '${outcome}'`);
	}
	const begin = Math.min(...executions.map(({ startedAt }) => Date.parse(startedAt)));
	const end = Math.max(...executions.map(({ stoppedAt }) => Date.parse(stoppedAt)));
	return {
		milliseconds: end - begin,
		...(await countsOf(companies)),
		executions: executions.length,
		memoryInAll: peak,
	};
}

/** Runs the nightly backups of several companies with one worker, then with two: the whole accounts, then nothing new. */
export async function measureQueue({ key, rounds, service: options }: CaseSetup): Promise<Costs> {
	const services = await Promise.all(
		Array.from({ length: companyCount }, async () => await startService(options)),
	);
	try {
		const queue = await startQueue(1);
		try {
			const costs: Costs = {};
			const seen = new Set<string>();
			for (const workers of ['one worker', 'two workers']) {
				const companies: Company[] = [];
				for (const [index, service] of services.entries())
					companies.push(await addCompany(queue, service, `${workers} ${index}`));
				for (const what of ['first backup', 'nothing new']) {
					const name = `${what}, ${workers}`;
					costs[name] = [];
					while (costs[name].length < (what === 'first backup' ? 1 : rounds)) {
						costs[name].push(await runAll(queue, companies, seen));
						showRound(key, name, costs[name][0].milliseconds);
					}
				}
				if (queue.workers.length < 2) await queue.addWorker();
			}
			return costs;
		} finally {
			await queue.close();
		}
	} finally {
		await Promise.all(services.map(async ({ close }) => await close()));
	}
}
