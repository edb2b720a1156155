import type { Failure, Outcome } from '../failure';
import type { Query } from '../resource';
import type { Refusals } from './connection';

/** A part of a request that may be left out. */
export interface OptionalPart {
	/** `order`, `limit`, `offset`, `expand:<object>`, `filter:<field>`, or `paging:id` for the filter by which pages are read. */
	name: string;
	query?: Query;
}

/**
 * Sends the request without what is known to be refused, and without the parts of these names.
 *
 * @param retry whether a 500 is tried again once, or as every failure of the service; by itself once if a part may be the reason
 */
export type Send = (leftOut?: string[], retry?: 'once' | 'backoff') => Promise<Outcome<unknown>>;

/** Below this the service's own page, of ten rows, is larger (docs/sinao-api.md, Lists). */
const smallestLimit = 10;
/** Greatest page sizes that services allow. */
const usualLimits = [5000, 2000, 1000, 500, 250, 200, 100, 50, 25, 20, smallestLimit];

/** A page that a service can create which fails with 500 over a large one. */
const modestLimit = 100;

/**
 * Repeats a request that the service refused with 400 or 422, without what it refuses (faults, row 121). First what
 * its words name is left out; else the parts are tried by halves, after a request without any of them. A `limit` is
 * lowered, to the greatest that its words name or that is usual, before it is left out. Where the request fails without any of its optional parts too, the first failure is
 * the answer: then the fault is another one. A request that failed with 500 is repeated in the same way without the
 * parts that may be the reason, and at last with a smaller page.
 *
 * @param first the outcome that is a failure
 * @param suspects names of the parts that the service may fail over with 500
 */
export async function leaveOutRefused(
	known: Refusals,
	optional: OptionalPart[],
	first: Outcome<unknown>,
	send: Send,
	suspects: string[],
): Promise<Outcome<unknown>> {
	let { failure } = first;
	if (failure?.httpCode === '500') {
		const outcome = await leaveOutFailing(known, first, send, suspects);
		return outcome.failure?.httpCode === '500'
			? await withSmallerPage(known, optional, outcome, send)
			: outcome;
	}
	if (!failure || !isRefusal(failure)) return first;
	const before = { parts: new Set(known.parts), limit: known.limit };
	const candidates = () => [
		...new Set(optional.map(({ name }) => name).filter((name) => !known.parts.has(name))),
	];
	// Each round leaves something out, so that this ends.
	for (;;) {
		const named = candidates().filter((name) => names(failure?.details ?? '', name));
		if (!named.length) break;
		for (const name of named) leaveOut(known, optional, name, failure?.details);
		const outcome = await send();
		if (!outcome.failure) return outcome;
		if (!isRefusal(outcome.failure)) return outcome;
		({ failure } = outcome);
	}
	const untried = candidates().filter((name) => !known.accepted.has(name));
	const bare = untried.length ? await send(untried) : { failure };
	if (bare.failure) {
		known.parts = before.parts;
		known.limit = before.limit;
		return isRefusal(bare.failure) ? first : bare;
	}
	const refused = await findRefused(
		async (kept) => {
			const outcome = await send(untried.filter((name) => !kept.includes(name)));
			return !outcome.failure || !isRefusal(outcome.failure);
		},
		[],
		untried,
	);
	for (const name of refused) leaveOut(known, optional, name);
	let outcome = await send();
	while (
		refused.includes('limit') &&
		outcome.failure &&
		isRefusal(outcome.failure) &&
		!known.parts.has('limit')
	) {
		leaveOut(known, optional, 'limit');
		outcome = await send();
	}
	return outcome;
}

/** As `leaveOutRefused`, for 500, which may also be a fault that passes: each part is confirmed to be the reason. */
async function leaveOutFailing(
	known: Refusals,
	first: Outcome<unknown>,
	send: Send,
	suspects: string[],
): Promise<Outcome<unknown>> {
	if (!suspects.length) return first;
	const bare = await send(suspects, 'backoff');
	if (bare.failure) return bare;
	const refused = await findRefused(
		async (kept) => {
			const outcome = await send(suspects.filter((name) => !kept.includes(name)));
			return outcome.failure?.httpCode !== '500';
		},
		[],
		suspects,
	);
	for (const name of refused) known.parts.add(name);
	return await send([], 'backoff');
}

/** Repeats a request that failed with 500 with a smaller page, which the service may be able to create. */
async function withSmallerPage(
	known: Refusals,
	optional: OptionalPart[],
	first: Outcome<unknown>,
	send: Send,
): Promise<Outcome<unknown>> {
	const limit = Math.min(known.limit, limitIn(optional));
	if (known.parts.has('limit') || !(limit > modestLimit)) return first;
	const before = known.limit;
	known.limit = modestLimit;
	const outcome = await send([], 'once');
	if (!outcome.failure) return outcome;
	known.limit = before;
	return first;
}

/** Which of the parts are refused, found by halves; `kept` is known to be accepted together. */
async function findRefused(
	accepts: (parts: string[]) => Promise<boolean>,
	kept: string[],
	parts: string[],
): Promise<string[]> {
	if (!parts.length || (await accepts([...kept, ...parts]))) return [];
	if (parts.length === 1) return parts;
	const half = parts.slice(0, parts.length / 2);
	const inHalf = await findRefused(accepts, kept, half);
	const acceptedHalf = half.filter((name) => !inHalf.includes(name));
	const rest = parts.slice(half.length);
	return [...inHalf, ...(await findRefused(accepts, [...kept, ...acceptedHalf], rest))];
}

function isRefusal({ reason, httpCode }: Failure): boolean {
	return reason === 'invalidRequest' && (httpCode === '400' || httpCode === '422');
}

/** Whether the service's words name a part: `limit`, `order`, or the related object or field itself. */
function names(words: string, part: string): boolean {
	const name = part.slice(part.indexOf(':') + 1).replace(/[^\w]/g, '\\W');
	const said = saidIn(words);
	const isFilter = /^(?:filter|paging):/.test(part);
	return (
		new RegExp(`\\b${name}\\b(?!\\.\\w)`, 'i').test(said) && (!isFilter || /filter/i.test(said))
	);
}

/** The service's own words in the details of a failure. */
function saidIn(details: string): string {
	return details.slice(details.indexOf(': ') + 2);
}

/** A limit is lowered first, to one that the service names if it names any; everything else is left out at once. */
function leaveOut(known: Refusals, optional: OptionalPart[], name: string, words = ''): void {
	const refused = Math.min(known.limit, limitIn(optional));
	const named = (saidIn(words).match(/\d+(?:[ .,]\d{3})*/g) ?? [])
		.map((number) => Number(number.replace(/\D/g, '')))
		.filter((number) => number >= smallestLimit && number < refused);
	const lower = named.length ? Math.max(...named) : usualLimits.find((each) => each < refused);
	if (name === 'limit' && lower) known.limit = lower;
	else known.parts.add(name);
}

/** The limit that a request contains; not a number without one. */
function limitIn(optional: OptionalPart[]): number {
	return Number(optional.find(({ name }) => name === 'limit')?.query?.[0][1]);
}
