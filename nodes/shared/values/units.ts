import { DateTime, IANAZone } from 'luxon';

import type { ColumnType } from '../resource';

/** Moves the decimal point of an integer to the left by `places` digits, without rounding. */
function shift(value: unknown, places: number, decimalMark: string): string | undefined {
	const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
	if (typeof text !== 'string' || !/^-?\d+$/.test(text)) return undefined;
	const sign = text.startsWith('-') ? '-' : '';
	const digits = text.slice(sign.length).padStart(places + 1, '0');
	const whole = digits.slice(0, -places).replace(/^0+(?=\d)/, '');
	return `${sign}${whole}${decimalMark}${digits.slice(-places)}`;
}

/**
 * Euros with two decimals from integer cents (number, or text beyond 2^53).
 * A value that is not an integer is returned unchanged as text.
 */
export function euros(cents: unknown, decimalMark: string): string {
	return shift(cents, 2, decimalMark) ?? String(cents);
}

/** Euros with two to five decimals from cents × 1000 (`amount_accurately`): 9899000 → 98.99. */
export function eurosFromMilliCents(milliCents: unknown, decimalMark: string): string {
	return shift(milliCents, 5, decimalMark)?.replace(/0{1,3}$/, '') ?? String(milliCents);
}

/** Percent from hundredths of a percent (`vat_percent`): 2000 → 20, 550 → 5.5. */
export function percent(basisPoints: unknown, decimalMark: string): string {
	const text = shift(basisPoints, 2, decimalMark);
	return text === undefined ? String(basisPoints) : text.replace(/[.,]?0+$/, '');
}

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
 * is unchanged. Undefined if it is not a date, such as `0000-00-00`, or its year does not have four digits.
 */
export function localTime(value: unknown, timeZone: string): string | undefined {
	if (typeof value !== 'string') return undefined;
	if (/^\d{4}-\d\d-\d\d$/.test(value))
		return isCalendarDate(value) ? `${value}T00:00:00` : undefined;
	if (!timestamp.test(value)) return undefined;
	const withZone = hasZone(value) ? value : `${value.replace(' ', 'T')}Z`;
	const milliseconds = Date.parse(withZone);
	if (Number.isNaN(milliseconds)) return undefined;
	const local = new Date(milliseconds + offsetMinutes(milliseconds, timeZone) * 60_000)
		.toISOString()
		.slice(0, 19);
	return isCalendarDate(local.slice(0, 10)) ? local : undefined;
}

/** Whether a text is a date of the years 1000 to 9999. Databases have others where they have no date. */
export function isCalendarDate(text: string): boolean {
	return /^[1-9]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
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

/**
 * The calendar day, `yyyy-mm-dd`, that a date or time names in a time zone. A time without a zone is
 * local. Undefined if it is not a date.
 */
export function dayIn(value: unknown, timeZone: string): string | undefined {
	const text = String(value ?? '').trim();
	if (!/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
	const time = DateTime.fromISO(hasZone(text) ? text : text.slice(0, 10), { zone: timeZone });
	return time.toISODate() ?? undefined;
}

/** How values are written. */
export interface ValueFormat {
	decimalMark: ',' | '.';
	dateFormat: 'dd/mm/yyyy' | 'yyyy-mm-dd';
	timeZone: string;
	/** The words for true and false. */
	booleans: [string, string];
	/** Whether to prefix text that a spreadsheet could run as a formula with an apostrophe. */
	escapeFormulas: boolean;
}

type Writer = (value: unknown, format: ValueFormat) => string;

const writers: Record<ColumnType, Writer> = {
	text: (value, format) => text(String(value), format),
	integer: (value, format) => plain(value, format),
	number: (value, format) =>
		typeof value === 'string' && isNumber(value)
			? value.replace('.', format.decimalMark)
			: plain(value, format),
	cents: (value, format) => euros(value, format.decimalMark),
	milliCents: (value, format) => eurosFromMilliCents(value, format.decimalMark),
	basisPoints: (value, format) => percent(value, format.decimalMark),
	boolean: (value, format) =>
		typeof value === 'boolean' ? format.booleans[value ? 0 : 1] : plain(value, format),
	date: (value, format) => date(value, format) ?? plain(value, format),
	dateTime: (value, format) => dateTime(value, format) ?? plain(value, format),
};

/** One cell of a column, before quoting. A value of another type is written unchanged. */
export function cell(value: unknown, type: ColumnType, format: ValueFormat): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'object') return JSON.stringify(value);
	const written = writers[type](value, format);
	return typeof value === 'string' && type !== 'text' && !isNumber(written)
		? text(written, format)
		: written;
}

/** A cell of an undeclared field: the value as returned by the API. */
export function plain(value: unknown, format: ValueFormat): string {
	if (typeof value === 'string') return text(value, format);
	if (typeof value === 'number') return decimal(value).replace('.', format.decimalMark);
	return String(value);
}

function isNumber(written: string): boolean {
	return /^-?\d+(?:[.,]\d+)?$/.test(written);
}

/** JavaScript writes 1e21 and 1e-7 with an exponent, which a spreadsheet may not read. */
function decimal(value: number): string {
	const written = String(value);
	return written.includes('e')
		? value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 17 })
		: written;
}

/** What spreadsheets run as a formula begins with one of these (CWE-1236, OWASP ASVS 1.2.10, OWASP's page on CSV injection). */
const formulaStart = /^[=+\-@\p{Cc}\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** A text that a spreadsheet could run as a formula, with an apostrophe before it. */
export function text(
	value: string,
	{ escapeFormulas }: Pick<ValueFormat, 'escapeFormulas'>,
): string {
	return escapeFormulas && formulaStart.test(value) && !isTelephone(value) ? `'${value}` : value;
}

/** One or more telephone numbers such as `+33 (0)1-23-45-67-89`: without letters, no function or cell can be called. */
function isTelephone(value: string): boolean {
	return /^\+[\d\p{Zs}\p{Pd}.,;()/+]*$/u.test(value) && value.replace(/\D/g, '').length >= 6;
}

function date(value: unknown, format: ValueFormat): string | undefined {
	const local = localTime(value, format.timeZone);
	if (local === undefined || format.dateFormat === 'yyyy-mm-dd') return local?.slice(0, 10);
	return `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)}`;
}

function dateTime(value: unknown, format: ValueFormat): string | undefined {
	const local = localTime(value, format.timeZone);
	return local && `${date(value, format)} ${local.slice(11)}`;
}
