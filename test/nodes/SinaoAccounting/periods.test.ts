import { areWholePeriod, uncovered } from '../../../nodes/SinaoAccounting/periods';

const month = (start: string, end: string) => ({
	period_start: `${start}T00:00:00.000000Z`,
	period_end: `${end}T00:00:00.000000Z`,
});
const exports = [
	month('2024-01-01', '2024-02-01'),
	month('2024-02-01', '2024-03-01'),
	month('2024-05-01', '2024-06-01'),
];

describe('The days that no export covers', () => {
	it('stand before, between and behind the exports', () => {
		expect(uncovered(exports, '2023-12-15', '2024-07-01')).toEqual([
			{ from: '2023-12-15', to: '2023-12-31' },
			{ from: '2024-03-01', to: '2024-04-30' },
			{ from: '2024-06-01', to: '2024-06-30' },
		]);
	});

	it('are none where the exports reach over the period, whatever their order, and also where they overlap', () => {
		expect(
			uncovered(
				[exports[1], exports[0], month('2024-01-15', '2024-02-15')],
				'2024-01-10',
				'2024-02-11',
			),
		).toEqual([]);
	});

	it('are only those between exports where the period is open', () => {
		expect(uncovered(exports, undefined, undefined)).toEqual([
			{ from: '2024-03-01', to: '2024-04-30' },
		]);
		expect(uncovered([], undefined, undefined)).toEqual([]);
	});

	it('begin at the midnight of France where Sinao means that one', () => {
		const french = {
			period_start: '2023-12-31T23:00:00.000000Z',
			period_end: '2024-01-31T23:00:00.000000Z',
		};
		expect(uncovered([french, exports[1]], '2024-01-01', '2024-03-01')).toEqual([]);
	});
});

describe('99 The days name the exports', () => {
	it('that follow each other, if there is no other one of these days', () => {
		const [january, february, may] = exports;
		expect(areWholePeriod([february, january], [may])).toBe(true);
		expect(areWholePeriod([january], [february])).toBe(true);
		expect(areWholePeriod([january, may], [])).toBe(false);
		expect(areWholePeriod([january, february], [month('2024-02-10', '2024-02-20')])).toBe(false);
		expect(areWholePeriod([january, january], [])).toBe(false);
	});

	it('not if Sinao does not say the days', () => {
		expect(areWholePeriod([{ period_start: null, period_end: null }], [])).toBe(false);
	});
});
