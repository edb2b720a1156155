/** An invoice as far as its number goes. */
export interface NumberedInvoice {
	id: string | number;
	number: string;
	/** `yyyy-mm-dd`; null where the invoice has none. */
	date: string | null;
}

/** The text of a number and its runs of digits: `FAC-2024/001` has the runs `2024` and `001`. */
export interface ParsedNumber {
	invoice: NumberedInvoice;
	/** `yyyy-mm-dd`, or empty where the invoice has no date that can be used. */
	date: string;
	/** The text in lower case, with `#` for each run. */
	shape: string;
	/** The shape with `a` for each word. */
	structure: string;
	runs: string[];
	/** Where each run begins. */
	positions: number[];
}

/** Digits as a part of a date: `ww` is the week, `jjj` the day of the year, `zz` the year after `yy` (a fiscal year), `y` its last digit. */
const patterns = [
	'yyyymmdd',
	'ddmmyyyy',
	'yymmdd',
	'ddmmyy',
	'yyyymm',
	'mmyyyy',
	'yyyyjjj',
	'yyyyww',
	'yyyy',
	'yymm',
	'mmyy',
	'yyjjj',
	'yyww',
	'yyzz',
	'yy',
	'mm',
	'dd',
	'q',
	'ww',
	'y',
] as const;
type Pattern = (typeof patterns)[number];

/** How the numbers of one structure are read: which run counts, and which runs say the date. */
export interface Reading {
	roles: Array<Pattern | null>;
	counter: number;
	/** The part of a date that the run of the counter begins with: `2024` in `F2024001`. */
	glued: Pattern | null;
	/** Whether the run ends with it instead: `0012024`. */
	atEnd?: boolean;
	/** So many digits before it are a code: the shop in `01240001`. */
	code?: number;
}

export interface CountedNumber {
	invoice: NumberedInvoice;
	date: string;
	/** Text and codes: everything but the counter and the date. */
	key: string;
	/** The date that the number says, such as `2024`, `2024-03`, `2024-T1` or `2024-03-31`; empty where it says none. */
	label: string;
	/** Numbers that say the same parts of the date, and may therefore share a counter. */
	labelKind: string;
	counter: bigint;
	/** Where the digits of the counter begin in the number, and how many they are. */
	at: number;
	width: number;
}

/** A run of more digits than this counts nothing. */
const longestRun = 1000;
/** A shape with fewer numbers is read like all numbers of its structure. */
export const fewNumbers = 12;
/** So few numbers may look like dates by chance. */
const chanceNumbers = 3;
/** Only the last runs of a number are tried as its counter. */
const triedRuns = 4;
/** One number in so many may be dated in another month or year than it says, by mistake or because it was made final late. */
const misdated = 5;

/** Undefined where the text has no digits that can count. */
export function parseNumber(invoice: NumberedInvoice): ParsedNumber | undefined {
	const matches = [...invoice.number.matchAll(/\d+/g)];
	if (!matches.length || matches.some(([run]) => run.length > longestRun)) return undefined;
	const shape = invoice.number.replace(/\d+/g, '#').toLowerCase().replace(/\s+/g, ' ').trim();
	return {
		invoice,
		date: /^\d{4}-\d\d-\d\d/.exec(String(invoice.date))?.[0] ?? '',
		shape,
		structure: shape.replace(/\p{L}+/gu, 'a'),
		runs: matches.map(([run]) => run),
		positions: matches.map(({ index }) => index),
	};
}

/**
 * Every way to read numbers that have the same number of runs. Where several fit, the last ones are preferred:
 * the counter stands at the end, and a date that is glued to it is as long as possible.
 */
export function readingsOf(numbers: ParsedNumber[]): Reading[] {
	const roles = rolesOf(numbers);
	const variants: Array<typeof roles> =
		roles.some(Boolean) && numbers.length <= chanceNumbers
			? [roles.map(() => null), roles]
			: [roles];
	return variants.flatMap((variant) => {
		const plain = variant.flatMap((role, run) => (role ? [] : [run])).slice(-triedRuns);
		return plain.flatMap((counter): Reading[] => {
			const tried = variant.some(Boolean) ? [] : gluedDates(numbers, counter);
			return [
				{ roles: variant, counter, glued: null },
				...tried.map((glued) => ({ roles: variant, counter, ...glued })),
			];
		});
	});
}

/** Whether the numbers say the day and nothing else that differs, but for a letter: they count nothing. */
export function areDays(numbers: ParsedNumber[]): boolean {
	const roles = dateRolesOf(numbers);
	return (
		/(?=.*yy)(?=.*mm)(?=.*dd)/.test(roles.join('')) &&
		roles.every(
			(role, run) => role || numbers.every(({ runs }) => runs[run] === numbers[0].runs[run]),
		)
	);
}

