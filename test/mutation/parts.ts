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
const records = (...names: string[]) =>
	names.map((name) => `test/nodes/SinaoRecords/${name}.test.ts`);
const faults = (...names: string[]) => names.map((name) => `test/faults/${name}.test.ts`);

export const parts: Part[] = [
	{
		name: 'nodes/shared/values',
		share: 0.012,
		tests: [
			...shared('values/dates', 'values/fields', 'values/lines', 'values/newerColumns'),
			...shared('values/watch', 'csv/formats'),
			...shared('operations/csvFiles', 'operations/getMany', 'parameters/filters'),
			...records('lists'),
			...faults('data', 'csv', 'changedService'),
		],
	},
	{
		name: 'nodes/shared/files',
		share: 0.023,
		tests: [...shared('files/path', 'files/type', 'files/zip'), ...faults('contents')],
	},
	{
		name: 'nodes/shared/documents',
		share: 0.015,
		tests: [
			...shared('documents/bulkEvidence', 'documents/eInvoice'),
			...records('attachments'),
			...faults('contents', 'documents'),
		],
	},
	{
		name: 'nodes/shared/sinao',
		share: 0.007,
		tests: [
			...shared(
				'sinao/login',
				'sinao/refusals',
				'sinao/requests',
				'sinao/resolveIds',
				'sinao/stop',
			),
			...faults('lists', 'rateLimits', 'serverFaults', 'network', 'silentLoss'),
		],
	},
	{
		name: 'nodes/SinaoBackup/manifest',
		share: 0.058,
		tests: backup('incremental', 'firstBackup'),
	},
	{
		name: 'nodes/SinaoBackup/backUp',
		share: 0.02,
		tests: backup('incremental', 'firstBackup'),
	},
	{
		name: 'nodes/shared/operations',
		share: 0.021,
		tests: [
			...shared('operations/csvFiles', 'operations/eInvoices', 'operations/exportCsv'),
			...shared('operations/getMany', 'csv/formats'),
			...records('lists'),
			...faults('documents'),
		],
	},
	{
		name: 'nodes/shared/parameters',
		share: 0.025,
		tests: [
			...shared('parameters/filters', 'parameters/emptyFilters', 'parameters/limits'),
			...shared('operations/getMany'),
		],
	},
	{
		name: 'nodes/shared/run',
		share: 0.1,
		tests: [
			...shared('run/agentTool', 'run/onError', 'run/outputs', 'run/severalItems'),
			...shared('parameters/filters'),
			...faults('engine'),
		],
	},
	{
		name: 'nodes/shared/eInvoice',
		share: 0.01,
		tests: shared('eInvoice/read', 'documents/eInvoice', 'operations/eInvoices'),
	},
	{
		name: 'nodes/SinaoBackup/numberSeries',
		share: 0.013,
		tests: backup('numberSeries', 'numberingSchemes'),
	},
	{
		name: 'nodes/SinaoBackup/report',
		share: 0.025,
		tests: backup('report', 'eInvoices'),
	},
	{ name: 'nodes/SinaoBackup/verify', share: 0.04, tests: backup('verify') },
	{
		name: 'nodes/SinaoBackup/write',
		share: 0.037,
		tests: backup('incremental', 'firstBackup'),
	},
	{ name: 'nodes/SinaoBackup/indexPage', share: 0.033, tests: backup('indexPage', 'eInvoices') },
	{ name: 'nodes/SinaoBackup/checkAccount', share: 0.005, tests: backup('checkAccount') },
	{
		name: 'nodes/shared/csv',
		share: 0.03,
		tests: [
			...shared('csv/table', 'csv/formats', 'csv/workbook', 'operations/csvFiles'),
			...faults('csv'),
		],
	},
];

/** A path that begins with nodes/, from that of a copy. */
export const nameOf = (file: string) => file.slice(file.lastIndexOf('/nodes/') + 1);

export const partOf = (file: string) => parts.find(({ name }) => file.startsWith(`${name}/`));

/** A mutant of a file, in which lines and columns count from 0. */
export interface Place {
	fileName: string;
	mutatorName: string;
	replacement: string;
	location: Record<'start' | 'end', { line: number; column: number }>;
}

/** What a mutant replaces. */
export function originalOf(source: string, { location: { start, end } }: Place): string {
	const lines = source.split('\n').slice(start.line, end.line + 1);
	lines[lines.length - 1] = lines[lines.length - 1].slice(0, end.column);
	lines[0] = lines[0].slice(start.column);
	return lines.join('\n');
}

/** The name of a mutant. It stays the same while other lines of the file change; equal lines share it. */
export function keyOf(source: string, place: Place): string {
	const { line, column } = place.location.start;
	const text = source.split('\n')[line];
	const words = [
		nameOf(place.fileName),
		text.trim(),
		column - text.search(/\S/),
		place.mutatorName,
		originalOf(source, place),
		place.replacement,
	];
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
