import { DateTime } from 'luxon';
import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { optionsCollection, outputFileProperty } from '../shared/parameters/properties';
import { type Failure, finalFailure, SinaoFailure, valueOrThrow } from '../shared/failure';
import { sha256 } from '../shared/files/path';
import { fetchExport } from './fetchExport';
import {
	downloadOptions,
	folderStructureOption,
	readTimeZone,
	requestOptions,
	timeZoneOption,
} from '../shared/parameters/settings';
import { type OperationContext, type Operation } from '../shared/operations/operation';
import type { Query, Row } from '../shared/resource';
import { chooseExports, exportChoiceProperties, readExports } from './chooseExports';
import { areWholePeriod, firstDay, lastDay, type Stretch } from './periods';
import { exportFiles } from './exportFiles';
import { isFinished, waitForExports, waitOptions } from './waitForExports';

const formatProperty: INodeProperties = {
	displayName: 'Format',
	name: 'format',
	type: 'options',
	options: [
		{ name: 'ACD', value: 'acd' },
		{ name: 'Agiris', value: 'agiris', description: 'With the documents' },
		{ name: 'Cegid', value: 'cegid', description: 'File in the TRA format' },
		{ name: 'Cegid Quadra', value: 'quadra' },
		{ name: 'Excel', value: 'xls' },
		{
			name: 'FEC (Universal)',
			value: 'universal',
			description:
				'French tax authority format (fichier des écritures comptables), validated on download',
		},
		{ name: 'Fiducial', value: 'fiducial' },
		{ name: 'Pennylane', value: 'pennylane' },
	],
	default: 'universal',
	description: 'Target accounting software',
};

const unpackOption: INodeProperties = {
	displayName: 'Unpack',
	name: 'unpack',
	type: 'boolean',
	default: true,
	description: "Whether to output the files in Sinao's ZIP archive instead of the archive",
};

/** Downloads the generated accounting entries of a period as files. Does not generate entries. */
export const downloadExport: Operation = {
	value: 'downloadExport',
	option: () => ({
		name: 'Download Accounting Export',
		action: 'Download accounting export',
		description:
			'Download the entries of a period as a file, such as the FEC. Does not generate entries.',
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
		let all: Row[] = [];
		const read = async () => chosen.select((all = await readExports(job)));
		const rows = await waitForExports(read, job.options, job.connection.signal);
		const others = all.filter((row) => !rows.includes(row));
		const uncovered = chosen.uncovered(rows);
		return { items: await downloadRows(job, format, { rows, others, uncovered }), missing: [] };
	},
};

/** Downloads the finished exports, and reports unfinished ones and days without an export. */
async function downloadRows(
	job: OperationContext,
	format: string,
	{ rows, others, uncovered }: { rows: Row[]; others: Row[]; uncovered: Stretch[] },
): Promise<INodeExecutionData[]> {
	const finished = rows.filter(isFinished);
	const missing = rows.filter((row) => !isFinished(row));
	if (!finished.length) throw new SinaoFailure(nothingFinished(missing));
	if (missing.length) job.hint(`The download is incomplete: ${missing.map(nameOf).join('; ')}.`);
	for (const { from, to } of uncovered)
		job.hint(`No accounting export for ${from} to ${to}. Generate the entries if there are any.`);
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
	const rest = [...missing, ...others].filter(({ status }) => status !== 'error');
	const ids = finished.map(({ id }) => String(id)).sort();
	const mark = areWholePeriod(finished, rest) ? '' : markOf(ids.join());
	return await exportFiles(job, { ...zip, format, period, mark, details });
}

/** A part of a path that tells apart what has the same days. */
function markOf(content: string | Buffer): string {
	return sha256(Buffer.from(content)).slice(0, 8);
}

/**
 * Never retried: Sinao counts each response as the last download, so a retry would return less. The path follows
 * from the time and the content, because each download contains different entries.
 */
async function downloadSinceLast(
	job: OperationContext,
	format: string,
	timeZone: string,
): Promise<INodeExecutionData[]> {
	const zip = await download(job, format, [['since_last', 1]]);
	const period = DateTime.now().setZone(timeZone).toFormat("yyyy-MM-dd HH'h'mm'm'ss");
	const mark = markOf(zip.bytes);
	return await exportFiles(job, { ...zip, format, period, mark, details: { outcome: 'complete' } });
}

async function download({ connection, options }: OperationContext, format: string, choice: Query) {
	const isSinceLast = choice[0][0] === 'since_last';
	const { value, failure } = await fetchExport(
		{ connection, format, options },
		choice,
		isSinceLast ? 1 : connection.settings.tries,
	);
	if (!failure) return valueOrThrow({ value });
	if (isSinceLast && failure.reason === 'notFound')
		throw new SinaoFailure({
			...failure,
			message: 'No accounting export since the last download',
			description: "Choose 'Period' under 'Select By' to download exports again.",
		});
	throw new SinaoFailure(
		isSinceLast
			? {
					...failure,
					description: `${failure.description} Sinao may count this attempt as a download: choose 'Period' under 'Select By' to get the same exports again.`,
				}
			: failure,
	);
}

function nameOf(row: Row): string {
	return `export ${row.id} (${firstDay(row)} to ${lastDay(row)}) ${row.status === 'error' ? 'could not be created by Sinao' : 'is still being prepared by Sinao'}`;
}

function nothingFinished(rows: Row[]): Failure {
	if (!rows.length) {
		return finalFailure({
			reason: 'notFound',
			message: 'No accounting export for this period',
			description:
				"Choose another period, or generate the entries first, in Sinao or with 'Generate Accounting Entries'.",
		});
	}
	return finalFailure({
		reason: rows.every(({ status }) => status === 'error') ? 'serverFault' : 'postponed',
		message: `No accounting export is ready: ${rows.map(nameOf).join('; ')}`,
		description:
			"Try again later, or increase 'Wait Up To (Minutes)' in the options. Generate an export that failed again in Sinao.",
	});
}
