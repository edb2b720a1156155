import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import {
	folderStructureOption,
	optionsCollection,
	outputFileProperty,
} from '../shared/parameters/properties';
import { type Failure, finalFailure, SinaoFailure, valueOrThrow } from '../shared/failure';
import { localDate } from '../shared/values/units';
import { fetchZip } from '../shared/documents/fetch';
import {
	downloadOptions,
	readTimeZone,
	requestOptions,
	timeZoneOption,
} from '../shared/parameters/settings';
import { type OperationContext, type Operation } from '../shared/operations/operation';
import type { Query, Row } from '../shared/resource';
import { chooseExports, exportChoiceProperties } from './chooseExports';
import type { Stretch } from './periods';
import { firstDay, lastDay } from './periods';
import { exportFiles } from './exportFiles';
import { isFinished, waitForExports, waitOptions } from './waitForExports';

const maximumEntries = 10_000;

const formatProperty: INodeProperties = {
	displayName: 'Format',
	name: 'format',
	type: 'options',
	options: [
		{ name: 'ACD', value: 'acd', description: 'For the software of ACD' },
		{ name: 'Fiducial', value: 'fiducial', description: 'For the software of Fiducial' },
		{ name: 'Quadra', value: 'quadra', description: 'For Quadra of Cegid' },
		{
			name: 'Universal (FEC)',
			value: 'universal',
			description:
				'The form that French law knows (fichier des écritures comptables); it is checked against it',
		},
	],
	default: 'universal',
	description: 'The program that is to read the file',
};

const unpackOption: INodeProperties = {
	displayName: 'Unpack',
	name: 'unpack',
	type: 'boolean',
	default: true,
	description:
		'Whether to give the files in the ZIP that Sinao sends, each unchanged, instead of the ZIP',
};

/** The accounting entries of a period as files; reads what Sinao has generated and generates nothing. */
export const downloadExport: Operation = {
	value: 'downloadExport',
	option: () => ({
		name: 'Download Accounting Export',
		action: 'Download accounting export',
		description:
			'The accounting entries of a period as a file, such as the FEC. Nothing is generated.',
	}),
	properties: () => [
		formatProperty,
		...exportChoiceProperties,
		outputFileProperty,
		optionsCollection(
			...waitOptions,
			unpackOption,
			...downloadOptions.filter(({ name }) => name === 'maximumFileSize'),
			...requestOptions,
			folderStructureOption,
			timeZoneOption,
		),
	],
	async execute(job) {
		const timeZone = readTimeZone(job.options);
		const format = job.context.getNodeParameter('format', job.itemIndex) as string;
		const chosen = chooseExports(job, timeZone);
		if (!chosen) return { items: await downloadSinceLast(job, format, timeZone), missing: [] };
		const rows = await waitForExports(chosen.read, job.options, job.connection.signal);
		return { items: await downloadRows(job, rows, format, chosen.uncovered(rows)), missing: [] };
	},
};

/** Downloads what is finished and says what is not, and which days have no export at all. */
async function downloadRows(
	job: OperationContext,
	rows: Row[],
	format: string,
	uncovered: Stretch[],
): Promise<INodeExecutionData[]> {
	const finished = rows.filter(isFinished);
	const missing = rows.filter((row) => !isFinished(row));
	if (!finished.length) throw new SinaoFailure(nothingFinished(missing));
	if (missing.length) job.hint(`The download is incomplete: ${missing.map(nameOf).join('; ')}.`);
	for (const { from, to } of uncovered)
		job.hint(
			`Sinao has no accounting export of ${from} to ${to}; if there are entries, have them generated.`,
		);
	const period = `${finished.map(firstDay).sort()[0]} ${finished.map(lastDay).sort().at(-1)}`;
	const details: IDataObject = {
		outcome: missing.length ? 'incomplete' : 'complete',
		exports: finished.map(({ id, period_start, period_end }) => ({ id, period_start, period_end })),
		missing: missing.map(({ id, status, period_start, period_end }) => ({
			id,
			status,
			period_start,
			period_end,
		})),
		uncovered: uncovered.map(({ from, to }) => ({ from, to })),
	};
	const zip = await download(
		job,
		format,
		finished.map(({ id }) => ['export_entities_ids[]', id as number]),
	);
	return await exportFiles(job, { ...zip, format, period, details });
}

/** Sinao moves its marker when it answers, so a second try would get less: there is none. */
async function downloadSinceLast(
	job: OperationContext,
	format: string,
	timeZone: string,
): Promise<INodeExecutionData[]> {
	const connection = { ...job.connection, settings: { ...job.connection.settings, tries: 1 } };
	const zip = await download({ ...job, connection }, format, [['since_last', 1]]);
	const period = localDate(new Date().toISOString(), timeZone) as string;
	return await exportFiles(job, { ...zip, format, period, details: { outcome: 'complete' } });
}

async function download({ connection }: OperationContext, format: string, choice: Query) {
	const { maximumFileSize } = connection.settings;
	const limits = {
		zipBytes: maximumFileSize,
		entryBytes: maximumFileSize,
		totalBytes: maximumFileSize * 2,
		entries: maximumEntries,
	};
	const { value, failure } = await fetchZip(
		connection,
		`/apps/${connection.appId}/exports/download`,
		[['format', format], ...choice],
		limits,
	);
	if (!failure) return valueOrThrow({ value });
	const isSinceLast = choice[0][0] === 'since_last';
	if (isSinceLast && failure.reason === 'notFound')
		throw new SinaoFailure({
			...failure,
			message: 'Sinao has no accounting export since the last download',
			description: "Choose by 'Dates' to download earlier ones again.",
		});
	throw new SinaoFailure(
		isSinceLast
			? {
					...failure,
					description: `${failure.description} Sinao may count this as the last download; choose by 'Dates' to get the same exports again.`,
				}
			: failure,
	);
}

function nameOf(row: Row): string {
	return `export ${row.id} (${firstDay(row)} to ${lastDay(row)}) ${row.status === 'error' ? 'could not be made by Sinao' : 'is still being made'}`;
}

function nothingFinished(rows: Row[]): Failure {
	if (!rows.length) {
		return finalFailure({
			reason: 'notFound',
			message: 'Sinao has no accounting export for this period',
			description:
				"Choose other dates, or have the entries generated first, in Sinao or with the operation 'Generate Accounting Entries'.",
		});
	}
	return finalFailure({
		reason: rows.every(({ status }) => status === 'error') ? 'serverFault' : 'postponed',
		message: `No accounting export is ready: ${rows.map(nameOf).join('; ')}`,
		description:
			"Run the workflow again later, or raise 'Wait Up To (Minutes)' in the options. One that could not be made must be generated again in Sinao.",
	});
}
