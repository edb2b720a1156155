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

/** Where the object identifier of `signedData` begins. */
function signedData(head: string): number {
	return head.indexOf('\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02');
}

/** Types of uploaded purchase documents, by their first bytes. */
const signatures: Array<{ type: DocumentType; test: (head: string) => boolean }> = [
	// Before PDF, because they can contain one.
	{
		type: { extension: 'zip', mimeType: 'application/zip' },
		test: (head) => head.startsWith('PK\x03\x04'),
	},
	{
		// The type 'signedData' of CMS (RFC 5652, 5.1) at the beginning of DER.
		type: { extension: 'p7m', mimeType: 'application/pkcs7-mime' },
		test: (head) => head.startsWith('0') && signedData(head) >= 2 && signedData(head) <= 6,
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
		type: { extension: 'avif', mimeType: 'image/avif' },
		test: (head) => /^[^]{4}ftypavi[fs]/.test(head),
	},
	{
		type: { extension: 'rtf', mimeType: 'application/rtf' },
		test: (head) => head.startsWith('{\\rtf'),
	},
	{
		type: { extension: 'xml', mimeType: 'application/xml' },
		test: (head) =>
			!webPage.test(head) &&
			/^(?:\xef\xbb\xbf)?\s*(?:<\?xml\s|<[a-z_][\w.:-]*\s[^>]*xmlns)/i.test(head),
	},
];

/** What is known of a file besides its bytes. */
export interface FileOrigin {
	/** `pdf` for what Sinao makes; `any` for what somebody uploaded. */
	content: 'pdf' | 'any';
	/** Names of the file, the best one first: its title, what `Content-Disposition` says. */
	names?: Array<string | null | undefined>;
	contentType?: unknown;
	/** Whether the bytes equal their MD5, and then nothing is refused, or differ from it; undefined without an MD5. */
	isProven?: boolean;
}

/**
 * Detects the type of a document, or why it is invalid. The evidence counts in this order: its MD5, the structure of
 * its content, its names and content type, and last its appearance. Only what fails them all is invalid: empty, a web
 * page, an error of the API, incomplete, or not a PDF although one is expected.
 */
export function checkDocument(bytes: Buffer, origin: FileOrigin): Outcome<DocumentType> {
	const { content, names = [], contentType, isProven } = origin;
	if (!bytes.length && !isProven) return refuse('The document from Sinao is empty', 'once');
	const head = headOf(bytes);
	const found = signatures.find(({ test }) => test(head))?.type;
	const byContent = found === pdf && isTextAboutPdf(bytes, head, names) ? undefined : found;
	const byName = names.map((name) => namedType(byContent, name)).find(Boolean);
	const type =
		byName ??
		byContent ??
		declaredType(contentType) ??
		guessedType(head) ??
		unknownType(contentType);
	if (isProven) return { value: type };
	if (byContent === pdf)
		return endsLikePdf(bytes)
			? { value: pdf }
			: refuse('The PDF from Sinao is incomplete', 'backoff');
	const isNamed = (...extensions: string[]) =>
		isProven !== false && byName !== undefined && extensions.includes(byName.extension);
	if (webPage.test(head) && !isNamed('html', 'htm', 'eml', 'txt'))
		return refuse(
			`Sinao returned a web page: “${excerpt(textOf(bytes.subarray(0, 2048).toString('utf8')))}”`,
			'backoff',
		);
	if (message.test(head) && !isNamed('json', 'txt', 'csv'))
		return refuse(
			`Sinao returned a message instead of the file: “${serviceMessage(bytes)}”`,
			'backoff',
		);
	if (content === 'pdf')
		return refuse(
			`Sinao returned a file that is not a PDF (starts with “${excerpt(head.slice(0, 60))}”)`,
			'backoff',
		);
	return { value: type };
}

