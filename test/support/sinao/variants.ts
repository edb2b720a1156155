/** A parameter that a list may refuse or ignore: `filter:id`, `filter:date` (any date), `expand:account`, or all `expand`. */
export type Parameter =
	| 'order'
	| 'limit'
	| 'offset'
	| 'search'
	| 'expand'
	| `expand:${string}`
	| 'filter'
	| `filter:${string}`;

/** A field that differs at each reading while `updated_at` stays. */
export type ChangingField = 'file_url' | 'picture' | 'is_late' | 'balance' | 'balance_amount';

/**
 * Everything about the service that its texts and the people who saw it do not agree on: the switches of the
 * simulation. A test gives them to `startSinao({ variants })` or sets them while it runs (`api.variants.relations =
 * 'ids'`). What each one rests on is in assumptions.ts.
 */
export interface Variants {
	/** Shape of a list. */
	envelope: 'data' | 'array' | 'numericKeys' | 'total' | 'metaTotal';
	/** Shape of a single row. */
	single: 'data' | 'bare';
	/** Order of a list that was requested without `order`. */
	defaultOrder: 'ascending' | 'descending';
	/**
	 * Lists for which no text declares a limit (`/tags`, `/templates`, …): all rows at once; ten at a time unless `limit`
	 * and `offset` say otherwise, as in other lists; or the first ten, whatever is requested.
	 */
	wholeLists: 'whole' | 'paged' | 'firstTen';
	/** Whether persons, organizations and relationships honour `offset`, which no text declares for them. */
	contactsOffset: boolean;
	/** Status for an app that the key does not open. */
	wrongApp: 403 | 404;
	/** How `/download?ids[]=` names the files in its zip; `shifted`: each has the number of the next document. */
	zipNames: 'number' | 'id' | 'opaque' | 'shifted';
	/** What `/download?ids[]=` does with more than 50 ids: all of them, a refusal with 422, or only the first 50. */
	zipMost: 'all' | 'refused' | 'first50';
	/** Whether `POST /login` wants `code`, which is `123456`. */
	twoFactor: boolean;
	/** Status of the answer to a login without its 2FA code. */
	twoFactorStatus: 401 | 422;
	/** Answers requests that the contract does not know with 400. */
	strictContract: boolean;

	/**
	 * How relations of rows come: nested; as ids with nothing nested (movements, payments, stocks, categories,
	 * products, recurring invoices); or as ids, and nested only where `expand[]` names them (establishments of
	 * contacts and their people too). The documents' own relations come by `expand[]` in every form.
	 */
	relations: 'nested' | 'ids' | 'expand';
	/**
	 * `full`: establishments have `is_headquarters`, `is_favorite`, `websites`, `details` and `contacts[]`; the
	 * headquarters are not always first, and some establishments come from the public register without an id.
	 */
	establishments: 'plain' | 'full';
	/** `overlapping`: a person and a company share each id, and movements have persons too. Read at start only. */
	contactIds: 'apart' | 'overlapping';
	/** `typed`: `content` of a sales document is sections whose lines have a `type` and no `style`. */
	content: 'styled' | 'typed';
	/** `newer`: rows have the fields that only the newer text has, and there are tags of every kind of object. */
	fields: 'known' | 'newer';
	/** Fields that rows do not have, by path: `{ products: ['reference'] }`. */
	absentFields: Readonly<Record<string, readonly string[]>>;
	/** Whether ids are numbers or texts. */
	ids: 'numbers' | 'texts';
	/** Fields that differ at each reading. */
	changing: readonly ChangingField[];
	/** Whether a deleted row is gone (404), or still answers on its address with `deleted_at`: always, or `with_trashed`. */
	deletion: 'gone' | 'soft' | 'softWithTrashed';

	/** How invoices and quotes are written: plain text, or compressed with fonts by glyph, as real ones are. */
	pdf: 'plain' | 'compressed';
	/** Profile of the Factur-X data in the PDF of an invoice. */
	facturX: 'minimum' | 'extended' | 'none';
	/** `fresh`: the PDF of an invoice or a quote has another date and `/ID` in each answer. */
	rendering: 'stable' | 'fresh';
	/** Which originals of purchases are served as a PDF made of them, so that `md5` is not that of the file. */
	purchaseFiles: 'asSent' | 'photosConverted' | 'allConverted';
	/** Status of the PDF of a draft. */
	draftPdf: 400 | 404 | 422 | 500;
	/** Packs every answer where the client accepts gzip; `Content-Length` is that of the packed bytes. */
	gzip: boolean;

