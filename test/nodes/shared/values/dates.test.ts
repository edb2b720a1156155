import * as fc from 'fast-check';

import { localTime, startOfDay } from '../../../../nodes/shared/values/units';

const settings = { seed: 20261125, numRuns: 1000, endOnFailure: true };
/** France on all oceans, and zones whose clocks are odd. */
const zone = fc.constantFrom(
	'Europe/Paris',
	'America/Martinique',
	'America/Miquelon',
	'America/Cayenne',
	'Indian/Reunion',
	'Indian/Mayotte',
	'Pacific/Noumea',
	'Pacific/Tahiti',
	'Pacific/Marquesas',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
	'UTC',
);
const time = fc.date({
	min: new Date('1970-01-01T00:00:00Z'),
	max: new Date('2060-01-01T00:00:00Z'),
	noInvalidDate: true,
});
/** Times close to where years, and summer times, begin and end. */
const edge = fc
	.tuple(
		fc.integer({ min: 1990, max: 2040 }),
		fc.constantFrom('01-01T00', '03-31T01', '10-27T01', '04-01T15', '10-01T15', '12-31T23'),
		fc.integer({ min: -3 * 3_600_000, max: 3 * 3_600_000 }),
	)
	.map(([year, moment, distance]) => new Date(Date.parse(`${year}-${moment}:00:00Z`) + distance));

/** What the calendar and clock of a place show, by the engine's own tables. */
function wallClock(at: Date, timeZone: string): string {
	const format = new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
	});
	return format.format(at).replace(' ', 'T');
}

it('54 A time of the API is what calendar and clock showed there, also at the end of a year and when clocks change', () => {
	fc.assert(
		fc.property(fc.oneof(time, edge), zone, (at, timeZone) => {
			const written = at.toISOString().replace('Z', '456Z');
			expect([timeZone, written, localTime(written, timeZone)]).toEqual([
				timeZone,
				written,
				wallClock(at, timeZone),
			]);
		}),
		settings,
	);
});

it('54 A day begins where its first moment is, and no moment before is of that day', () => {
	fc.assert(
		fc.property(fc.oneof(time, edge), zone, (at, timeZone) => {
			const day = wallClock(at, timeZone).slice(0, 10);
			const begin = Date.parse(String(startOfDay(day, timeZone)));
			expect(begin).toBeLessThanOrEqual(at.getTime());
			expect(wallClock(new Date(begin), timeZone).slice(0, 10)).toBe(day);
			expect(wallClock(new Date(begin - 1), timeZone).slice(0, 10) < day).toBe(true);
		}),
		settings,
	);
});

it.each([
	'0000-00-00',
	'0000-00-00 00:00:00',
	'-0001-11-30T00:00:00.000000Z',
	'9999-12-31T23:00:00.000000Z',
	'+010000-01-01T00:00:00.000000Z',
])('95 %s is no date in France', (value) => {
	expect(localTime(value, 'Europe/Paris')).toBeUndefined();
});
