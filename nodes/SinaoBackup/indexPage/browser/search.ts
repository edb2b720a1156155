/** A text as it is compared: without case, accents, ligatures and typographic signs. */
export function fold(text: string): string {
	if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase();
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/œ/g, 'oe')
		.replace(/æ/g, 'ae')
		.replace(/ß/g, 'ss')
		.replace(/[\u2018\u2019\u02bc]/g, "'")
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.replace(/[^\S\n]+/g, ' ');
}

/** Cents as a person may type them: `9331,95 9331.95`. */
export function amountWords(cents: number): string {
	const digits = String(Math.abs(cents)).padStart(3, '0');
	const [euros, rest] = [digits.slice(0, -2), digits.slice(-2)];
	const sign = cents < 0 ? '-' : '';
	return `${sign}${euros},${rest} ${sign}${euros}.${rest}`;
}

/**
 * The words of a search; a row matches if it contains all of them. The first reading joins the groups of
 * a number (`9 331,95`), the second, for the case that the first finds nothing, does not.
 */
export function readings(query: string): string[][] {
	const folded = fold(query).replace(/€/g, ' ');
	const joined = folded.replace(/(?<![\d,.])\d{1,3}(?: \d{3})+(?!\d)/g, (number) =>
		number.replace(/ /g, ''),
	);
	const words = (text: string) => text.split(' ').filter(Boolean);
	return joined === folded ? [words(folded)] : [words(joined), words(folded)];
}
