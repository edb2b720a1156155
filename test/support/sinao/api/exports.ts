import { randomUUID } from 'node:crypto';
import { stamp } from '../data/dates';
import {
	accountingEntries,
	EXPORT_FORMATS,
	type ExportFormat,
} from '../documents/accountingArchive';
import { makeZip } from '../documents/zip';
import type { Answer, Row } from '../types';
import { file, json, refuse } from './answers';
import type { Context } from './context';
import { answerList, answerRow, wrap } from './lists';
import { textOf, valuesOf } from './query';

/** Media types of exports that are no text. */
const MEDIA: Partial<Record<ExportFormat, string>> = {
	cegid: 'application/octet-stream',
	pennylane: 'text/csv',
	xls: 'application/vnd.ms-excel',
};

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
	const rows = context.company.lists.exports.filter(({ status }) => status !== 'error');
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
	if (!EXPORT_FORMATS.includes(format))
		refuse(422, 'The given data was invalid.', { format: ['The selected format is invalid.'] });
	const rows = chosen(context);
	if (rows.length === 0 || rows.some((row) => row.status !== 'finished'))
		refuse(404, 'No finished export for this choice');
	if (textOf(context.query.since_last))
		context.company.lastExportDownloaded = Math.max(...rows.map(({ id }) => id));
	return inForm(context, exportFile(context, rows, format), rows, format);
}

function exportFile({ company, variants }: Context, rows: Row[], format: ExportFormat): Answer {
	const entries = accountingEntries(company, rows, format, variants.fec);
	if (variants.exportPacking === 'bare' && entries.length === 1)
		return file(entries[0].bytes, MEDIA[format] ?? 'text/plain', entries[0].name);
	return file(makeZip(entries), 'application/zip', `export-${format}.zip`);
}

/** The file, a job that makes it, or a row that says where it lies. */
function inForm(context: Context, made: Answer, rows: Row[], format: ExportFormat): Answer {
	const { company, variants, offer } = context;
	if (variants.exportAnswer === 'file') return made;
	if (variants.exportAnswer === 'fileUrl') return json(exportRowOf(rows, format, made, offer));
	const id = randomUUID();
	company.jobs.set(id, {
		pollsLeft: variants.exportPolls,
		outcome: exportRowOf(rows, format, made, offer),
	});
	return json({ job: id, status: 'processing' }, 202);
}

function exportRowOf(rows: Row[], format: ExportFormat, made: Answer, offer: Context['offer']) {
	return {
		id: rows[0].id,
		period_start: rows[0].period_start,
		period_end: rows.at(-1)?.period_end,
		file_url: offer(made),
		file_size: made.body.length,
		format,
		entries_count: rows.reduce((sum, row) => sum + Number(row.entries_count), 0),
		status: 'finished',
	};
}

/** `GET /exports/download/{export_id}`: where the file of one export lies. */
export function answerExportFile(context: Context, id: number): Answer {
	const row =
		context.company.find('exports', id) ??
		refuse(404, `No query results for model [exports] ${id}`);
	const made = exportFile(context, [row], 'universal');
	return json(exportRowOf([row], 'universal', made, context.offer));
}

/** `GET /jobs/{job}`: `processing` for `exportPolls` readings, then its outcome as `exportOutcome` says. */
export function answerJob({ company, variants }: Context, id: string): Answer {
	const job = company.jobs.get(id) ?? refuse(404, 'App or key not found');
	if (variants.exportOutcome === 'never' || job.pollsLeft-- > 0)
		return json({ job: id, status: 'processing' });
	return json(
		variants.exportOutcome === 'error' ? { job: id, status: 'error' } : { job: id, ...job.outcome },
	);
}
