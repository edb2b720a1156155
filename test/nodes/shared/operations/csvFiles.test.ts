import * as fc from 'fast-check';
import { parse } from 'papaparse';

import { bank } from '../../../../nodes/SinaoBank/bank';
import { readCsvFiles } from '../../../../nodes/shared/operations/exportCsv';
import type { Row } from '../../../../nodes/shared/resource';
import { everyRow, type ReadRows } from '../../../../nodes/shared/sinao/rows';
import { frenchExcel } from '../../../support/expected';

const settings = { seed: 20261125, numRuns: 150, endOnFailure: true };

/** The lists as the service would give them, page by page. */
function reading(accounts: Row[], pages: Row[][]): ReadRows {
	return async function* ({ path }) {
		if (path === '/cashflowsources/') yield accounts;
		else yield* pages;
	};
}

interface Account {
	id: number;
	name: string;
}

const account: fc.Arbitrary<Account> = fc.record({
	id: fc.integer({ min: 1, max: 6 }),
	name: fc.constantFrom('Compte', 'compte', 'Compte', '../Caisse', 'CON', '', 'x'.repeat(200)),
});

interface Belonging {
	/** What the movement says of its account. */
	value: unknown;
	/** The id of that account; 0 is none. */
	home: number;
}

const belonging: fc.Arbitrary<Belonging> = fc.oneof(
	account.map((of) => ({ value: of, home: of.id })),
	account.map(({ id }) => ({ value: id, home: id })),
	account.map(({ id, name }) => ({ value: { id: String(id), name }, home: id })),
	fc.constantFrom<unknown>(null, undefined, [], {}, '').map((value) => ({ value, home: 0 })),
);
const movement = fc.record({
	id: fc.integer({ min: 1, max: 20 }),
	of: belonging,
	amount: fc.integer(),
});
const pages = fc.array(fc.array(movement, { maxLength: 5 }), { maxLength: 6 });

it('29 Every transaction is in the file of its last account only, whatever the accounts are and however they are returned', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.uniqueArray(account, { selector: ({ id }) => id, maxLength: 5 }),
			pages,
			async (accounts, drawn) => {
				const given = drawn.map((page) =>
					page.map(
						({ id, of: { value }, amount }) => ({ id, cashflow_source: value, amount }) as Row,
					),
				);
				const homes = new Map(
					drawn
						.flat()
						.map(({ id, of: { home }, amount }) => [String(id), { home: String(home), amount }]),
				);
				const found: Array<[string, { home: string; amount: number }]> = [];
				const paths: string[] = [];
				for (const finish of await readCsvFiles(
					reading(accounts as unknown as Row[], given),
					bank,
					everyRow,
					[frenchExcel],
					'kindAndYear',
					true,
				)) {
					const { file } = finish();
					const { data } = parse<Record<string, string>>(file.bytes.toString('utf8'), {
						header: true,
						delimiter: ';',
						skipEmptyLines: true,
					});
					const part = file.details.part as { id: number | string };
					paths.push(`${file.folder}/${file.fileName}`.toLowerCase());
					expect(file.details.rows).toBe(data.length);
					for (const record of data)
						found.push([
							record['Identifiant Sinao'],
							{
								home: String(part?.id),
								amount: Math.round(Number(record.Montant.replace(',', '.')) * 100),
							},
						]);
				}
				expect(new Set(paths).size).toBe(paths.length);
				expect(paths.length).toBeGreaterThanOrEqual(Math.max(1, accounts.length));
				expect(found.length).toBe(homes.size);
				expect(new Map(found)).toEqual(homes);
			},
		),
		settings,
	);
});
