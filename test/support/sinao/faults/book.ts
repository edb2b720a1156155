import { type Random, randomFor } from '../data/random';
import type { Fault } from './fault';
import { survivableFaults } from './survivable';

/** When a fault strikes. Plain JSON, so that it can be switched on by hand as well (README of the simulated API). */
export interface FaultRule {
	fault: Fault;
	/** Regular expression for the path below `/v1`; absent: every path. */
	path?: string;
	/** Regular expression for the decoded query string. */
	query?: string;
	method?: 'GET' | 'POST';
	/** So many matching requests pass before the first one is struck. */
	after?: number;
	/** So many are struck; absent: all. */
	times?: number;
	/** Milliseconds from the moment when the rule was added; absent: for ever. */
	forMilliseconds?: number;
	/** From 0 to 1; which requests are struck follows from `seed`. */
	probability?: number;
	seed?: number;
}

export interface FaultBook {
	/** Switches a fault on; gives a function that switches it off. */
	add(rule: FaultRule): () => void;
	clear(): void;
	rules(): FaultRule[];
	/** How many requests were struck so far. */
	struck(): number;
	/** The faults that a request suffers; counts it. */
	faultsFor(method: string, path: string, query: string): Fault[];
}

interface Entry {
	rule: FaultRule;
	random: Random;
	until: number;
	matched: number;
	struck: number;
}

function matches({ rule, until }: Entry, method: string, path: string, query: string): boolean {
	if (Date.now() > until || (rule.method && rule.method !== method)) return false;
	return (
		(!rule.path || new RegExp(rule.path).test(path)) &&
		(!rule.query || new RegExp(rule.query).test(query))
	);
}

function strikes(entry: Entry): boolean {
	const { rule, random } = entry;
	if (entry.matched++ < (rule.after ?? 0) || entry.struck >= (rule.times ?? Infinity)) return false;
	if (rule.probability !== undefined && !random.chance(rule.probability)) return false;
	entry.struck++;
	return true;
}

/** The faults of one simulated API. */
export function createFaultBook(): FaultBook {
	const entries = new Set<Entry>();
	let struck = 0;
	const resolve = ({ rule: { fault }, random }: Entry) =>
		fault.kind === 'random' ? random.pick(fault.of ?? survivableFaults) : fault;
	return {
		add(rule) {
			const entry = {
				rule,
				random: randomFor(rule.seed ?? 1, 'faults'),
				until: Date.now() + (rule.forMilliseconds ?? Infinity),
				matched: 0,
				struck: 0,
			};
			entries.add(entry);
			return () => entries.delete(entry);
		},
		clear: () => entries.clear(),
		rules: () => [...entries].map(({ rule }) => rule),
		struck: () => struck,
		faultsFor(method, path, query) {
			const faults = [...entries]
				.filter((entry) => matches(entry, method, path, query) && strikes(entry))
				.map(resolve);
			if (faults.length > 0) struck++;
			return faults;
		},
	};
}
