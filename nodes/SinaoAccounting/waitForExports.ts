import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { cancelled, SinaoFailure } from '../shared/failure';
import { readNumber } from '../shared/parameters/settings';
import { waitFor } from '../shared/sinao/pace';
import type { Row } from '../shared/resource';

export const waitOptions: INodeProperties[] = [
	{
		displayName: 'Check Every (Seconds)',
		name: 'checkEvery',
		type: 'number',
		typeOptions: { minValue: 0.05, maxValue: 3600 },
		default: 30,
		description: 'Interval between checks while Sinao prepares the export, 0.05 to 3600',
	},
	{
		displayName: 'Wait Up To (Minutes)',
		name: 'waitUpTo',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1440 },
		default: 10,
		description:
			'Maximum time to wait for Sinao to prepare the export, 0 to 1440. Sinao takes up to two hours. Anything not ready by then is reported as incomplete.',
	},
];

export function isFinished({ status }: Row): boolean {
	return status === 'finished';
}

/** Whether Sinao is still preparing the export. */
function isBeingMade({ status }: Row): boolean {
	return status !== 'finished' && status !== 'error';
}

/** The options in milliseconds: how long between two requests, and in all. */
export function readWait(options: IDataObject): { step: number; total: number } {
	return {
		step: readNumber(options, 'checkEvery', waitOptions) * 1000,
		total: readNumber(options, 'waitUpTo', waitOptions) * 60_000,
	};
}

/**
 * Reads exports until all are ready or 'Wait Up To' is reached (docs/reliability.md, fault 73).
 *
 * @throws SinaoFailure if the execution is stopped
 */
export async function waitForExports(
	read: () => Promise<Row[]>,
	options: IDataObject,
	signal?: AbortSignal,
): Promise<Row[]> {
	const { step, total } = readWait(options);
	const end = performance.now() + total;
	for (;;) {
		const rows = await read();
		const left = end - performance.now();
		if (left <= 0 || !rows.some(isBeingMade)) return rows;
		if (!(await waitFor(Math.min(step, left), signal))) throw new SinaoFailure(cancelled());
	}
}
