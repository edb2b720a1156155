import { checkDocument } from '../../shared/files/type';
import { arrayIn, contentOf } from '../../shared/sinao/fetchPage';
import { sendingHistory } from '../../SinaoRecords/resources/sendingHistory';
import type { AccountCheck } from './accountCheck';
import type { Asker } from './ask';
import type { SampledList } from './lists';

/** What is open about lists that only the newer text of the API has (docs/sinao-api.md), in at most five requests. */
export async function probeNewerLists(
	asker: Asker,
	lists: Map<string, SampledList>,
): Promise<Pick<AccountCheck, 'tagObjects' | 'unsentTypes' | 'subscriptionPdf'>> {
	return {
		tagObjects: await probeTags(asker, lists.get('tags')),
		unsentTypes: await probeSendingHistory(asker, lists),
		subscriptionPdf: await probeLink(asker, lists.get('subscriptionInvoices')),
	};
}

/** Requests the tags of relationships, which the older text does not know and which cannot be all tags. */
async function probeTags(asker: Asker, list?: SampledList): Promise<AccountCheck['tagObjects']> {
	if (!list?.rows.length) return null;
	const reply = await asker.ask(list.planned.resource.path, [['object', 'relationship']]);
	if (!reply?.status) return null;
	if (reply.status !== 200) return 'refused';
	const members = arrayIn(contentOf(reply.json)) ?? [];
	return members.length < list.rows.length ? 'honoured' : 'ignored';
}

/** Requests the emails of a document of each type: of one that was sent, if a row says so. Others may be not found. */
async function probeSendingHistory(
	asker: Asker,
	lists: Map<string, SampledList>,
): Promise<AccountCheck['unsentTypes']> {
	let isKnown = false;
	const refused: string[] = [];
	for (const { path, type } of sendingHistory.perDocument ?? []) {
		const rows = lists.get(path.slice(1))?.rows ?? [];
		const sent = rows.filter(({ email_sent_at: time }) => Boolean(time)).at(-1);
		const row = sent ?? rows.at(-1);
		if (!row) continue;
		const reply = await asker.ask(`${sendingHistory.path}/${String(row.id)}`, [['type', type]]);
		if (!reply?.status || (reply.status === 404 && !sent)) continue;
		isKnown = true;
		if (reply.status !== 200) refused.push(type);
	}
	return isKnown ? refused : null;
}

/** Follows the link of one of Sinao's own invoices. */
async function probeLink(
	asker: Asker,
	list?: SampledList,
): Promise<AccountCheck['subscriptionPdf']> {
	if (!list?.rows.length) return null;
	const { link } = list.planned.resource.document ?? {};
	const links = list.rows.flatMap((row) => link?.(row) ?? []);
	const found = links.at(0);
	if (!found) return { leadsTo: 'none', links: 0 };
	const address = asker.resolve(found.url);
	const reply = await asker.ask(address.href, [], 'file');
	if (!reply) return null;
	const { status, body, contentType } = reply;
	const host = address.host === asker.resolve().host ? 'ownHost' : 'otherHost';
	const isPdf = !checkDocument(body, { content: 'pdf', contentType }).failure;
	return { leadsTo: status !== 200 ? 'failed' : isPdf ? host : 'page', links: links.length };
}
