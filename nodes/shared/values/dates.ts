import { DateTime, IANAZone } from 'luxon';

const hour = 3_600_000;
const timestamp = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
const offsets = new Map<string, Map<number, number>>();

/** Minutes that the time zone is ahead of UTC; cached per hour, because the lookup is slow. */
function offsetMinutes(milliseconds: number, timeZone: string): number {
	const known = offsets.get(timeZone) ?? new Map<number, number>();
	offsets.set(timeZone, known);
	const key = Math.floor(milliseconds / hour);
	const remembered = known.get(key);
	if (remembered !== undefined) return remembered;
	const offset = IANAZone.create(timeZone).offset(milliseconds);
	known.set(key, offset);
	return offset;
}

/** Whether a text is a time with a time zone. */
export function hasZone(text: string): boolean {
	return /\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(text);
}

/**
 * Converts a time of the API to local time in a time zone, `yyyy-mm-ddThh:mm:ss` (UTC with
 * microseconds; docs/sinao-api.md, Units and types). A value without a time is a calendar date already and
 * is unchanged. Undefined if it is not a date.
 */
export function localTime(value: unknown, timeZone: string): string | undefined {
	if (typeof value !== 'string') return undefined;
	if (/^\d{4}-\d\d-\d\d$/.test(value)) return `${value}T00:00:00`;
	if (!timestamp.test(value)) return undefined;
	const withZone = hasZone(value) ? value : `${value.replace(' ', 'T')}Z`;
	const milliseconds = Date.parse(withZone);
	if (Number.isNaN(milliseconds)) return undefined;
	return new Date(milliseconds + offsetMinutes(milliseconds, timeZone) * 60_000)
		.toISOString()
		.slice(0, 19);
}

/** Calendar date `yyyy-mm-dd` in a time zone, or undefined if the value is not a date. */
export function localDate(value: unknown, timeZone: string): string | undefined {
	return localTime(value, timeZone)?.slice(0, 10);
}

/** The UTC time at which a day begins in a time zone, for filters of the API. */
export function startOfDay(date: string, timeZone: string): string | undefined {
	const day = DateTime.fromISO(date.slice(0, 10), { zone: timeZone });
	return day.isValid ? day.startOf('day').toUTC().toISO({ suppressMilliseconds: true }) : undefined;
}

/**
 * The days of a named period such as `lastMonth` or `thisFiscalYear`: its first, and the one after its
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

/** The next day as `yyyy-mm-dd`; other values are unchanged. */
export function dayAfter(date: string): string {
	return DateTime.fromISO(date.slice(0, 10)).plus({ days: 1 }).toISODate() ?? date;
}
