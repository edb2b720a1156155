interface SinaoExport {
	name: string;
	type: string;
	operation: 'exportCsv' | 'downloadPdf';
	/** The node that downloads the documents of the list, whose files the list names. */
	documents?: string;
}

/** What Sinao's guide tells leaving customers to export, menu by menu: seven lists and three kinds of documents. */
export const sinaoExports: SinaoExport[] = [
	{ name: 'Export individuals', type: 'sinaoPersons', operation: 'exportCsv' },
	{ name: 'Export organizations', type: 'sinaoOrganizations', operation: 'exportCsv' },
	{ name: 'Export bank transactions', type: 'sinaoBank', operation: 'exportCsv' },
	{ name: 'Export products', type: 'sinaoProducts', operation: 'exportCsv' },
	{ name: 'Download invoice PDFs', type: 'sinaoInvoices', operation: 'downloadPdf' },
	{ name: 'Download quote PDFs', type: 'sinaoQuotes', operation: 'downloadPdf' },
	{ name: 'Download purchase documents', type: 'sinaoPurchases', operation: 'downloadPdf' },
	{
		name: 'Export invoices',
		type: 'sinaoInvoices',
		operation: 'exportCsv',
		documents: 'Download invoice PDFs',
	},
	{
		name: 'Export quotes',
		type: 'sinaoQuotes',
		operation: 'exportCsv',
		documents: 'Download quote PDFs',
	},
	{
		name: 'Export purchases',
		type: 'sinaoPurchases',
		operation: 'exportCsv',
		documents: 'Download purchase documents',
	},
];

/** The lists with documents, which follow their downloads. */
export const documentLists = sinaoExports.filter(({ documents }) => documents !== undefined);

/** The nodes that have a second output, 'Missing'. */
export const documentDownloads = sinaoExports.filter(
	({ operation }) => operation === 'downloadPdf',
);
