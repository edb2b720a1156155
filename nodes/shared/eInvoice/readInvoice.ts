import type { EInvoice, EInvoiceFinding, EInvoiceReading } from './eInvoice';
import { type FieldFinding, readCii, readUbl } from './fields';
import {
	decoderOf,
	newBudget,
	PdfDictionary,
	type PdfObjects,
	PdfReference,
	PdfString,
	type PdfValue,
	type ReadingBudget,
	readPdfObjects,
} from './pdfObjects';
import { looksLikeXml, readXml } from './xml';

const maximumDocumentBytes = 256 * 1024 * 1024;

const ciiNamespace = 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100';
const ublNamespaces: Record<string, string> = {
	Invoice: 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2',
	CreditNote: 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2',
};

/** Names that Factur-X, ZUGFeRD and XRechnung give to the XML. */
const standardName = /^(?:factur-x|zugferd-invoice|xrechnung)\.xml$/i;

/**
 * Reads the electronic invoice that a document is or contains. It never throws: whatever is wrong with
 * the document is a finding. It works synchronously, within limits of memory and time.
 *
 * @param document a PDF, an XML file, or anything else
 */
export function readEInvoice(document: Buffer): EInvoiceReading {
	if (document.length > maximumDocumentBytes)
		return { findings: [{ code: 'tooLarge', detail: `${document.length} B` }] };
	const budget = newBudget();
	try {
		if (looksLikeXml(document))
			return { ...readInvoiceXml(document, false, budget), isXmlFile: true };
		return document.subarray(0, 1024).includes('%PDF-')
			? readPdf(document, budget)
			: { findings: [{ code: 'noXml' }] };
	} catch (error) {
		// No document is known that leads here; if one does, its download must go on.
		return { findings: [{ code: 'failed', detail: String(error).slice(0, 200) }] };
	}
}

/**
 * The number of the electronic invoice in a document, exactly as it is in the XML, as evidence of which invoice
 * the document belongs to. Undefined if there is none, or more than one.
 */
export function invoiceNumberIn({ invoice, findings }: EInvoiceReading): string | undefined {
	return findings.some(({ code }) => code === 'severalInvoices') ? undefined : invoice?.number;
}

function readPdf(pdf: Buffer, budget: ReadingBudget): EInvoiceReading {
	const embedded = embeddedXmlFiles(pdf, budget);
	if (embedded.isEncrypted) return { findings: [{ code: 'encrypted' }] };
	const findings: EInvoiceFinding[] = [];
	if (embedded.isBroken) findings.push({ code: 'brokenPdf' });
	if (embedded.isTooLarge)
		findings.push({ code: 'tooLarge', detail: 'Parts of the PDF were not read' });
	if (embedded.isUnsupported) findings.push({ code: 'unsupportedCompression' });

	const readings = embedded.xmlFiles.map((file) => ({
		...file,
		...readInvoiceXml(file.bytes, true, budget),
	}));
	const invoices = readings.filter(({ invoice }) => invoice);
	const listed = invoices.filter(({ isListed }) => isListed);
	const candidates = listed.length ? listed : invoices;
	const chosen = candidates.find(({ name }) => standardName.test(name ?? '')) ?? candidates[0];
	if (!chosen) {
		const problems = readings.flatMap((reading) => reading.findings);
		const all = findings.concat(problems);
		return { findings: all.length ? all : [{ code: 'noXml' }] };
	}
	if (candidates.some(({ bytes }) => !bytes.equals(chosen.bytes)))
		findings.push({ code: 'severalInvoices' });
	const { invoice, xml } = chosen;
	return { invoice, xml, findings: findings.concat(chosen.findings) };
}

function readInvoiceXml(xml: Buffer, isInPdf: boolean, budget: ReadingBudget): EInvoiceReading {
	const read = readXml(xml, isInvoice);
	if ('problem' in read) return { findings: [read.problem] };
	const { root } = read;
	const findings: EInvoiceFinding[] = [];
	const invoice: EInvoice =
		root.name === 'CrossIndustryInvoice'
			? { format: isInPdf ? 'factur-x' : 'cii', ...readCii(root, report, budget) }
			: { format: 'ubl', ...readUbl(root, report, budget) };
	return { invoice, xml, findings };

	function report(code: FieldFinding, detail: string) {
		findings.push({ code, detail });
	}
}

function isInvoice(name: string, namespace: string | undefined): boolean {
	if (name === 'CrossIndustryInvoice') return namespace === ciiNamespace;
	return namespace !== undefined && ublNamespaces[name] === namespace;
}

interface EmbeddedXml {
	/** As the PDF names it; a text to compare, never a path. */
	name?: string;
	bytes: Buffer;
	/** False for a file that is in the PDF, but not in its list of embedded files. */
	isListed: boolean;
}

/** What was found in a PDF. */
interface EmbeddedFiles {
	xmlFiles: EmbeddedXml[];
	isEncrypted: boolean;
	/** Whether the PDF has no readable catalog. */
	isBroken: boolean;
	/** Whether something exceeded a limit and was not read. */
	isTooLarge: boolean;
	/** Whether an embedded file or an object stream is compressed in a way that is not supported. */
	isUnsupported: boolean;
}

