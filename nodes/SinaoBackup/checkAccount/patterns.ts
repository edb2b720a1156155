/** A text without what it says: a letter for each run of letters, a 9 for each digit: `FAC-00041 Dupont.pdf` is `A-99999 Aa.pdf`. */
export function patternOf(text: string): string {
	const [, name, extension] = /^(.*?)(\.(?:pdf|xml|jpe?g|png|zip|txt|csv))?$/is.exec(
		text,
	) as RegExpExecArray;
	const masked = name
		.normalize('NFC')
		.replace(/\p{N}/gu, '9')
		.replace(/\p{L}+/gu, (word) =>
			/^\p{Lu}+$/u.test(word) ? 'A' : /^\p{Lu}/u.test(word) ? 'Aa' : 'a',
		)
		.replace(/[^Aa9 ._()#/-]/gu, '?');
	return masked.slice(0, 80) + (extension ?? '').toLowerCase();
}

/** A name of a field as it is, where it can be no data (`md5` has one digit, a rate has more); else its pattern. */
export function fieldName(name: string): string {
	return /^[a-z][a-z_]{0,40}\d?$/i.test(name) ? name : patternOf(name);
}

/** The type of a value, without the value: of a date its form, such as `9999-99-99`. */
export function typeOf(value: unknown): string {
	if (value === null || value === undefined) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
	if (typeof value !== 'string') return typeof value;
	if (value === '') return 'empty';
	if (/^\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/.test(value))
		return value.replace(/\d/g, '9');
	return /^-?\d+$/.test(value) ? 'digits' : 'text';
}
