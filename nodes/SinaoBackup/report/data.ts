import {
	type AccountingInvoice,
	type AccountingState,
	type Counts,
	type Draft,
	type FileEntry,
	isListFormat,
	type ListFormat,
	type Manifest,
	type WithoutEntry,
} from '../manifest/schema';
import { type EInvoiceSummary, eInvoiceSummary } from './eInvoices';
import { accountingExports } from '../../SinaoAccounting/exports';
import { gapsIn, type Stretch } from '../../SinaoAccounting/periods';
import { findInNumbers, type NumberFindings } from '../numberSeries/findings';

/** The data of the report, used for the HTML page and the JSON file. */
export interface ReportData extends Omit<Manifest, 'files' | 'without'> {
	manifest: { sha256: string; copy: string };
	lists: SavedList[];
	documents: Counts[];
	/** Verified files in storage and their total size in bytes. */
	saved: { files: number; bytes: number };
	/** Null if the invoices were not read in this run. */
	numbering: NumberFindings | null;
	drafts: number;
	imported: AccountingInvoice[];
	creditNotes: LinkedInvoice[];
	deposits: LinkedInvoice[];
	purchasesWithoutDocument: WithoutEntry[];
	eInvoices: EInvoiceSummary;
	/** The first and the last year of the documents; null if there are none with a date. */
	years: [number, number] | null;
	/** Null if accounting exports are not part of the backup. */
	accounting: SavedAccounting | null;
	/** Whether the report contains the checklist for leaving Sinao. */
	leavingChecklist: boolean;
	/** Deleted in Sinao; their files stay in the backup. */
	deleted: FileEntry[];
	/** Documents that changed in Sinao since the last run; older versions are kept. */
	changed: FileEntry[];
	/** Modified or missing in storage. */
	altered: FileEntry[];
}

/** What is known of the accounting, and what of it is in the backup. */
export interface SavedAccounting extends AccountingState {
	/** Exports that are in the backup, also from earlier runs. */
	saved: number;
	/** What the saved exports cover, from the first day to the last one; null if they cover nothing or it is unknown. */
	covered: (Stretch & { gaps: Stretch[] }) | null;
}

/** One list with all its file formats. */
export interface SavedList extends Omit<Counts, 'kind'> {
	kinds: ListFormat[];
	/** Rows of the current files; null if there is no file. */
	rows: number | null;
}

export interface LinkedInvoice {
	invoice: AccountingInvoice;
	linkedTo: AccountingInvoice[];
}

export function reportData(
	{ files, without, ...manifest }: Manifest,
	draft: Draft,
	copy: { sha256: string; path: string },
): ReportData {
	const { invoices } = draft;
	const vouched = files.filter(({ state }) => state !== 'altered');
	const read =
		invoices.length > 0 ||
		draft.counts.some(({ resource, received }) => resource === 'invoices' && received > 0);
	const numbered = invoices.filter(({ number, imported }) => number && !imported) as Array<
		AccountingInvoice & { number: string }
	>;
	const newPaths = new Set(draft.pending.map(({ file }) => file.path));
	return {
		...manifest,
		manifest: { sha256: copy.sha256, copy: copy.path },
		lists: savedLists(manifest.counts, files),
		documents: manifest.counts.filter(({ kind }) => kind === 'document'),
		saved: { files: vouched.length, bytes: vouched.reduce((sum, { size }) => sum + size, 0) },
		numbering: read
			? findInNumbers(numbered.map(({ id, number, date }) => ({ id, number, date })))
			: null,
		drafts: invoices.filter(({ number }) => !number).length,
		imported: invoices.filter(({ imported }) => imported),
		creditNotes: linked(invoices, 'avoir'),
		deposits: linked(invoices, 'acompte'),
		purchasesWithoutDocument: without.filter(({ resource }) => resource === 'purchases'),
		eInvoices: eInvoiceSummary({ files }),
		years: yearsOf(files),
		accounting: draft.accounting ? savedAccounting(draft.accounting, files) : null,
		leavingChecklist: draft.leavingChecklist ?? false,
		deleted: files.filter(({ deletedAt, state }) => deletedAt !== null && state === 'current'),
		changed: files.filter(
			({ kind, version, path }) => kind === 'document' && version > 1 && newPaths.has(path),
		),
		altered: files.filter(({ state }) => state === 'altered'),
	};
}

function savedAccounting(state: AccountingState, files: FileEntry[]): SavedAccounting {
	const saved = files.filter(
		(file) =>
			file.resource === accountingExports.name &&
			file.state === 'current' &&
			file.deletedAt === null,
	);
	const ids = new Set(saved.map(({ id }) => String(id)));
	const periods = state.exports
		.filter(({ id, from, to }) => ids.has(String(id)) && from && to)
		.map(({ from, to }) => ({ from, to }));
	const [from] = periods.map((period) => period.from).sort();
	const to = periods
		.map((period) => period.to)
		.sort()
		.at(-1);
	return {
		...state,
		saved: saved.length,
		covered: from && to ? { from, to, gaps: gapsIn(periods) } : null,
	};
}

function yearsOf(files: FileEntry[]): [number, number] | null {
	const years = files
		.map(({ kind, date }) => (kind === 'document' && date ? Number(date.slice(0, 4)) : NaN))
		.filter((year) => !Number.isNaN(year));
	return years.length
		? years.reduce<[number, number]>(
				([first, last], year) => [Math.min(first, year), Math.max(last, year)],
				[years[0], years[0]],
			)
		: null;
}

function savedLists(counts: Counts[], files: FileEntry[]): SavedList[] {
	const lists = new Map<string, SavedList>();
	for (const { resource, kind, asked, received, stored, transferred } of counts) {
		if (!isListFormat(kind)) continue;
		const list = lists.get(resource) ?? {
			resource,
			kinds: [],
			rows: rowsOf(resource, kind, files),
			asked: 0,
			received: 0,
			stored: 0,
			transferred: 0,
		};
		list.kinds = [...list.kinds, kind].sort();
		list.asked += asked;
		list.received += received;
		list.stored += stored;
		list.transferred += transferred;
		lists.set(resource, list);
	}
	return [...lists.values()];
}

function rowsOf(resource: string, kind: ListFormat, files: FileEntry[]): number | null {
	const current = files.filter(
		(file) =>
			file.resource === resource &&
			file.kind === kind &&
			file.state === 'current' &&
			file.deletedAt === null,
	);
	return current.length ? current.reduce((sum, { rows }) => sum + (rows ?? 0), 0) : null;
}

function linked(invoices: AccountingInvoice[], kind: string): LinkedInvoice[] {
	const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
	return invoices
		.filter((invoice) => invoice.kind === kind && invoice.number)
		.map((invoice) => ({
			invoice,
			linkedTo: invoice.linkedTo.map((id) => byId.get(id)).filter((found) => found !== undefined),
		}));
}

/** The report as JSON. Counters are text, because they can exceed JavaScript's safe integers. */
export function reportJson(facts: ReportData): string {
	return `${JSON.stringify(facts, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), '\t')}\n`;
}
