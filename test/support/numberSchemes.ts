import fc from 'fast-check';

import type { NumberedInvoice } from '../../nodes/SinaoBackup/numberSeries/parse';

/** How a company numbers its invoices. */
export interface Scheme {
	prefix: string;
	/** What of the date stands in the number, and what follows it. */
	calendar: '' | 'yyyy' | 'yy' | 'yyyymm' | 'yymm' | 'yyyy-mm' | 'yyyy/mm';
	separator: string;
	/** Digits of the counter; it grows wider when they do not suffice. */
	width: number;
	/** Where the count begins anew. */
	restart: 'never' | 'year' | 'month';
	/** The first number of a count that never begins anew. */
	start: number;
}

function calendarPart(calendar: Scheme['calendar'], date: string): string {
	const [year, month] = date.split('-');
	return calendar.replace('yyyy', year).replace('yy', year.slice(2)).replace('mm', month);
}

/** The year or the month in which a date counts; the same for all dates where the count never begins anew. */
export function periodOf({ restart }: Scheme, date: string): string {
	return date.slice(0, { never: 0, year: 'yyyy'.length, month: 'yyyy-mm'.length }[restart]);
}

/** The numbers that a company gives to invoices of these dates, in their order. */
export function numbered(scheme: Scheme, dates: string[], firstId = 1): NumberedInvoice[] {
	const { prefix, calendar, separator, width, restart, start } = scheme;
	let period = '';
	let counter = restart === 'never' ? start - 1 : 0;
	return dates.map((date, index) => {
		if (periodOf(scheme, date) !== period) counter = 0;
		period = periodOf(scheme, date);
		counter += 1;
		return {
			id: firstId + index,
			number: `${prefix}${calendarPart(calendar, date)}${separator}${String(counter).padStart(width, '0')}`,
			date,
		};
	});
}

/** Dates in their order, from 2023 on. */
export const someDates = (minimum: number, maximum: number, longestGap: number) =>
	fc
		.array(fc.integer({ min: 0, max: longestGap }), { minLength: minimum, maxLength: maximum })
		.map((gaps) => {
			let day = Date.UTC(2023, 0, 3);
			return gaps.map((gap) => new Date((day += gap * 86_400_000)).toISOString().slice(0, 10));
		});

const prefix = fc.constantFrom('', 'F', 'FAC-', 'FA', 'INV/', 'Facture n° ', 'A2B-', 'fac_');

/** Counts that never begin anew. */
const unbroken = fc.record({
	prefix,
	calendar: fc.constant('' as const),
	separator: fc.constant(''),
	width: fc.integer({ min: 1, max: 8 }),
	restart: fc.constant('never' as const),
	start: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.constantFrom(95, 995, 9995, 99_995)),
});

/** Counts with year or year and month in the number, which begin anew with either or go on. */
const dated = fc
	.record({
		prefix,
		calendar: fc.constantFrom<Scheme['calendar']>(
			'yyyy',
			'yy',
			'yyyymm',
			'yymm',
			'yyyy-mm',
			'yyyy/mm',
		),
		separator: fc.constantFrom('-', '/', '.', ' '),
		width: fc.integer({ min: 2, max: 6 }),
		restart: fc.constantFrom<Scheme['restart']>('never', 'year', 'month'),
		start: fc.integer({ min: 1, max: 300 }),
	})
	.map(
		(scheme): Scheme =>
			scheme.restart === 'month' && !scheme.calendar.includes('mm')
				? { ...scheme, restart: 'year' }
				: scheme,
	);

/** Year or year and month glued to the counter, such as `F2024001`. */
const glued = fc.record({
	prefix,
	calendar: fc.constantFrom<Scheme['calendar']>('yyyy', 'yy', 'yyyymm', 'yymm'),
	separator: fc.constant(''),
	width: fc.integer({ min: 3, max: 5 }),
	restart: fc.constantFrom<Scheme['restart']>('never', 'year'),
	start: fc.integer({ min: 1, max: 300 }),
});

/** Counts that begin anew each year, which their numbers do not say. */
const silent = fc.record({
	prefix,
	calendar: fc.constant('' as const),
	separator: fc.constant(''),
	width: fc.integer({ min: 1, max: 6 }),
	restart: fc.constant('year' as const),
	start: fc.constant(1),
});

export const schemes = { unbroken, dated, glued, silent } satisfies Record<
	string,
	fc.Arbitrary<Scheme>
>;
