import { DateTime } from 'luxon';

import type { NumberedInvoice } from '../../nodes/SinaoBackup/numberSeries/parse';

/** What is known of an invoice when it gets its number. */
interface Sale {
	/** `yyyy-mm-dd`, of the day on which the number is given. */
	day: string;
	kind: 'FAC' | 'AV' | 'AC';
	shop: string;
	customer: number;
}

/** A way to number invoices that help pages of French software show, or that people describe in forums. */
interface Practice {
	number: (sale: Sale, counter: number) => string;
	/** Sales with the same text share a counter. */
	counterOf?: (sale: Sale) => string;
	/** The counter begins anew where this changes. */
	periodOf?: (day: string) => string;
	/** The first number of a counter that never begins anew. */
	start?: number;
	/** No number tells whether another one is absent. */
	isUncounted?: boolean;
}

const customers = ['DUPONT', 'MARTIN', 'LE GALL', 'ÉCO2', 'BTP SUD', 'O’NEIL', 'SNCF', 'ZOE'];
const months = 'JANV FEV MARS AVR MAI JUIN JUIL AOUT SEPT OCT NOV DEC'.split(' ');
const roman = 'I II III IV V VI VII VIII IX X XI XII'.split(' ');
const digits = (value: number, width: number) => String(value).padStart(width, '0');
const year = (day: string) => day.slice(0, 4);
const month = (day: string) => day.slice(0, 7);
const compact = (day: string) => day.replaceAll('-', '');
const monthNumber = (day: string) => Number(day.slice(5, 7));
const quarter = (day: string) => Math.ceil(monthNumber(day) / 3);
/** The year in which a fiscal year that begins in July ends. */
const fiscal = (day: string) => String(Number(year(day)) + (monthNumber(day) >= 7 ? 1 : 0));
const letter = (n: number) => String.fromCharCode('A'.charCodeAt(0) + n - 1);
const time = (customer: number) =>
	`${digits(8 + (customer % 11), 2)}${digits((customer * 7) % 60, 2)}`;
/** In the tokens of luxon: `kk` is the year of the week `WW`, `ooo` the day of the year. */
const formatted = (day: string, format: string) => DateTime.fromISO(day).toFormat(format);
const week = (day: string) => formatted(day, 'kkkkWW');
const shopNumber: Record<string, string> = { PAR: '01', LYO: '02', MRS: '03' };
const kindOf = ({ kind }: Sale) => kind;
const shopOf = ({ shop }: Sale) => shop;

