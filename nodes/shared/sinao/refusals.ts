import type { Failure, Outcome } from '../failure';
import type { Query } from '../resource';

/** What the service was found to refuse for one list, over one connection. */
export interface Refusals {
	/** Names of parts that are left out. */
	parts: Set<string>;
	/** Names of parts that a request contained which succeeded; without the limit, whose value counts. */
	accepted: Set<string>;
	/** The greatest `limit` to send. */
	limit: number;
}

/** A part of a request that may be left out. */
export interface OptionalPart {
	/** `order`, `limit`, `offset`, `expand:<object>`, `filter:<field>`, or `paging:id` for the filter by which pages are read. */
	name: string;
	query?: Query;
}

/** Below this the service's own page, of ten rows, is larger (docs/sinao-api.md, Lists). */
const smallestLimit = 10;

/**
 * Whether a part may be what a service fails over with 500: Laravel does for a related object that it does not know,
 * and for a filter on an unknown field. What was accepted before is not to blame.
 */
export function mayFail({ accepted }: Refusals, name: string): boolean {
	return /^(?:expand|filter):/.test(name) && !accepted.has(name);
}

/**
 * Repeats a request that the service refused with 400 or 422, without what it refuses (faults, row 121). First what
 * its words name is left out; else the parts are tried by halves, after a request without any of them. A `limit` is
 * halved before it is left out. Where the request fails without any of its optional parts too, the first failure is
 * the answer: then the fault is another one. A request that failed with 500 is repeated in the same way without the
 * parts that may be the reason.
 *
 * @param first the outcome that is a failure
 * @param send sends the request without what is known to be refused, and without the parts of these names
 */
export async function leaveOutRefused(
	known: Refusals,
	optional: OptionalPart[],
	first: Outcome<unknown>,
	send: (leftOut?: string[], isCertain?: boolean) => Promise<Outcome<unknown>>,
): Promise<Outcome<unknown>> {
	let { failure } = first;
	if (failure?.httpCode === '500') return await leaveOutFailing(known, optional, first, send);
	if (!failure || !isRefusal(failure)) return first;
	const before = { parts: new Set(known.parts), limit: known.limit };
	const candidates = () => [
		...new Set(optional.map(({ name }) => name).filter((name) => !known.parts.has(name))),
	];
	// Each round leaves something out, so that this ends.
	for (;;) {
		const named = candidates().filter((name) => names(failure?.details ?? '', name));
		if (!named.length) break;
		for (const name of named) leaveOut(known, optional, name);
		const outcome = await send();
		if (!outcome.failure) return outcome;
		if (!isRefusal(outcome.failure)) return outcome;
		({ failure } = outcome);
	}
	const suspects = candidates().filter((name) => !known.accepted.has(name));
	const bare = suspects.length ? await send(suspects) : { failure };
	if (bare.failure) {
		known.parts = before.parts;
		known.limit = before.limit;
		return isRefusal(bare.failure) ? first : bare;
	}
	const refused = await findRefused(
		async (kept) => {
			const outcome = await send(suspects.filter((name) => !kept.includes(name)));
			return !outcome.failure || !isRefusal(outcome.failure);
		},
		[],
		suspects,
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
	optional: OptionalPart[],
	first: Outcome<unknown>,
	send: (leftOut?: string[], isCertain?: boolean) => Promise<Outcome<unknown>>,
): Promise<Outcome<unknown>> {
	const names = new Set(optional.map(({ name }) => name).filter((name) => !known.parts.has(name)));
	const suspects = [...names].filter((name) => mayFail(known, name));
	if (!suspects.length) return first;
	const bare = await send(suspects, true);
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
	return await send([], true);
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
	const said = words.slice(words.indexOf(': ') + 2);
	const isFilter = /^(?:filter|paging):/.test(part);
	return (
		new RegExp(`\\b${name}\\b(?!\\.\\w)`, 'i').test(said) && (!isFilter || /filter/i.test(said))
	);
}

/** A limit is halved first; everything else is left out at once. */
function leaveOut(known: Refusals, optional: OptionalPart[], name: string): void {
	const sent = Number(optional.find((part) => part.name === 'limit')?.query?.[0][1]);
	const half = Math.floor(Math.min(known.limit, sent) / 2);
	if (name === 'limit' && half >= smallestLimit) known.limit = half;
	else known.parts.add(name);
}
