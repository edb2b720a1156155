import fc from 'fast-check';

import { findInNumbers } from '../../../nodes/SinaoBackup/numberSeries/findings';
import type { NumberedInvoice } from '../../../nodes/SinaoBackup/numberSeries/parse';
import type { ReportData } from '../../../nodes/SinaoBackup/report/data';
import { numberSection } from '../../../nodes/SinaoBackup/report/numberSection';
import { accountOf, type Disturbances, practices } from '../../support/numberingPractice';

const sizes = [12, 40, 150];
const seeds = [1, 2, 3];

/** Gaps by their neighbours and size: those that were invented, those that were missed, and those that there are. */
function errorsIn(practice: (typeof practices)[string], disturbances: Disturbances) {
	const errors = { invented: 0, missed: 0, planted: 0 };
	for (const size of sizes)
		for (const seed of seeds) {
			const { invoices, gaps } = accountOf(practice, size, seed, disturbances);
			const planted = gaps.map(({ before, after, count }) => `${before} ${after} ${count}`);
			const found = findInNumbers(invoices)
				.series.flatMap(({ holes }) => holes)
				.map(({ before, after, count }) => `${before?.id} ${after.id} ${count}`);
			errors.invented += found.filter((one) => !planted.includes(one)).length;
			errors.missed += planted.filter((one) => !found.includes(one)).length;
			errors.planted += planted.length;
		}
	return errors;
}

it.each(Object.entries(practices))(
	'105 Numbers by %s: an account without a gap has none in the report',
	(_, practice) => {
		expect(errorsIn(practice, {})).toEqual({ invented: 0, missed: 0, planted: 0 });
	},
);

/**
 * What is not found, in all practices together: the first number of a day, month or quarter where the text that
 * names it makes a counter of its own, and of a year in which a short account has one invoice or two. What is
 * invented: invoices of a silent counter whose wrong date lies in another year.
 */
it.each<[string, Disturbances, ReturnType<typeof errorsIn>]>([
	['absent numbers', { absent: 0.02 }, { invented: 1, missed: 8, planted: 643 }],
	[
		'wrong dates and drafts made final late',
		{ misdated: 0.01, late: 0.03 },
		{ invented: 7, missed: 0, planted: 0 },
	],
	[
		'absent numbers, wrong dates and drafts made final late',
		{ absent: 0.02, misdated: 0.01, late: 0.03 },
		{ invented: 7, missed: 3, planted: 415 },
	],
])(
	'105 Accounts of all practices with %s: the errors are as few as measured',
	(_, how, measured) => {
		const errors = Object.values(practices).map((practice) => errorsIn(practice, how));
		const sum = (name: keyof ReturnType<typeof errorsIn>) =>
			errors.reduce((total, one) => total + one[name], 0);
		expect({
			invented: sum('invented'),
			missed: sum('missed'),
			planted: sum('planted'),
		}).toEqual(measured);
	},
);

const numbered = (...invoices: Array<[string, string]>): NumberedInvoice[] =>
	invoices.map(([number, date], index) => ({ id: index + 1, number, date }));
const absentIn = (invoices: NumberedInvoice[]) =>
	findInNumbers(invoices)
		.series.flatMap(({ holes }) => holes)
		.map(({ from, to }) => (from === to ? from : `${from} à ${to}`));

it.each<[string, NumberedInvoice[], string[]]>([
	[
		'days',
		numbered(
			['20240102001', '2024-01-02'],
			['20240102002', '2024-01-02'],
			['20240115001', '2024-01-15'],
			['20240115003', '2024-01-15'],
			['20240220001', '2024-02-20'],
		),
		['20240115002'],
	],
	[
		'shops before one counter',
		numbered(
			['PAR-000123', '2024-01-02'],
			['LYO-000124', '2024-01-03'],
			['PAR-000125', '2024-01-04'],
			['PAR-000127', '2024-01-08'],
			['LYO-000128', '2024-01-09'],
		),
		['PAR-000126'],
	],
	[
		'quarters, one of which begins with its second invoice',
		numbered(
			['2024-T1-001', '2024-01-10'],
			['2024-T1-002', '2024-02-10'],
			['2024-T2-001', '2024-04-10'],
			['2024-T2-002', '2024-05-10'],
			['2024-T3-002', '2024-07-10'],
			['2024-T3-003', '2024-08-10'],
			['2024-T4-001', '2024-10-10'],
			['2024-T4-002', '2024-11-10'],
		),
		['2024-T3-001'],
	],
	[
		'a fiscal year that begins in July, glued to the counter',
		numbered(
			['F2023001', '2023-07-10'],
			['F2023002', '2023-09-10'],
			['F2023003', '2024-01-10'],
			['F2023004', '2024-06-10'],
			['F2024002', '2024-08-10'],
			['F2024003', '2024-12-10'],
			['F2024004', '2025-02-10'],
			['F2024005', '2025-05-10'],
		),
		['F2024001'],
	],
	[
		'years that begin anew, one of which begins where the last one ended',
		numbered(
			['K-2021-001', '2021-06-01'],
			['K-2021-002', '2021-06-02'],
			['K-2022-001', '2022-06-01'],
			['K-2022-002', '2022-06-02'],
			['K-2023-003', '2023-06-03'],
			['K-2023-004', '2023-06-04'],
		),
		['K-2023-001 à K-2023-002'],
	],
	[
		'corrections that repeat the number of an invoice',
		[
			...Array.from({ length: 20 }, (_, at): [string, string] => [
				`FAC-${at + 1}`,
				`2024-01-${String(at + 1).padStart(2, '0')}`,
			]),
			['FAC-3/2', '2024-02-01'],
			['FAC-9/2', '2024-02-02'],
			['FAC-15bis', '2024-02-02'],
		].map(([number, date], index) => ({ id: index, number, date })),
		[],
	],
])('105 Numbers by %s: only real gaps are asked about', (_, invoices, absent) => {
	expect(absentIn(invoices)).toEqual(absent);
});

