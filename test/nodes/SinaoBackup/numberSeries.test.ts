import fc from 'fast-check';

import type { NumberedInvoice } from '../../../nodes/SinaoBackup/numberSeries/parse';
import { findInNumbers } from '../../../nodes/SinaoBackup/numberSeries/findings';
import type { ReportData } from '../../../nodes/SinaoBackup/report/data';
import { runBackup } from '../../support/backup';
import { expectSucceeded, openCompanies } from '../../support/companies';
import { numbered, periodOf, type Scheme, schemes, someDates } from '../../support/numberSchemes';

const settings = { seed: 71, numRuns: 300 };

/** What there is to explain, without the series themselves. */
function questionsIn(invoices: NumberedInvoice[]) {
	const { series, duplicates } = findInNumbers(invoices);
	const holes = series
		.flatMap((one) => one.holes)
		.map(({ count, before, after }) => ({
			count: Number(count),
			before: before?.id,
			after: after.id,
		}));
	const outOfOrder = series
		.flatMap((one) => one.outOfOrder)
		.map(({ invoice, before, after }) => ({
			invoice: invoice.id,
			before: before?.id,
			after: after?.id,
		}));
	return {
		holes,
		outOfOrder,
		duplicates: duplicates.map((group) => group.map(({ id }) => id).sort()),
	};
}

const nothing = { holes: [], outOfOrder: [], duplicates: [] };

/** The rows in another order: nothing may depend on theirs. */
function shuffled<T>(values: T[], order: number[]): T[] {
	const keys = values.map((value, index) => ({
		value,
		key: order[index % order.length] * 1000 + index,
	}));
	return keys.sort((one, other) => one.key - other.key).map(({ value }) => value);
}

const anyOrder = fc.array(fc.integer({ min: 0, max: 97 }), { minLength: 7, maxLength: 13 });

/** So many invoices are kept, then so many lack, and so on. */
const someHoles = (longest: number) =>
	fc.array(
		fc.record({ keep: fc.integer({ min: 1, max: 9 }), lack: fc.integer({ min: 1, max: longest }) }),
		{ minLength: 1, maxLength: 9 },
	);

/** Where the year or month in the number may begin anew, only a hole as small as this is told from a new block of numbers. */
const longestHole: Record<string, number> = { unbroken: 15, dated: 4, glued: 4, silent: 15 };

/** The invoices without some that are neither the first nor the last of their period, and the holes that this leaves. */
function withHoles(
	scheme: Scheme,
	invoices: NumberedInvoice[],
	pattern: Array<{ keep: number; lack: number }>,
) {
	const period = (invoice: NumberedInvoice | undefined) =>
		invoice && periodOf(scheme, String(invoice.date));
	const isGone = pattern.flatMap(({ keep, lack }) => [
		...Array<boolean>(keep).fill(false),
		...Array<boolean>(lack).fill(true),
	]);
	const kept = invoices.filter((invoice, index) => {
		const isInside = [invoices[index - 1], invoices[index + 1]].every(
			(other) => period(other) === period(invoice),
		);
		return !(isInside && isGone[index % isGone.length]);
	});
	const holes = kept.flatMap((after, index) => {
		const count = index > 0 ? Number(after.id) - Number(kept[index - 1].id) - 1 : 0;
		return count > 0 ? [{ count, before: kept[index - 1].id, after: after.id }] : [];
	});
	return { kept, holes };
}

