import type { IDataObject } from 'n8n-workflow';

/** Names and values of a query string, in order; names can repeat. */
export type Query = Array<[string, string | number]>;

/** One row as the API returned it. Unknown fields are kept. */
export type Row = IDataObject;

/**
 * How a value is read from the API (docs/sinao-api.md, Units and types) and written in a file:
 * - `cents`: integer cents, written as euros with two decimals
 * - `milliCents`: cents × 1000, written as euros with two to five decimals
 * - `basisPoints`: hundredths of a percent, written as percent
 * - `number`: a number, or a number as text, written with the decimal separator of the format
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
	/** The dotted field name of the API or, with `read`, another name. */
	name: string;
	/** The French column title. */
	title: string;
	type: ColumnType;
	/** For a column that is not a single field of the row. */
	read?: (row: Row) => unknown;
	/** The name in simplified output and in `document`; absent: only in files. */
	simple?: string;
	/** Whether a list of some length in which every row lacks it is odd. */
	usuallyFilled?: boolean;
	/** French words for values of the API, in files for readers. Other values are written as returned. */
	french?: Readonly<Record<string, string>>;
	/** Fields with the same content in the form of the API, which files for readers leave out. */
	twins?: Array<string | RegExp>;
	/** Whether a list without the field is normal: the field is new, or not documented. */
	mayBeAbsent?: boolean;
}

/** Columns that depend on the data, such as one per VAT rate. */
export interface ColumnFamily {
	/** Dotted field name with one group, e.g. `^totals\.taxes\.vat\.(\d+)$`. */
	pattern: RegExp;
	title: (part: string) => string;
	type: ColumnType;
}

export interface Status {
	name: string;
	value: string;
	/** The French term in Sinao. */
	description?: string;
}

/** A related object of a row, which the service gives whole, as an id, or only by `expand[]` (docs/sinao-api.md, Relations). */
export interface Relation {
	/** Field that holds the object, e.g. `cashflow_source`. */
	name: string;
	/** Where a row says which object it is, without the object; the first that the row has counts. */
	ids: RelationId[];
}

export interface RelationId {
	/** Field that holds the id, e.g. `cashflow_source_id`. */
	field: string;
	/** Address of the list that has the object; absent: nothing but its id is known. */
	path?: string;
	/** The rows for which the id is one of this list; absent: all. */
	when?: (row: Row) => boolean;
}

/** A link in a row to its document. */
export interface DocumentLink {
	url: string;
	/** Whether its name does not exclude that it leads to a web page. */
	mayBePage: boolean;
}

/** How to download the document of a row. */
export interface DocumentSource {
	/** Path below the row, e.g. `pdf` for `/invoices/{id}/pdf`. Absent: `link` finds the document. */
	file?: string;
	/** For lists whose rows link to their documents: the link, undefined if the row has none. */
	link?: (row: Row) => DocumentLink | undefined;
	/** `pdf` for documents created by Sinao; `any` for uploaded files. */
	content: 'pdf' | 'any';
	/** Whether it is not an error if the row has no document. */
	isMissing?: (row: Row) => boolean;
	/** Field with the MD5 of the file, in hexadecimal. */
	md5Field?: string;
	/** Name of the documents in the editor. */
	label: 'PDF' | 'Document' | 'Attachment';
	/** Additional query parameters. */
	query?: () => Query;
	/** The invoices that were issued or received, which may be or contain an electronic invoice; absent: other documents. */
	eInvoice?: 'issued' | 'received';
	/** Whether Sinao has no bulk download for them. */
	isOnlySingle?: boolean;
	/** Other documents that Sinao creates from the row, requested with `template`. */
	templates?: Array<{
		/** Value of `template`. */
		value: string;
		/** Name in the editor. */
		label: string;
		/** French singular, at the beginning of the file name. */
		fileName: string;
		/** French plural, the name of the folder. */
		folder: string;
	}>;
	/** Default pattern of the file names; absent: that of invoices. */
	fileNamePattern?: string;
}

/** The declaration of one type of Sinao data. */
export interface Resource {
	/** Value of `json.resource`, in English, plural. */
	name: string;
	singular: string;
	/** The same as `singular` if there is only one. */
	plural: string;
	/** French plural as in Sinao's menu; also the folder of its files. */
	frenchName: string;
	/**
	 * The object in the names of its webhook events, without a leading `contact` or a final `s`: `person` for
	 * `contactperson.created` (docs/sinao-api.md, Webhooks). Absent: it has no events.
	 */
	webhookObject?: string;
	/** Path of the list below `/apps/{appId}`. */
	path: string;
	/** Whether the list has no pages, filters or order. A response that is one object is a single row. */
	unpaged?: boolean;
	/** Values of the parameter `object`, each requested separately, because rows may not say what they belong to. */
	objects?: string[];
	/** Lists for whose rows the list is requested, below `path` and with `type`; absent: it is requested once. */
	perDocument?: Array<{ path: string; type: string }>;
	/** Related objects to request with `expand[]`. */
	expand: string[];
	/** Related objects that columns need and that may come as ids alone. */
	relations?: Relation[];
	columns: Column[];
	families: ColumnFamily[];
	/** Columns of a file for the import of another program; absent: there is no such file. */
	importColumns?: Column[];
	/** Further fields of simplified output that are not in files; each has `simple`. */
	itemFields?: Column[];
	statuses: Status[];
	/** Field that the date filters use. */
	dateField?: string;
	/** Field that the contact filter uses. */
	contactField?: string;
	/** Whether its rows have tags (`tags[]`; docs/sinao-api.md, Units and types). */
	tagged?: boolean;
	document?: DocumentSource;
	/** Names of the export with one row per line item; set if a document's `content` contains lines. */
	lines?: Pick<Resource, 'name' | 'frenchName'>;
	/** A row without what must not be in a file, such as passwords; absent: nothing is removed. */
	withoutSecrets?: (row: Row) => Row;
	/** The table rows for one row of the API; absent: the row itself. */
	rowsOf?: (row: Row) => Row[];
	/** Name of a row whose totals do not match its lines; undefined if they match. */
	totalMismatch?: (row: Row) => string | undefined;
	/** One CSV file per part, such as one per bank account. */
	parts?: {
		/** Path of the list of parts. */
		path: string;
		/** Field of a row with its part. */
		field: string;
		/** Singular name for the editor. */
		label: string;
		/** French name of the file for rows without a part. */
		none: string;
	};
}

/** What of a resource says how its list is read. */
export type ListSource = Pick<Resource, 'path' | 'expand'> & Partial<Resource>;

type ResourceDeclaration = Pick<
	Resource,
	'name' | 'singular' | 'plural' | 'frenchName' | 'path' | 'columns'
> &
	Partial<Resource>;

/** A status in the word that the list of the resource has for it, else as returned. */
export function frenchStatus(
	{ columns }: Pick<Resource, 'columns'>,
	status: string | null,
): string | null {
	const { french = {} } = columns.find(({ name }) => name === 'status') ?? {};
	return status !== null && Object.hasOwn(french, status) ? french[status] : status;
}

/** Adds the defaults to a declaration. */
export function defineResource(declaration: ResourceDeclaration): Resource {
	return { expand: [], families: [], statuses: [], ...declaration };
}
