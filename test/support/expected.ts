import type { CsvFormat } from '../../nodes/shared/csv/options';

/** The format that the nodes use unless told otherwise. */
export const frenchExcel: CsvFormat = {
	delimiter: ';',
	decimalMark: ',',
	dateFormat: 'dd/mm/yyyy',
	timeZone: 'Europe/Paris',
	byteOrderMark: true,
	encoding: 'utf8',
	booleans: ['oui', 'non'],
	escapeFormulas: true,
	columns: 'all',
	titles: 'french',
	forReaders: true,
};

/** A decimal number whose point was moved to the left, by its digits alone. */
export function shifted(value: unknown, places: number, mark: string): string {
	const digits = BigInt(value as string | number);
	const absolute = String(digits < 0n ? -digits : digits).padStart(places + 1, '0');
	return `${digits < 0n ? '-' : ''}${absolute.slice(0, -places)}${mark}${absolute.slice(-places)}`;
}

/** Dotted names and values of a row, without nulls and empty containers. */
export function leavesOf(value: unknown, name = ''): Array<[string, unknown]> {
	if (value === null || value === undefined) return [];
	if (typeof value !== 'object') return [[name, value]];
	return Object.entries(value).flatMap(([key, inner]) =>
		leavesOf(inner, name === '' ? key : `${name}.${key}`),
	);
}

/** What a cell must say of a value of the API: amounts in cents as euros, booleans in French for readers, everything else as it came. */
export function wordsOf(name: string, value: unknown, mark: string, forReaders = true): string {
	if (typeof value === 'boolean' && forReaders) return value ? 'oui' : 'non';
	if (name === 'amount' || /^totals\.taxes\.vat\.\d+$/.test(name)) return shifted(value, 2, mark);
	if (typeof value !== 'number') return String(value);
	return withoutExponent(String(value)).replace('.', mark);
}

/** A number as JavaScript writes it, with its point moved to where the exponent says: `1.5e-7` is `0.00000015`. */
function withoutExponent(written: string): string {
	const [, sign, whole, fraction = '', exponent] =
		/^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(written) ?? [];
	if (exponent === undefined) return written;
	const point = whole.length + Number(exponent);
	const digits = (whole + fraction).padStart(
		whole.length + fraction.length + Math.max(0, 1 - point),
		'0',
	);
	const at = Math.max(1, point);
	return (
		sign +
		(point >= digits.length
			? digits.padEnd(point, '0')
			: `${digits.slice(0, at)}.${digits.slice(at)}`)
	);
}

/**
 * The first characters of what spreadsheets run as a formula: OWASP ASVS 5.0, requirement 1.2.10 (= + - @, tab, null),
 * and OWASP's page on CSV injection (carriage return, line feed, full-width forms).
 */
export const formulaStarts = [
	'=',
	'+',
	'-',
	'@',
	'\t',
	'\0',
	'\r',
	'\n',
	'\uFF1D',
	'\uFF0B',
	'\uFF0D',
	'\uFF20',
];

/** Hundredths of a percent as a French percentage: 2000 is 20, 550 is 5,5. */
export function percentOf(rate: number): string {
	return String(rate / 100).replace('.', ',');
}

/** The characters of the bytes 80 to 9F in Windows-1252 by their numbers (Unicode's table CP1252.TXT); 0 where there is none. */
const high = [
	0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
	0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161,
	0x203a, 0x0153, 0, 0x017e, 0x0178,
];

export function readWindows1252(bytes: Buffer): string {
	return String.fromCharCode(...Array.from(bytes, (byte) => high[byte - 0x80] ?? byte));
}

export function isInWindows1252(letter: string): boolean {
	return /^[\0-\x7f\xa0-\xff]$/.test(letter) || high.includes(letter.codePointAt(0) || -1);
}
