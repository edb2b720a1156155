import { excerpt, type Failure, type Outcome, serviceMessage } from '../failure';

export interface DocumentType {
	/** Without a dot. */
	extension: string;
	mimeType: string;
}

/**
 * The beginning of a web page, also after comments, as XHTML, or as a fragment. Not used for invoices, but
 * for responses of proxies and login pages.
 */
const webPage =
	/^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->)[^])*-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|form|center|div|h1|p|br)[\s/>]/i;

const pdf: DocumentType = { extension: 'pdf', mimeType: 'application/pdf' };

/** Types of uploaded purchase documents, by their first bytes. */
const signatures: Array<{ type: DocumentType; test: (head: string) => boolean }> = [
	// Before PDF, because a ZIP can contain one.
	{
		type: { extension: 'zip', mimeType: 'application/zip' },
		test: (head) => head.startsWith('PK\x03\x04'),
	},
	{ type: pdf, test: (head) => head.includes('%PDF-') },
	{
		type: { extension: 'jpg', mimeType: 'image/jpeg' },
		test: (head) => head.startsWith('\xff\xd8\xff'),
	},
	{
		type: { extension: 'png', mimeType: 'image/png' },
		test: (head) => head.startsWith('\x89PNG\r\n'),
	},
	{ type: { extension: 'gif', mimeType: 'image/gif' }, test: (head) => /^GIF8[79]a/.test(head) },
	{
		type: { extension: 'webp', mimeType: 'image/webp' },
		test: (head) => /^RIFF[^]{4}WEBP/.test(head),
	},
	{
		type: { extension: 'tif', mimeType: 'image/tiff' },
		test: (head) => /^(?:II\*\0|MM\0\*)/.test(head),
	},
	{
		type: { extension: 'heic', mimeType: 'image/heic' },
		test: (head) => /^[^]{4}ftyp(?:hei|hev|mif1|msf1)/.test(head),
	},
	{
		type: { extension: 'xml', mimeType: 'application/xml' },
		test: (head) =>
			!webPage.test(head) &&
			/^(?:\xef\xbb\xbf)?\s*(?:<\?xml\s|<[a-z_][\w.:-]*\s[^>]*xmlns)/i.test(head),
	},
];

/**
 * Detects the type of a document from its content, never from headers, or why it is invalid: empty, a web
 * page, an error of the API, incomplete, or not a PDF although one is expected.
 *
 * @param name of the uploaded file; used if the content is ambiguous
 */
export function checkDocument(
	bytes: Buffer,
	allowed: 'pdf' | 'any',
	contentType: unknown,
	name?: string | null,
): Outcome<DocumentType> {
	if (!bytes.length) return refuse('The document from Sinao is empty', 'once');
	const head = bytes.subarray(0, 1024).toString('latin1');
	const type = signatures.find(({ test }) => test(head))?.type;
	if (type === pdf)
		return endsLikePdf(bytes)
			? { value: pdf }
			: refuse('The PDF from Sinao is incomplete', 'backoff');
	if (webPage.test(head)) {
		return refuse(
			`Sinao returned a web page: “${excerpt(textOf(bytes.subarray(0, 2048).toString('utf8')))}”`,
			'backoff',
		);
	}
	if (/^(?:\xef\xbb\xbf)?\s*[{[]/.test(head))
		return refuse(`Sinao returned an error message: “${serviceMessage(bytes)}”`, 'backoff');
	if (allowed === 'pdf')
		return refuse(
			`Sinao returned a file that is not a PDF (starts with “${excerpt(head.slice(0, 60))}”)`,
			'backoff',
		);
	return { value: namedType(type, name) ?? type ?? unknownType(contentType) };
}

/** What a file is by its content, and by its name as far as the content does not contradict; never fails. */
export function typeOfFile(bytes: Buffer, name: string): DocumentType {
	const head = bytes.subarray(0, 1024).toString('latin1');
	const type = signatures.find(({ test }) => test(head))?.type;
	const named = namedType(type, name);
	if (type || !isText(head)) return named ?? type ?? unknownType(undefined);
	return named?.mimeType.startsWith('text/') ? named : { extension: 'txt', mimeType: 'text/plain' };
}

/** Text has no control characters but line breaks and tabs, or begins with the mark of UTF-16. */
function isText(head: string): boolean {
	return /^(?:\xff\xfe|\xfe\xff)/.test(head) || !/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(head);
}

/** A complete PDF has its trailer in the last kilobyte (ISO 32000-1, annex H.3.18). */
function endsLikePdf(bytes: Buffer): boolean {
	return bytes.subarray(-1024).includes('%%EOF');
}

function textOf(html: string): string {
	return html.replace(/<(script|style)[^]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
}

function unknownType(contentType: unknown): DocumentType {
	const mimeType = typeof contentType === 'string' ? contentType.split(';')[0].trim() : '';
	return {
		extension: 'bin',
		mimeType: /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType : 'application/octet-stream',
	};
}

function refuse(message: string, retry: Failure['retry']): { failure: Failure } {
	return {
		failure: {
			reason: 'invalidFile',
			message,
			description: 'It was not saved. Open the document in Sinao to check it, or try again later.',
			retry,
		},
	};
}

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** Types that begin like a ZIP archive. */
const inZip: Record<string, string> = {
	docx: `${office}.wordprocessingml.document`,
	xlsx: `${office}.spreadsheetml.sheet`,
	pptx: `${office}.presentationml.presentation`,
	odt: `${openDocument}.text`,
	ods: `${openDocument}.spreadsheet`,
	odp: `${openDocument}.presentation`,
};

/** Types without distinctive first bytes. */
const unmarked: Record<string, string> = {
	txt: 'text/plain',
	csv: 'text/csv',
	eml: 'message/rfc822',
	msg: 'application/vnd.ms-outlook',
	rtf: 'application/rtf',
	doc: 'application/msword',
	xls: 'application/vnd.ms-excel',
	ppt: 'application/vnd.ms-powerpoint',
	bmp: 'image/bmp',
};

/**
 * The type of a file by its extension, if the content does not contradict it: a Word document is a ZIP
 * archive, a text has no distinctive content. Undefined if the name does not help.
 */
function namedType(
	byContent: DocumentType | undefined,
	name: string | null | undefined,
): DocumentType | undefined {
	const extension = /\.([a-z]{3,4})$/i.exec(name ?? '')?.[1].toLowerCase() ?? '';
	const types = byContent === undefined ? unmarked : byContent.extension === 'zip' ? inZip : {};
	return Object.hasOwn(types, extension) ? { extension, mimeType: types[extension] } : undefined;
}
