import { mayBeAll, rowsOf } from '../../shared/sinao/fetchPage';
import { usualPages } from '../../shared/sinao/wholeList';
import type { Asker } from './ask';
import type { SampledList } from './lists';
import { askTolerantly, type Refusals, type TolerantReply, type Wanted } from './request';

const most = 1000;

/**
 * Whether a list for which no text declares a limit came whole. Only if the number of its rows can be a page size, it
 * is requested again behind these rows and, if that proves nothing, with a limit of one.
 */
export async function probeWholeList(
	asker: Asker,
	{ planned, check, rows }: SampledList,
	{ maximumLimit }: Refusals,
): Promise<void> {
	if (!planned.resource.unpaged || !mayBeAll(rows.length)) return;
	// What such a list refuses says nothing of the others.
	const own: Refusals = { parameters: new Set(), status: null, maximumLimit };
	const ask = async (wanted: Wanted) =>
		await askTolerantly(asker, planned.resource.path, wanted, own);
	const countIn = (reply?: TolerantReply) =>
		reply?.status === 200 ? rowsOf(reply.json)?.length : undefined;
	const known = new Set(rows.map((row) => JSON.stringify(row.id ?? row)));
	const reply = await ask({ limit: most, offset: rows.length });
	const found = reply?.status === 200 ? rowsOf(reply.json) : undefined;
	const fresh = found?.filter((row) => !known.has(JSON.stringify(row.id ?? row))).length;
	if (found?.length === 0 || fresh) {
		check.paging = 'offset';
		check.rows.atLeast = rows.length + (fresh ?? 0);
		check.rows.atMost = fresh && fresh >= (reply?.sent.limit ?? most) ? null : check.rows.atLeast;
		return;
	}
	if (!usualPages.includes(rows.length) || countIn(await ask({ limit: 1 })) === 1) return;
	check.paging = 'unproven';
	check.rows.atMost = null;
}
