/** The nodes wait in steps of so many milliseconds, so that they notice Stop. */
const step = 500;

/** Seconds for 'Idle Timeout (Seconds)' with which the nodes look for silence in other steps, for lists and for files. */
export const ownIdleTimeout = { list: 1.9, file: 0.95 };

/**
 * Makes the waits of the nodes take no time, on a clock that nothing else moves: in the simulation too, requests start
 * at the moment of the last wait. Use `ownIdleTimeout`, or silence counts as a wait.
 */
export function skipWaits(): { restore: () => void } {
	const begin = Date.now();
	let passed = 0;
	const start = globalThis.setTimeout;
	const clock = jest.spyOn(Date, 'now').mockImplementation(() => begin + passed);
	const timers = jest.spyOn(globalThis, 'setTimeout').mockImplementation(((
		work: () => void,
		milliseconds?: number,
	) => {
		if (milliseconds !== step) return start(work, milliseconds);
		passed += step;
		return start(work, 0);
	}) as typeof setTimeout);
	return {
		restore() {
			timers.mockRestore();
			clock.mockRestore();
		},
	};
}