describe.each(Object.entries(schemes))('A company whose count is %s', (name, scheme) => {
	it('71 a series without a hole leaves nothing to explain', () => {
		fc.assert(
			fc.property(scheme, someDates(2, 60, 40), anyOrder, (how, dates, order) => {
				const invoices = shuffled(numbered(how, dates), order);
				expect(questionsIn(invoices)).toEqual(nothing);
				const { series, single } = findInNumbers(invoices);
				expect(series.reduce((sum, one) => sum + one.invoices, single.length)).toBe(dates.length);
			}),
			settings,
		);
	});

	it('70 every absent number is found between its neighbours, and no other', () => {
		fc.assert(
			fc.property(
				scheme,
				someDates(8, 60, 20),
				someHoles(longestHole[name]),
				anyOrder,
				(how, dates, pattern, order) => {
					const { kept, holes } = withHoles(how, numbered(how, dates), pattern);
					const found = questionsIn(shuffled(kept, order));
					// A counter with gaps after more than a third of its numbers is said not to be understood.
					if (kept.length >= 12 && holes.length * 3 > kept.length) {
						expect(found).toEqual(nothing);
						expect(findInNumbers(kept).series.map(({ understood }) => understood)).toEqual([false]);
						return;
					}
					expect({
						...found,
						holes: found.holes.sort((one, other) => Number(one.before) - Number(other.before)),
					}).toEqual({ ...nothing, holes });
				},
			),
			settings,
		);
	});

	it('72 a number that was given twice is named with both invoices', () => {
		fc.assert(
			fc.property(scheme, someDates(6, 40, 20), fc.nat(), anyOrder, (how, dates, at, order) => {
				const invoices = numbered(how, dates);
				const twice = invoices[at % invoices.length];
				const found = questionsIn(shuffled([...invoices, { ...twice, id: 'again' }], order));
				expect(found).toEqual({ ...nothing, duplicates: [[twice.id, 'again'].sort()] });
			}),
			settings,
		);
	});
});

it.each(Object.entries(schemes))(
	'70, 71 a number that is dated wrong, in a count that is %s, is at most out of order: no number is absent for it',
	(_, scheme) => {
		fc.assert(
			fc.property(
				scheme,
				someDates(12, 60, 20),
				fc.nat(),
				fc.nat(),
				anyOrder,
				(how, dates, at, other, order) => {
					const invoices = numbered(how, dates);
					const wrong = invoices[at % invoices.length];
					const date = invoices[other % invoices.length].date as string;
					// In another year the number would belong to a count that begins anew there.
					fc.pre(how.restart === 'never' || date.slice(0, 4) === wrong.date?.slice(0, 4));
					const { holes, duplicates } = questionsIn(
						shuffled(
							invoices.map((invoice) => (invoice === wrong ? { ...invoice, date } : invoice)),
							order,
						),
					);
					expect({ holes, duplicates }).toEqual({ holes: [], duplicates: [] });
				},
			),
			settings,
		);
	},
);

it('71 a prefix that changes begins another series, without a hole between the two', () => {
	fc.assert(
		fc.property(
			schemes.unbroken,
			schemes.unbroken,
			someDates(4, 40, 20),
			fc.nat(),
			(first, second, dates, at) => {
				fc.pre(first.prefix !== second.prefix);
				const half = 2 + (at % (dates.length - 3));
				const invoices = [
					...numbered(first, dates.slice(0, half)),
					...numbered(second, dates.slice(half), half + 1),
				];
				expect(questionsIn(invoices)).toEqual(nothing);
			},
		),
		settings,
	);
});

const dated = (...invoices: Array<[string, string | null]>): NumberedInvoice[] =>
	invoices.map(([number, date], index) => ({ id: index + 1, number, date }));

/** Found by the properties above, or by people. */
it.each([
	[
		'one invoice a month, whose number ends alike each time',
		dated(
			['2023-01-01', '2023-01-04'],
			['2023-02-01', '2023-02-12'],
			['2023-04-01', '2023-04-26'],
			['2023-06-01', '2023-06-01'],
		),
	],
	[
		'a year glued to a counter that grows wider',
		dated(['202398', '2023-01-03'], ['202399', '2023-01-03'], ['2023100', '2023-01-04']),
	],
	[
		'a count that goes on in the next month',
		dated(
			['2023/01-01', '2023-01-03'],
			['2023/01-02', '2023-01-20'],
			['2023/02-03', '2023-02-01'],
			['2023/02-04', '2023-02-02'],
		),
	],
	[
		'a counter longer than numbers can be',
		dated(['F90071992547409929', '2023-01-03'], ['F90071992547409930', '2023-01-04']),
	],
	['no number at all, and no date', dated(['Avoir', null], ['F1', null], ['F2', null])],
])('71 %s leaves nothing to explain', (_, invoices) => {
	expect(questionsIn(invoices)).toEqual(nothing);
});

