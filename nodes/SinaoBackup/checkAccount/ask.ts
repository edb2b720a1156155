import { endsRun, type Failure, type Outcome, SinaoFailure } from '../../shared/failure';
import type { Query } from '../../shared/resource';
import type { Answer } from '../../shared/sinao/answer';
import { withRetries } from '../../shared/sinao/pace';
import type { Connection } from '../../shared/sinao/connection';
import { send } from '../../shared/sinao/request';
import { parseExactJson } from '../../shared/values/fields';
import type { AccountCheck } from './accountCheck';

/** Requests of one check, each attempt counted; one more may be needed to find the company. */
const maximumRequests = 84;

/** What came back, whatever its status. */
export interface Reply {
	/** Null where no answer came. */
	status: number | null;
	failure?: Failure;
	body: Buffer;
	contentType: unknown;
	/** Undefined where the body is no JSON. */
	json?: unknown;
	milliseconds: number;
}

/** Sends the requests of a check and counts them. */
export interface Asker {
	/**
	 * Undefined where the maximum is reached. The document of a draft is requested once, whatever comes.
	 *
	 * @param path below the company, or an address that Sinao gave
	 */
	ask(path: string, query: Query, kind?: 'list' | 'file' | 'draft'): Promise<Reply | undefined>;
	left(): number;
	/** The address of a link in a row, and of the API itself. */
	resolve(link?: string): URL;
	summary(): { requests: AccountCheck['requests']; packed: boolean };
}

const minute = 60_000;

/**
 * An asker over one connection. Faults that pass are tried again twice; a refusal is an answer.
 *
 * @param before requests that were answered before
 * @throws SinaoFailure from `ask` where the key is refused or the user pressed Stop
 */
export function createAsker(connection: Connection, before: number): Asker {
	const { settings } = connection;
	const patient = { ...connection, settings: { ...settings, tries: Math.min(3, settings.tries) } };
	const hasty = { ...connection, settings: { ...settings, tries: 1 } };
	const begin = performance.now();
	const answered: Array<{ end: number; milliseconds: number }> = [];
	let sent = before;
	let skipped = 0;
	let packed = false;
	let perMinute: number | null = null;
	let isOver = false;

	async function sendOnce(
		address: string,
		query: Query,
		kind: 'list' | 'file',
	): Promise<Outcome<Answer>> {
		sent++;
		const start = performance.now();
		const outcome = await send(connection, {
			path: address,
			query,
			idleTimeout: settings.idleTimeout[kind],
			maximumBytes: settings.maximumFileSize,
			followsToOtherHosts: kind === 'file',
		});
		const end = performance.now();
		if (outcome.failure?.reason === 'rateLimited')
			perMinute ??= before + answered.filter((each) => each.end > end - minute).length;
		else if (outcome.value || outcome.failure?.httpCode)
			answered.push({ end, milliseconds: Math.round(end - start) });
		if (outcome.value) packed ||= isPacked(outcome.value);
		return outcome;
	}

	return {
		async ask(path, query, kind = 'list') {
			if (isOver || sent >= maximumRequests) {
				skipped++;
				return undefined;
			}
			const start = performance.now();
			const isLink = /^https?:/i.test(path);
			const address = isLink ? path : `/apps/${connection.appId}${path}`;
			const tolerant = kind === 'draft' ? hasty : patient;
			const { value, failure } = await withRetries(
				isLink ? { ...tolerant, throttle: { ...connection.throttle } } : tolerant,
				async () => await sendOnce(address, query, kind === 'list' ? 'list' : 'file'),
			);
			const isRefused = isLink && failure?.reason === 'unauthorized';
			if (failure && endsRun(failure) && !isRefused) throw new SinaoFailure(failure);
			isOver = failure?.reason === 'postponed';
			return {
				status: value?.status ?? (failure?.httpCode ? Number(failure.httpCode) : null),
				failure,
				body: value?.body ?? Buffer.alloc(0),
				contentType: value?.headers['content-type'],
				json: value && kind === 'list' ? jsonOf(value.body) : undefined,
				milliseconds: Math.round(performance.now() - start),
			};
		},
		left: () => maximumRequests - sent,
		resolve: (link = '') => new URL(link, connection.baseUrl),
		summary: () => {
			const times = answered.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
			return {
				packed,
				requests: {
					sent,
					skipped,
					median: times[Math.floor(times.length / 2)] ?? 0,
					slowest: times[times.length - 1] ?? 0,
					seconds: Math.round((performance.now() - begin) / 1000),
					perMinute,
				},
			};
		},
	};
}

function isPacked({ headers, body }: Answer): boolean {
	const announced = Number(headers['content-length']);
	return Boolean(headers['content-encoding']) || (announced > 0 && announced !== body.length);
}

/** The JSON of a body, with the digits of long numbers; undefined where it is none. */
export function jsonOf(body: Buffer): unknown {
	try {
		return parseExactJson(body.toString('utf8'));
	} catch {
		return undefined;
	}
}
