import type { Row } from '../shared/resource';

const halfDay = 12 * 3_600_000;

/** First day of an export's period, `yyyy-mm-dd`. */
export function firstDay({ period_start: start }: Row): string {
	return dayAt(Date.parse(String(start)) + halfDay);
}

/** Last day of an export's period, `yyyy-mm-dd`; the period ends at the midnight after it. */
export function lastDay({ period_end: end }: Row): string {
	return dayAt(Date.parse(String(end)) - halfDay);
}

/** Twelve hours from a midnight it is the same day in UTC and in France; which midnight Sinao means is not documented. */
function dayAt(milliseconds: number): string {
	return Number.isNaN(milliseconds) ? '' : new Date(milliseconds).toISOString().slice(0, 10);
}
