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
		share: 0.03,
		tests: [
			...shared('values/dates', 'values/lines', 'values/newerColumns', 'csv/table', 'csv/formats'),
			...shared('operations/csvFiles', 'operations/exportCsv', 'operations/getMany'),
			...shared('parameters/filters'),
			...records('lists', 'shapes'),
			...faults('data', 'csv', 'changedService', 'listChanges'),
		],
	},
	{
		name: 'nodes/shared/files',
		share: 0.06,
		tests: [...shared('files/path', 'files/type', 'files/zip'), ...faults('contents', 'names')],
	},
	{
		name: 'nodes/shared/documents',
		share: 0.03,
		tests: [
			...shared('documents/bulk', 'documents/bulkEvidence', 'documents/eInvoice'),
			...shared('operations/download'),
			...records('attachments'),
			...faults('contents', 'documents'),
		],
	},
	{
		name: 'nodes/shared/sinao',
		share: 0.018,
		tests: [
			...shared(
				'sinao/login',
				'sinao/refusals',
				'sinao/requests',
				'sinao/resolveIds',
				'sinao/stop',
			),
			...faults('lists', 'listChanges', 'rateLimits', 'serverFaults', 'network', 'silentLoss'),
		],
	},
	{
		name: 'nodes/SinaoBackup/manifest',
		share: 0.12,
		tests: backup('storage', 'incremental', 'unchanged', 'evidence'),
	},
	{
		name: 'nodes/SinaoBackup/backUp',
		share: 0.045,
		tests: backup('storage', 'incremental', 'parameters', 'firstBackup', 'unchanged', 'otherLists'),
	},
	{
		name: 'nodes/shared/operations',
		share: 0.05,
		tests: [
			...shared('operations/csvFiles', 'operations/download', 'operations/eInvoices'),
			...shared('operations/exportCsv', 'operations/getMany', 'csv/formats'),
			...records('lists'),
			...faults('documents', 'names', 'silentLoss'),
		],
	},
	{
		name: 'nodes/shared/parameters',
		share: 0.06,
		tests: [
			...shared('parameters/filters', 'parameters/emptyFilters', 'parameters/limits'),
			...shared('operations/getMany'),
		],
	},
	{
		name: 'nodes/shared/run',
		share: 0.12,
		tests: [
			...shared('run/agentTool', 'run/onError', 'run/outputs', 'run/severalItems'),
			...shared('parameters/filters'),
			...faults('engine'),
		],
	},
	{
		name: 'nodes/shared/eInvoice',
		share: 0.025,
		tests: shared('eInvoice/read', 'documents/eInvoice', 'operations/eInvoices'),
	},
	{
		name: 'nodes/SinaoBackup/numberSeries',
		share: 0.03,
		tests: backup('numberSeries', 'numberingPractice', 'numberingSchemes'),
	},
	{
		name: 'nodes/SinaoBackup/report',
		share: 0.04,
		tests: backup('report', 'eInvoices', 'evidence', 'parameters'),
	},
	{ name: 'nodes/SinaoBackup/verify', share: 0.1, tests: backup('verify', 'storage') },
	{
		name: 'nodes/SinaoBackup/write',
		share: 0.1,
		tests: backup('storage', 'verify', 'incremental', 'evidence'),
	},
	{ name: 'nodes/SinaoBackup/indexPage', share: 0.1, tests: backup('indexPage', 'eInvoices') },
	{ name: 'nodes/SinaoBackup/checkAccount', share: 0.015, tests: backup('checkAccount') },
	{
		name: 'nodes/shared/csv',
		share: 0.045,
		tests: [
			...shared('csv/table', 'csv/formats', 'csv/workbook', 'operations/csvFiles'),
			...faults('csv', 'wideRows'),
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
