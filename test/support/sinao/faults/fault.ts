import type { ListName } from '../data/world';
import type { Row } from '../types';

/** A change of the company, as JSON. */
export type Step =
	| { do: 'insert'; list: ListName; row?: Partial<Row>; where?: 'end' | 'front' }
	| { do: 'change'; list: ListName; id: number; changes: Partial<Row> }
	| { do: 'delete'; list: ListName; id: number }
	| { do: 'addInvoice'; fields?: Partial<Row> }
	| { do: 'finalise'; id: number }
	| { do: 'rerender' };

/** `Retry-After` in each of its forms; several values give several header lines. */
export type RetryAfter = string | number | { dateInSeconds: number } | Array<string | number>;

/** What can go wrong with an answer. Each one is plain JSON; the numbers are rows of faults.md. */
export type Fault =
	/** 1-8, 33-36: a status, with `Retry-After`, a `Date` that is wrong by some seconds, other headers, a body. */
	| {
			kind: 'status';
			status: number;
			retryAfter?: RetryAfter;
			clockSkewSeconds?: number;
			headers?: Record<string, string>;
			body?: unknown;
	  }
	/** 9 */
	| { kind: 'reset'; when: 'beforeHeaders' | 'midBody' }
	/** 11 */
	| { kind: 'silence'; when?: 'beforeHeaders' | 'midBody' }
	/** 12: `bytes` (1) every so many milliseconds, for `steps` (all) steps, then the rest at once. */
	| { kind: 'drip'; everyMilliseconds: number; bytes?: number; steps?: number }
	/** 13: ends so many bytes (100) before the announced length. */
	| { kind: 'shortBody'; missing?: number }
	/** 14: no length, connection cut after this part (0.5) of the body. */
	| { kind: 'chunkedCut'; keep?: number }
	/** 14: ends well after this part (0.5) of the body, with a length that agrees. */
	| { kind: 'truncated'; keep?: number }
	/** 14: a packed body ends well 20 bytes too early, with a length that agrees. */
	| { kind: 'packedCut' }
	/** 15: sends so many bytes (1000) more than announced. */
	| { kind: 'longBody'; extra?: number }
	/** 15: goes on for `bytes` (1 GiB), without a length. */
	| { kind: 'endless'; bytes?: number }
	/** 16, 17: status 200 and this instead: a login page, an error as JSON, or any text. */
	| { kind: 'html'; text?: string; contentType?: string }
	| { kind: 'jsonError'; message?: string; contentType?: string }
	| { kind: 'text'; text: string; contentType?: string }
	/** 44: status 200 and these bytes. */
	| { kind: 'bytes'; base64: string; contentType?: string; headers?: Record<string, string> }
	/** 122: a list that has the text `none` for its rows. */
	| { kind: 'noneForRows' }
	/** 18 */
	| { kind: 'empty' }
	/** 19: null leaves the header out. */
	| { kind: 'contentType'; value: string | null }
	/** 21, 48 */
	| { kind: 'malformedJson'; how: 'garbage' | 'truncated' | 'bom' | 'invalidUtf8' }
	/** 23 to 26, 29 to 31: a list that does not do as it is told. */
	| { kind: 'emptyPage' }
	| { kind: 'ignoreOffset' }
	| { kind: 'ignoreFilter'; name?: string }
	| { kind: 'ignoreOrder' }
	| { kind: 'ignoreSearch' }
	/** Takes the several values of an `IN` for one text, or for the first of them. */
	| { kind: 'misreadIn'; as: 'one' | 'first' }
	| { kind: 'capLimit'; to: number }
	/** So many rows a page, whatever `limit` asks for. */
	| { kind: 'ownLimit'; rows: number }
	| { kind: 'refuseLimit'; over: number }
	/** 31: a total that is wrong by so much; turns the envelope `total` on. */
	| { kind: 'wrongTotal'; difference: number }
	/** 29: the last row of the page before comes again in front, with these changes. */
	| { kind: 'repeatRow'; changes?: Partial<Row> }
	/** 30 */
	| { kind: 'shuffle'; within: 'page' | 'list' }
	/** 34: the key no longer works, from this request on. */
	| { kind: 'revokeKey' }
	/** 43: a good file of the same kind with other bytes. */
	| { kind: 'otherBytes' }
	/** 44 */
	| {
			kind: 'zip';
			how: 'incomplete' | 'extra' | 'slip' | 'brokenDirectory' | 'bomb' | 'renamed';
			bytes?: number;
	  }
	/** 57, 68, 69: sends the caller to the other host; `expired`: the link answers 403; `silent`: nobody answers there. */
	| {
			kind: 'redirect';
			status?: 301 | 302 | 303 | 307 | 308;
			expired?: boolean;
			endless?: boolean;
			silent?: boolean;
	  }
	/** 27, 28, 37, 39, 40, 41: changes the company before (default) or after this request is answered. */
	| { kind: 'mutate'; steps: Step[]; when?: 'before' | 'after' }
	/** Soak: one of the faults that a client should survive by trying again, from the rule's seed. */
	| { kind: 'random'; of?: Fault[] };

/** Every kind; the type keeps the list whole. */
const kinds: Record<Fault['kind'], true> = {
	status: true,
	reset: true,
	silence: true,
	drip: true,
	shortBody: true,
	chunkedCut: true,
	truncated: true,
	packedCut: true,
	longBody: true,
	endless: true,
	html: true,
	jsonError: true,
	text: true,
	bytes: true,
	noneForRows: true,
	empty: true,
	contentType: true,
	malformedJson: true,
	emptyPage: true,
	ignoreOffset: true,
	ignoreFilter: true,
	ignoreOrder: true,
	ignoreSearch: true,
	misreadIn: true,
	capLimit: true,
	ownLimit: true,
	refuseLimit: true,
	wrongTotal: true,
	repeatRow: true,
	shuffle: true,
	revokeKey: true,
	otherBytes: true,
	zip: true,
	redirect: true,
	mutate: true,
	random: true,
};

export const faultKinds: string[] = Object.keys(kinds);
