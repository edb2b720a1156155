import { createHash } from 'node:crypto';

/**
 * The parts of a mutation run. A mutant of a part must be noticed by the tests of that part; `share` is the share of
 * its mutants that are drawn for a run.
 */
export interface Part {
	/** A folder or file of nodes/. */
	name: string;
	share: number;
	/** Where the draw begins among all mutants, from 0 to 1; another one draws other mutants. */
	from?: number;
	/** The test files that must notice a mutant. */
	tests: string[];
	/** How many seconds of these tests run for a mutant, the quickest first; 10 if not given. */
	seconds?: number;
}

const shared = (...names: string[]) => names.map((name) => `test/nodes/shared/${name}.test.ts`);
const backup = (...names: string[]) =>
	names.map((name) => `test/nodes/SinaoBackup/${name}.test.ts`);
const records = (...names: string[]) =>
	names.map((name) => `test/nodes/SinaoRecords/${name}.test.ts`);
const faults = (...names: string[]) => names.map((name) => `test/faults/${name}.test.ts`);

/** The tests that run whole backups, one after another, to many kinds of storage. */
const wholeBackup = backup(
	'incremental',
	'firstBackup',
	'storage',
	'parameters',
	'otherLists',
	'evidence',
);

export const parts: Part[] = [
	{
		name: 'nodes/shared/values',
		share: 0.012,
		tests: [
			...shared('values/dates', 'values/fields', 'values/lines', 'values/newerColumns'),
			...shared('values/watch', 'csv/formats'),
			...shared('operations/csvFiles', 'operations/getMany', 'parameters/filters'),
			...shared('sinao/resolveIds'),
			...records('lists'),
			...faults('data', 'csv', 'changedService'),
		],
		seconds: 20,
	},
	{
		name: 'nodes/shared/files',
		share: 0.023,
		tests: [...shared('files/path', 'files/type', 'files/zip'), ...faults('contents')],
	},
	{
		name: 'nodes/shared/documents',
		share: 0.015,
		from: 0.5,
		tests: [
			...shared('documents/bulk', 'documents/bulkEvidence', 'documents/eInvoice'),
			...shared('operations/download', 'operations/eInvoices'),
			...records('attachments', 'subscriptionPdfs'),
			...backup('incremental'),
			...faults('contents', 'documents'),
		],
		seconds: 40,
	},
	{
		name: 'nodes/shared/sinao',
		share: 0.007,
		from: 0.5,
		tests: [
			...shared(
				'sinao/checkFilters',
				'sinao/login',
				'sinao/refusals',
				'sinao/requests',
				'sinao/resolveIds',
				'sinao/stop',
			),
			...shared('operations/exportCsv', 'operations/getMany'),
			...records('wholeLists'),
			...faults('lists', 'rateLimits', 'serverFaults', 'network', 'silentLoss'),
			...faults('changedService', 'credentials', 'listChanges'),
		],
		seconds: 20,
	},
	{
		name: 'nodes/SinaoBackup/manifest',
		share: 0.058,
		tests: wholeBackup,
		seconds: 40,
	},
	{
		name: 'nodes/SinaoBackup/backUp',
		share: 0.02,
		tests: [...wholeBackup, ...backup('report')],
		seconds: 40,
	},
	{
		name: 'nodes/shared/operations',
		share: 0.021,
		from: 0.5,
		tests: [
			...shared('operations/csvFiles', 'operations/download', 'operations/eInvoices'),
			...shared('operations/exportCsv', 'operations/getMany', 'csv/formats', 'csv/workbook'),
			...records('lists', 'wholeLists'),
			...faults('documents'),
			'test/nodes/descriptions.test.ts',
		],
		seconds: 40,
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
			...shared('run/agentTool', 'run/nodeError', 'run/onError', 'run/outputs'),
			...shared('run/severalItems', 'parameters/filters', 'sinao/login'),
			...faults('credentials', 'engine'),
			'test/nodes/SinaoTrigger/trigger.test.ts',
			'test/credentials/credentials.test.ts',
		],
		seconds: 20,
	},
	{
		name: 'nodes/shared/eInvoice',
		share: 0.01,
		tests: shared('eInvoice/read', 'documents/eInvoice', 'operations/eInvoices'),
	},
	{
		name: 'nodes/SinaoBackup/numberSeries',
		share: 0.013,
		tests: backup('numberSeries', 'numberingPractice', 'numberingSchemes'),
		seconds: 40,
	},
	{
		name: 'nodes/SinaoBackup/report',
		share: 0.025,
		tests: [...wholeBackup, ...backup('report', 'eInvoices', 'numberSeries', 'accounting')],
		seconds: 40,
	},
	{
		name: 'nodes/SinaoBackup/verify',
		share: 0.04,
		tests: backup('verify', 'parameters', 'pageNames'),
		seconds: 40,
	},
	{
		name: 'nodes/SinaoBackup/write',
		share: 0.037,
		tests: [...wholeBackup, ...backup('report', 'verify', 'pageNames')],
		seconds: 40,
	},
	{
		name: 'nodes/SinaoBackup/indexPage',
		share: 0.033,
		tests: [...wholeBackup, ...backup('indexPage', 'eInvoices', 'verify')],
		seconds: 40,
	},
	{
		name: 'nodes/SinaoBackup/archive',
		share: 0.05,
		tests: [...backup('archive'), ...shared('run/onError')],
		seconds: 20,
	},
	{
		name: 'nodes/SinaoBackup/overview',
		share: 0.05,
		tests: [...backup('overview'), ...shared('run/onError')],
		seconds: 20,
	},
	{
		name: 'nodes/SinaoBackup/checkAccount',
		share: 0.005,
		tests: backup('checkAccount'),
		seconds: 40,
	},
	{
		name: 'nodes/shared/csv',
		share: 0.03,
		tests: [
			...shared('csv/table', 'csv/formats', 'csv/workbook', 'operations/csvFiles'),
			...faults('csv'),
		],
		seconds: 20,
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
export function isDrawn(fileName: string, key: string): boolean {
	const part = partOf(nameOf(fileName));
	const position = parseInt(key.slice(0, 8), 16) / 2 ** 32;
	return (position - (part?.from ?? 0) + 1) % 1 < shareOf(part);
}

/** Whether a mutant changes a text of several words, such as a message; expressions in it do not count. */
export const isText = (mutatorName: string, original: string) =>
	mutatorName === 'StringLiteral' &&
	/\p{L}{2,}[,.:;]? (?:.* )?\p{L}{2,}/su.test(original.replace(/\$\{[^}]*\}/g, ''));
