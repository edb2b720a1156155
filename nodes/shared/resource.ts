import type { IDataObject } from 'n8n-workflow';

/** Names and values of a query string, in order; a name may appear more than once. */
export type Query = Array<[string, string | number]>;

/** One row as the API returned it. Unknown fields are kept. */
export type Row = IDataObject;

/**
 * How a value is read from the API (sinao-api, Units and types) and written in a file:
 * - `cents`: integer cents, written as euros with two decimals
 * - `milliCents`: cents × 1000, written as euros with two to five decimals
 * - `basisPoints`: hundredths of a percent, written as percent
 * - `number`: a number, or the text of one, written with the decimal mark of the format
 * - `date` and `dateTime`: UTC, written in the chosen time zone
 */
export type ColumnType =
	| 'text'
	| 'integer'
	| 'number'
	| 'cents'
	| 'milliCents'
	| 'basisPoints'
	| 'boolean'
	| 'date'
	| 'dateTime';

export interface Column {
	/** The API's dotted field name, or, with `read`, a name of our own. */
	name: string;
	/** The French title that a reader sees. */
	title: string;
	type: ColumnType;
	/** For a column that is not simply one field of the row. */
	read?: (row: Row) => unknown;
	/** The name in simplified output and in `document`; absent: only in files. */
	simple?: string;
	/** Whether a list of some length in which every row lacks it is odd. */
	usuallyFilled?: boolean;
}

/** Columns that exist only where the data has them, such as one for each VAT rate. */
export interface ColumnFamily {
	/** Dotted field name with one group, e.g. `^totals\.taxes\.vat\.(\d+)$`. */
	pattern: RegExp;
	title: (part: string) => string;
	type: ColumnType;
}

export interface Status {
	name: string;
	value: string;
}

/** The document of a row: how to fetch it and what it may be. */
export interface DocumentSource {
	/** Path below the row, e.g. `pdf` for `/invoices/{id}/pdf`. */
	file: string;
	/** `pdf` for what Sinao makes; `any` for what somebody uploaded. */
	content: 'pdf' | 'any';
	/** Whether the row may lack a document without anything being wrong. */
	isMissing?: (row: Row) => boolean;
	/** Field that holds the MD5 of the file, in hexadecimal digits. */
	md5Field?: string;
	/** How documents are called in the interface. */
	label: 'PDF' | 'Document';
	/** What the address asks for besides. */
	query?: () => Query;
	/** Whether Sinao gives no ZIP of many. */
	isOnlySingle?: boolean;
	/** Pattern of the file names unless the user gives one; absent: that of invoices. */
	fileNamePattern?: string;
}

/** Everything that is particular to one kind of Sinao data. */
export interface Resource {
	/** Value of `json.resource`, in English, plural. */
	name: string;
	singular: string;
	plural: string;
	/** French plural as in Sinao's menu; also the folder of its files. */
	frenchName: string;
	/** Address of the list below `/apps/{appId}`. */
	path: string;
	/** Whether the list comes whole, without pages, filters or order; an answer that is one object is its one row. */
	unpaged?: boolean;
	/** Related objects to ask for with `expand[]`. */
	expand: string[];
	columns: Column[];
	families: ColumnFamily[];
	statuses: Status[];
	/** Field that the date filters use. */
	dateField?: string;
	/** Field that the contact filter uses. */
	contactField?: string;
	/** Whether its rows carry tags (`tags[]`; sinao-api, Units and types). */
	tagged?: boolean;
	document?: DocumentSource;
	/** Set where a document's `content` holds lines: how the export with a row for each line is called. */
	lines?: Pick<Resource, 'name' | 'frenchName'>;
	/** The rows of a table that one row of the API becomes; absent: itself. */
	rowsOf?: (row: Row) => Row[];
	/** Name of a row whose amounts contradict each other; undefined where they do not. */
	totalMismatch?: (row: Row) => string | undefined;
	/** One CSV for each of these rows, e.g. one for each bank account. */
	parts?: {
		/** Address of their list. */
		path: string;
		/** Field of a row that holds its part. */
		field: string;
		/** Singular, for the interface. */
		label: string;
		/** French name for what belongs to no part. */
		none: string;
	};
}

type ResourceDeclaration = Pick<
	Resource,
	'name' | 'singular' | 'plural' | 'frenchName' | 'path' | 'columns'
> &
	Partial<Resource>;

/** Fills what a declaration leaves out. */
export function defineResource(declaration: ResourceDeclaration): Resource {
	return { expand: [], families: [], statuses: [], ...declaration };
}
