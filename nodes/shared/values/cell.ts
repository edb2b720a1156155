import type { ColumnType } from '../resource';
import { euros, eurosFromMilliCents, localTime, percent } from './units';

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
