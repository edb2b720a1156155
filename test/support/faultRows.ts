/** A fault or bad input that a backup must survive, and what the nodes do then; the texts are Markdown. */
export interface FaultRow {
	row: number;
	fault: string;
	expected: string;
}

/** The faults by their number, with which the names of the tests that prove them begin. */
export const faultRows: FaultRow[] = [
	{
		row: 1,
		fault: '429, `Retry-After: 7`',
		expected: 'waits at least 7 s, repeats the same request, no row twice',
	},
	{
		row: 2,
		fault: '429, HTTP date (future)',
		expected: "waits until then, using the response's `Date` header against clock skew",
	},
	{
		row: 3,
		fault: '429, date in the past / negative / "soon" / two values',
		expected: 'falls back to exponential, never 0-wait hammering',
	},
	{
		row: 4,
		fault: '429 without header',
		expected: 'exponential, then reduced parallelism for the rest of the run',
	},
	{
		row: 5,
		fault: '429, `Retry-After: 3600`',
		expected:
			'ends cleanly as incomplete with the time to retry; does not hold the worker for an hour',
	},
	{
		row: 6,
		fault: '500, 502, 503, 504 once',
		expected: 'retried, then success; one line in the report',
	},
	{
		row: 7,
		fault: '503 that never ends',
		expected: 'stops within its budget and names the URL, what was done and what was not',
	},
	{
		row: 8,
		fault: '503 on one document only',
		expected: 'other documents are complete; this one is listed as missing',
	},
	{
		row: 9,
		fault: 'Connection reset before headers / in mid-body',
		expected: 'retried from the start; the partial body is discarded',
	},
	{
		row: 10,
		fault: 'DNS failure, TLS expired, proxy 407',
		expected: 'clear message with the host; TLS never weakened',
	},
	{ row: 11, fault: 'Server accepts and says nothing', expected: 'idle timeout, retry' },
	{
		row: 12,
		fault: 'One byte every 50 s',
		expected: 'continues while bytes arrive; only the budget of the run ends it',
	},
	{
		row: 13,
		fault: 'Body shorter than `Content-Length`',
		expected: 'treated as failed transfer, retried, never stored',
	},
	{
		row: 14,
		fault: 'No `Content-Length`, chunked stream cut',
		expected: 'aborted chunking detected; PDF without `%%EOF` near the end refused',
	},
	{
		row: 15,
		fault: 'Body longer than announced, or over a size limit',
		expected:
			'over the limit: refused with the limit, memory bounded; longer than announced: only the announced bytes are used, and kept if they are a complete document',
	},
	{
		row: 16,
		fault: '200 + HTML (login or maintenance page) instead of PDF',
		expected: 'refused by content (`%PDF-`), not by header; quoted 200 characters without secrets',
	},
	{ row: 17, fault: '200 + JSON error instead of PDF', expected: 'same; message of the API shown' },
	{ row: 18, fault: '200, empty body', expected: 'refused, retried once, then missing list' },
	{
		row: 19,
		fault: 'PDF with wrong or missing content type',
		expected: 'accepted by its first bytes, with a warning',
	},
	{
		row: 20,
		fault: 'Purchase original is JPEG, PNG, HEIC or XML',
		expected: 'extension from content, not forced to .pdf',
	},
	{
		row: 21,
		fault: 'Malformed JSON, JSON with BOM, truncated JSON',
		expected: 'retried, then failed with position; no partial page used',
	},
	{
		row: 22,
		fault: 'List is a bare array / `{data:[]}` / object with numeric keys',
		expected: 'all understood (docs show `data`, the OpenAPI an array)',
	},
	{
		row: 23,
		fault: 'Empty page in the middle, rows after it',
		expected:
			'one more request after it; if the total is known, continues until it is reached; with a warning',
	},
	{
		row: 24,
		fault: 'Server ignores `offset`',
		expected: 'detected by repeated ids on page 2, fails loudly, no endless run',
	},
	{
		row: 25,
		fault: 'Server limits the page size (1,000 requested, 100 returned)',
		expected: 'continues by the number of rows received',
	},
	{ row: 26, fault: '`limit` refused (422)', expected: 'halves and retries' },
	{
		row: 27,
		fault: 'Row inserted at the beginning during paging',
		expected: 'ascending id order; duplicate dropped by id; none missed',
	},
	{
		row: 28,
		fault: 'Row deleted during paging',
		expected:
			'overlap row missing is seen, page re-read from the last known id; none skipped (the QuickBooks case: 0 of 2,500)',
	},
	{ row: 29, fault: 'Same row on two pages, second version newer', expected: 'one row, the newer' },
	{
		row: 30,
		fault: 'Rows out of order though ordered',
		expected: 'still complete; cursor not moved past unseen rows',
	},
	{
		row: 31,
		fault: 'Total says 120, got 118',
		expected: 'second pass; if still so, incomplete with both numbers',
	},
	{
		row: 32,
		fault: 'New API fields, unknown status, missing field, null customer',
		expected: 'raw JSON is kept complete; CSV column empty; unknown status is passed on',
	},
	{ row: 33, fault: 'Key wrong at start', expected: 'one clear message, no retry storm' },
	{
		row: 34,
		fault: 'Key revoked during a run (401 on request 57)',
		expected:
			'stops as incomplete and keeps what was saved; the cursor does not move; the next run with a new key completes it',
	},
	{
		row: 35,
		fault: 'Key valid for another app (403/404 on appId)',
		expected: 'says which company the key has access to (a Sinao key belongs to one app)',
	},
	{ row: 36, fault: '404 on one PDF', expected: 'listed as missing, the rest is complete' },
	{
		row: 37,
		fault: 'Document deleted between list and download',
		expected: 'the record is read again to distinguish this from a fault; "deleted during backup"',
	},
	{
		row: 38,
		fault: 'Draft invoice: no number, PDF may not exist',
		expected: 'not a gap; saved as `draft-<id>` or left out by an option',
	},
	{
		row: 39,
		fault: 'Draft confirmed during the run (gets its number)',
		expected: 'the next run saves it under its number; never under both names',
	},
	{
		row: 40,
		fault: 'Document changed between JSON and PDF',
		expected: 'state is read again after the PDF; downloaded again if it changed',
	},
	{
		row: 41,
		fault: 'PDF re-rendered (bytes differ, same content)',
		expected:
			'kept as a new version or reported; never called "corrupted", never overwritten without a trace',
	},
	{
		row: 42,
		fault: 'Stored file was modified (its hash differs from the manifest)',
		expected: 'reported as modified; the original is downloaded again and saved next to it',
	},
	{
		row: 43,
		fault: '`md5` of purchase differs from the download',
		expected:
			'requested again; if another file arrives, that one counts; if the same complete file arrives, see row 87',
	},
	{
		row: 44,
		fault:
			'ZIP misses one of the requested ids / contains more / broken directory / zip-slip name / bomb',
		expected:
			'entries are counted and checked against the ids; missing ones are downloaded individually; names are never used as paths; size limit',
	},
	{
		row: 45,
		fault:
			'Names: `/ \\ : * ? " < > \\|`, control characters, NUL, `..`, leading dot or dash, trailing dot or space, `CON`, `#`, `%`, `~$`, emoji, right-to-left override, 300 characters',
		expected: 'one safe 1:1 mapping within 120 bytes; the real name is in the manifest',
	},
	{
		row: 46,
		fault: 'Two documents with the same name, or that differ only in case or accent form',
		expected: 'the id is added; the same in every run and page order',
	},
	{
		row: 47,
		fault: 'NFD accents (e + U+0301) in names or data',
		expected: 'names in NFC; data untouched in JSON',
	},
	{
		row: 48,
		fault: 'Lone surrogates, invalid UTF-8',
		expected:
			'replaced in names; half a pair stays in the data as returned; bytes that are not UTF-8 are replaced there too, because JSON cannot contain them, with a warning',
	},
	{
		row: 49,
		fault: 'CSV cell beginning `= + - @` tab CR',
		expected:
			'apostrophe before text cells (CWE-1236, ASVS 1.2.10); **negative amounts stay numbers**; an option for other programs',
	},
	{
		row: 50,
		fault:
			'CSV: `;`, quotes, newlines (docs show `\\r` inside `details`), leading zeros in SIRET or post code',
		expected: 'RFC 4180 quoting; text columns kept as text; round trip equal',
	},
	{
		row: 51,
		fault: 'French CSV',
		expected:
			'BOM, `;`, CRLF, decimal comma, dd/mm/yyyy; choice for UTF-8 plain or Windows-1252 (with a report of unsupported characters, e.g. emoji)',
	},
	{
		row: 52,
		fault:
			'Amounts: cents as integer, unit price in 1/100,000 euro, 0, negative (credit note), over 2^53',
		expected: 'integer arithmetic, no exponent, no rounding; beyond 2^53 kept as text',
	},
	{
		row: 53,
		fault:
			'A total differs from the sums of its lines by account and VAT rate, or of its taxes, as Sinao returns them',
		expected:
			'not corrected; listed as a warning. The lines are not added up: how Sinao counts discounts, options and deposits is not documented',
	},
	{
		row: 54,
		fault: 'Dates: UTC microseconds, near midnight, DST',
		expected:
			'year and folder by Europe/Paris; stored example 09:56:57Z + 30 days = 10:56:57Z shows Sinao counts in local time',
	},
	{
		row: 55,
		fault: 'Empty account',
		expected: 'valid empty set: headers, manifest with 0, complete',
	},
	{
		row: 56,
		fault: '50,000 documents',
		expected:
			'the bytes in memory do not grow with their number: only the files of the parallel downloads are in memory. A test downloads 50,000 without n8n and HTTP, and 100 in n8n; [100,000 are measured in n8n](performance.md)',
	},
	{
		row: 57,
		fault: 'User stops the execution',
		expected: 'in-flight request aborted within 2 s, no cursor moved, "cancelled"',
	},
	{
		row: 58,
		fault: 'n8n killed during a run, run again',
		expected: 'the second run ends with the same files as an undisturbed one, no duplicates',
	},
	{
		row: 59,
		fault: 'Two runs at once',
		expected:
			'both safe: the same names and bytes, and each manifest is true; for PDFs that Sinao renders anew each time, see 93',
	},
	{
		row: 60,
		fault: 'Storage step fails after download',
		expected: 'the cursor does not move; the next run outputs the files again',
	},
	{
		row: 61,
		fault: 'Storage fails for 1 of 100 (continue on fail)',
		expected: 'only confirmed files are in the manifest',
	},
	{
		row: 62,
		fault: `Disk full in n8n's binary folder`,
		expected: 'an error that names it; no partial file in the backup; the earlier backup is intact',
	},
	{
		row: 63,
		fault: 'Storage reports success but truncated the file',
		expected: 'read back size or hash (Dropbox `content_hash`, S3 ETag) differs: not confirmed',
	},
	{
		row: 64,
		fault: 'Upload repeated (timeout after the server had stored)',
		expected: 'same path, same bytes, one file',
	},
	{
		row: 65,
		fault: 'Workflow never published / static data lost / instance restored from an old copy',
		expected: 'full comparison with the manifest instead of a date; at worst, it downloads again',
	},
	{
		row: 66,
		fault: 'Clock wrong or moved back; cursor in year 2999',
		expected: 'warns, full run, not zero rows',
	},
	{
		row: 67,
		fault: 'Item linking, `continueOnFail`, several input items, two credentials',
		expected: 'each output names its input; one failed item does not affect the others',
	},
	{
		row: 68,
		fault: 'API key in errors, logs, pinned data, URLs of redirects to another host',
		expected: 'never; the header is not sent to other hosts',
	},
	{
		row: 69,
		fault: 'Redirect to a signed storage URL that expires',
		expected: 'downloaded at once; on 403 a new link is requested',
	},
	{
		row: 70,
		fault: 'Numbering gap: FAC-00041 is missing between 40 and 42',
		expected: 'reported with neighbours and dates, per series; not "error" by itself',
	},
	{
		row: 71,
		fault: `Number with year or month, reset in January, changed prefix, wider counter, imported invoices (not counted in Sinao's numbering)`,
		expected: 'series are recognised; imported invoices are listed separately; no false gap',
	},
	{
		row: 72,
		fault: 'Two invoices with the same number',
		expected: 'reported as a fault of the source; both are saved',
	},
	{
		row: 73,
		fault: 'Export still `processing`, or `error`',
		expected:
			'waits in bounded steps (Sinao suggests 30 s; help says up to 2 h is normal), then incomplete',
	},
	{
		row: 74,
		fault: 'FEC file: wrong name, not 18 columns, debits differ from credits',
		expected: 'saved unchanged; warnings in the report',
	},
	{
		row: 75,
		fault: 'Webhook twice, late, out of order, for a deleted document, forged',
		expected: 'id used only as a hint to fetch by API; idempotent; shared secret in our URL',
	},
	{
		row: 76,
		fault: 'Another URL already registered as webhook',
		expected: `an error names the host of that URL, unless the option to replace it is set; restored on deactivation`,
	},
	{
		row: 77,
		fault:
			"A filter was added and is empty when it runs: an expression returns `undefined`, `null`, `''`, `[]`, spaces or ` , ` (customer, IDs, tag, status, search, dates)",
		expected:
			'an error that names the filter; never every document. A filter that was not added and one that is empty are different things',
	},
	{
		row: 78,
		fault: '`fiscalYearMonth` is 0, 13, 4.5 or `avril`; a numeric option is `NaN` or text',
		expected: 'an error that names the parameter; no filter is dropped, no endless retry',
	},
	{
		row: 79,
		fault: '*Period* together with *Date From* or *Date To*',
		expected: 'only what lies in both',
	},
	{
		row: 80,
		fault: 'Status is text from an expression: `paid`, `paid, final`',
		expected: 'read as these statuses',
	},
	{
		row: 81,
		fault: 'The service uses only the first value of `IN a,b`',
		expected:
			'no row is missing: the result is checked for each value, or each value is requested separately',
	},
	{
		row: 82,
		fault: 'The service ignores `customer.id`',
		expected:
			"only that customer's documents, checked by what each row says about its customer; a row that cannot be checked is an error, not a result",
	},
	{
		row: 83,
		fault: 'A person and a company have the same id',
		expected: 'only the documents of the selected one',
	},
	{
		row: 84,
		fault: '*By Number* with spaces, a line break or a no-break space around the number',
		expected: 'trimmed, like IDs',
	},
	{
		row: 85,
		fault: '*On Error: Continue (using error output)*, on every node, in n8n 1 and 2',
		expected: 'failed items leave through the error output, none through the success output',
	},
	{
		row: 86,
		fault:
			'An original matches its `md5` and looks unusual: NUL bytes or HTML after `%%EOF`, RTF, text that begins with `[` or `{`, an HTML or JSON receipt, UTF-16 XML',
		expected: 'saved after one request: the checksum counts more than the appearance',
	},
	{
		row: 87,
		fault: 'An original differs from its `md5`, is complete, and is the same on the second request',
		expected: 'saved, with a warning that contains both hashes',
	},
	{
		row: 88,
		fault: 'A file is sent with `Content-Encoding: gzip` and the length of the compressed bytes',
		expected: 'accepted',
	},
	{
		row: 89,
		fault: 'A PDF without `md5`, padded with NUL bytes or white space after `%%EOF`',
		expected: 'accepted',
	},
	{
		row: 90,
		fault: 'Content whose type cannot be detected: UTF-16 XML, plain text, email, `.p7m`, AVIF',
		expected:
			'the extension comes from the title, the file name or the content type; `.bin` only if nothing is known',
	},
	{
		row: 91,
		fault: 'The PDF of a draft is answered with 400, 404, 422 or 500',
		expected:
			'the draft has no document yet; the backup is complete and requests it again next time',
	},
	{
		row: 92,
		fault:
			'Rows differ each time they are read: a new signature in `file_url`, `picture`, `is_late`, balances',
		expected: 'nothing is downloaded again, no list gets a new version each night',
	},
	{
		row: 93,
		fault: 'PDFs are rendered anew for each request, so their bytes differ, and two runs overlap',
		expected:
			'a manifest that says complete passes `sha256sum -c`, or the run says incomplete; the next run repairs it',
	},
	{
		row: 94,
		fault: '`number`, a title or a name is a JSON number, boolean, array or object',
		expected: 'one unusual row does not affect the others; its text form is used',
	},
	{
		row: 95,
		fault: 'Dates `0000-00-00`, `-0001-11-30…`, `9999-12-31T23:00Z`, year 10000',
		expected: 'treated as no date (folder, ZIP) or written as returned (CSV); they never end a run',
	},
	{
		row: 96,
		fault: 'More documents than a ZIP archive may contain',
		expected:
			"a new archive begins before 1,000 entries (n8n 3's Compression node accepts no more) and before the size limit, which has a maximum",
	},
	{
		row: 97,
		fault: 'A small ZIP archive that unpacks to hundreds of megabytes (accounting, bulk)',
		expected: 'stopped at a total limit, with an error',
	},
	{
		row: 98,
		fault:
			'Bulk: numbers that contain each other (`FAC-1`, `FAC-1-2`), short numbers, a PDF that mentions the number of another document',
		expected: 'no file is ever saved as another document; weak evidence leads to a single request',
	},
	{
		row: 99,
		fault:
			'Accounting exports of two companies, two *Since Last Download* on one day, or different exports of the same days',
		expected:
			'two paths; nothing is overwritten. If Sinao generates the exports of a period again, their download has the same path, as a list that is exported again',
	},
	{
		row: 100,
		fault: '`/exports` repeats a row',
		expected: 'each export is requested once, each entry is in the file once',
	},
	{
		row: 101,
		fault:
			'*Last Day* of Generate as a plain date, as UTC time and with an offset, for the same day in Paris',
		expected: 'the same `until`',
	},
	{
		row: 102,
		fault:
			'FEC: columns `Montant` and `Sens`, the 22 columns of BNC, more columns after the 18: all legal',
		expected: 'no false warning',
	},
	{
		row: 103,
		fault:
			'FEC: empty mandatory fields, a line with neither or both of debit and credit, a `CompteNum` that is not an account, dates outside the period',
		expected: 'a warning for each',
	},
	{
		row: 104,
		fault: '`/exports/download` returns JSON (a job, a `file_url`)',
		expected: 'followed or waited for, otherwise an error that says so',
	},
	{
		row: 105,
		fault:
			'Invoice numbers by day and counter (`20240102001`, `FA_240102_01`), or with a shop or customer code before one running counter',
		expected: 'no invented gap, while a real gap is still found',
	},
	{
		row: 106,
		fault: 'Phone numbers that begin with `+`',
		expected:
			'written unchanged in every format; text that could run as a formula is still escaped',
	},
	{
		row: 107,
		fault: 'One contact with 1,500 establishments, 4,000 different metadata keys',
		expected:
			'a limited number of columns (the rest in one cell, with a hint), linear time, the event loop is never blocked for more than 200 ms',
	},
	{
		row: 108,
		fault:
			'A document was modified in storage and is deleted in Sinao, or cannot be downloaded again',
		expected: 'the backup is not complete and names the document as lost',
	},
	{
		row: 109,
		fault: 'Verify receives other copies of a file (in another folder, older)',
		expected: 'exact paths decide; a copy never hides a modified file and never raises an alarm',
	},
	{
		row: 110,
		fault: "Storage returns `{success: true, error: null}` (or `''`, `false`)",
		expected: 'saved',
	},
	{
		row: 111,
		fault: 'Two companies as two items of Sinao Backup with the same folder',
		expected: 'an error, or separate folders',
	},
	{
		row: 112,
		fault: '403 or 404 on one of the seven main lists',
		expected:
			'incomplete, and named; for other lists a hint that says which permission may be missing',
	},
	{
		row: 113,
		fault: '*Download Again* with an unknown path, or with the folder before the path',
		expected: 'the folder is recognised; an unknown path is an error',
	},
	{
		row: 114,
		fault: "'No such bucket' or 'proxy: page not found' when the last manifest is read",
		expected:
			'not treated as a first backup: the run stops. n8n has a single message for every 404: with it alone, a first backup begins, with a hint and a note in the report. The templates for cloud storages stop such a run themselves, unless the storage proves that there is no manifest',
	},
	{
		row: 115,
		fault: 'Stop during a backup, in a list, in single and in bulk downloads',
		expected: 'ends within 2 s, no manifest, no partial list',
	},
	{
		row: 116,
		fault: '*Replace Lists*',
		expected: 'replaces lists only, never a version of a document',
	},
	{
		row: 117,
		fault: 'POST redirected to another host; a list from another host; https redirected to http',
		expected:
			'not followed: no secret and no data reaches another host, and no foreign rows are used',
	},
	{
		row: 118,
		fault: 'The clock of the machine jumps by an hour during a wait',
		expected: 'the wait lasts as long as it should (monotonic clock)',
	},
	{
		row: 119,
		fault: 'An empty response (204) to a POST of settings',
		expected: 'the settings are read again and the run continues',
	},
	{
		row: 120,
		fault:
			'A webhook call with a delivery id, several objects, an array, `{object, action}`, `payments.*`',
		expected: 'the right documents, each once; never another one',
	},
	{
		row: 121,
		fault: 'The service rejects (400, 422) the id filter, the order, an `expand` or the limit',
		expected: 'continues without it, with another kind of paging where needed',
	},
	{ row: 122, fault: 'A list returns `{"data": "none"}` once', expected: 'retried' },
	{ row: 123, fault: '520 to 530 (proxies before the service)', expected: 'retried' },
	{
		row: 124,
		fault:
			'Relations are returned as ids, or only when requested by `expand` (bank accounts, contacts, establishments; see [the API](sinao-api.md))',
		expected: 'the same files as when they are nested',
	},
	{
		row: 125,
		fault: 'A main column is empty in every row of a list with 20 or more rows',
		expected: 'a hint names the column: the service may have changed',
	},
	{
		row: 126,
		fault: 'Two numbering periods in a row miss their first number (`K-2022-001` and `K-2023-001`)',
		expected: 'both gaps are reported',
	},
];