export const practices: Record<string, Practice> = {
	'one counter': { number: (_, n) => digits(n, 5) },
	'one counter that began before Sinao': { number: (_, n) => `F${n}`, start: 731 },
	'prefix and a counter that grows wider': { number: (_, n) => `FAC${digits(n, 3)}`, start: 940 },
	'with spaces': { number: (_, n) => `Facture n° ${digits(n, 4)}` },
	'year, from January': { number: ({ day }, n) => `${year(day)}-${digits(n, 3)}`, periodOf: year },
	'year behind the counter': {
		number: ({ day }, n) => `${digits(n, 3)}/${year(day)}`,
		periodOf: year,
	},
	'year, 1001 first': { number: ({ day }, n) => `${year(day)}-${1000 + n}`, periodOf: year },
	'year, one counter for ever': { number: ({ day }, n) => `F-${year(day)}-${digits(n, 4)}` },
	'year glued to the counter': {
		number: ({ day }, n) => `FA${year(day)}${digits(n, 4)}`,
		periodOf: year,
	},
	'two digits of the year': {
		number: ({ day }, n) => `F${day.slice(2, 4)}-${digits(n, 3)}`,
		periodOf: year,
	},
	'two digits of the year, glued': {
		number: ({ day }, n) => `F${day.slice(2, 4)}${digits(n, 4)}`,
		periodOf: year,
	},
	'year and month, from January': {
		number: ({ day }, n) => `FA${day.slice(2, 4)}${day.slice(5, 7)}-${digits(n, 4)}`,
		periodOf: year,
	},
	'year and month, one counter for ever': {
		number: ({ day }, n) => `${compact(month(day))}-${digits(n, 4)}`,
	},
	'year and month, each month': {
		number: ({ day }, n) => `F${compact(month(day))}-${digits(n, 3)}`,
		periodOf: month,
	},
	'year and month glued, each month': {
		number: ({ day }, n) => `${compact(month(day))}${digits(n, 3)}`,
		periodOf: month,
	},
	'month and year, each month': {
		number: ({ day }, n) => `${day.slice(5, 7)}/${year(day)}/${n}`,
		periodOf: month,
	},
	'year and month, from July': {
		number: ({ day }, n) => `${month(day)}-${digits(n, 4)}`,
		periodOf: fiscal,
	},
	'month without a year, each month': {
		number: ({ day }, n) => `${day.slice(5, 7)}-${digits(n, 3)}`,
		periodOf: month,
	},
	'day glued, each day': {
		number: ({ day }, n) => `${compact(day)}${digits(n, 3)}`,
		periodOf: (day) => day,
	},
	'day, each day': {
		number: ({ day }, n) => `FA_${compact(day).slice(2)}_${digits(n, 2)}`,
		periodOf: (day) => day,
	},
	'day, one counter for ever': { number: ({ day }, n) => `${compact(day)}-${digits(n, 5)}` },
	'day as in France, from January': {
		number: ({ day }, n) => `${day.split('-').reverse().join('/')}-${n}`,
		periodOf: year,
	},
	'quarter, each quarter': {
		number: ({ day }, n) => `T${quarter(day)}-${year(day)}-${digits(n, 2)}`,
		periodOf: (day) => `${year(day)} ${quarter(day)}`,
	},
	'fiscal year from July': {
		number: ({ day }, n) => `${fiscal(day)}-${digits(n, 3)}`,
		periodOf: fiscal,
	},
	'both years of a fiscal year': {
		number: ({ day }, n) => `${Number(fiscal(day)) - 1}-${fiscal(day)}-${digits(n, 3)}`,
		periodOf: fiscal,
	},
	'from January, which the number does not say': { number: (_, n) => `F${n}`, periodOf: year },
	'from July, which the number does not say': {
		number: (_, n) => digits(n, 4),
		periodOf: fiscal,
	},
	'a counter for each kind': {
		number: ({ kind }, n) => `${kind}-${digits(n, 5)}`,
		counterOf: kindOf,
	},
	'a counter for each kind and year': {
		number: ({ kind, day }, n) => `${kind}-${year(day)}-${digits(n, 3)}`,
		counterOf: kindOf,
		periodOf: year,
	},
	'a counter for each kind and month': {
		number: ({ kind, day }, n) => `${kind}${compact(month(day))}-${digits(n, 4)}`,
		counterOf: kindOf,
		periodOf: month,
	},
	'credit notes among the invoices': { number: ({ kind }, n) => `${kind}${digits(n, 6)}` },
	'credit notes among the invoices of the year': {
		number: ({ kind, day }, n) => `${kind}-${year(day)}-${digits(n, 4)}`,
		periodOf: year,
	},
	'credit notes by a letter behind': {
		number: ({ kind }, n) => `${digits(n, 5)}${kind === 'FAC' ? '' : `-${kind[0]}`}`,
	},
	'deposits among the invoices, credit notes apart': {
		number: ({ kind }, n) => `${kind}${digits(n, 5)}`,
		counterOf: ({ kind }) => (kind === 'AV' ? 'AV' : ''),
	},
	'shop before one counter': { number: ({ shop }, n) => `${shop}-${digits(n, 6)}` },
	'shop before one counter of the year': {
		number: ({ shop, day }, n) => `${year(day)}-${shop}-${digits(n, 5)}`,
		periodOf: year,
	},
	'shop and day before one counter': {
		number: ({ shop, day }, n) => `${shop}-${compact(day)}-${digits(n, 4)}`,
	},
	'a counter for each shop': {
		number: ({ shop }, n) => `${shop}-${digits(n, 4)}`,
		counterOf: shopOf,
	},
	'shop as a digit, each month': {
		number: ({ shop, day }, n) =>
			`${month(day)}-${shop.length + (shop.charCodeAt(0) % 3)}-${digits(n, 3)}`,
		counterOf: shopOf,
		periodOf: month,
	},
	'customer before one counter': {
		number: ({ customer }, n) => `${customers[customer % 8]}-${digits(n, 4)}`,
	},
	'code of the customer before one counter': {
		number: ({ customer }, n) => `C${digits(customer, 4)}-${digits(n, 5)}`,
	},
	'code of the customer behind one counter': {
		number: ({ customer, day }, n) => `${month(day)}-${n}-${2200 + customer}`,
		start: 246,
	},
	'name of the month before one counter of the year': {
		number: ({ day }, n) => `${months[monthNumber(day) - 1]}-${year(day)}-${digits(n, 3)}`,
		periodOf: year,
	},
	'name of the month, each month': {
		number: ({ day }, n) => `${months[monthNumber(day) - 1]}-${year(day)}-${digits(n, 3)}`,
		periodOf: month,
	},
	'month in Roman digits, each month': {
		number: ({ day }, n) => `${year(day)}-${roman[monthNumber(day) - 1]}-${n}`,
		periodOf: month,
	},
	'two digits of the year behind the counter, glued': {
		number: ({ day }, n) => `F${digits(n, 3)}${day.slice(2, 4)}`,
		periodOf: year,
	},
	'last digit of the year, glued': {
		number: ({ day }, n) => `${day[3]}${digits(n, 5)}`,
		periodOf: year,
	},
	'both years of a fiscal year, glued': {
		number: ({ day }, n) =>
			`${Number(fiscal(day).slice(2)) - 1}${fiscal(day).slice(2)}${digits(n, 4)}`,
		periodOf: fiscal,
	},
	'number of the shop, year and counter, glued': {
		number: ({ shop, day }, n) => `${shopNumber[shop]}${day.slice(2, 4)}${digits(n, 4)}`,
		counterOf: shopOf,
		periodOf: year,
	},
	'week, each week': { number: ({ day }, n) => `${week(day)}-${digits(n, 2)}`, periodOf: week },
	'week glued, each week': {
		number: ({ day }, n) => `F${week(day).slice(2)}${digits(n, 3)}`,
		periodOf: week,
	},
	'week behind the counter, each week': {
		number: ({ day }, n) => `${digits(n, 2)}/S${formatted(day, 'W/kkkk')}`,
		periodOf: week,
	},
	'day of the year glued, each day': {
		number: ({ day }, n) => `${formatted(day, 'yyooo')}${digits(n, 2)}`,
		periodOf: (day) => day,
	},
	'the day alone': { number: ({ day }) => `F${compact(day)}`, isUncounted: true },
	'the day alone, with hyphens': { number: ({ day }) => day, isUncounted: true },
	'the day and a letter': {
		number: ({ day }, n) => `${compact(day)}${letter(n)}`,
		periodOf: (day) => day,
		isUncounted: true,
	},
	'the day and a letter from the second on': {
		number: ({ day }, n) => `${compact(day).slice(2)}${n > 1 ? letter(n - 1) : ''}`,
		periodOf: (day) => day,
		isUncounted: true,
	},
	'the day and a letter, with hyphens': {
		number: ({ day }, n) => `FA-${compact(day)}-${letter(n)}`,
		periodOf: (day) => day,
		isUncounted: true,
	},
	'day and time': {
		number: ({ day, customer }) => `${compact(day)}-${time(customer)}`,
		isUncounted: true,
	},
	'day and code of the customer': {
		number: ({ day, customer }) => `${compact(day).slice(2)}-${100 + customer}`,
		isUncounted: true,
	},
};

