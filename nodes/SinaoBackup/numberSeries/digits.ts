/** An invoice as far as its number goes. */
export interface NumberedInvoice {
	id: string | number;
	number: string;
	/** `yyyy-mm-dd`; null where the invoice has none. */
	date: string | null;
}

/** A number taken apart into its runs of digits and the text around them: `FAC-2024/001` has the runs `2024` and `001`. */
export interface TakenApart {
	invoice: NumberedInvoice;
	/** The text, with `#` for each run. */
	shape: string;
	runs: string[];
	/** Where each run begins. */
	positions: number[];
}

export function takeApart(invoice: NumberedInvoice): TakenApart {
	const matches = [...invoice.number.matchAll(/\d+/g)];
	return {
		invoice,
		shape: invoice.number.replace(/\d+/g, '#').toLowerCase().trim(),
		runs: matches.map(([run]) => run),
		positions: matches.map(({ index }) => index),
	};
}

/** What a run of digits stands for, by the dates of the invoices. */
export type Role =
	| 'counter'
	| 'year'
	| 'shortYear'
	| 'month'
	| 'yearMonth'
	| 'shortYearMonth'
	| 'fixed';

/** Whether a run of digits is a calendar part of the invoice's date; a number may be of the year before or after. */
const calendar: Array<{ role: Role; fits: (run: string, date: string) => boolean }> = [
	{
		role: 'yearMonth',
		fits: (run, date) =>
			run.length === 6 && isYear(run.slice(0, 4), date) && run.slice(4) === date.slice(5, 7),
	},
	{
		role: 'shortYearMonth',
		fits: (run, date) => run.length === 4 && run === date.slice(2, 4) + date.slice(5, 7),
	},
	{ role: 'year', fits: (run, date) => run.length === 4 && isYear(run, date) },
	{ role: 'shortYear', fits: (run, date) => run.length === 2 && run === date.slice(2, 4) },
	{
		role: 'month',
		fits: (run, date) => run.length <= 2 && Number(run) === Number(date.slice(5, 7)),
	},
];

function isYear(digits: string, date: string): boolean {
	return Math.abs(Number(digits) - Number(date.slice(0, 4))) <= 1;
}

/** One number in so many may be dated in another month or year than it says, by mistake or because it was made final late. */
const misdated = 5;

/** The calendar role that a run has in the numbers of one shape, or undefined. */
export function calendarRole(
	numbers: TakenApart[],
	at: (number: TakenApart) => string,
): Role | undefined {
	const dated = numbers.filter(({ invoice }) => invoice.date !== null);
	if (!dated.length) return undefined;
	const misfits = (fits: (run: string, date: string) => boolean) =>
		dated.filter((number) => !fits(at(number), number.invoice.date as string)).length;
	return calendar.find(({ fits }) => misfits(fits) * misdated <= dated.length)?.role;
}
