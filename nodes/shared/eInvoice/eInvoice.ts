import type { XmlProblem } from './xml';

/** What an electronic invoice says of itself. What it does not say, or not readably, is undefined. */
export interface EInvoice {
	/** `factur-x` is CII that is embedded in a PDF; `cii` is the same XML as a file. */
	format: 'factur-x' | 'cii' | 'ubl';
	/**
	 * MINIMUM, BASIC WL, BASIC, EN 16931, EXTENDED, EXTENDED-CTC-FR, XRechnung or Peppol BIS Billing; the
	 * identifier itself where it is not one of theirs; undefined where there is none.
	 */
	profile?: string;
	/** Specification identifier (BT-24). */
	profileId?: string;
	/** BT-1, without surrounding white space. */
	number?: string;
	/** BT-2, `yyyy-mm-dd`. */
	date?: string;
	/** What BT-3 means. Self-billed and factored invoices are of the type that they would be otherwise. */
	type: 'invoice' | 'correctedInvoice' | 'deposit' | 'creditNote' | 'other';
	/** BT-3, a code of UNTDID 1001 such as 380, 381 or 386. */
	typeCode?: string;
	/** BT-5, ISO 4217. */
	currency?: string;
	seller: EInvoiceParty;
	buyer: EInvoiceParty;
	/** Cents of `currency`, with the sign that the XML has: a credit note (381) has positive amounts. */
	totals: {
		/** BT-109 */
		beforeTax?: number;
		/** BT-110 */
		tax?: number;
		/** BT-112 */
		withTax?: number;
		/** BT-113: deposits and payments. Not in MINIMUM. */
		prepaid?: number;
		/** BT-114 */
		rounding?: number;
		/** BT-115: with tax, less prepaid, plus rounding. */
		due?: number;
	};
	/** Hundredths of a percent (2000 is 20 %) to cents. Categories of the same rate are added up. Empty in MINIMUM. */
	vatByRate: Record<string, { base: number; tax: number }>;
	/** Whether the buyer accounts for VAT: an entry of category AE, K or G (UNTDID 5305; autoliquidation). */
	isReverseCharge: boolean;
	/** The PDF for people that the XML contains (BG-24). */
	readableCopy?: { name?: string; bytes: Buffer };
}

export interface EInvoiceParty {
	/** BT-27, BT-44 */
	name?: string;
	/** BT-28, BT-45: the name that the business is known by. */
	tradingName?: string;
	/** Nine digits: of the registration, else of the SIRET, the address of the directory or the French VAT number. */
	siren?: string;
	/** BT-31, BT-48, without white space. */
	vatNumber?: string;
}

/** What a user should know about a document; `detail` is English text for people. */
export type EInvoiceFinding =
	| XmlProblem
	/** The PDF is encrypted and was not read. */
	| { code: 'encrypted' }
	/** The document was read entirely, and neither is XML nor contains any. */
	| { code: 'noXml' }
	/** The PDF has no catalog that can be read. */
	| { code: 'brokenPdf' }
	/** A part of the PDF that may be the invoice is compressed in a way that is not supported. */
	| { code: 'unsupportedCompression' }
	/** The PDF contains different invoices; the one with a standard name was read, or the first. */
	| { code: 'severalInvoices' }
	/** Invoice XML contains several PDFs, and nothing tells which of them is the readable copy. */
	| { code: 'unclearCopy'; detail: string }
	/** The reader itself failed, which is a fault of it. */
	| { code: 'failed'; detail: string }
	/** `detail` is the field of `EInvoice`, for example `totals.due`. */
	| { code: 'missingField' | 'unreadableField'; detail: string };

export interface EInvoiceReading {
	invoice?: EInvoice;
	/** The invoice XML, unchanged. */
	xml?: Buffer;
	/** Whether the document is XML itself, and not a PDF that contains it. */
	isXmlFile?: boolean;
	/** Empty for an invoice that was read completely. */
	findings: EInvoiceFinding[];
}