/** Numbers from 0 up to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
	let state = seed * 2_654_435_761;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export interface Disturbances {
	/** Of how many invoices the number is absent. */
	absent?: number;
	/** How many have the date of another day of the account. */
	misdated?: number;
	/** How many were drafts for up to 40 days, whose date they keep. */
	late?: number;
}

export interface PlantedGap {
	before: NumberedInvoice['id'] | undefined;
	after: NumberedInvoice['id'];
	count: number;
}

/** Three years of a company with busy days and quiet months, and the gaps that its numbers have. */
export function accountOf(
	{ number, counterOf = () => '', periodOf, start = 1, isUncounted = false }: Practice,
	size: number,
	seed: number,
	{ absent = 0, misdated = 0, late = 0 }: Disturbances = {},
): { invoices: NumberedInvoice[]; gaps: PlantedGap[] } {
	const random = randomFrom(seed);
	const isQuiet = Array.from({ length: 36 }, () => random() < 0.15);
	const dayAt = (days: number) =>
		new Date(Date.UTC(2022, 0, 3) + days * 86_400_000).toISOString().slice(0, 10);
	const moments: number[] = [];
	while (moments.length < size) {
		const days = Math.floor(random() * 1090);
		const { length } = moments;
		if (!isQuiet[Math.floor(days / 30.5)]) moments.push(days);
		if (length % 7 === 0) moments.push(days, days);
	}
	moments.length = size;
	moments.sort((one, other) => one - other);
	const counters = new Map<string, number>();
	const given = moments.map((days) => {
		const sale: Sale = {
			day: dayAt(days),
			kind: random() < 0.86 ? 'FAC' : random() < 0.6 ? 'AV' : 'AC',
			shop: ['PAR', 'LYO', 'MRS'][Math.floor(random() * random() * 3)],
			customer: 1 + Math.floor(random() * random() * 40),
		};
		const counter = counterOf(sale);
		const period = periodOf?.(sale.day) ?? '';
		const name = `${counter}|${period}`;
		const value = (counters.get(name) ?? (periodOf ? 0 : start - 1)) + 1;
		counters.set(name, value);
		const created = random() < late ? Math.max(0, days - Math.floor(random() * 40)) : days;
		const isAbsent = random() < absent;
		const date = random() < misdated ? dayAt(moments[Math.floor(random() * size)]) : dayAt(created);
		return { name, counter, value, created, isAbsent, date, number: number(sale, value) };
	});
	const ids = new Map(
		[...given.keys()]
			.sort((one, other) => given[one].created - given[other].created || one - other)
			.map((at, position) => [at, 100 + 3 * position]),
	);
	const kept = given
		.map((one, at) => ({ ...one, id: ids.get(at) as number }))
		.filter(({ isAbsent }) => !isAbsent);
	const last = new Map<string, (typeof kept)[number]>();
	const seen = new Set<string>();
	const gaps: PlantedGap[] = [];
	for (const one of kept) {
		const before = last.get(one.name);
		const missing = one.value - (before?.value ?? 0) - 1;
		if (isUncounted) continue;
		if (missing > 0 && (before || (periodOf && seen.has(one.counter))))
			gaps.push({ before: before?.id, after: one.id, count: missing });
		last.set(one.name, one);
		seen.add(one.counter);
	}
	return { invoices: kept.map(({ id, number: text, date }) => ({ id, number: text, date })), gaps };
}
