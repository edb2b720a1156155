import { calendarRole, type NumberedInvoice, type Role, type TakenApart } from './digits';

/** A number in a series. */
export interface Counted {
	invoice: NumberedInvoice;
	/** The number without its counter: numbers with the same key form a series. */
	key: string;
	/** The key without year and month: numbers of one family have the same pattern. */
	family: string;
	/** Year and month in the number, sortable; empty if it contains none. */
	period: string;
	counter: bigint;
	/** Start index of the counter in the number. */
	at: number;
	/** Digits of the counter as written. */
	width: number;
}

const yearRoles: ReadonlySet<Role> = new Set(['year', 'shortYear', 'yearMonth', 'shortYearMonth']);
const calendarRoles: ReadonlySet<Role> = new Set([...yearRoles, 'month']);

/** Number of digits before the counter in the same run, such as a year. */
const glued: Array<{ role: Role; length: number }> = [
	{ role: 'yearMonth', length: 6 },
	{ role: 'year', length: 4 },
	{ role: 'shortYearMonth', length: 4 },
	{ role: 'shortYear', length: 2 },
];

/** Finds the counter, year and month in numbers of one shape. */
export function countNumbers(numbers: TakenApart[]): Counted[] {
	const roles = rolesOf(numbers);
	const counterAt = roles.lastIndexOf('counter');
	const front = gluedLength(numbers, counterAt, roles);
	return numbers.map((number) => {
		const counter = number.runs[counterAt].slice(front);
		const parts = number.runs.map((run, index) =>
			index === counterAt ? run.slice(0, front) : run,
		);
		const fixed = parts.map((part, index) =>
			calendarRoles.has(roles[index]) || index === counterAt ? '' : part,
		);
		return {
			invoice: number.invoice,
			key: [number.shape, ...parts].join('\n'),
			family: [number.shape, ...fixed].join('\n'),
			period: periodOf(parts, roles, counterAt),
			counter: BigInt(counter),
			at: number.positions[counterAt] + front,
			width: counter.length,
		};
	});
}

/** Digits in front of the counter in the same run are year and month too. */
function periodOf(parts: string[], roles: Role[], counterAt: number): string {
	const years = parts.filter((_, index) => yearRoles.has(roles[index]) || index === counterAt);
	const months = parts
		.filter((_, index) => roles[index] === 'month')
		.map((month) => month.padStart(2, '0'));
	return [...years, ...months].join('');
}

/** The counter: the last run that is neither year nor month nor always the same. */
function rolesOf(numbers: TakenApart[]): Role[] {
	const count = numbers[0].runs.length;
	if (count === 1) return ['counter'];
	const roles = Array.from({ length: count }, (_, index): Role => {
		const values = new Set(numbers.map(({ runs }) => runs[index]));
		const role = calendarRole(numbers, ({ runs }) => runs[index]);
		return role ?? (values.size === 1 && numbers.length > 1 ? 'fixed' : 'counter');
	});
	if (!roles.includes('counter')) roles[ambiguousCounter(roles)] = 'counter';
	return withoutLoneMonth(roles);
}

/**
 * For numbers in which every run could be a date or is always the same: in `2024-01` of January, `01` is the
 * counter; in `2024-02-01` of a company with one invoice per month, the last run is.
 */
function ambiguousCounter(roles: Role[]): number {
	const month = roles.lastIndexOf('month');
	return month < 0 || roles[roles.length - 1] === 'fixed' ? roles.length - 1 : month;
}

/** A month without a year is not a period. */
function withoutLoneMonth(roles: Role[]): Role[] {
	const hasYear = roles.some((role) => role === 'year' || role === 'shortYear');
	return hasYear ? roles : roles.map((role) => (role === 'month' ? 'counter' : role));
}

/** How many digits of the counter's run are year and month in all numbers of the shape. */
function gluedLength(numbers: TakenApart[], counterAt: number, roles: Role[]): number {
	if (roles.some((role) => role !== 'counter' && role !== 'fixed')) return 0;
	if (numbers.some(({ runs }) => runs[counterAt].length < 5)) return 0;
	for (const { role, length } of glued) {
		const fits = calendarRole(numbers, ({ runs }) => runs[counterAt].slice(0, length)) === role;
		const years = new Set(numbers.map(({ runs }) => runs[counterAt].slice(0, length)));
		const lengths = new Set(numbers.map(({ runs }) => runs[counterAt].length));
		const longEnough = numbers.every(({ runs }) => runs[counterAt].length > length + 1);
		// If these digits and the length are the same in all numbers, the result is the same either way.
		if (fits && longEnough && (years.size > 1 || lengths.size > 1)) return length;
	}
	return 0;
}
