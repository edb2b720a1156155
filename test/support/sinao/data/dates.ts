const DAY = 86_400_000;

/** UTC milliseconds of the last Sunday of a month at 01:00 UTC, when Europe changes its clocks. */
function clockChange(year: number, month: number): number {
	const last = new Date(Date.UTC(year, month + 1, 0));
	return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
}

function parisOffset(utc: number): number {
	const year = new Date(utc).getUTCFullYear();
	const summer = utc >= clockChange(year, 2) && utc < clockChange(year, 9);
	return (summer ? 2 : 1) * 3_600_000;
}

/** The API's form of a time: UTC with microseconds (sinao-api.md, Units and types). */
export function stamp(utc: number): string {
	return `${new Date(utc).toISOString().slice(0, -1)}000Z`;
}

/** Midnight in Paris, `days` days after 3 January 2022, in UTC milliseconds: 23:00 or 22:00 of the day before. */
function parisMidnight(days: number): number {
	const local = Date.UTC(2022, 0, 3) + days * DAY;
	return local - parisOffset(local - 2 * 3_600_000);
}

/** The API's form of midnight in Paris, as for a date that a person typed. */
export function typedDate(days: number): string {
	return stamp(parisMidnight(days));
}

/** The API's form of a moment of that day, `minute` minutes after midnight in Paris. */
export function momentOf(days: number, minute: number, microseconds = 0): string {
	const text = stamp(parisMidnight(days) + minute * 60_000);
	return `${text.slice(0, -7)}${String(microseconds).padStart(6, '0')}Z`;
}

/** Days of business that the company's rows are spread over. */
const BUSINESS_DAYS = 1080;

/** Day of the row at `index` of `count`: ascending, so that numbers and dates agree. */
export function dayOf(index: number, count: number): number {
	return Math.floor((index * BUSINESS_DAYS) / Math.max(count, 1));
}