it.each<[string, (n: number) => string]>([
	['a check digit behind the counter', (n) => `F${String(n).padStart(5, '0')}${(n * 3) % 10}`],
	['steps of ten', (n) => `F${n * 10}`],
	['no counter', (n) => `F${(n * 7919) % 10_007}`],
])('105 Numbers with %s: the report says that it does not understand them', (_, numberOf) => {
	const invoices = Array.from({ length: 60 }, (__, at) => ({
		id: at,
		number: numberOf(at + 1),
		date: new Date(Date.UTC(2024, 0, 2 + at)).toISOString().slice(0, 10),
	}));
	const numbering = findInNumbers(invoices);
	expect(numbering.series).toMatchObject([
		{ understood: false, invoices: 60, holes: [], outOfOrder: [] },
	]);
	const { markup } = numberSection({ numbering, drafts: 0, imported: [] } as unknown as ReportData);
	expect(markup).toContain('Numérotation non comprise');
	expect(markup).not.toContain('Rien à expliquer');
	expect(markup).not.toContain('numéros absents</h');
});

it.each([
	['a time', ['0847', '1015', '0930', '1604', '1120', '0905']],
	['the code of a customer', ['111', '121', '108', '130', '102', '117']],
])('105 Few numbers by day and %s: nothing is reported', (_, ends) => {
	const numbering = findInNumbers(
		ends.map((end, at) => ({
			id: at,
			number: `2023010${2 + at}-${end}`,
			date: `2023-01-0${2 + at}`,
		})),
	);
	expect(numbering.series).toEqual([]);
	expect(numbering.single).toHaveLength(ends.length);
});

it('126 The first numbers of two years in a row are both absent: both are asked about', () => {
	expect(
		absentIn(
			numbered(
				['K-2022-002', '2022-02-01'],
				['K-2022-003', '2022-03-01'],
				['K-2023-002', '2023-02-01'],
				['K-2023-003', '2023-03-01'],
			),
		),
	).toEqual(['K-2022-001', 'K-2023-001']);
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 4, max: 30 }), { minLength: 2, maxLength: 5 }),
			fc.integer({ min: 1, max: 3 }),
			fc.constantFrom('K-', '', 'FAC '),
			(sizesOfYears, lacking, prefix) => {
				const invoices = sizesOfYears.flatMap((size, at) =>
					Array.from({ length: size }, (_, index): [string, string] => [
						`${prefix}${2020 + at}-${String(index + 1 + lacking).padStart(3, '0')}`,
						`${2020 + at}-06-01`,
					]),
				);
				expect(absentIn(numbered(...invoices))).toHaveLength(sizesOfYears.length);
			},
		),
		{ seed: 126, numRuns: 200 },
	);
});

it('The series of numbers are in the order of their first invoices, however many each has', () => {
	const { series } = findInNumbers(
		numbered(
			...[1, 2, 3].map((day): [string, string] => [`A-${day}`, `2024-01-0${day}`]),
			...Array.from({ length: 14 }, (_, at): [string, string] => [
				`FAC-${at + 1}`,
				`2024-02-${String(at + 1).padStart(2, '0')}`,
			]),
		),
	);
	expect(series.map(({ first }) => first.number)).toEqual(['A-1', 'FAC-1']);
});

it('94 A number that is odd costs no other, and is counted once', () => {
	const odd = [
		12,
		['F3'],
		{ a: 1 },
		true,
		null,
		'',
		' ',
		'9'.repeat(300),
		'1'.repeat(5000),
		'-1-2-3-'.repeat(500),
	];
	const invoices = odd.map((number, index) => ({
		id: 1000 + index,
		number: number as string,
		date: index % 2 ? '0000-00-00' : '2024-01-01',
	}));
	const { series, single } = findInNumbers([
		...invoices,
		...numbered(['F11', '2024-01-01'], ['F12', '2024-01-01'], ['F14', '2024-01-02']),
	]);
	expect(series.flatMap(({ holes }) => holes.map(({ from }) => from))).toContain('F13');
	expect(series.reduce((sum, one) => sum + one.invoices, single.length)).toBe(odd.length + 3);
});

it('105 The time grows with the numbers, not with their square', () => {
	const { invoices } = accountOf(practices['code of the customer before one counter'], 50_000, 1);
	const started = performance.now();
	expect(findInNumbers(invoices).series.flatMap(({ holes }) => holes)).toEqual([]);
	// 2 to 3 s of one core; a search that is quadratic takes minutes.
	expect(performance.now() - started).toBeLessThan(60_000);
});