/** The part of a date that each run is; at least one run is none and counts. */
function rolesOf(numbers: ParsedNumber[]): Array<Pattern | null> {
	const roles = dateRolesOf(numbers);
	if (roles.every(Boolean)) {
		const smallest = roles.findLastIndex((role) => !role?.includes('yy'));
		roles[smallest < 0 ? roles.length - 1 : smallest] = null;
	}
	const counts = (role: Pattern | null, run: number) =>
		!role && numbers.some(({ runs }) => runs[run] !== numbers[0].runs[run]);
	// What looks like a month counts where nothing else does: one invoice a month.
	return roles.join('').includes('yy') || roles.some(counts) ? roles : roles.map(() => null);
}

function dateRolesOf(numbers: ParsedNumber[]): Array<Pattern | null> {
	const roles: Array<Pattern | null> = numbers[0].runs.map(() => null);
	const assign = (wanted: (pattern: Pattern) => boolean) => {
		for (const pattern of patterns.filter(wanted)) {
			const run = roles.findIndex(
				(role, index) => !role && fits(numbers, pattern, ({ runs }) => runs[index], index),
			);
			if (run < 0) continue;
			roles[run] = pattern;
			return;
		}
	};
	const said = () => roles.join('');
	assign((pattern) => pattern.includes('yy'));
	if (!/mm|ww|jjj/.test(said())) assign((pattern) => pattern === 'q');
	if (!/mm|q|ww|jjj/.test(said())) assign((pattern) => pattern === 'ww');
	if (!/mm|q|ww|jjj/.test(said())) assign((pattern) => pattern === 'mm');
	if (said().includes('mm') && !said().includes('dd')) assign((pattern) => pattern === 'dd');
	return roles;
}

/**
 * The dates that the digits of the counter can contain; those that explain the most numbers by chance come first. A few
 * numbers can end like a year, or contain its digits, by chance.
 */
function gluedDates(
	numbers: ParsedNumber[],
	counter: number,
): Array<Pick<Reading, 'atEnd' | 'code'> & { glued: Pattern }> {
	const fitsAt = (pattern: Pattern, from: number, to?: number) => {
		const least = from < 0 ? -from : from + pattern.length;
		return (
			numbers.every(({ runs }) => runs[counter].length > least) &&
			fits(numbers, pattern, ({ runs }) => runs[counter].slice(from, to), counter)
		);
	};
	const distinct = (from: number, to: number) =>
		new Set(numbers.map(({ runs }) => runs[counter].slice(from, to))).size;
	const { length } = numbers[0].runs[counter];
	const isMany =
		numbers.length >= fewNumbers && numbers.every(({ runs }) => runs[counter].length === length);
	const withCode = [3, 2, 1].flatMap((code) =>
		(['yymm', 'yy', 'yyyymm', 'yyyy'] as const)
			.filter((glued) => isMany && fitsAt(glued, code, code + glued.length))
			.filter(() => distinct(0, code) * 4 <= numbers.length)
			.map((glued) => ({ glued, code })),
	);
	const lastDigit = isMany && distinct(0, 1) > 1 && fitsAt('y', 0, 1) ? (['y'] as const) : [];
	const atEnd = (['yy', 'yyyy'] as const).filter(
		(pattern) => numbers.length > chanceNumbers && fitsAt(pattern, -pattern.length),
	);
	const atFront = patterns
		.filter((pattern) => pattern.includes('yy') && fitsAt(pattern, 0, pattern.length))
		.reverse();
	return [
		...withCode,
		...lastDigit.map((glued) => ({ glued })),
		...atEnd.map((glued) => ({ glued, atEnd: true })),
		...atFront.map((glued) => ({ glued })),
	];
}

/**
 * Whether the digits are this part of the invoices' dates. A year alone may be the one before or after, as a fiscal year
 * is, and a day one of the two months around the date, which a draft keeps.
 */
function fits(
	numbers: ParsedNumber[],
	pattern: Pattern,
	digitsOf: (number: ParsedNumber) => string,
	run: number,
): boolean {
	let [dated, exact, near] = [0, 0, 0];
	for (const number of numbers) {
		const { date } = number;
		if (!date) continue;
		dated += 1;
		const digits = digitsOf(number);
		if (pattern === 'q') {
			const mark = number.invoice.number[number.positions[run] - 1];
			if (/[tq]/i.test(mark ?? '') && digits === quarterOf(date)) exact += 1;
		} else if (pattern === 'ww') {
			const mark = number.invoice.number[number.positions[run] - 1];
			if (/[sw]/i.test(mark ?? '') && weeksAround(date).some(({ week }) => week === Number(digits)))
				exact += 1;
		} else if (pattern.includes('ww')) {
			const isWeek = ({ year, week }: { year: number; week: number }) =>
				`${year}${String(week).padStart(2, '0')}`.endsWith(digits);
			if (digits.length === pattern.length && weeksAround(date).some(isWeek)) exact += 1;
		} else if (pattern === 'yyzz') {
			const years = [-1, 0, 1].map((step) => String(Number(date.slice(0, 4)) + step).slice(2));
			if (digits === years[0] + years[1] || digits === years[1] + years[2]) exact += 1;
		} else if (pattern === 'mm' || pattern === 'dd') {
			if (digits.length <= 2 && Number(digits) === Number(written(pattern, date))) exact += 1;
		} else if (digits === written(pattern, date)) exact += 1;
		else if (
			(pattern === 'yyyy' || pattern === 'yy') &&
			digits.length === pattern.length &&
			Math.abs(Number(digits) - Number(written(pattern, date))) === 1
		)
			near += 1;
		else if (/^(?=.*yy)(?=.*dd)/.test(pattern) && isNear(partsOf(pattern, digits, date), date))
			near += 1;
	}
	return dated > 0 && (dated - exact - near) * misdated <= dated && exact * 3 >= dated;
}

