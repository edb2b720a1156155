/** What became of a parameter of a list; `unknown` where too few rows show it, or the request was saved. */
export type ParameterState = 'honoured' | 'ignored' | 'refused' | 'unknown';

/** How related objects of a row come (sinao-api, Relations): in every row, only where `expand[]` names them, or by their ids. */
export type RelationForm = 'nested' | 'expand' | 'ids' | 'absent';

/** What the rows contain under one name. */
export interface FieldShape {
	/** Rows in which it is neither absent, null nor empty. */
	filled: number;
	/** JSON types; of dates and times their form with a 9 for each digit. */
	types: string[];
}

/** How a list answers. */
export interface ListCheck {
	/** As in the items of the other nodes. */
	list: string;
	/** Below `/apps/{appId}/`. */
	path: string;
	/** HTTP status of the first page; null where no answer came. */
	status: number | null;
	envelope: 'data' | 'array' | 'numericKeys' | 'total' | 'metaTotal' | 'other' | null;
	/** Null: no upper bound is known. */
	rows: { atLeast: number; atMost: number | null };
	sampled: number;
	parameters: Record<'order' | 'limit' | 'idFilter' | 'offset' | 'dateFilter', ParameterState>;
	/** Status with which a parameter was refused. */
	refusalStatus: number | null;
	/** Names of `expand[]`. */
	expand: Record<string, ParameterState>;
	/** The largest page that was answered, and the smallest that was refused. */
	limit: { accepted: number; refused: number | null };
	/** `unproven`: the list may be cut after a page, and nothing selects the next one. */
	paging: 'id' | 'offset' | 'unpaged' | 'unproven' | 'none' | 'unknown';
	/** Whether a page contained a row twice. */
	repeats: boolean;
	fields: Record<string, FieldShape>;
	/** Fields of our columns that are in no row. */
	missing: string[];
	/** Columns without a value in every row. */
	empty: string[];
	/** Fields that only the newer text of the API names. */
	newer: string[];
	/** Fields that no text names. */
	unknown: string[];
	/** Fields that differed between two requests though `updated_at` did not. */
	changing: string[];
	relations: Record<string, RelationForm>;
	/** Bytes of a row, on average. */
	rowBytes: number;
	/** Milliseconds of the first page. */
	milliseconds: number;
}

/** What a PDF says about itself. */
export interface PdfCheck {
	/** Whether two downloads have the same bytes. */
	equal: boolean | null;
	embeddedXml: boolean;
}

/** The documents of a list. */
export interface DocumentCheck {
	list: string;
	/** Rows that have a document, by what the row says; of those that were read. */
	expected: number;
	/** Rows that were read. */
	rows: number;
	/** Documents that were downloaded, by their type. */
	types: Record<string, number>;
	/** HTTP statuses of those that were not. */
	failed: number[];
	/** Kilobytes, on average. */
	kilobytes: number | null;
	pdf: PdfCheck | null;
	/** Status of the document of a draft. */
	draftStatus: number | null;
	/** Whether the checksum of the row is that of the file, for pictures and for other originals. */
	md5: { pictures: Agreement; others: Agreement } | null;
	bulk: BulkCheck | null;
}

export type Agreement = 'agrees' | 'differs' | null;

export interface BulkCheck {
	status: number | null;
	requested: number;
	received: number;
	/** Files of which the content proves which document they are. */
	proven: number;
	namedBy: 'number' | 'id' | 'other' | null;
	/** Whether files have the names of their documents; null where no content proves it. */
	namesVerified: boolean | null;
	/** The names with a letter for letters and a 9 for each digit. */
	names: string[];
}

/** The accounting export that was downloaded. */
export interface ExportCheck {
	status: number | null;
	answer: 'zip' | 'file' | 'job' | 'fileUrl' | 'other' | null;
	/** Whether the universal format has the name, the columns and the balance of a FEC; null where it could not be read. */
	fec: { name: boolean; columns: boolean; balance: boolean | null } | null;
}

/**
 * How the service behaves for one account, without anything of its data: shapes, counts, patterns and names of
 * fields. It is the file `account-check.json`; findings and the page are made from it alone.
 */
export interface AccountCheck {
	format: 'n8n-nodes-sinao account check';
	formatVersion: 1;
	tool: { name: string; version: string };
	credential: 'apiKey' | 'login';
	requests: {
		sent: number;
		/** Left out because the maximum was reached. */
		skipped: number;
		/** Milliseconds of an answered request. */
		median: number;
		slowest: number;
		seconds: number;
		/** Requests answered in the minute before Sinao asked to wait; null where it did not. */
		perMinute: number | null;
	};
	/** Whether answers came packed, so that their announced length is not that of their content. */
	packed: boolean;
	single: 'data' | 'bare' | null;
	/** Order of a list that is requested without `order`. */
	defaultOrder: 'ascending' | 'descending' | 'other' | null;
	search: ParameterState;
	/** Which values of a filter `IN` count. */
	inFilter: 'all' | 'first' | 'none' | 'ignored' | 'refused' | null;
	/** Whether a filter from a time on drops the rows of that day. */
	dropsFirstDay: boolean | null;
	/** Lines of documents: with a `style`, or with a `type` of their own. */
	lines: 'styled' | 'typed' | null;
	/** Whether establishments name the headquarters. */
	headquarters: boolean | null;
	/** Whether a person and an organization have the same id. */
	sharedContactIds: boolean | null;
	settings: 'flat' | 'nested' | null;
	webhookEvents: { first: number; all: number; form: 'texts' | 'rows' } | null;
	/** Whether `/tags` returns only the tags of the `object` that is requested; null where there are no tags. */
	tagObjects: 'honoured' | 'ignored' | 'refused' | null;
	/** Types of documents whose sending history is refused; null where there is no document. */
	unsentTypes: string[] | null;
	/** Where the link of one of Sinao's own invoices leads, and how many have a link; null where there is no such invoice. */
	subscriptionPdf: {
		leadsTo: 'otherHost' | 'ownHost' | 'page' | 'failed' | 'none';
		links: number;
	} | null;
	lists: ListCheck[];
	documents: DocumentCheck[];
	exports: ExportCheck | null;
}
