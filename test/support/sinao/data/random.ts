/** Numbers that look like chance and are the same in every run. */
export interface Random {
	/** From 0, inclusive, to 1, exclusive. */
	next(): number;
	/** From `low` to `high`, both inclusive. */
	integer(low: number, high: number): number;
	pick<T>(values: readonly T[]): T;
	chance(probability: number): boolean;
}

function hash(text: string): number {
	let value = 2166136261;
	for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 16777619);
	return value >>> 0;
}

/** The stream of one row: depends on the seed, the list and the position only, so that any row can be made alone. */
export function randomFor(seed: number, topic: string, index = 0): Random {
	let state =
		(hash(topic) ^ Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
	return {
		next,
		integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
		pick: (values) => values[Math.floor(next() * values.length)],
		chance: (probability) => next() < probability,
	};
}
