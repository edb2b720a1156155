import { organizations } from '../nodes/SinaoOrganizations/organizations';
import { createCsvTable } from '../nodes/shared/csv/table';
import type { Row } from '../nodes/shared/resource';
import { frenchExcel } from '../test/support/expected';
import { type CaseSetup, showRound } from './case';
import { type Costs, noRequests, type Round } from './results';

/** All tables have the same number of cells. */
const cells = 800_000;
const fieldCounts = [250, 500, 1_000, 4_000];

export const fieldsOf = (count: number) => `${count.toLocaleString('en')} fields`;
export const wideEntrants = fieldCounts.map(fieldsOf);

/** Rows with so many fields, which are new objects as those that n8n receives. */
function rowsWith(fields: number): Row[] {
	return Array.from({ length: cells / fields }, (_, index) => ({
		id: index + 1,
		metadata: Object.fromEntries(
			Array.from({ length: fields }, (__, field) => [`key ${field}`, `value ${index}`]),
		),
	})) as unknown as Row[];
}

function measure(fields: number): Round {
	const rows = rowsWith(fields);
	const begin = performance.now();
	const table = createCsvTable(organizations, frenchExcel);
	while (rows.length) table.add(rows.splice(0, 50));
	const { bytes } = table.finish();
	const milliseconds = performance.now() - begin;
	const [header] = bytes.subarray(0, 1e6).toString('utf8').split('\r\n');
	return { ...noRequests, milliseconds, columns: header.split(';').length };
}

/** Creates CSV tables from rows with more and more fields, in this process. */
export async function measureWideRows({ key, rounds }: CaseSetup): Promise<Costs> {
	const costs: Costs = Object.fromEntries(wideEntrants.map((name) => [name, []]));
	for (let round = 0; round <= rounds; round++) {
		for (const fields of fieldCounts) costs[fieldsOf(fields)].push(measure(fields));
		const total = Object.values(costs).reduce((sum, of) => sum + of[round].milliseconds, 0);
		showRound(key, `round ${round}`, total);
	}
	return costs;
}
