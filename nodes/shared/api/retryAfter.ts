/**
 * The wait that an answer asks for, in milliseconds, from `Retry-After` in seconds or as an HTTP date.
 * A date is measured against the answer's own `Date`, so that a wrong clock here does no harm.
 * Undefined where the header is absent, not understood, not in the future, or there twice.
 */
export function retryAfter(headers: Record<string, unknown>): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string') return undefined;
	const text = value.trim();
	if (/^\d+(?:\.\d+)?$/.test(text)) return positive(Number(text) * 1000);
	// An HTTP date names its weekday first; anything else that Date.parse would guess at is no date.
	if (!/^[A-Z][a-z]{2,8},? /.test(text)) return undefined;
	const now = typeof headers.date === 'string' ? Date.parse(headers.date) : Date.now();
	return positive(Date.parse(text) - (Number.isNaN(now) ? Date.now() : now));
}

function positive(milliseconds: number): number | undefined {
	return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
}