function isNear({ year, month, day }: Record<string, string>, date: string): boolean {
	return Math.abs(Date.parse(`${year}-${month}-${day}`) - Date.parse(date)) <= 61 * 86_400_000;
}

/** The week of a date in ISO 8601, and those before and after it, as not every software counts like that. */
function weeksAround(date: string): Array<{ year: number; week: number }> {
	return [-7, 0, 7].map((step) => {
		const moment = new Date(Date.parse(date) + step * 86_400_000);
		const thursday = moment.setUTCDate(moment.getUTCDate() + 3 - ((moment.getUTCDay() + 6) % 7));
		const year = new Date(thursday).getUTCFullYear();
		return { year, week: 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * 86_400_000)) };
	});
}

const quarterOf = (date: string) => String(Math.ceil(Number(date.slice(5, 7)) / 3));

function written(pattern: string, date: string): string {
	const [year, month, day] = date.split('-');
	if (pattern === 'y') return year.slice(3);
	if (pattern.includes('jjj')) {
		const passed = (Date.parse(date) - Date.UTC(Number(year), 0, 1)) / 86_400_000;
		return pattern
			.replace('yyyy', year)
			.replace('yy', year.slice(2))
			.replace('jjj', String(passed + 1).padStart(3, '0'));
	}
	return pattern
		.replace('yyyy', year)
		.replace('yy', year.slice(2))
		.replace('mm', month)
		.replace('dd', day);
}

export function countNumber(
	number: ParsedNumber,
	{ roles, counter, glued, atEnd = false, code = 0 }: Reading,
): CountedNumber {
	const { invoice, date, runs, positions } = number;
	const run = runs[counter];
	const front = atEnd ? 0 : code + (glued?.length ?? 0);
	const end = atEnd && glued ? run.length - glued.length : run.length;
	const digits = run.slice(front, end);
	const parts: Record<string, string> = {};
	roles.forEach((role, index) => role && Object.assign(parts, partsOf(role, runs[index], date)));
	if (glued)
		Object.assign(parts, partsOf(glued, atEnd ? run.slice(end) : run.slice(code, front), date));
	const {
		year = parts.month || parts.quarter || parts.week ? date.slice(0, 4) : '',
		month,
		quarter,
		week,
		day,
	} = parts;
	const codes = runs.filter((_, index) => index !== counter && !roles[index]);
	if (code) codes.push(run.slice(0, code));
	return {
		invoice,
		date,
		key: [number.shape, ...codes].join('\n'),
		label: [year, quarter ?? week ?? month, day].filter(Boolean).join('-'),
		labelKind: Object.keys(parts).sort().join(),
		counter: BigInt(digits),
		at: positions[counter] + front,
		width: digits.length,
	};
}

/** Year with four digits, month and day with two. */
function partsOf(pattern: Pattern, digits: string, date: string): Record<string, string> {
	if (pattern === 'y') {
		const near = Number(date.slice(0, 4));
		return { year: String(near + ((((Number(digits) - near) % 10) + 15) % 10) - 5) };
	}
	if (pattern === 'ww') return { week: `S${digits.padStart(2, '0')}` };
	if (pattern === 'q') return { quarter: `T${digits}` };
	if (pattern === 'mm') return { month: digits.padStart(2, '0') };
	if (pattern === 'dd') return { day: digits.padStart(2, '0') };
	const part = (mark: string) => {
		const at = pattern.indexOf(mark);
		return at < 0 ? undefined : digits.slice(at, at + mark.length);
	};
	const [month, day, week, yearDay] = ['mm', 'dd', 'ww', 'jjj'].map(part);
	return {
		year: part('yyyy') ?? `20${part('yy')}`,
		...(month && { month }),
		...(day && { day }),
		...(week && { week: `S${week}` }),
		...(yearDay && { day: `J${yearDay}` }),
	};
}
