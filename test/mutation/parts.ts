import { createHash } from 'node:crypto';

/**
 * The parts of a mutation run. A mutant of a part must be noticed by the tests of that part; `share` is the share of
 * its mutants that are drawn for a run.
 */
export interface Part {
	/** A folder or file of nodes/. */
	name: string;
	share: number;
	/** The test files that must notice a mutant. */
	tests: string[];
}

const shared = (...names: string[]) => names.map((name) => `test/nodes/shared/${name}.test.ts`);
const backup = (...names: string[]) =>
	names.map((name) => `test/nodes/SinaoBackup/${name}.test.ts`);
const faults = (...names: string[]) => names.map((name) => `test/faults/${name}.test.ts`);

export const parts: Part[] = [
	{
		name: 'nodes/shared/values',
		share: 0.03,
		tests: [
			...shared('values/dates', 'values/lines', 'values/newerColumns', 'csv/table', 'csv/formats'),
			...faults('data'),
		],
	},
	{
		name: 'nodes/shared/files',
		share: 0.08,
		tests: [...shared('files/path', 'files/type', 'files/zip'), ...faults('contents')],
	},
	{
		name: 'nodes/shared/documents',
		share: 0.03,
		tests: [
			...shared('documents/bulk', 'documents/bulkEvidence', 'documents/eInvoice'),
			...faults('contents', 'documents'),
		],
	},
	{
		name: 'nodes/shared/sinao',
		share: 0.02,
		tests: [
			...shared('sinao/login', 'sinao/refusals', 'sinao/requests', 'sinao/resolveIds'),
			...faults('lists', 'listChanges', 'rateLimits', 'serverFaults', 'network', 'silentLoss'),
		],
	},
	{
		name: 'nodes/SinaoBackup/manifest',
		share: 0.12,
		tests: backup('storage', 'incremental'),
	},
	{
		name: 'nodes/SinaoBackup/backUp',
		share: 0.06,
		tests: backup('storage', 'incremental', 'parameters'),
	},
	{
		name: 'nodes/shared/csv',
		share: 0.06,
		tests: [...shared('csv/table', 'csv/formats', 'operations/csvFiles'), ...faults('csv')],
	},
	{
		name: 'nodes/shared/operations',
		share: 0.06,
		tests: [
			...shared('operations/csvFiles', 'operations/download', 'operations/eInvoices'),
			...shared('operations/exportCsv', 'operations/getMany', 'csv/formats'),
			...faults('documents', 'names', 'silentLoss'),
		],
	},
	{
		name: 'nodes/shared/parameters',
		share: 0.06,
		tests: shared('parameters/filters', 'parameters/emptyFilters', 'operations/getMany'),
	},
	{
		name: 'nodes/shared/run',
		share: 0.06,
		tests: [
			...shared('run/agentTool', 'run/onError', 'run/severalItems', 'parameters/filters'),
			...faults('engine'),
		],
	},
	{
		name: 'nodes/shared/eInvoice',
		share: 0.05,
		tests: shared('eInvoice/read', 'documents/eInvoice', 'operations/eInvoices'),
	},
	{
		name: 'nodes/SinaoBackup/numberSeries',
		share: 0.05,
		tests: backup('numberSeries', 'numberingPractice'),
	},
	{
		name: 'nodes/SinaoBackup/report',
		share: 0.04,
		tests: backup('report', 'eInvoices', 'parameters'),
	},
	{ name: 'nodes/SinaoBackup/verify', share: 0.1, tests: backup('verify', 'storage') },
	{
		name: 'nodes/SinaoBackup/write',
		share: 0.1,
		tests: backup('storage', 'verify', 'incremental'),
	},
	{ name: 'nodes/SinaoBackup/indexPage', share: 0.05, tests: backup('indexPage') },
	{ name: 'nodes/SinaoBackup/checkAccount', share: 0.03, tests: backup('checkAccount') },
];

/** A path that begins with nodes/, from that of a copy. */
export const nameOf = (file: string) => file.slice(file.lastIndexOf('/nodes/') + 1);

export const partOf = (file: string) => parts.find(({ name }) => file.startsWith(`${name}/`));

/** The name of a mutant, which does not change while its file changes elsewhere. */
export function keyOf(mutant: {
	fileName: string;
	location: { start: { line: number; column: number } };
	mutatorName: string;
	original: string;
	replacement: string;
}): string {
	const { fileName, location, mutatorName, original, replacement } = mutant;
	const { column, line } = location.start;
	const words = [nameOf(fileName), { column, line }, mutatorName, original, replacement];
	return createHash('md5').update(JSON.stringify(words)).digest('hex').slice(0, 10);
}

/** The share of the mutants of a part that is drawn; MUTATION_SHARE is used for all parts in its place. */
export const shareOf = (part: Part | undefined) =>
	part ? Number(process.env.MUTATION_SHARE || part.share) : 0;

/** Whether a mutant belongs to the sample of its part; always the same for a key. */
export const isDrawn = (fileName: string, key: string) =>
	parseInt(key.slice(0, 8), 16) / 2 ** 32 < shareOf(partOf(nameOf(fileName)));

/** Whether a mutant changes a text of several words, such as a message; expressions in it do not count. */
export const isText = (mutatorName: string, original: string) =>
	mutatorName === 'StringLiteral' &&
	/\p{L}{2,}[,.:;]? (?:.* )?\p{L}{2,}/su.test(original.replace(/\$\{[^}]*\}/g, ''));
