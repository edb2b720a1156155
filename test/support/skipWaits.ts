/** The function in which the nodes wait between two requests; other timers notice that an answer does not come. */
const waiting = /\bwaitFor\b/;

/**
 * Makes the waits of the nodes take no time, on a clock that nothing else moves: in the simulation too, requests start
 * at the moment of the last wait.
 */
export function skipWaits(): { restore: () => void } {
	const [date, ticks] = [Date.now(), performance.now()];
	let passed = 0;
	const start = globalThis.setTimeout;
	const clocks = [
		jest.spyOn(Date, 'now').mockImplementation(() => date + passed),
		jest.spyOn(performance, 'now').mockImplementation(() => ticks + passed),
	];
	const timers = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((
		work: () => void,
		milliseconds = 0,
	) => {
		if (!waiting.test(String(new Error().stack))) return start(work, milliseconds);
		passed += milliseconds;
		return start(work, 0);
	}) as typeof setTimeout);
	return {
		restore() {
			timers.mockRestore();
			for (const clock of clocks) clock.mockRestore();
		},
	};
}
