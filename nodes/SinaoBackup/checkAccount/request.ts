import type { Query } from '../../shared/resource';
import type { Filter } from '../../shared/sinao/fetchPage';
import type { Asker, Reply } from './ask';

/** What a request for rows wants; what is absent is not sent. */
export interface Wanted {
	expand?: string[];
	filters?: Filter[];
	order?: boolean;
	limit?: number;
	offset?: number;
	search?: string;
}

function queryOf({ expand = [], filters = [], order, limit, offset, search }: Wanted): Query {
	return [
		...(search === undefined ? [] : ([['search', search]] as Query)),
		...expand.map((name): [string, string] => ['expand[]', name]),
		...filters.flatMap(
			({ field, comparator, value }, index): Query => [
				[`filters[${index}][name]`, field],
				[`filters[${index}][comparator]`, comparator],
				[`filters[${index}][value]`, value],
			],
		),
		...(order
			? ([
					['order[0][name]', 'id'],
					['order[0][direction]', 'asc'],
				] as Query)
			: []),
		...(limit === undefined ? [] : ([['limit', limit]] as Query)),
		...(offset === undefined ? [] : ([['offset', offset]] as Query)),
	];
}

/** A parameter that can be left out: `expand:account` is one of several. */
export type Refusable = 'order' | 'limit' | 'offset' | 'filter' | 'search' | `expand:${string}`;

/** What was refused so far, and with which status; later requests do without it. */
export interface Refusals {
	parameters: Set<Refusable>;
	status: number | null;
	/** The largest page that may be requested. */
	maximumLimit: number;
}

export interface TolerantReply extends Reply {
	/** What the request consisted of in the end. */
	sent: Wanted;
	/** What had to be left out for this answer. */
	refused: Refusable[];
	refusalStatus: number | null;
	/** The smallest limit that was refused. */
	refusedLimit: number | null;
}

/**
 * Requests rows, and leaves out, one after another, what the service refuses: what its message names, else
 * the least documented first.
 */
export async function askTolerantly(
	asker: Asker,
	path: string,
	wanted: Wanted,
	refusals: Refusals,
): Promise<TolerantReply | undefined> {
	let sent = withoutRefused(wanted, refusals);
	const refused: Refusable[] = [];
	let refusalStatus: number | null = null;
	let refusedLimit: number | null = null;
	for (;;) {
		const reply = await asker.ask(path, queryOf(sent));
		if (!reply) return undefined;
		const guilty =
			reply.status === 400 || reply.status === 422
				? guiltyIn(reply.failure?.details?.replace(/^.*?: /, '') ?? '', sent)
				: reply.status === 500
					? suspectsIn(sent)
					: undefined;
		if (!guilty) {
			if (reply.status === 200) for (const name of refused) refusals.parameters.add(name);
			if (refusedLimit !== null && sent.limit) refusals.maximumLimit = sent.limit;
			refusals.status ??= refused.length || refusedLimit ? refusalStatus : null;
			return { ...reply, sent, refused, refusalStatus, refusedLimit };
		}
		refusalStatus = reply.status;
		if (guilty === 'limit' && (sent.limit ?? 0) > 1) {
			refusedLimit = sent.limit as number;
			sent = { ...sent, limit: Math.floor(refusedLimit / 2) };
		} else {
			refused.push(...(Array.isArray(guilty) ? guilty : [guilty]));
			sent = without(sent, refused);
		}
	}
}

function withoutRefused(wanted: Wanted, { parameters, maximumLimit }: Refusals): Wanted {
	const limit = wanted.limit === undefined ? undefined : Math.min(wanted.limit, maximumLimit);
	return without({ ...wanted, limit }, [...parameters]);
}

function without(wanted: Wanted, names: Refusable[]): Wanted {
	return {
		...wanted,
		...(names.includes('order') ? { order: false } : {}),
		...(names.includes('limit') ? { limit: undefined } : {}),
		...(names.includes('offset') ? { offset: undefined } : {}),
		...(names.includes('search') ? { search: undefined } : {}),
		...(names.includes('filter') ? { filters: [] } : {}),
		expand: wanted.expand?.filter((name) => !names.includes(`expand:${name}`)),
	};
}

/** What a refusal is about: what the message names, else the first thing that can be left out. */
function guiltyIn(message: string, sent: Wanted): Refusable | Refusable[] | undefined {
	const { expand = [], filters = [], order, limit, offset, search } = sent;
	const allExpands = expand.map((name): Refusable => `expand:${name}`);
	const candidates: Array<[RegExp, boolean, Refusable | Refusable[]]> = [
		[/expand/i, expand.length > 0, namedIn(message, expand) ?? allExpands],
		[/offset/i, offset !== undefined, 'offset'],
		[/order|sort|direction/i, Boolean(order), 'order'],
		[/filter|comparator/i, filters.length > 0, 'filter'],
		[/limit/i, limit !== undefined, 'limit'],
		[/search/i, search !== undefined, 'search'],
	];
	const possible = candidates.filter(([, isSent]) => isSent);
	const [, , guilty] = possible.find(([pattern]) => pattern.test(message)) ?? possible[0] ?? [];
	return guilty;
}

/** Laravel can fail over related objects that it does not know. */
function suspectsIn({ expand = [] }: Wanted): Refusable[] | undefined {
	return expand.length ? expand.map((name): Refusable => `expand:${name}`) : undefined;
}

function namedIn(message: string, expand: string[]): Refusable | undefined {
	const at = /expand\.(\d+)/i.exec(message)?.[1];
	const byNumber = at === undefined ? undefined : expand[Number(at)];
	const name = byNumber ?? expand.find((each) => new RegExp(`\\b${each}\\b`).test(message));
	return name === undefined ? undefined : `expand:${name}`;
}
