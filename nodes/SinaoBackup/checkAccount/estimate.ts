import { firstParallel, maximumParallel } from '../../shared/sinao/pace';
import type { AccountCheck, DocumentCheck, ListCheck } from './accountCheck';

/** What a full backup with the default options will take. */
export interface Estimate {
	lists: number;
	documents: number;
	megabytes: number;
	minutes: number;
	requests: number;
	/** Whether some lists are longer than it could be seen. */
	isLowerBound: boolean;
}

const pageRows = 1000;
/** n8n and the storage need some time for each file, whatever is downloaded in the meantime. */
const millisecondsOfFile = 20;

/**
 * The estimate; sizes and times of the documents are those of the few that were downloaded, without the size of the PDFs
 * of the Sinao subscription. Each document is downloaded individually: nobody knows yet whether ZIP archives help.
 */
export function estimateOf({
	lists,
	documents,
	requests,
	subscriptionPdf,
}: AccountCheck): Estimate {
	const open = lists.filter(({ status, list }) => status === 200 && list !== 'accountingExports');
	const files = documents.map((each) => ({
		count: documentCount(each, open),
		kilobytes: each.kilobytes ?? 0,
	}));
	const linked =
		subscriptionPdf?.leadsTo === 'otherHost' || subscriptionPdf?.leadsTo === 'ownHost'
			? subscriptionPdf.links
			: 0;
	const count = files.reduce((sum, each) => sum + each.count, linked);
	const listBytes = open.reduce((sum, { rows, rowBytes }) => sum + rows.atLeast * rowBytes, 0);
	const fileBytes = files.reduce((sum, each) => sum + each.count * each.kilobytes * 1000, 0);
	const pages = open.reduce(
		(sum, { rows, limit }) =>
			sum +
			1 +
			Math.ceil(rows.atLeast / Math.max(1, Math.min(pageRows, limit.accepted || pageRows))),
		0,
	);
	const byTime =
		pages * requests.median +
		Math.max(roundsFor(count) * requests.median, count * millisecondsOfFile);
	const byRate = requests.perMinute ? ((pages + count) / requests.perMinute) * 60_000 : 0;
	return {
		lists: open.length,
		documents: count,
		// The lists are saved as CSV and as JSON Lines.
		megabytes: Math.ceil((2 * listBytes + fileBytes) / 1e6),
		minutes: Math.max(1, Math.ceil(Math.max(byTime, byRate) / 60_000)),
		requests: pages + count,
		isLowerBound: open.some(({ rows }) => rows.atMost === null),
	};
}

/** How many times an answer takes until so many documents are downloaded, one more at the same time after each. */
function roundsFor(documents: number): number {
	let rounds = 0;
	for (let left = documents, parallel = firstParallel; left > 0; left -= parallel++, rounds++)
		if (parallel === maximumParallel) return rounds + Math.ceil(left / maximumParallel);
	return rounds;
}

/** Documents of a list: as many of all rows as of those that were read. */
function documentCount({ list, expected, rows }: DocumentCheck, lists: ListCheck[]): number {
	const all = lists.find((each) => each.list === list)?.rows.atLeast ?? rows;
	return rows ? Math.round((expected * Math.max(all, rows)) / rows) : 0;
}