it('70 an absent number is written as its neighbours are, at the beginning of a year too', () => {
	const invoices = dated(
		['FAC-2023-001', '2023-02-01'],
		['FAC-2023-002', '2023-12-01'],
		['FAC-2024-003', '2024-01-05'],
		['FAC-2024-005', '2024-01-06'],
		['F998', '2024-03-01'],
		['F1001', '2024-03-02'],
		['A-2023-1', '2023-03-01'],
		['A-2023-2', '2023-03-01'],
		['A-2024-2', '2024-03-01'],
	);
	const holes = findInNumbers(invoices)
		.series.flatMap((one) => one.holes)
		.map(({ from, to, before, after }) => [from, to, before?.number, after.number]);
	expect(holes).toEqual([
		['FAC-2024-004', 'FAC-2024-004', 'FAC-2024-003', 'FAC-2024-005'],
		['A-2024-1', 'A-2024-1', undefined, 'A-2024-2'],
		['F999', 'F1000', 'F998', 'F1001'],
	]);
});

it.each([
	['too late', '2024-12-12'],
	['too early', '2022-01-01'],
])(
	'70 a number that is dated %s is a question, and neither a hole nor a question about those after it',
	(_, date) => {
		const invoices = dated(
			['F1', '2023-01-05'],
			['F2', '2023-01-20'],
			['F3', date],
			['F4', '2023-01-21'],
			['F5', '2023-02-21'],
			['F6', null],
		);
		expect(questionsIn(invoices)).toEqual({
			...nothing,
			outOfOrder: [{ invoice: 3, before: 2, after: 4 }],
		});
	},
);

describe('The report', () => {
	const { company, close } = openCompanies();

	afterAll(close);

	it('70, 71, 72 asks about holes and numbers given twice, sets imported invoices apart, and saves every one of them', async () => {
		const { api, folder } = await company(70, { invoices: 24, quotes: 2, purchases: 2 });
		const { lists } = api.company;
		const plain = lists.invoices.filter(({ number }) => /^FAC-\d+$/.test(String(number)));
		const [before, gone, after] = plain.slice(4, 7);
		api.company.deleteRow('invoices', gone.id);
		const twice = api.company.addInvoice({ number: plain[10].number });
		const imported = api.company.addInvoice({
			number: 'OLD-77',
			imported_at: '2025-01-01T08:00:00.000000Z',
		});
		expectSucceeded(await runBackup(api, folder));

		const facts = JSON.parse(folder.read('rapport.json').toString()) as ReportData;
		expect(facts.numbering?.series.flatMap(({ holes }) => holes)).toMatchObject([
			{
				from: gone.number,
				to: gone.number,
				count: '1',
				before: { number: before.number },
				after: { number: after.number },
			},
		]);
		expect(facts.numbering?.duplicates.map((group) => group.map(({ id }) => id))).toEqual([
			expect.arrayContaining([plain[10].id, twice.id]),
		]);
		expect(facts.imported.map(({ number }) => number)).toContain('OLD-77');
		expect(facts.drafts).toBe(lists.invoices.filter(({ number }) => !number).length);
		const saved = folder
			.manifest()
			.files.filter(({ resource, kind }) => resource === 'invoices' && kind === 'document')
			.map(({ id }) => id);
		expect(saved).toEqual(expect.arrayContaining([plain[10].id, twice.id, imported.id]));
		const html = folder.read('rapport.html').toString().replaceAll('\u00a0', ' ');
		for (const text of [
			'À expliquer : numéros absents',
			String(gone.number),
			'À expliquer : un même numéro sur plusieurs factures',
		])
			expect(html).toContain(text);
		expect(html).not.toMatch(/erreur|fraude|infraction|illégal/i);
	});
});
