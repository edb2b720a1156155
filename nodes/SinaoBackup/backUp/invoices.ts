import { invoices } from '../../SinaoInvoices/invoices';
import type { Row } from '../../shared/resource';
import { valueAt } from '../../shared/values/fields';
import { simplified } from '../../shared/values/simplified';
import type { AccountingInvoice } from '../manifest/schema';

type Id = string | number;

/** An invoice with its links to other invoices, for the report. */
export interface InvoiceRow extends Omit<AccountingInvoice, 'linkedTo'> {
	/** The invoice that this credit note cancels. */
	undoes?: Id;
	/** The credit note that cancels this invoice. */
	undoneBy?: Id;
	/** Deposit invoices that this invoice deducts. */
	deposits: Id[];
	quote?: Id;
}

export function invoiceRow(row: Row, timeZone: string): InvoiceRow {
	const { id, number, date, kind } = simplified(invoices, row, timeZone) as Record<
		string,
		string | null
	>;
	const ids = Array.isArray(row.downpayments)
		? row.downpayments.map((deposit) => valueAt(deposit, 'id') as Id)
		: [];
	return {
		id: id as Id,
		number: number || null,
		date: date ?? null,
		kind: kind ?? 'facture',
		imported: Boolean(row.imported_at),
		undoes: (valueAt(row, 'avoid_of.id') ?? valueAt(row, 'avoid_of_id')) as Id | undefined,
		undoneBy: valueAt(row, 'credit_note_id') as Id | undefined,
		deposits: ids.filter((deposit) => deposit !== undefined),
		quote: valueAt(row, 'related_quote_id') as Id | undefined,
	};
}

/** Links credit notes to the invoices they cancel, and deposit invoices to the invoices that deduct them. */
export function linkInvoices(rows: InvoiceRow[]): AccountingInvoice[] {
	const links = new Map<Id, Set<Id>>();
	const link = (from: Id, to: Id) => links.set(from, (links.get(from) ?? new Set()).add(to));
	for (const { id, undoes, undoneBy, deposits } of rows) {
		if (undoes !== undefined) link(id, undoes);
		if (undoneBy !== undefined) link(undoneBy, id);
		for (const deposit of deposits) link(deposit, id);
	}
	const byQuote = new Map(
		rows
			.filter(({ kind, quote }) => kind === 'facture' && quote !== undefined)
			.map(({ quote, id }) => [quote, id]),
	);
	for (const { id, kind, quote } of rows) {
		const invoice = byQuote.get(quote);
		if (kind === 'acompte' && !links.has(id) && invoice !== undefined) link(id, invoice);
	}
	return rows.map(({ id, number, date, kind, imported }) => ({
		id,
		number,
		date,
		kind,
		imported,
		linkedTo: [...(links.get(id) ?? [])],
	}));
}
