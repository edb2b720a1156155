import { startQueue } from '../test/n8n/harness/queue';
import { addTemplate, allEnded } from '../test/n8n/harness/queueRuns';
import type { Results } from './index';
import type { Measure } from './measures';
import { startService } from './startService';

const trigger = 'Run by hand';

/** Runs the template that shares an account out by year, on so many workers. */
export async function measureQueue({ service: options, workers = 1, rounds }: Measure): Promise<Results[string]> {
	const service = await startService(options);
	try {
		const queue = await startQueue(workers);
		try {
			const workflowId = await addTemplate(queue, 'share-out-years-disk', service);
			const ours = [];
			const seen = new Set<string>();
			for (let round = 0; round <= rounds; round++) {
				await service.requests();
				await queue.main.run(workflowId, trigger);
				const executions = (await allEnded(queue, workflowId)).filter(({ id }) => !seen.has(id));
				executions.forEach(({ id }) => seen.add(id));
				if (executions.some(({ status }) => status !== 'success')) throw new Error('A part did not succeed');
				const begin = Math.min(...executions.map(({ startedAt }) => Date.parse(startedAt)));
				const end = Math.max(...executions.map(({ stoppedAt }) => Date.parse(stoppedAt)));
				ours.push({ milliseconds: end - begin, requests: await service.requests(), executions: executions.length });
			}
			return { ours };
		} finally {
			await queue.close();
		}
	} finally {
		await service.close();
	}
}