	/** Optional parameters that are refused; `limit` only above `maximumLimit`. */
	refuses: readonly Parameter[];
	/** Status of such a refusal; 500 as Laravel answers to a related object or a field that it does not know. */
	refusalStatus: 400 | 422 | 500;
	/** The greatest `limit` where `refuses` names it. */
	maximumLimit: number;
	/** Optional parameters that do nothing, silently. */
	ignores: readonly Parameter[];
	/** Which values of an `IN` filter count. */
	inFilter: 'all' | 'first' | 'oneText';
	/** `text`: dates of a filter are compared as text with `2024-01-31 22:00:00`, which drops the first day of a period. */
	dateFilters: 'time' | 'text';
	/** Status of lists that the key may not read or that do not exist, by path: `{ purchases: 403, rules: 404 }`. */
	listStatus: Readonly<Record<string, 403 | 404>>;
	/**
	 * How a row of `/subscription/invoices` links to its PDF: on another host, on its own, by a link that expires after a
	 * few readings or always has, by `url` to a web page, or not at all.
	 */
	subscriptionPdf: 'otherHost' | 'ownHost' | 'expiring' | 'expired' | 'page' | 'none';
	/** Types of documents that have a sending history; others are refused with 422. */
	sendingHistory: ReadonlyArray<'invoice' | 'quote' | 'attachment'>;
	/**
	 * `/tags`: rows with `object`; names alone, for each `object` or all; the same names whatever `object` is; or rows,
	 * where `object` cannot be a transaction or a relationship, as in the older text.
	 */
	tags: 'objects' | 'names' | 'ignored' | 'older';

	/** Answers 429 with `Retry-After` above this many requests in any minute; null: no limit. */
	requestsPerMinute: number | null;
	/** Whether such a minute ends now, or begins with the first request after the last one. */
	minutes: 'sliding' | 'fixed';
	/** Length of such a minute in milliseconds; below 60,000 `Retry-After` has decimals. */
	minuteMs: number;

	/** How many times an export, or a job, reads `processing` before its outcome. */
	exportPolls: number;
	exportOutcome: 'finished' | 'error' | 'never';
	/** Whether `/exports` repeats its first row. */
	exportsRepeat: boolean;
	/** What `/exports/download` answers: the file, a job for `/jobs/{job}`, or a row with `file_url`. */
	exportAnswer: 'file' | 'job' | 'fileUrl';
	/** Whether an export of one file comes in a zip. */
	exportPacking: 'zip' | 'bare';
	/** Shape of the universal export. */
	fec: 'right' | 'wrongName' | 'columns' | 'unbalanced';

	/** `/webhooks/events`: 18 names at once; all 27, ten at a time unless `limit` says otherwise; or those as rows. */
	webhookEvents: 'short' | 'paged' | 'rows';
	/** How often the service sends each webhook: 0, 1 or more. */
	webhookCopies: number;
	/** Keeps webhooks until `sendHeldWebhooks` is called, which sends them newest first. */
	webhookHold: boolean;
	/** Body of a webhook; the forms are in webhooks.ts. */
	webhookPayload:
		| 'id'
		| 'flat'
		| 'row'
		| 'delivery'
		| 'array'
		| 'action'
		| 'data'
		| 'several'
		| 'batch';
	settings: 'flat' | 'nested';
	/** Answer to `POST /settings`: a message, or 204 without a body. */
	settingsAnswer: 'message' | 'empty';
}

/** The service as people who used it saw it (sinao-api.md). */
export const OBSERVED: Variants = {
	envelope: 'data',
	single: 'data',
	defaultOrder: 'descending',
	wholeLists: 'whole',
	contactsOffset: false,
	wrongApp: 404,
	zipNames: 'number',
	zipMost: 'all',
	twoFactor: false,
	twoFactorStatus: 422,
	strictContract: true,
	relations: 'nested',
	establishments: 'plain',
	contactIds: 'apart',
	content: 'styled',
	fields: 'known',
	absentFields: {},
	ids: 'numbers',
	changing: [],
	deletion: 'gone',
	pdf: 'plain',
	facturX: 'minimum',
	rendering: 'stable',
	purchaseFiles: 'asSent',
	draftPdf: 404,
	gzip: false,
	refuses: [],
	refusalStatus: 422,
	maximumLimit: 100,
	ignores: [],
	inFilter: 'all',
	dateFilters: 'time',
	listStatus: {},
	subscriptionPdf: 'otherHost',
	sendingHistory: ['invoice', 'quote', 'attachment'],
	tags: 'objects',
	requestsPerMinute: null,
	minutes: 'sliding',
	minuteMs: 60_000,
	exportPolls: 1,
	exportOutcome: 'finished',
	exportsRepeat: false,
	exportAnswer: 'file',
	exportPacking: 'zip',
	fec: 'right',
	webhookEvents: 'short',
	webhookCopies: 1,
	webhookHold: false,
	webhookPayload: 'id',
	settings: 'flat',
	settingsAnswer: 'message',
};