/** The beginning of JSON. */
const message = /^(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[{["\]])/;

/** The first kilobyte, one character a byte; of UTF-16, one character a unit. */
function headOf(bytes: Buffer): string {
	const head = bytes.subarray(0, 1024);
	const [first, second] = head;
	const isLittleEndian = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
	const isBigEndian = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c);
	if (!isLittleEndian && !isBigEndian) return head.toString('latin1');
	const even = Buffer.from(head.subarray(0, head.length & ~1));
	return (isBigEndian ? even.swap16() : even).toString('utf16le').replace(/^\uFEFF/, '');
}

/** A page or a message that is proven to be what was uploaded. */
function guessedType(head: string): DocumentType | undefined {
	const extension = webPage.test(head) ? 'html' : message.test(head) ? 'json' : undefined;
	return extension && { extension, mimeType: unmarked[extension] };
}

/** What a file is by its content, and by its name as far as the content does not contradict; never fails. */
export function typeOfFile(bytes: Buffer, name: string): DocumentType {
	const head = headOf(bytes);
	const type = signatures.find(({ test }) => test(head))?.type;
	const named = namedType(type, name);
	if (type || !isText(head)) return named ?? type ?? unknownType(undefined);
	return named?.mimeType.startsWith('text/') ? named : { extension: 'txt', mimeType: 'text/plain' };
}

/** Text has no control characters but line breaks and tabs, or begins with the mark of UTF-16. */
function isText(head: string): boolean {
	const isControl = (code: number) => code < 32 && ![9, 10, 11, 12, 13, 27].includes(code);
	return (
		/^(?:\xff\xfe|\xfe\xff)/.test(head) || ![...head].some((each) => isControl(each.charCodeAt(0)))
	);
}

/** Whether a file that is a text by its name mentions a PDF without being one, not even an incomplete one. */
function isTextAboutPdf(bytes: Buffer, head: string, names: Array<string | null | undefined>) {
	const isNamedText = names.some((name) => namedType(undefined, name));
	return isNamedText && !/^(?:\xef\xbb\xbf)?\s*%PDF-/.test(head) && !endsLikePdf(bytes);
}

/** A complete PDF has its trailer in the last kilobyte (ISO 32000-1, annex H.3.18); some have padding after it. */
function endsLikePdf(bytes: Buffer): boolean {
	let end = bytes.length;
	while (end > 0 && [0, 9, 10, 12, 13, 32].includes(bytes[end - 1])) end--;
	return bytes.subarray(Math.max(0, end - 1024), end).includes('%%EOF');
}

function textOf(html: string): string {
	return html.replace(/<(script|style)[^]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
}

function mimeTypeIn(contentType: unknown): string {
	return typeof contentType === 'string' ? contentType.split(';')[0].trim().toLowerCase() : '';
}

/** What a content type says, where it says something that the content need not show. */
function declaredType(contentType: unknown): DocumentType | undefined {
	const mimeType = mimeTypeIn(contentType);
	const extension = Object.keys(unmarked).find((each) => unmarked[each] === mimeType);
	return extension === undefined ? undefined : { extension, mimeType };
}

function unknownType(contentType: unknown): DocumentType {
	const mimeType = mimeTypeIn(contentType);
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
	odg: `${openDocument}.graphics`,
	docm: 'application/vnd.ms-word.document.macroEnabled.12',
	xlsm: 'application/vnd.ms-excel.sheet.macroEnabled.12',
	xlsb: 'application/vnd.ms-excel.sheet.binary.macroEnabled.12',
	pptm: 'application/vnd.ms-powerpoint.presentation.macroEnabled.12',
	pages: 'application/vnd.apple.pages',
	numbers: 'application/vnd.apple.numbers',
	epub: 'application/epub+zip',
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
	html: 'text/html',
	htm: 'text/html',
	json: 'application/json',
	xml: 'application/xml',
	md: 'text/markdown',
	p7m: 'application/pkcs7-mime',
	p7s: 'application/pkcs7-signature',
	asc: 'application/pgp-signature',
	ofx: 'application/x-ofx',
	qif: 'application/qif',
	ics: 'text/calendar',
	vcf: 'text/vcard',
	tsv: 'text/tab-separated-values',
	jp2: 'image/jp2',
	rar: 'application/vnd.rar',
	'7z': 'application/x-7z-compressed',
	gz: 'application/gzip',
	mp4: 'video/mp4',
	mov: 'video/quicktime',
	m4a: 'audio/mp4',
	mp3: 'audio/mpeg',
	wav: 'audio/wav',
};

/**
 * The type of a file by its extension, if the content does not contradict it: a Word document is a ZIP
 * archive, a text has no distinctive content. Undefined if the name does not help.
 */
function namedType(
	byContent: DocumentType | undefined,
	name: string | null | undefined,
): DocumentType | undefined {
	const extension = /\.(\w{2,7})$/.exec(name?.trim() ?? '')?.[1].toLowerCase() ?? '';
	const types = byContent === undefined ? unmarked : byContent.extension === 'zip' ? inZip : {};
	return Object.hasOwn(types, extension) ? { extension, mimeType: types[extension] } : undefined;
}
