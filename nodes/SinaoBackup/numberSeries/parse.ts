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

/** Digits as a part of a date. */
const patterns = [
	'yyyymmdd',
	'ddmmyyyy',
	'yymmdd',
	'ddmmyy',
	'yyyymm',
	'mmyyyy',
	'yyyy',
	'yymm',
	'mmyy',
	'yy',
	'mm',
	'dd',
	'q',
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
		return plain.flatMap((counter): Reading[] => [
			{ roles: variant, counter, glued: null },
			...(endsWithYear(numbers, counter, variant)
				? [{ roles: variant, counter, glued: 'yyyy' as const, atEnd: true }]
				: []),
			...gluedPatterns(numbers, counter, variant).map((glued) => ({
				roles: variant,
				counter,
				glued,
			})),
		]);
	});
}

/** The part of a date that each run is; at least one run is none and counts. */
function rolesOf(numbers: ParsedNumber[]): Array<Pattern | null> {
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
	if (!said().includes('mm')) assign((pattern) => pattern === 'q');
	if (!/mm|q/.test(said())) assign((pattern) => pattern === 'mm');
	if (said().includes('mm') && !said().includes('dd')) assign((pattern) => pattern === 'dd');
	if (roles.every(Boolean)) {
		const smallest = roles.findLastIndex((role) => !role?.includes('yy'));
		roles[smallest < 0 ? roles.length - 1 : smallest] = null;
	}
	const counts = (role: Pattern | null, run: number) =>
		!role && numbers.some(({ runs }) => runs[run] !== numbers[0].runs[run]);
	// What looks like a month counts where nothing else does: one invoice a month.
	return said().includes('yy') || roles.some(counts) ? roles : roles.map(() => null);
}

/** Whether the year follows the counter without a separator. Few numbers may end like a year by chance. */
function endsWithYear(
	numbers: ParsedNumber[],
	counter: number,
	roles: Array<Pattern | null>,
): boolean {
	return (
		numbers.length > chanceNumbers &&
		!roles.some(Boolean) &&
		numbers.every(({ runs }) => runs[counter].length > 'yyyy'.length) &&
		fits(numbers, 'yyyy', ({ runs }) => runs[counter].slice(-'yyyy'.length), counter)
	);
}

/** From short to long. */
function gluedPatterns(
	numbers: ParsedNumber[],
	counter: number,
	roles: Array<Pattern | null>,
): Pattern[] {
	if (roles.some(Boolean)) return [];
	return patterns
		.filter(
			(pattern) =>
				pattern.includes('yy') &&
				numbers.every(({ runs }) => runs[counter].length > pattern.length) &&
				fits(numbers, pattern, ({ runs }) => runs[counter].slice(0, pattern.length), counter),
		)
		.reverse();
}

/** Whether the digits are this part of the invoices' dates; a year alone may be the one before or after, as a fiscal year is. */
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
		} else if (pattern === 'mm' || pattern === 'dd') {
			if (digits.length <= 2 && Number(digits) === Number(written(pattern, date))) exact += 1;
		} else if (digits === written(pattern, date)) exact += 1;
		else if (
			(pattern === 'yyyy' || pattern === 'yy') &&
			digits.length === pattern.length &&
			Math.abs(Number(digits) - Number(written(pattern, date))) === 1
		)
			near += 1;
	}
	return dated > 0 && (dated - exact - near) * misdated <= dated && exact * 3 >= dated;
}

const quarterOf = (date: string) => String(Math.ceil(Number(date.slice(5, 7)) / 3));

function written(pattern: string, date: string): string {
	const [year, month, day] = date.split('-');
	return pattern
		.replace('yyyy', year)
		.replace('yy', year.slice(2))
		.replace('mm', month)
		.replace('dd', day);
}

export function countNumber(
	number: ParsedNumber,
	{ roles, counter, glued, atEnd = false }: Reading,
): CountedNumber {
	const { invoice, date, runs, positions } = number;
	const run = runs[counter];
	const front = atEnd ? 0 : (glued?.length ?? 0);
	const end = atEnd && glued ? run.length - glued.length : run.length;
	const digits = run.slice(front, end);
	const parts: Record<string, string> = {};
	roles.forEach((role, index) => role && Object.assign(parts, partsOf(role, runs[index])));
	if (glued) Object.assign(parts, partsOf(glued, atEnd ? run.slice(end) : run.slice(0, front)));
	const {
		year = parts.month || parts.quarter ? date.slice(0, 4) : '',
		month,
		quarter,
		day,
	} = parts;
	const codes = runs.filter((_, index) => index !== counter && !roles[index]);
	return {
		invoice,
		date,
		key: [number.shape, ...codes].join('\n'),
		label: [year, quarter ?? month, day].filter(Boolean).join('-'),
		labelKind: Object.keys(parts).sort().join(),
		counter: BigInt(digits),
		at: positions[counter] + front,
		width: digits.length,
	};
}

/** Year with four digits, month and day with two. */
function partsOf(pattern: Pattern, digits: string): Record<string, string> {
	if (pattern === 'q') return { quarter: `T${digits}` };
	if (pattern === 'mm') return { month: digits.padStart(2, '0') };
	if (pattern === 'dd') return { day: digits.padStart(2, '0') };
	const part = (mark: string) => {
		const at = pattern.indexOf(mark);
		return at < 0 ? undefined : digits.slice(at, at + mark.length);
	};
	const [month, day] = [part('mm'), part('dd')];
	return {
		year: part('yyyy') ?? `20${part('yy')}`,
		...(month && { month }),
		...(day && { day }),
	};
}
