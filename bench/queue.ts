import { type Queue, startQueue } from '../test/support/n8n/queue';
import { addTemplate, allEnded } from '../test/support/n8n/queueRuns';
import { type CaseSetup, showRound } from './case';
import type { Costs, Round } from './results';
import { type Service, startService } from './startService';

async function runOnce(
	queue: Queue,
	service: Service,
	workflowId: string,
	seen: Set<string>,
): Promise<Round> {
	await service.counts();
	await queue.main.run(workflowId, 'Run manually');
	const executions = (await allEnded(queue, workflowId)).filter(({ id }) => !seen.has(id));
	executions.forEach(({ id }) => seen.add(id));
	if (executions.some(({ status }) => status !== 'success'))
		throw new Error('One of the executions failed');
	const begin = Math.min(...executions.map(({ startedAt }) => Date.parse(startedAt)));
	const end = Math.max(...executions.map(({ stoppedAt }) => Date.parse(stoppedAt)));
	return { milliseconds: end - begin, ...(await service.counts()), executions: executions.length };
}

/** Runs the template that splits an account by year with one worker, then with two. */
export async function measureQueue({ key, rounds, service: options }: CaseSetup): Promise<Costs> {
	const service = await startService(options);
	try {
		const queue = await startQueue(1);
		try {
			const workflowId = await addTemplate(queue, 'share-out-years-disk', service);
			const costs: Costs = {};
			const seen = new Set<string>();
			for (const name of ['one worker', 'two workers']) {
				costs[name] = [];
				for (let round = 0; round <= rounds; round++) {
					costs[name].push(await runOnce(queue, service, workflowId, seen));
					showRound(key, `round ${round}, ${name}`, costs[name][round].milliseconds);
				}
				if (queue.workers.length < 2) await queue.addWorker();
			}
			return costs;
		} finally {
			await queue.close();
		}
	} finally {
		await service.close();
	}
}
