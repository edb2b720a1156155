import { DateTime } from 'luxon';

import type { Row } from '../shared/resource';
import { dayAfter } from '../shared/values/units';

/** First and last day of a range, `yyyy-mm-dd`. */
export interface Stretch {
	from: string;
	to: string;
}

/**
 * The ranges of a period that no export covers: no file contains the entries of these days.
 *
 * @param from first day; if undefined, the period starts with the first export
 * @param end day after the last; if undefined, the period ends with the last export
 */
export function uncovered(
	exports: Row[],
	from: string | undefined,
	end: string | undefined,
): Stretch[] {
	return gapsIn(exports.map(periodOf), from, end);
}

/** The same for periods that are known already. */
export function gapsIn(periods: Stretch[], from?: string, end?: string): Stretch[] {
	const covered = inOrder(periods);
	const stretches: Stretch[] = [];
	let next = from ?? covered[0]?.from;
	for (const period of [...covered, ...(end === undefined ? [] : [{ from: end, to: '' }])]) {
		if (next < period.from) stretches.push({ from: next, to: dayBefore(period.from) });
		if (period.to >= next) next = dayAfter(period.to);
	}
	return stretches;
}

/** Whether these exports are all that exist for their days, one after the other, so that the days name them. */
export function areWholePeriod(exports: Row[], others: Row[]): boolean {
	const days = inOrder(exports.map(periodOf));
	const [first] = days;
	const last = days.at(-1);
	return (
		days.every(({ from, to }) => from && to) &&
		days.slice(1).every(({ from }, index) => from === dayAfter(days[index].to)) &&
		!others.map(periodOf).some(({ from, to }) => from <= (last?.to ?? '') && to >= first.from)
	);
}

function inOrder(periods: Stretch[]): Stretch[] {
	return [...periods].sort((one, other) => (one.from < other.from ? -1 : 1));
}

function dayBefore(day: string): string {
	return DateTime.fromISO(day).minus({ days: 1 }).toISODate() ?? day;
}

export function periodOf(row: Row): Stretch {
	return { from: firstDay(row), to: lastDay(row) };
}

const halfDay = 12 * 3_600_000;

/** First day of an export's period, `yyyy-mm-dd`. */
export function firstDay({ period_start: start }: Row): string {
	return dayAt(Date.parse(String(start)) + halfDay);
}

/** Last day of an export's period, `yyyy-mm-dd`; the period ends at the midnight after it. */
export function lastDay({ period_end: end }: Row): string {
	return dayAt(Date.parse(String(end)) - halfDay);
}

/** Twelve hours after midnight it is the same day in UTC and in France. Sinao does not document which midnight it uses. */
function dayAt(milliseconds: number): string {
	return Number.isNaN(milliseconds) ? '' : new Date(milliseconds).toISOString().slice(0, 10);
}
