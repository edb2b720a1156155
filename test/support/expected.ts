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
	const plain = /e/.test(String(value))
		? value.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 17 })
		: String(value);
	return plain.replace('.', mark);
}

/** Hundredths of a percent as a French percentage: 2000 is 20, 550 is 5,5. */
export function percentOf(rate: number): string {
	return String(rate / 100).replace('.', ',');
}

/** The bytes 80 to 9F of Windows-1252; an underscore where a byte means nothing. */
const high = '€_‚ƒ„…†‡ˆ‰Š‹Œ_Ž__‘’“”•–—˜™š›œ_žŸ';

export function readWindows1252(bytes: Buffer): string {
	return Array.from(bytes, (byte) =>
		byte >= 0x80 && byte <= 0x9f ? high[byte - 0x80] : String.fromCharCode(byte),
	).join('');
}

export function isInWindows1252(letter: string): boolean {
	return /^[\0-\x7f\xa0-\xff]$/.test(letter) || (letter !== '_' && high.includes(letter));
}
