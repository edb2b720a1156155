import { findInNumbers } from '../../../nodes/SinaoBackup/numberSeries/findings';
import { numberingSchemes, type NumberingScheme } from '../../support/numberingSchemes';

/** Which numbers of an account are absent. */
type Gap =
	| 'first of every period'
	| 'none'
	| 'first of a period'
	| 'middle'
	| 'around the end of a month'
	| 'three in a row';

interface Sale {
	id: number;
	date: string;
	number: string;
	/** The counter, its series and the period in which it counts. */
	value: number;
	series: string;
	period: string;
}

/** Two years with so many invoices in each month, on the days from the first to the last of them. */
function salesOf({ mask, restart, series, start = 1 }: NumberingScheme, perMonth: number): Sale[] {
	const counters = new Map<string, number>();
	const sales: Sale[] = [];
	for (let month = 0; month < 24; month += 1)
		for (let each = 0; each < perMonth; each += 1) {
			const id = sales.length + 1;
			const day = 1 + Math.floor((each * 27) / Math.max(1, perMonth - 1));
			const date = new Date(Date.UTC(2023, month, day)).toISOString().slice(0, 10);
			const kind = id % 11 === 5 ? 'AV' : id % 13 === 7 ? 'AC' : 'FA';
			const site = 'AAB'[id % 3];
			const type = id % 4 === 0 ? 'P' : 'B';
			const parts: Record<string, string> = { kind, site, type, avoirs: String(kind === 'AV') };
			const fiscal = Number(date.slice(0, 4)) + (date.slice(5) >= '04-01' ? 1 : 0);
			const period = {
				year: date.slice(0, 4),
				month: date.slice(0, 7),
				day: date,
				april: String(fiscal),
			};
			const own = { series: series ? parts[series] : '', period: restart ? period[restart] : '' };
			const counter = `${own.series}|${own.period}`;
			const value = (counters.get(counter) ?? start - 1) + 1;
			counters.set(counter, value);
			const [yyyy, mm, dd] = date.split('-');
			const words: Record<string, string> = {
				...parts,
				...{ yyyy, yy: yyyy.slice(2), mm, dd, code: String(2200 + ((id * 7) % 9)) },
			};
			const number = mask
				.replace(/\{n(\d)\}/, (_, width: string) => String(value).padStart(Number(width), '0'))
				.replace(/\{(\w+)\}/g, (_, name: string) => words[name]);
			sales.push({ id, date, number, value, ...own });
		}
	return sales;
}

/** The ids that are absent. The last number of a counter is never among them: nothing can show that it existed. */
function absentIn(sales: Sale[], gap: Gap): Set<number> {
	const counters = new Map<string, Sale[]>();
	for (const sale of sales) {
		const name = `${sale.series}|${sale.period}`;
		counters.set(name, [...(counters.get(name) ?? []), sale]);
	}
	const absent = new Set<number>();
	let number = 0;
	for (const members of counters.values()) {
		number += 1;
		const isFirstOfSeries =
			members[0].id === sales.find(({ series }) => series === members[0].series)?.id;
		const long = members.length > 8;
		const ids = members.map(({ id }) => id);
		if (
			(gap === 'first of every period' || (gap === 'first of a period' && number % 3 === 0)) &&
			!isFirstOfSeries &&
			members.length > 1
		)
			absent.add(ids[0]);
		if (gap === 'middle' && members.length > 2 && number % 2 === 1)
			absent.add(ids[Math.floor(ids.length / 2)]);
		if (gap === 'three in a row' && long) for (const at of [3, 4, 5]) absent.add(ids[at]);
		if (gap === 'around the end of a month') {
			const last = members.filter(
				({ date }, at) =>
					at > 0 &&
					at < members.length - 1 &&
					date.slice(0, 7) !== members[at + 1].date.slice(0, 7),
			);
			for (const { id } of last.filter((_, at) => at % 4 === 1)) absent.add(id);
		}
	}
	return absent;
}

/** Gaps by the ids of their neighbours, and how many numbers are absent. */
function errorsIn(scheme: NumberingScheme, perMonth: number, gap: Gap) {
	const sales = salesOf(scheme, perMonth);
	const absent = absentIn(sales, gap);
	const planted = new Set<string>();
	const lasts = new Map<string, Sale | undefined>();
	for (const sale of sales.filter(({ id }) => !absent.has(id))) {
		const name = `${sale.series}|${sale.period}`;
		const last = lasts.get(name);
		const count = sale.value - (last?.value ?? (scheme.start ?? 1) - 1) - 1;
		if (count > 0) planted.add(`${last?.id} ${sale.id} ${count}`);
		lasts.set(name, sale);
	}
	const invoices = sales
		.filter(({ id }) => !absent.has(id))
		.map(({ id, number, date }) => ({ id, number, date }));
	const found = findInNumbers(invoices)
		.series.flatMap(({ holes }) => holes)
		.map(({ before, after, count }) => `${before?.id} ${after.id} ${count}`);
	return {
		invented: found.filter((one) => !planted.has(one)).length,
		missed: [...planted].filter((one) => !found.includes(one)).length,
		planted: planted.size,
	};
}

const sizes = [3, 9];

it('105 Every scheme of the corpus has a source, and there are at least 25', () => {
	expect(numberingSchemes.length).toBeGreaterThanOrEqual(25);
	for (const { source } of numberingSchemes) expect(source).toMatch(/^https?:\/\//);
});

/**
 * Every scheme, in a small and a larger account. What is not found, and read as a leap of hundreds of numbers instead: the
 * first number where it is absent in every month and the month is glued to the counter.
 */
it.each<[Gap, Omit<ReturnType<typeof errorsIn>, 'planted'>]>([
	['none', { invented: 0, missed: 0 }],
	['first of a period', { invented: 0, missed: 0 }],
	['first of every period', { invented: 55, missed: 92 }],
	['middle', { invented: 0, missed: 0 }],
	['around the end of a month', { invented: 0, missed: 0 }],
	['three in a row', { invented: 0, missed: 0 }],
])(
	'105 Accounts by the schemes of French help pages, gaps: %s: no more errors than measured',
	(gap, limits) => {
		const errors = numberingSchemes.flatMap((scheme) =>
			sizes.map((size) => ({
				scheme: `${scheme.mask} ${scheme.source}`,
				...errorsIn(scheme, size, gap),
			})),
		);
		const sum = (name: 'invented' | 'missed' | 'planted') =>
			errors.reduce((total, one) => total + one[name], 0);
		if (gap === 'none') expect(sum('planted')).toBe(0);
		else expect(sum('planted')).toBeGreaterThan(70);
		if (!limits.invented && !limits.missed)
			expect(errors.filter(({ invented, missed }) => invented || missed)).toEqual([]);
		expect({ invented: sum('invented'), missed: sum('missed') }).toEqual(limits);
	},
);
