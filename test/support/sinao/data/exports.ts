import type { Row } from '../types';
import { momentOf, stamp } from './dates';
import { idOf, randomOf, type World } from './world';

/** Months that were exported when the company is made. */
export const EXPORT_COUNT = 6;

/** The period of the export at `index`: a month of 2024, from its first midnight UTC to the next one. */
function period(index: number): { period_start: string; period_end: string } {
	return {
		period_start: stamp(Date.UTC(2024, index, 1)),
		period_end: stamp(Date.UTC(2024, index + 1, 1)),
	};
}

/** A row of `/exports` (sinao-api.md, Accounting exports): totals in cents, debits equal to credits. */
export function exportRow(world: World, index: number): Row {
	const random = randomOf(world, 'exports', index);
	const pieces = random.integer(3, 20);
	const total = random.integer(100_000, 9_000_000);
	return {
		id: idOf('exports', index),
		status: 'finished',
		...period(index),
		entries_count: pieces * 2,
		total_debit: total,
		total_credit: total,
		created_at: momentOf(760 + index * 30, 180, index),
		updated_at: momentOf(760 + index * 30, 185, index),
	};
}
