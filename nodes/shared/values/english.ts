/** A number with its noun, which agrees with it: `1 file`, `3 files`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
	return `${count} ${count === 1 ? singular : plural}`;
}

/** A noun with its indefinite article: `a quote`, `an invoice`. */
export function withArticle(noun: string): string {
	return /^[aeio]/i.test(noun) ? `an ${noun}` : `a ${noun}`;
}
