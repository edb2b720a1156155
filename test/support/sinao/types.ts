/** One row as the API knows it, with every related object; the server strips what was not expanded. */
export interface Row {
	id: number;
	[field: string]: unknown;
}

/** How many rows each list has when the company is made. */
export interface CompanySize {
	invoices: number;
	quotes: number;
	purchases: number;
	persons: number;
	organizations: number;
	products: number;
	bankAccounts: number;
	transactions: number;
	payments: number;
	attachments: number;
	bankDetails: number;
	accounts: number;
	accountCategories: number;
	accountingEntries: number;
	productCategories: number;
	productStocks: number;
	recurringInvoices: number;
	sepaMandates: number;
	tags: number;
	/** Rows of each list that only the newer text of the API has, such as `/salesdocumentmodels`. */
	newerLists: number;
}

export interface RecordedRequest {
	method: string;
	/** Path without the query string, `/v1` included. */
	path: string;
	/** Query string as received, without `?`. */
	query: string;
	headers: Record<string, string>;
	host: string;
	/** Request body as text. */
	body: string;
	/** 0 as long as nothing was sent, as for a connection that was reset. */
	status: number;
	/** Milliseconds since the epoch. */
	start: number;
	/** 0 as long as the request is under way. */
	end: number;
	/** Bytes of the answer that left, headers included, when it ended; 0 until then. */
	sent: number;
}

export type DocumentList = 'invoices' | 'quotes' | 'purchases' | 'attachments';

/** An answer before it goes over the wire. */
export interface Answer {
	status: number;
	headers: Record<string, string | string[]>;
	body: Buffer;
}
