import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { parse } from 'papaparse';

import { Folder, runBackup } from '../support/backup';
import {
	download,
	everyId,
	exportCsv,
	fileOf,
	getMany,
	idsOf,
	useSinao,
} from '../support/faultyCompany';
import { NASTY_TEXTS } from '../support/sinao/data/nasty';
import type { NodeResult } from '../support/engine';
import type { DocumentList } from '../support/sinao/types';

/**
 * Accounts with any values in their rows, read with any settings. To repeat a failure, set `FUZZ_SEED` to the seed
 * that fast-check prints; `FUZZ_RUNS` tries more accounts.
 */
const settings = {
	seed: Number(process.env.FUZZ_SEED ?? 20261126),
	numRuns: Number(process.env.FUZZ_RUNS ?? 6),
	endOnFailure: true,
};
const lists: DocumentList[] = ['invoices', 'quotes', 'purchases'];
const sinao = useSinao({
	size: { invoices: 5, quotes: 3, purchases: 3, persons: 2, organizations: 2 },
});

const dates = fc.oneof(
	fc.constantFrom(
		'0000-00-00',
		'-0001-11-30T00:00:00.000000Z',
		'9999-12-31T23:00:00Z',
		'10000-01-01',
		'2024-02-30',
		'2024-10-27T02:30:00',
		'31/12/2023',
		'demain',
		0,
		1_700_000_000,
	),
	fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const numbers = fc.oneof(
	fc.constantFrom(-0, 1e308, 5e-324, 2 ** 53, -1, 0.1),
	fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.integer(),
);
const names = fc.oneof(
	fc.constantFrom(...NASTY_TEXTS, '', '.', '..', '../../x', 'CON', 'a/b\\c:d', 'x'.repeat(500)),
	fc.string({ unit: 'binary', maxLength: 40 }),
);
const value = fc.oneof(dates, numbers, names, fc.jsonValue({ maxDepth: 3 }), fc.constant(null));

/** Changes of the fields of a row, each with values of its own kind and of every other. */
const changes = fc.record(
	{
		number: fc.oneof(names, value),
		title: fc.oneof(names, value),
		reference: value,
		written_at: fc.oneof(dates, value),
		payment_deadline_at: fc.oneof(dates, value),
		amount: fc.oneof(numbers, value),
		amount_tax: fc.oneof(numbers, value),
		totals: value,
		currency: value,
		tags: value,
		metadata: value,
		contact_infos: fc.oneof(
			fc.record({ id: fc.oneof(fc.integer(), names), name: names, organization: value }),
			value,
		),
		customer: value,
		supplier: value,
		author: value,
		unknown: value,
	},
	{ requiredKeys: [] },
);

const options: fc.Arbitrary<IDataObject> = fc.record(
	{
		pageSize: fc.constantFrom(1, 2, 3, 100),
		parallelDownloads: fc.constantFrom(1, 4, 16),
		timeZone: fc.constantFrom('Europe/Paris', 'Pacific/Kiritimati', 'America/Martinique', 'UTC'),
		folderStructure: fc.constantFrom('kindAndYear', 'kind', 'flat'),
		downloadInBulk: fc.boolean(),
	},
	{ requiredKeys: [] },
);
const naming: fc.Arbitrary<IDataObject> = fc.record(
	{
		fileNamePattern: fc.constantFrom(
			'{date} {number} {customer}',
			'{title}',
			'{ID}',
			'{customer}/{x}',
		),
	},
	{ requiredKeys: [] },
);
const formats: fc.Arbitrary<IDataObject> = fc.oneof(
	fc.constantFrom<IDataObject>({ format: 'frenchExcel' }, { format: 'standard' }),
	fc.record({
		format: fc.constant('custom'),
		delimiter: fc.constantFrom(';', ',', '\t'),
		decimalMark: fc.constantFrom(',', '.'),
		dateFormat: fc.constantFrom('dd/mm/yyyy', 'yyyy-mm-dd'),
		encoding: fc.constantFrom('utf8', 'windows1252'),
		columns: fc.constantFrom('all', 'main'),
	}),
);

const account = fc.record({
	rows: fc.array(changes, { minLength: 11, maxLength: 11 }),
	options,
	naming,
	format: formats,
});

const before = new Map<object, object>();

function change(rows: object[]): void {
	const all = lists.flatMap((list) => sinao.api.company.lists[list] as object[]);
	all.forEach((row, index) => {
		if (!before.has(row)) before.set(row, structuredClone(row));
		for (const key of Object.keys(row)) delete row[key as keyof typeof row];
		Object.assign(row, structuredClone(before.get(row)), rows[index]);
	});
}

/** The ids of the documents that the service has, in ascending order. */
const documentsOf = (list: DocumentList) =>
	everyId(sinao.api, list).filter((id) => sinao.api.document(list, id));
/** A row without a number or a file has no document, and is missing unless it is a draft. */
function expectNothingMissing(list: DocumentList, { error, outputs }: NodeResult): void {
	expect(error?.message).toBeUndefined();
	expect(idsOf(outputs[1]).filter((id) => sinao.api.document(list, Number(id)))).toEqual([]);
}

const sorted = (ids: unknown[]) => ids.map(Number).sort((one, other) => one - other);

/** The rows of every list that a backup contains. */
const listSizes = () =>
	[...lists, 'persons', 'organizations', 'products', 'transactions'].map(
		(list): [string, number] => [list, sinao.api.company.lists[list as DocumentList].length],
	);

/** A backup of the account: every row and document, and an outcome that says what the service does not have. */
async function expectBackup(options: IDataObject): Promise<void> {
	const { api } = sinao;
	const folder = new Folder();
	try {
		const { error, backUp } = await runBackup(api, folder, { options });
		expect(error?.message).toBeUndefined();
		const [files] = backUp.outputs;
		const lacking: string[] = [];
		for (const list of lists) {
			const ofList = files.filter(({ json }) => json.resource === list && json.kind === 'document');
			expect(sorted(idsOf(ofList))).toEqual(documentsOf(list));
			const without = everyId(api, list).filter(
				(id) => !api.document(list, id) && api.company.find(list, id)?.status !== 'draft',
			);
			lacking.push(...without.map((id) => `${list} ${id}`));
		}
		for (const kind of ['csv', 'jsonl']) {
			const rowsOf = (list: string) =>
				files
					.filter(({ json }) => json.resource === list && json.kind === kind)
					.reduce((sum, { json }) => sum + Number(json.rows), 0);
			expect(listSizes().map(([list]) => [list, rowsOf(list)])).toEqual(listSizes());
		}
		const { outcome, missing, files: saved } = folder.manifest();
		expect(missing.map(({ resource, id }) => `${resource} ${id}`).sort()).toEqual(lacking.sort());
		expect(outcome).toBe(lacking.length ? 'incomplete' : 'complete');
		expect(saved).toHaveLength(files.length);
	} finally {
		folder.remove();
	}
}

it('32, 94, 95 Any dates, numbers and names in any fields, with any settings: no run ends, no row and no document is lost', async () => {
	await fc.assert(
		fc.asyncProperty(account, async ({ rows, options: given, naming: pattern, format }) => {
			change(rows);
			const { api } = sinao;
			for (const list of lists) {
				const type = `sinao${list[0].toUpperCase()}${list.slice(1)}`;
				const downloaded = await download(api, { type, options: { ...given, ...pattern } });
				expectNothingMissing(list, downloaded);
				expect(sorted(idsOf(downloaded.outputs[0]))).toEqual(documentsOf(list));
				const paths = downloaded.outputs[0].map(({ json }) => String(json.path).toLowerCase());
				expect(new Set(paths).size).toBe(paths.length);
				expect(
					paths.filter((path) => /(?:^|\/)\.\.?(?:\/|$)|[\\:*?"<>|\p{Cc}]/u.test(path)),
				).toEqual([]);

				const exported = await exportCsv(api, { type, parameters: format, options: given });
				expect(exported.error?.message).toBeUndefined();
				expect(exported.outputs[0].map(({ json }) => json.rows)).toEqual([
					everyId(api, list).length,
				]);
				const { data } = parse<string[]>(
					(await fileOf(exported.outputs[0][0])).toString('utf8').replace(/^\uFEFF/, ''),
					{
						delimiter: String(format.delimiter ?? (format.format === 'standard' ? ',' : ';')),
						newline: '\r\n',
					},
				);
				expect(data).toHaveLength(everyId(api, list).length + 2);

				const simple = await getMany(api, { type, options: given, parameters: { simplify: true } });
				expect(simple.error?.message).toBeUndefined();
				expect(sorted(idsOf(simple.outputs[0]))).toEqual(everyId(api, list));
			}
			await expectBackup(given);
		}),
		settings,
	);
});
