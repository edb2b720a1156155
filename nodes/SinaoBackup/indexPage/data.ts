import { records } from '../../SinaoRecords/records';
import { frenchStatus } from '../../shared/resource';
import { guideResources } from '../backUp/scope';
import {
	type AccountingInvoice,
	type FileEntry,
	isListFormat,
	type ListFormat,
	type Manifest,
} from '../manifest/schema';
import { keyOf, versionsByKey } from '../manifest/versions';
import { formatName } from '../report/eInvoices';
import {
	amount as amountLabel,
	counted,
	documentLabel,
	formatLabel,
	resourceLabel,
	verdictOf,
} from '../report/labels';

/** What the index page and the read-me say of a backup. */
export interface IndexData
	extends Pick<Manifest, 'company' | 'run' | 'end' | 'outcome' | 'pagePrefix'> {
	/** The outcome in words. */
	verdict: string;
	/** Time zone of the dates and times. */
	timeZone: string;
	lists: IndexList[];
	/** Invoices in XML that nothing else shows to people. */
	unreadable: FileEntry[];
	documents: IndexDocument[];
	/** Every file that the check knows. `sha256` (hexadecimal) is null where the manifest no longer vouches for the file. */
	files: IndexFile[];
}

export interface IndexList {
	title: string;
	format: string;
	path: string;
	rows: number | null;
}

export interface IndexFile {
	path: string;
	size: number;
	sha256: string | null;
}

/** `replaced`: an earlier version; `deleted`: no longer in Sinao; `altered`: found modified in storage; `missing`: not in the backup yet; `without`: has no document in Sinao. */
export type DocumentState = 'current' | 'replaced' | 'deleted' | 'altered' | 'missing' | 'without';

/** A row of the index page. */
export interface IndexDocument {
	/** French, singular: `Facture`, `Avoir`, `Acompte`, `Devis`, `Achat`. */
	kind: string;
	number: string | null;
	/** `yyyy-mm-dd`. */
	date: string | null;
	contact: string | null;
	/** Cents of euros with tax; text in another currency, or where Sinao's value is not an amount that can be added up exactly. */
	amount: number | string | null;
	/** Status in Sinao, in French. */
	status: string | null;
	state: DocumentState;
	/** Null where there is no file. */
	path: string | null;
	/** The PDF that is saved next to an invoice in XML; null where there is none. */
	copy: string | null;
	/** `Factur-X (EXTENDED)`, and how many differences to Sinao there are; empty where there is no electronic invoice. */
	eInvoice: string;
	/** Whether the row is in the totals: one row per document. */
	counted: boolean;
}

const resources = new Map(
	[...guideResources, ...records].map((resource) => [resource.name, resource]),
);

const invoiceKinds: Record<string, string> = {
	facture: 'Facture',
	avoir: 'Avoir',
	acompte: 'Acompte',
};

/**
 * The data of the index page.
 *
 * @param invoices the invoices of the draft, which tell credit notes and deposits from invoices; an
 * invoice that is not among them is a credit note where its amount is negative
 * @param proof the files that Write Manifest makes before the page, such as the copy of the manifest
 */
