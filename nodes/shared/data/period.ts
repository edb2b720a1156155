import { DateTime } from 'luxon';

/**
 * The days of a ready period such as `lastMonth` or `thisFiscalYear`: its first, and the one after its
 * last, as `yyyy-mm-dd`.
 *
 * @param now in the time zone of the company
 * @param fiscalYearMonth month in which the fiscal year begins, 1 to 12
 */
export function daysOf(period: string, now: DateTime, fiscalYearMonth: number): [string, string] {
	const back = period.startsWith('last') ? 1 : 0;
	if (period.endsWith('FiscalYear')) {
		const year = now.month >= fiscalYearMonth ? now.year : now.year - 1;
		const begin = DateTime.fromObject({ year: year - back, month: fiscalYearMonth });
		return [begin.toISODate() as string, begin.plus({ years: 1 }).toISODate() as string];
	}
	const unit = period.replace(/^(?:last|this)/, '').toLowerCase() as 'month' | 'quarter' | 'year';
	const begin = now.startOf(unit).minus({ [unit]: back });
	return [begin.toISODate() as string, begin.plus({ [unit]: 1 }).toISODate() as string];
}

/** The day after a day, as `yyyy-mm-dd`; what is no day stays as it is. */
export function dayAfter(date: string): string {
	return DateTime.fromISO(date.slice(0, 10)).plus({ days: 1 }).toISODate() ?? date;
}
