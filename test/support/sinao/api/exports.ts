import { stamp } from '../data/dates';
import { accountingArchive } from '../documents/accountingArchive';
import type { Answer, Row } from '../types';
import { file, json, refuse } from './answers';
import type { Context } from './context';
import { answerList, answerRow, wrap } from './lists';
import { textOf, valuesOf } from './query';

const FORMATS = ['universal', 'quadra', 'fiducial', 'acd'] as const;
export type ExportFormat = (typeof FORMATS)[number];

function instant(context: Context, name: string): number | undefined {
	const text = textOf(context.query[name]) ?? textOf(context.form[name]);
	if (text === undefined) return undefined;
	const value = Date.parse(text);
	return Number.isNaN(value)
		? refuse(422, 'The given data was invalid.', { [name]: [`The ${name} is not a valid date.`] })
		: value;
}

/** Starts an export from the end of the last one to `until`; it reads `processing` for `variants.exportPolls` reads. */
export function startExport(context: Context): Answer {
	const until =
		instant(context, 'until') ??
		refuse(422, 'The given data was invalid.', { until: ['The until field is required.'] });
	const rows = context.company.lists.exports;
	const start = rows.reduce(
		(latest, row) => Math.max(latest, Date.parse(String(row.period_end))),
		Date.UTC(2022, 0, 1),
	);
	if (until <= start) refuse(400, 'This period was exported already');
	const period = { period_start: stamp(start), period_end: stamp(until) };
	const row = context.company.addRow('exports', {
		status: 'processing',
		...period,
		entries_count: 0,
		total_debit: 0,
		total_credit: 0,
		polls_left: context.variants.exportPolls,
	});
	const { polls_left: _, ...shown } = row;
	return json(context.variants.single === 'data' ? { data: shown } : shown);
}

/** Lets the exports that are being made come one step further, as time does at the service. */
function progress({ company, variants }: Context): void {
	for (const row of company.lists.exports) {
		if (row.status !== 'processing' || variants.exportOutcome === 'never') continue;
		const left = Number(row.polls_left ?? 0);
		if (left > 0) row.polls_left = left - 1;
		else Object.assign(row, finished(variants.exportOutcome));
		if (row.status !== 'processing') delete row.polls_left;
	}
}

function finished(outcome: 'finished' | 'error'): Partial<Row> {
	return outcome === 'error'
		? { status: 'error' }
		: { status: 'finished', entries_count: 24, total_debit: 1_200_000, total_credit: 1_200_000 };
}

export function answerExports(context: Context): Answer {
	progress(context);
	return answerList(context, 'exports');
}

export function answerExport(context: Context, id: number): Answer {
	progress(context);
	return answerRow(context, 'exports', id);
}

/** `GET /exports/months`: the same periods, newest first, without paging. */
export function answerMonths(context: Context): Answer {
	const months = context.company.lists.exports.map(({ polls_left: _, ...row }) => row).reverse();
	return json(wrap(months, months.length, context.variants));
}

function chosen(context: Context): Row[] {
	const rows = context.company.lists.exports;
	const ids = valuesOf(context.query.export_entities_ids).map(Number);
	if (ids.length > 0)
		return ids.map(
			(id) =>
				context.company.find('exports', id) ??
				refuse(404, `No query results for model [exports] ${id}`),
		);
	const from = instant(context, 'start_at') ?? instant(context, 'since') ?? -Infinity;
	const to = instant(context, 'end_at') ?? Infinity;
	const after = ['1', 'true'].includes(textOf(context.query.since_last) ?? '')
		? (context.company.lastExportDownloaded ?? -1)
		: -1;
	return rows.filter(
		(row) =>
			Date.parse(String(row.period_start)) >= from &&
			Date.parse(String(row.period_end)) <= to &&
			row.id > after,
	);
}

/** `GET /exports/download`: a zip; `since_last` moves the marker (sinao-api.md, Accounting exports). */
export function downloadExports(context: Context): Answer {
	const format = (textOf(context.query.format) ?? 'universal') as ExportFormat;
	if (!FORMATS.includes(format))
		refuse(422, 'The given data was invalid.', { format: ['The selected format is invalid.'] });
	const rows = chosen(context);
	if (rows.length === 0 || rows.some((row) => row.status !== 'finished'))
		refuse(404, 'No finished export for this choice');
	if (textOf(context.query.since_last))
		context.company.lastExportDownloaded = Math.max(...rows.map(({ id }) => id));
	return file(
		accountingArchive(context.company, rows, format, context.variants.fec),
		'application/zip',
		`export-${format}.zip`,
	);
}
