/** An invoice with the fields that its number is checked by. */
export interface NumberedInvoice {
	id: string | number;
	number: string;
	/** `yyyy-mm-dd`; null if the invoice has no date. */
	date: string | null;
}

/** A number split into digits and text: `FAC-2024/001` has the digit runs `2024` and `001`. */
export interface TakenApart {
	invoice: NumberedInvoice;
	/** The number with `#` for each run of digits. */
	shape: string;
	runs: string[];
	/** Start index of each run. */
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

/** What a run of digits means, judged by the dates of the invoices. */
export type Role =
	| 'counter'
	| 'year'
	| 'shortYear'
	| 'month'
	| 'yearMonth'
	| 'shortYearMonth'
	| 'fixed';

/** Whether a run of digits is the year or month of the invoice's date; the year may be off by one. */
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

/** One in this many numbers may not match its date, by mistake or because the invoice was finalized late. */
const misdated = 5;

/** Whether a run is a year or month in the numbers of one shape; undefined if it is neither. */
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