const maximumFiles = 200;
const maximumNodes = 5_000;
/** Of all XML files together. */
const maximumBytes = 16 * 1024 * 1024;

/**
 * Finds the XML files that are embedded in a PDF: by their content, not by their name or type. First those
 * in the catalog's list of embedded files and associated files, as Factur-X requires (ISO 32000-2,
 * 7.11.4 and 14.13), then files that only another part of the document refers to, or nothing.
 */
function embeddedXmlFiles(pdf: Buffer, budget: ReadingBudget): EmbeddedFiles {
	// Apart from the budget of the files, so that an invoice is read beside large object streams.
	const objects = readPdfObjects(pdf, newBudget());
	const found: EmbeddedFiles = {
		xmlFiles: [],
		isEncrypted: objects.trailers.some((trailer) => trailer.get('Encrypt') !== undefined),
		isBroken: false,
		isTooLarge: false,
		isUnsupported: objects.isUnsupported,
	};
	if (found.isEncrypted) return found;
	const catalog = catalogOf(objects);
	found.isBroken = !catalog;
	const listed = catalog ? listedFiles(objects, catalog) : new Map<number, string | undefined>();
	const unlisted = [...objects.streams.keys()].filter(
		(number) =>
			!listed.has(number) &&
			objects.streams.get(number)?.dictionary.get('Type') === '/EmbeddedFile',
	);
	found.isTooLarge = objects.isTooLarge;
	let bytesLeft = maximumBytes;
	for (const number of [...listed.keys(), ...unlisted].slice(0, maximumFiles)) {
		const stream = objects.streams.get(number);
		if (!stream) continue;
		const decode = decoderOf(stream, objects.resolve, budget);
		if (!decode) {
			found.isUnsupported = true;
			continue;
		}
		const bytes = xmlContent(decode(), bytesLeft);
		if (bytes === 'tooLarge' || budget.bytes < 0) {
			found.isTooLarge = true;
			break;
		}
		if (!bytes) continue;
		bytesLeft -= bytes.length;
		found.xmlFiles.push({ name: listed.get(number), bytes, isListed: listed.has(number) });
	}
	return found;
}

/** The content of a stream that begins like XML; undefined for any other. */
function xmlContent(chunks: Iterable<Uint8Array>, limit: number): Buffer | 'tooLarge' | undefined {
	const copies: Buffer[] = [];
	let length = 0;
	for (const chunk of chunks) {
		if (!length && chunk.length && !looksLikeXml(chunk)) return undefined;
		length += chunk.length;
		if (length > limit) return 'tooLarge';
		copies.push(Buffer.from(chunk));
	}
	return length ? Buffer.concat(copies) : undefined;
}

function catalogOf({ trailers, resolve }: PdfObjects): PdfDictionary | undefined {
	for (const trailer of trailers.toReversed()) {
		const catalog = resolve(trailer.get('Root'));
		if (catalog instanceof PdfDictionary) return catalog;
	}
	return undefined;
}

/** Numbers of the streams that the catalog lists, with the names of the files. */
function listedFiles(
	{ resolve }: PdfObjects,
	catalog: PdfDictionary,
): Map<number, string | undefined> {
	const files = new Map<number, string | undefined>();
	const names = resolve(catalog.get('Names'));
	const associated = resolve(catalog.get('AF'));
	const open: PdfValue[] = names instanceof PdfDictionary ? [names.get('EmbeddedFiles')] : [];
	if (Array.isArray(associated)) associated.forEach(addFile);
	const seen = new Set<number>();
	for (let visited = 0; open.length && visited < maximumNodes; visited++) {
		const reference = open.pop();
		if (reference instanceof PdfReference) {
			if (seen.has(reference.number)) continue;
			seen.add(reference.number);
		}
		const node = resolve(reference);
		if (!(node instanceof PdfDictionary)) continue;
		const kids = resolve(node.get('Kids'));
		const pairs = resolve(node.get('Names'));
		if (Array.isArray(kids)) open.push(...kids.slice(0, maximumNodes).reverse());
		if (Array.isArray(pairs)) pairs.filter((_, index) => index % 2).forEach(addFile);
	}
	return files;

	function addFile(reference: PdfValue): void {
		const specification = resolve(reference);
		if (!(specification instanceof PdfDictionary) || files.size >= maximumFiles) return;
		const embedded = resolve(specification.get('EF'));
		if (!(embedded instanceof PdfDictionary)) return;
		const file = embedded.get('UF') ?? embedded.get('F');
		const name = resolve(specification.get('UF') ?? specification.get('F'));
		if (file instanceof PdfReference && !files.has(file.number))
			files.set(file.number, name instanceof PdfString ? textOf(name) : undefined);
	}
}

/** UTF-16 or UTF-8 behind its byte order mark; otherwise read as Latin-1, which agrees with PDFDocEncoding for most letters. */
function textOf({ bytes }: PdfString): string {
	if (bytes.startsWith('\xef\xbb\xbf')) return Buffer.from(bytes.slice(3), 'latin1').toString();
	if (!bytes.startsWith('\xfe\xff')) return bytes;
	const pairs = Buffer.from(bytes.slice(2), 'latin1');
	return pairs
		.subarray(0, pairs.length & ~1)
		.swap16()
		.toString('utf16le');
}
