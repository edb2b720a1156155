interface SinaoExport {
	name: string;
	type: string;
	operation: 'exportCsv' | 'downloadPdf';
}

/** What Sinao's guide tells leaving customers to export, menu by menu: seven lists and three kinds of documents. */
export const sinaoExports: SinaoExport[] = [
	{ name: 'Export invoices', type: 'sinaoInvoices', operation: 'exportCsv' },
	{ name: 'Export quotes', type: 'sinaoQuotes', operation: 'exportCsv' },
	{ name: 'Export purchases', type: 'sinaoPurchases', operation: 'exportCsv' },
	{ name: 'Export individuals', type: 'sinaoPersons', operation: 'exportCsv' },
	{ name: 'Export organizations', type: 'sinaoOrganizations', operation: 'exportCsv' },
	{ name: 'Export products', type: 'sinaoProducts', operation: 'exportCsv' },
	{ name: 'Export bank transactions', type: 'sinaoBank', operation: 'exportCsv' },
	{ name: 'Download invoice PDFs', type: 'sinaoInvoices', operation: 'downloadPdf' },
	{ name: 'Download quote PDFs', type: 'sinaoQuotes', operation: 'downloadPdf' },
	{ name: 'Download purchase documents', type: 'sinaoPurchases', operation: 'downloadPdf' },
];

/** The nodes that have a second output, 'Missing'. */
export const documentDownloads = sinaoExports.filter(
	({ operation }) => operation === 'downloadPdf',
);