export function indexData(
	manifest: Manifest,
	invoices: Array<Pick<AccountingInvoice, 'id' | 'kind'>> = [],
	proof: IndexFile[] = [],
): IndexData {
	const { company, run, end, outcome, pagePrefix, scope, files, missing, without } = manifest;
	const kinds = new Map(invoices.map(({ id, kind }) => [id, invoiceKinds[kind] ?? kind]));
	const rowOf = (
		entry: Pick<FileEntry, 'resource' | 'id' | 'number' | 'date' | 'amountWithTax' | 'contact'> &
			Pick<Partial<FileEntry>, 'eInvoice'>,
	) => {
		const amount = amountOf(entry);
		return {
			...rowFacts(entry, centsOf(entry.amountWithTax), kinds.get(entry.id as string | number)),
			amount,
		};
	};
	const documents: IndexDocument[] = [];
	const known = versionsByKey(files.filter(({ kind }) => kind === 'document'));
	const copies = new Map(
		files
			.filter(({ state }) => state !== 'altered')
			.map(({ path, derivedFrom }) => [derivedFrom, path]),
	);
	for (const versions of known.values())
		for (const entry of versions) {
			const isLast = entry === versions[versions.length - 1];
			documents.push({
				...rowOf(entry),
				status: frenchStatus(resources.get(entry.resource) ?? { columns: [] }, entry.status),
				state: stateOf(entry, isLast),
				path: entry.path,
				copy: copies.get(entry.path) ?? null,
				eInvoice: eInvoiceText(entry),
				counted: isLast,
			});
		}
	const absent = (entry: Parameters<typeof rowOf>[0], state: DocumentState): IndexDocument => ({
		...rowOf(entry),
		status: null,
		state,
		path: null,
		copy: null,
		eInvoice: '',
		counted: !known.has(keyOf({ ...entry, kind: 'document' })),
	});
	for (const entry of missing)
		if (entry.kind === 'document') documents.push(absent(entry, 'missing'));
	for (const entry of without) documents.push(absent(entry, 'without'));
	return {
		company,
		run,
		end,
		outcome,
		pagePrefix,
		verdict: verdictOf(manifest).title,
		timeZone: scope.timeZone,
		lists: files.filter(isCurrentList).map(({ resource, kind, path, rows }) => ({
			title: resourceLabel(resource),
			format: formatLabel(kind),
			path,
			rows,
		})),
		unreadable: files.filter(
			({ path, state, eInvoice }) =>
				state === 'current' && eInvoice?.hasReadableCopy !== undefined && !copies.has(path),
		),
		documents,
		files: [
			...files.map(({ path, size, sha256, state }) => ({
				path,
				size,
				sha256: state === 'altered' ? null : sha256,
			})),
			...proof,
		],
	};
}

function eInvoiceText({ eInvoice }: FileEntry): string {
	if (!eInvoice?.format) return eInvoice?.problems.includes('encrypted') ? 'PDF chiffré' : '';
	const { length } = eInvoice.differences;
	return `${length ? `${counted(length, 'écart')} · ` : ''}${formatName(eInvoice)}`;
}

function isCurrentList(file: FileEntry): file is FileEntry & { kind: ListFormat } {
	return isListFormat(file.kind) && file.state === 'current' && file.deletedAt === null;
}

function rowFacts(
	{ resource, number, date, contact }: Pick<FileEntry, 'resource' | 'number' | 'date' | 'contact'>,
	amount: number | string | null,
	invoiceKind: string | undefined,
) {
	const isCredit = typeof amount === 'number' && amount < 0;
	const kind =
		resource === 'invoices'
			? (invoiceKind ?? (isCredit ? 'Avoir' : 'Facture'))
			: documentLabel(resource);
	return { kind, number, date, contact };
}

function stateOf({ state, deletedAt }: FileEntry, isLast: boolean): DocumentState {
	if (state === 'altered') return 'altered';
	if (state === 'replaced' || !isLast) return 'replaced';
	return deletedAt === null ? 'current' : 'deleted';
}

/** Cents of the amount with tax; as text with its currency, if it is not in euros. */
function amountOf({
	amountWithTax,
	eInvoice,
}: Pick<FileEntry, 'amountWithTax'> & Pick<Partial<FileEntry>, 'eInvoice'>) {
	const cents = centsOf(amountWithTax);
	const { currency = 'EUR' } = eInvoice ?? {};
	return typeof cents === 'number' && currency !== 'EUR'
		? amountLabel(cents / 100, currency)
		: cents;
}

/** Euros as cents; as they are, where they are no number of cents that can be added up exactly. */
function centsOf(euros: number | string | null): number | string | null {
	if (euros === null || euros === '') return null;
	if (!/^-?\d{1,13}([.,]\d{1,2})?$/.test(String(euros))) return String(euros);
	return Math.round(Number(String(euros).replace(',', '.')) * 100);
}
