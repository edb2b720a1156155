/** Steps that a reader ticks off on the canvas. */
export function checklist(steps: string[]): string {
	return steps.map((step) => `- [ ] ${step}`).join('\n');
}

/** Steps in a description, one after the other. */
export function numbered(steps: string[]): string {
	return steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
}
