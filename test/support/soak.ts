import { cleanUp, fileOf, runNode } from './engine';
import { idsOf } from './faultyCompany';
import { type SinaoServer, startSinao } from './sinao';
import type { DocumentList } from './sinao/types';

/** How documents are requested, and the share of requests that fail, in ways and at places that follow from the seed. */
const ways = [
	{
		of: '5,000 documents while 2 % of all requests fail',
		downloadInBulk: 'never',
		failing: 0.02,
		faults: 50,
		runs: 3,
	},
	{
		of: '5,000 documents in archives while 10 % of all requests fail',
		downloadInBulk: 'automatic',
		failing: 0.1,
		faults: 10,
		// Limits that only seem to be there make it wait.
		runs: 1,
	},
];
/** Some rows have no document, rightly: drafts, and purchases without an original. */
const size = { invoices: 2200, quotes: 1650, purchases: 1650 };

/** Downloads every document of a list, with short waits and many at a time, and asserts that the files are those of the service; gives their number. */
async function expectEveryDocument(
	api: SinaoServer,
	type: string,
	list: DocumentList,
	downloadInBulk: string,
): Promise<number> {
	const { outputs, error } = await runNode({
		type,
		credentials: {
			sinaoApi: { apiKey: api.apiKey, appId: String(api.appId), baseUrl: api.baseUrl },
		},
		parameters: {
			operation: 'downloadPdf',
			options: { firstWait: 1, parallelDownloads: 16, maximumTries: 10, downloadInBulk },
		},
	});
	expect(error).toBeUndefined();
	expect(outputs[1]).toEqual([]);
	const right = api.company
		.table(list)
		.byId()
		.flatMap(({ id }) => {
			const bytes = api.document(list, id);
			return bytes ? [{ id, bytes }] : [];
		});
	expect(idsOf(outputs[0])).toEqual(right.map(({ id }) => id));
	for (const [index, { id, bytes }] of right.entries()) {
		if (!(await fileOf(outputs[0][index])).equals(bytes))
			throw new Error(`The document of ${list} ${id} is not the one of the service`);
	}
	return right.length;
}

/** A run for each seed, and one in archives for the last: 5,000 documents, which must all be there in the end, and nothing else. */
export function soak(seeds: number[]): void {
	afterAll(cleanUp);

	for (const { of, downloadInBulk, failing, faults, runs } of ways)
		it.each(seeds.slice(-runs))(
			`Seed %d: ${of.replace('%', '%%')}, and in the end exactly what the service has`,
			async (seed) => {
				const api = await startSinao({ seed, size });
				api.faults.add({ fault: { kind: 'random' }, probability: failing, seed });
				const expectAll = async (type: string, list: DocumentList) =>
					await expectEveryDocument(api, type, list, downloadInBulk);
				try {
					const invoices = await expectAll('sinaoInvoices', 'invoices');
					const quotes = await expectAll('sinaoQuotes', 'quotes');
					const purchases = await expectAll('sinaoPurchases', 'purchases');
					expect(invoices + quotes + purchases).toBeGreaterThanOrEqual(5000);
					expect(api.faults.struck()).toBeGreaterThan(faults);
				} finally {
					await api.close();
				}
			},
			600_000,
		);
}
