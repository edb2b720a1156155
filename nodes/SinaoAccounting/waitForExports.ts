import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { SinaoFailure } from '../shared/failure';
import { cancelled } from '../shared/failure';
import { waitFor } from '../shared/sinao/retry';
import type { Row } from '../shared/resource';

export const waitOptions: INodeProperties[] = [
	{
		displayName: 'Check Every (Seconds)',
		name: 'checkEvery',
		type: 'number',
		typeOptions: { minValue: 0.05 },
		default: 30,
		description:
			'How long to wait before Sinao is asked again for an export that is still being made',
	},
	{
		displayName: 'Wait Up To (Minutes)',
		name: 'waitUpTo',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10,
		description:
			'How long to wait in all for an export that is still being made; Sinao may take two hours. What is not ready then is reported as incomplete.',
	},
];

export function isFinished({ status }: Row): boolean {
	return status === 'finished';
}

/** Whether waiting may help: neither finished nor given up by Sinao. */
export function isBeingMade({ status }: Row): boolean {
	return status !== 'finished' && status !== 'error';
}

/** The options in milliseconds: how long between two requests, and in all. */
export function readWait({ checkEvery = 30, waitUpTo = 10 }: IDataObject): {
	step: number;
	total: number;
} {
	return { step: Number(checkEvery) * 1000, total: Number(waitUpTo) * 60_000 };
}

/**
 * Reads exports until none is being made or the time that the user allows is over (faults, row 73).
 *
 * @throws SinaoFailure where the user pressed Stop
 */
export async function waitForExports(
	read: () => Promise<Row[]>,
	options: IDataObject,
	signal?: AbortSignal,
): Promise<Row[]> {
	const { step, total } = readWait(options);
	const end = Date.now() + total;
	for (;;) {
		const rows = await read();
		const left = end - Date.now();
		if (left <= 0 || !rows.some(isBeingMade)) return rows;
		if (!(await waitFor(Math.min(step, left), signal))) throw new SinaoFailure(cancelled());
	}
}
