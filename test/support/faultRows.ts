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
		expected: 'waits 7 s or more, same request again, no row twice',
	},
	{
		row: 2,
		fault: '429, HTTP date (future)',
		expected: "waits till then, using the response's `Date` header against clock skew",
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
		fault: '503 for ever',
		expected: 'stops within budget, names the URL, what was done and what not',
	},
	{
		row: 8,
		fault: '503 on one document only',
		expected: 'other documents done; this one in the missing list',
	},
	{
		row: 9,
		fault: 'Connection reset before headers / in mid-body',
		expected: 'retried from the start; half body thrown away',
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
		expected: 'goes on while bytes come; budget for the run is the only end',
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
			'over the limit: refused with the limit, memory bounded; longer than announced: the announced bytes alone are taken, and kept if they are a whole document',
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
		expected: 'accepted by magic bytes, oddity noted',
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
		expected: 'one more request past it; if total known, go on until reached; noted',
	},
	{
		row: 24,
		fault: 'Server ignores `offset`',
		expected: 'detected by repeated ids on page 2, fails loudly, no endless run',
	},
	{
		row: 25,
		fault: 'Server caps `limit` (asked 1,000, gives 100)',
		expected: 'goes on by rows received',
	},
	{ row: 26, fault: '`limit` refused (422)', expected: 'halves and retries' },
	{
		row: 27,
		fault: 'Row inserted in front during paging',
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
		expected: 'raw JSON kept whole; CSV column blank; unknown status passed through',
	},
	{ row: 33, fault: 'Key wrong at start', expected: 'one clear message, no retry storm' },
	{
		row: 34,
		fault: 'Key revoked in mid-run (401 on call 57)',
		expected:
			'stops, keeps what is stored, incomplete, cursor not moved; next run with a new key completes',
	},
	{
		row: 35,
		fault: 'Key valid for another app (403/404 on appId)',
		expected: 'says which app the key opens (a Sinao key is bound to one app)',
	},
	{ row: 36, fault: '404 on one PDF', expected: 'missing list, rest done' },
	{
		row: 37,
		fault: 'Document deleted between list and download',
		expected: 'told apart from a fault by reading it again; "deleted during backup"',
	},
	{
		row: 38,
		fault: 'Draft invoice: no number, PDF may not exist',
		expected: 'not a gap; stored as `draft-<id>` or skipped by option',
	},
	{
		row: 39,
		fault: 'Draft confirmed during the run (gets its number)',
		expected: 'next run stores it under the number; no orphan under both names',
	},
	{
		row: 40,
		fault: 'Document changed between JSON and PDF',
		expected: 'state re-read after PDF; mismatch re-downloaded',
	},
	{
		row: 41,
		fault: 'PDF re-rendered (bytes differ, same content)',
		expected:
			'kept as a new version or noted; never alarm "corrupted", never overwrite without trace',
	},
	{
		row: 42,
		fault: 'Stored file changed since (hash differs from manifest)',
		expected: 'reported as altered, original re-downloaded beside it',
	},
	{
		row: 43,
		fault: '`md5` of purchase differs from the download',
		expected: 'retried, then missing list with both hashes',
	},
	{
		row: 44,
		fault: 'ZIP lacks one of the asked ids / holds extra / broken directory / zip-slip name / bomb',
		expected:
			'entries counted and checked against ids; the lacking fetched singly; names never used as paths; size limit',
	},
	{
		row: 45,
		fault:
			'Names: `/ \\ : * ? " < > \\|`, control characters, NUL, `..`, leading dot or dash, trailing dot or space, `CON`, `#`, `%`, `~$`, emoji, right-to-left override, 300 characters',
		expected: 'one safe mapping, 1:1, within 120 bytes, real name in manifest',
	},
	{
		row: 46,
		fault: 'Two documents of one name, or differing only by case or accent form',
		expected: 'id added; deterministic over runs and page order',
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
			'replaced in names; half a pair stays in the data as it came; bytes that are no UTF-8 are replaced there too, because JSON cannot hold them, and it is noted',
	},
	{
		row: 49,
		fault: 'CSV cell beginning `= + - @` tab CR',
		expected:
			'apostrophe in front for text cells (CWE-1236, ASVS 1.2.10); **negative amounts stay numbers**; switch for machine import',
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
			'BOM, `;`, CRLF, decimal comma, dd/mm/yyyy; choice for UTF-8 plain or Windows-1252 (with a report of what it cannot hold, e.g. emoji)',
	},
	{
		row: 52,
		fault:
			'Amounts: cents as integer, unit price in 1/100,000 euro, 0, negative (credit note), over 2^53',
		expected: 'integer arithmetic, no exponent, no rounding; beyond 2^53 kept as text',
	},
	{ row: 53, fault: 'Sum of lines unlike total', expected: 'not corrected; listed under oddities' },
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
		expected: 'memory flat: batches, one binary alive per batch; measured',
	},
	{
		row: 57,
		fault: 'User stops the execution',
		expected: 'in-flight request aborted within 2 s, no cursor moved, "cancelled"',
	},
	{
		row: 58,
		fault: 'n8n killed in mid-run, run again',
		expected: 'second run ends with the same set as an undisturbed one, no duplicates',
	},
	{
		row: 59,
		fault: 'Two runs at once',
		expected: 'both safe (same names, same bytes), or the second stops',
	},
	{
		row: 60,
		fault: 'Storage step fails after download',
		expected: 'cursor untouched; next run delivers again',
	},
	{
		row: 61,
		fault: 'Storage fails for 1 of 100 (continue on fail)',
		expected: 'only confirmed ones enter the manifest',
	},
	{
		row: 62,
		fault: `Disk full in n8n's binary folder`,
		expected: 'named error, no half file in the set, earlier set intact',
	},
	{
		row: 63,
		fault: 'Storage answers OK but cut the file',
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
		expected: 'full comparison with the manifest instead of a date; at worst downloads again',
	},
	{
		row: 66,
		fault: 'Clock wrong or moved back; cursor in year 2999',
		expected: 'warns, full run, not zero rows',
	},
	{
		row: 67,
		fault: 'Item linking, `continueOnFail`, several input items, two credentials',
		expected: 'each output names its input; one failing item does not spoil others',
	},
	{
		row: 68,
		fault: 'API key in errors, logs, pinned data, URLs of redirects to another host',
		expected: 'never; header dropped across hosts',
	},
	{
		row: 69,
		fault: 'Redirect to a signed storage URL that expires',
		expected: 'fetched at once; on 403 the link is asked anew',
	},
	{
		row: 70,
		fault: 'Numbering gap: FAC-00041 lacking between 40 and 42',
		expected: 'reported with neighbours and dates, per series; not "error" by itself',
	},
	{
		row: 71,
		fault: `Number with year or month, reset in January, changed prefix, wider counter, imported invoices (not counted in Sinao's numbering)`,
		expected: 'series recognised; imported set apart; no false gap',
	},
	{
		row: 72,
		fault: 'Two invoices of one number',
		expected: 'reported as a fault of the source; both stored',
	},
	{
		row: 73,
		fault: 'Export still `processing`, or `error`',
		expected:
			'waits in bounded steps (Sinao suggests 30 s; help says up to 2 h is normal), then incomplete',
	},
	{
		row: 74,
		fault: 'FEC file: wrong name, not 18 columns, debits unlike credits',
		expected: 'stored unchanged; oddities in the report',
	},
	{
		row: 75,
		fault: 'Webhook twice, late, out of order, for a deleted document, forged',
		expected: 'id used only as a hint to fetch by API; idempotent; shared secret in our URL',
	},
	{
		row: 76,
		fault: 'Another URL already registered as webhook',
		expected: `refuses with that URL's host, unless told to replace; restores it on deactivation`,
	},
];
