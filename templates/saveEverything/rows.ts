interface ExportRow {
	name: string;
	type: string;
	operation: 'exportCsv' | 'downloadPdf';
}

/** What a leaving customer collects by hand in Sinao, menu by menu. */
export const rows: ExportRow[] = [
	{ name: 'Export invoices', type: 'sinaoInvoices', operation: 'exportCsv' },
	{ name: 'Export quotes', type: 'sinaoQuotes', operation: 'exportCsv' },
	{ name: 'Export purchases', type: 'sinaoPurchases', operation: 'exportCsv' },
	{ name: 'Export persons', type: 'sinaoPersons', operation: 'exportCsv' },
	{ name: 'Export organizations', type: 'sinaoOrganizations', operation: 'exportCsv' },
	{ name: 'Export products', type: 'sinaoProducts', operation: 'exportCsv' },
	{ name: 'Export bank transactions', type: 'sinaoBank', operation: 'exportCsv' },
	{ name: 'Download invoice PDFs', type: 'sinaoInvoices', operation: 'downloadPdf' },
	{ name: 'Download quote PDFs', type: 'sinaoQuotes', operation: 'downloadPdf' },
	{ name: 'Download purchase documents', type: 'sinaoPurchases', operation: 'downloadPdf' },
];

/** The nodes with a second output, 'Missing'. */
export const downloads = rows
	.filter(({ operation }) => operation === 'downloadPdf')
	.map(({ name }) => name);
