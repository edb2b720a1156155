import type { EInvoice, EInvoiceFinding, EInvoiceReading } from './eInvoice';
import { embeddedXmlFiles } from './embeddedFiles';
import { readCii, readUbl } from './fields';
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
	try {
		if (looksLikeXml(document)) return readInvoiceXml(document, false);
		return document.subarray(0, 1024).includes('%PDF-')
			? readPdf(document)
			: { findings: [{ code: 'noXml' }] };
	} catch (error) {
		// No document is known that leads here; if one does, its download must go on.
		return { findings: [{ code: 'failed', detail: String(error).slice(0, 200) }] };
	}
}

/**
 * The number of the electronic invoice that a document is or contains, exactly as it is in the XML, as
 * evidence of which invoice the document belongs to. Undefined if there is none, or more than one.
 */
export function invoiceNumberIn(document: Buffer): string | undefined {
	const { invoice, findings } = readEInvoice(document);
	return findings.some(({ code }) => code === 'severalInvoices') ? undefined : invoice?.number;
}

function readPdf(pdf: Buffer): EInvoiceReading {
	const embedded = embeddedXmlFiles(pdf);
	if (embedded.isEncrypted) return { findings: [{ code: 'encrypted' }] };
	const findings: EInvoiceFinding[] = [];
	if (embedded.isBroken) findings.push({ code: 'brokenPdf' });
	if (embedded.isTooLarge)
		findings.push({ code: 'tooLarge', detail: 'Parts of the PDF were not read' });
	if (embedded.isUnsupported) findings.push({ code: 'unsupportedCompression' });

	const readings = embedded.xmlFiles.map((file) => ({
		...file,
		...readInvoiceXml(file.bytes, true),
	}));
	const invoices = readings.filter(({ invoice }) => invoice);
	const listed = invoices.filter(({ isListed }) => isListed);
	const candidates = listed.length ? listed : invoices;
	const chosen = candidates.find(({ name }) => standardName.test(name ?? '')) ?? candidates[0];
	if (!chosen) {
		const problems = readings.flatMap((reading) => reading.findings);
		return { findings: findings.concat(problems.length ? problems : { code: 'noXml' }) };
	}
	if (candidates.some(({ bytes }) => !bytes.equals(chosen.bytes)))
		findings.push({ code: 'severalInvoices' });
	const { invoice, xml } = chosen;
	return { invoice, xml, findings: findings.concat(chosen.findings) };
}

function readInvoiceXml(xml: Buffer, isInPdf: boolean): EInvoiceReading {
	const read = readXml(xml, isInvoice);
	if ('problem' in read) return { findings: [read.problem] };
	const { root } = read;
	const findings: EInvoiceFinding[] = [];
	const invoice: EInvoice =
		root.name === 'CrossIndustryInvoice'
			? { format: isInPdf ? 'factur-x' : 'cii', ...readCii(root, report) }
			: { format: 'ubl', ...readUbl(root, report) };
	return { invoice, xml, findings };

	function report(code: 'missingField' | 'unreadableField', detail: string): void {
		findings.push({ code, detail });
	}
}

function isInvoice(name: string, namespace: string | undefined): boolean {
	if (name === 'CrossIndustryInvoice') return namespace === ciiNamespace;
	return namespace !== undefined && ublNamespaces[name] === namespace;
}
