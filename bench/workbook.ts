import type * as Workbooks from '../nodes/shared/csv/workbook';

/** Prints what an Excel workbook costs: `npx tsx bench/workbook.ts 10000 14`, for rows and columns. Needs `npm run build`. */
const { createWorkbook } = require('../dist/nodes/shared/csv/workbook') as typeof Workbooks;

const [rows = 10_000, columns = 14] = process.argv.slice(2).map(Number);

/** The types of columns, each with a cell of a row. */
const kinds = [
	{ type: 'text', cell: (row: number) => `Boulangerie Dupont ${row}` },
	{ type: 'cents', cell: (row: number) => `${row}.50` },
	{ type: 'date', cell: (row: number) => `2024-03-${String((row % 28) + 1).padStart(2, '0')}` },
	{ type: 'link', cell: (row: number) => `Factures/2024/2024-03-15 FAC-${row} Dupont.pdf` },
] as const;
const kindOf = (column: number) => kinds[column === columns - 1 ? 3 : column % 3];
const each = <T>(count: number, value: (index: number) => T) =>
	Array.from({ length: count }, (_, index) => value(index));

async function main(): Promise<void> {
	const memory = process.memoryUsage().rss;
	const begin = process.cpuUsage();
	const workbook = createWorkbook(
		{
			name: 'Factures',
			folder: 'Factures',
			columns: each(columns, (column) => ({
				title: `Colonne ${column}`,
				type: kindOf(column).type,
			})),
		},
		{ rows: 1_048_576, cells: rows * columns },
	);
	for (let first = 0; first < rows; first += 1000)
		workbook.add(
			each(Math.min(1000, rows - first), (index) =>
				each(columns, (column) => kindOf(column).cell(first + index)),
			),
		);
	const { bytes } = await workbook.finish();
	const { user, system } = process.cpuUsage(begin);
	const peak = process.resourceUsage().maxRSS * 1024 - memory;
	process.stdout.write(
		`${rows * columns} cells, ${bytes.length} bytes: ${(peak / 1e6).toFixed(0)} MB, ${((user + system) / 1e6).toFixed(1)} s of CPU time\n`,
	);
}

void main();
