/** Moves the decimal point of an integer to the left by `places` digits, without rounding. */
function shift(value: unknown, places: number, decimalMark: string): string | undefined {
	const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
	if (typeof text !== 'string' || !/^-?\d+$/.test(text)) return undefined;
	const sign = text.startsWith('-') ? '-' : '';
	const digits = text.slice(sign.length).padStart(places + 1, '0');
	const whole = digits.slice(0, -places).replace(/^0+(?=\d)/, '');
	return `${sign}${whole}${decimalMark}${digits.slice(-places)}`;
}

/**
 * Euros with two decimals from integer cents (number, or text beyond 2^53).
 * A value that is not an integer is returned unchanged as text.
 */
export function euros(cents: unknown, decimalMark: string): string {
	return shift(cents, 2, decimalMark) ?? String(cents);
}

/** Euros with two to five decimals from cents × 1000 (`amount_accurately`): 9899000 → 98.99. */
export function eurosFromMilliCents(milliCents: unknown, decimalMark: string): string {
	return shift(milliCents, 5, decimalMark)?.replace(/0{1,3}$/, '') ?? String(milliCents);
}

/** Percent from hundredths of a percent (`vat_percent`): 2000 → 20, 550 → 5.5. */
export function percent(basisPoints: unknown, decimalMark: string): string {
	const text = shift(basisPoints, 2, decimalMark);
	return text === undefined ? String(basisPoints) : text.replace(/[.,]?0+$/, '');
}
