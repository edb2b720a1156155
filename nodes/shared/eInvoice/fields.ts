import type { EInvoice, EInvoiceParty } from './eInvoice';
import { isUsedUp, type ReadingBudget } from './pdfObjects';
import { type AttachedPdf, readableCopy } from './readableCopy';
import { elementsAt, textAt, type XmlElement } from './xml';

type Fields = Omit<EInvoice, 'format'>;
export type FieldFinding = 'missingField' | 'unreadableField' | 'unclearCopy' | 'tooLarge';
type Report = (code: FieldFinding, detail: string) => void;

/**
 * The fields of a Cross Industry Invoice (UN/CEFACT D16B and D22B; Factur-X 1.08). BT numbers are those
 * of EN 16931-1.
 */
export function readCii(root: XmlElement, report: Report, budget: ReadingBudget): Fields {
	const [document] = elementsAt(root, 'ExchangedDocument');
	const [transaction] = elementsAt(root, 'SupplyChainTradeTransaction');
	const [agreement] = elementsAt(transaction, 'ApplicableHeaderTradeAgreement');
	const [settlement] = elementsAt(transaction, 'ApplicableHeaderTradeSettlement');
	const totals = 'SpecifiedTradeSettlementHeaderMonetarySummation';
	const [summation] = elementsAt(settlement, totals);
	const [date] = elementsAt(document, 'IssueDateTime/DateTimeString');
	const currency = textAt(settlement, 'InvoiceCurrencyCode');
	const total = (name: string) => inCurrency(elementsAt(summation, name), currency);
	return fieldsOf(
		{
			profileId: textAt(
				root,
				'ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID',
			),
			number: textAt(document, 'ID'),
			date: date && dateFrom(date.text, date.attributes.format ?? '102'),
			hasDate: Boolean(date),
			typeCode: textAt(document, 'TypeCode'),
			isCreditNote: false,
			currency,
			seller: ciiParty(elementsAt(agreement, 'SellerTradeParty')[0]),
			buyer: ciiParty(elementsAt(agreement, 'BuyerTradeParty')[0]),
			beforeTax: total('TaxBasisTotalAmount'),
			tax: total('TaxTotalAmount'),
			withTax: total('GrandTotalAmount'),
			prepaid: total('TotalPrepaidAmount'),
			rounding: total('RoundingAmount'),
			due: total('DuePayableAmount'),
			taxes: elementsAt(settlement, 'ApplicableTradeTax').map((tax) => ({
				rate: textAt(tax, 'RateApplicablePercent'),
				base: textAt(tax, 'BasisAmount'),
				tax: textAt(tax, 'CalculatedAmount'),
				category: textAt(tax, 'CategoryCode'),
			})),
			attachments: elementsAt(agreement, 'AdditionalReferencedDocument').map((reference) => ({
				description: textAt(reference, 'Name'),
				object: elementsAt(reference, 'AttachmentBinaryObject')[0],
			})),
		},
		report,
		budget,
	);
}

/** The fields of a UBL 2.1 Invoice or CreditNote. */
export function readUbl(root: XmlElement, report: Report, budget: ReadingBudget): Fields {
	const isCreditNote = root.name === 'CreditNote';
	const date = textAt(root, 'IssueDate');
	const currency = textAt(root, 'DocumentCurrencyCode');
	const taxTotal = elementsAt(root, 'TaxTotal').filter(
		(total) => inCurrency(elementsAt(total, 'TaxAmount'), currency) !== undefined,
	);
	const total = (name: string) =>
		inCurrency(elementsAt(root, `LegalMonetaryTotal/${name}`), currency);
	return fieldsOf(
		{
			profileId: textAt(root, 'CustomizationID'),
			number: textAt(root, 'ID'),
			date: date && dateFrom(date, 'iso'),
			hasDate: Boolean(date),
			typeCode: textAt(root, isCreditNote ? 'CreditNoteTypeCode' : 'InvoiceTypeCode'),
			isCreditNote,
			currency,
			seller: ublParty(elementsAt(root, 'AccountingSupplierParty/Party')[0]),
			buyer: ublParty(elementsAt(root, 'AccountingCustomerParty/Party')[0]),
			beforeTax: total('TaxExclusiveAmount'),
			tax: inCurrency(
				taxTotal.flatMap((entry) => elementsAt(entry, 'TaxAmount')),
				currency,
			),
			withTax: total('TaxInclusiveAmount'),
			prepaid: total('PrepaidAmount'),
			rounding: total('PayableRoundingAmount'),
			due: total('PayableAmount'),
			taxes: elementsAt(taxTotal[0], 'TaxSubtotal').map((tax) => ({
				rate: textAt(tax, 'TaxCategory/Percent'),
				base: textAt(tax, 'TaxableAmount'),
				tax: textAt(tax, 'TaxAmount'),
				category: textAt(tax, 'TaxCategory/ID'),
			})),
			attachments: elementsAt(root, 'AdditionalDocumentReference').map((reference) => ({
				description: textAt(reference, 'DocumentDescription'),
				object: elementsAt(reference, 'Attachment/EmbeddedDocumentBinaryObject')[0],
			})),
		},
		report,
		budget,
	);
}

/** The same fields in both syntaxes, as text. */
interface RawFields {
	profileId?: string;
	number?: string;
	/** Undefined if there is none or it cannot be read. */
	date?: string;
	hasDate: boolean;
	typeCode?: string;
	isCreditNote: boolean;
	currency?: string;
	seller: EInvoiceParty;
	buyer: EInvoiceParty;
	beforeTax?: string;
	tax?: string;
	withTax?: string;
	prepaid?: string;
	rounding?: string;
	due?: string;
	taxes: Array<{ rate?: string; base?: string; tax?: string; category?: string }>;
	attachments: Array<{ description?: string; object?: XmlElement }>;
}

function fieldsOf(raw: RawFields, report: Report, budget: ReadingBudget): Fields {
	const { profileId, number, date, typeCode, currency, seller, buyer } = raw;
	for (const [field, value] of Object.entries({ number, typeCode, currency }))
		if (value === undefined) report('missingField', field);
	if (date === undefined) report(raw.hasDate ? 'unreadableField' : 'missingField', 'date');
	if (seller.name === undefined) report('missingField', 'seller.name');
	const totals = {
		beforeTax: amount(raw.beforeTax, 'totals.beforeTax', true),
		tax: amount(raw.tax, 'totals.tax', false),
		withTax: amount(raw.withTax, 'totals.withTax', true),
		prepaid: amount(raw.prepaid, 'totals.prepaid', false),
		rounding: amount(raw.rounding, 'totals.rounding', false),
		due: amount(raw.due, 'totals.due', true),
	};
	return {
		profile: profileOf(profileId),
		profileId,
		number,
		date,
		type: typeOf(typeCode, raw.isCreditNote),
		typeCode,
		currency,
		seller,
		buyer,
		totals,
		vatByRate: vatByRate(),
		isReverseCharge: raw.taxes.some(({ category }) => /^(?:AE|K|G)$/.test(category ?? '')),
		readableCopy: copy(),
	};

	function copy(): Fields['readableCopy'] {
		const pdfs = attachedPdfs(raw.attachments);
		const found = pdfs.length ? readableCopy(pdfs, number, budget) : undefined;
		if (found === 'unclear' && isUsedUp(budget))
			report('tooLarge', 'Parts of the PDFs in the XML were not read');
		if (found === 'unclear') report('unclearCopy', `${pdfs.length} PDFs`);
		return typeof found === 'object' ? { name: found.name, bytes: found.bytes } : undefined;
	}

	function amount(
		text: string | undefined,
		field: string,
		isRequired: boolean,
	): number | undefined {
		const cents = text === undefined ? undefined : hundredths(text);
		if (text !== undefined && cents === undefined) report('unreadableField', field);
		if (text === undefined && isRequired) report('missingField', field);
		return cents;
	}

	/** A category that is not subject to VAT has no rate (BR-O-5); it is added to the rate of 0 %. */
	function vatByRate(): Fields['vatByRate'] {
		const rates: Fields['vatByRate'] = {};
		for (const { rate = '0', base, tax } of raw.taxes) {
			const key = hundredths(rate);
			const baseCents = base === undefined ? undefined : hundredths(base);
			const taxCents = tax === undefined ? undefined : hundredths(tax);
			if (key === undefined || baseCents === undefined || taxCents === undefined) {
				report('unreadableField', 'vatByRate');
				continue;
			}
			rates[key] ??= { base: 0, tax: 0 };
			rates[key].base += baseCents;
			rates[key].tax += taxCents;
		}
		return rates;
	}
}

/**
 * Hundredths (cents, hundredths of a percent) of a decimal number, exactly, from its digits. Further decimals are
 * rounded half away from zero. Undefined for anything that is not an xs:decimal or is above 2^53.
 */
export function hundredths(text: string): number | undefined {
	const parts = /^([+-]?)(\d{0,30})(?:\.(\d{0,30}))?$/.exec(text.trim());
	const [, sign, whole, decimals = ''] = parts ?? [];
	if (!parts || !(whole || decimals)) return undefined;
	const rounding = decimals[2] >= '5' ? 1n : 0n;
	const value = BigInt(whole + decimals.slice(0, 2).padEnd(2, '0')) + rounding;
	const result = Number(sign === '-' ? -value : value);
	return Number.isSafeInteger(result) ? result : undefined;
}

/** Text of the amount in the currency of the invoice: the VAT may be stated in the currency of the books too (BT-111). */
function inCurrency(amounts: XmlElement[], currency: string | undefined): string | undefined {
	const [amount] = amounts.filter(
		({ attributes }) => !attributes.currencyID || !currency || attributes.currencyID === currency,
	);
	return amount?.text.trim() || undefined;
}

/** By format: 102 of UNTDID 2379 in CII, a date of XML Schema in UBL. */
const datePatterns = new Map([
	['102', /^(\d{4})(\d\d)(\d\d)$/],
	['iso', /^(\d{4})-(\d\d)-(\d\d)(?:Z|[+-]\d\d:\d\d)?$/],
]);

function dateFrom(text: string, format: string): string | undefined {
	const parts = datePatterns.get(format)?.exec(text.trim());
	if (!parts) return undefined;
	const date = parts.slice(1).join('-');
	const time = Date.parse(`${date}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : undefined;
}

/** Parts of specification identifiers (Factur-X 1.08, XP Z12-012, XRechnung, Peppol), the first that fits. */
const profiles: Array<[RegExp, string]> = [
	[/extended-ctc-fr/i, 'EXTENDED-CTC-FR'],
	[/xrechnung/i, 'XRechnung'],
	[/peppol\.eu.*billing/i, 'Peppol BIS Billing'],
	[/:minimum$/i, 'MINIMUM'],
	[/:basic-?wl$/i, 'BASIC WL'],
	[/:basic$/i, 'BASIC'],
	[/:en16931$/i, 'EN 16931'],
	[/:extended$/i, 'EXTENDED'],
	[/^urn:cen\.eu:en16931:2017$/i, 'EN 16931'],
];

function profileOf(identifier: string | undefined): string | undefined {
	return profiles.find(([pattern]) => identifier && pattern.test(identifier))?.[1] ?? identifier;
}

/** Codes of UNTDID 1001 that EN 16931 and the French reform (XP Z12-012, BR-FR-04) allow. */
const typeCodes: Record<Exclude<Fields['type'], 'other'>, string[]> = {
	invoice: ['380', '389', '393', '501', '326', '751', '875', '876', '877'],
	correctedInvoice: ['384', '471', '472', '473'],
	deposit: ['386', '500'],
	creditNote: [
		'381',
		'261',
		'262',
		'396',
		'502',
		'503',
		'81',
		'83',
		'296',
		'308',
		'420',
		'458',
		'532',
	],
};

function typeOf(code: string | undefined, isCreditNote: boolean): Fields['type'] {
	if (isCreditNote) return 'creditNote';
	const [type] = Object.entries(typeCodes).find(([, codes]) => code && codes.includes(code)) ?? [];
	return (type as Fields['type']) ?? 'other';
}

function ciiParty(party: XmlElement | undefined): EInvoiceParty {
	const vatNumber = elementsAt(party, 'SpecifiedTaxRegistration/ID').find(
		({ attributes }) => attributes.schemeID === 'VA',
	)?.text;
	return {
		name: textAt(party, 'Name'),
		tradingName: textAt(party, 'SpecifiedLegalOrganization/TradingBusinessName'),
		...identifiedBy(vatNumber, [
			...elementsAt(party, 'SpecifiedLegalOrganization/ID'),
			...elementsAt(party, 'GlobalID'),
			...elementsAt(party, 'URIUniversalCommunication/URIID'),
		]),
	};
}

function ublParty(party: XmlElement | undefined): EInvoiceParty {
	const vatNumber = elementsAt(party, 'PartyTaxScheme').find(
		(scheme) => textAt(scheme, 'TaxScheme/ID') === 'VAT',
	);
	const tradingName = textAt(party, 'PartyName/Name');
	return {
		name: textAt(party, 'PartyLegalEntity/RegistrationName') ?? tradingName,
		tradingName,
		...identifiedBy(textAt(vatNumber, 'CompanyID'), [
			...elementsAt(party, 'PartyLegalEntity/CompanyID'),
			...elementsAt(party, 'PartyIdentification/ID'),
			...elementsAt(party, 'EndpointID'),
		]),
	};
}

/**
 * Schemes of ISO 6523 with a SIREN in them, the most direct first: SIREN, SIRET, and the addresses of the
 * French directory (0225), which begin with a SIREN.
 */
const sirenSchemes: Record<string, RegExp> = {
	'0002': /^(\d{9})(?:\d{5})?$/,
	'0009': /^(\d{9})\d{5}$/,
	'0225': /^(\d{9})(?:_|$)/,
};

function identifiedBy(
	vatNumber: string | undefined,
	identifiers: XmlElement[],
): Pick<EInvoiceParty, 'siren' | 'vatNumber'> {
	const vat = vatNumber?.replace(/[\s.-]/g, '') || undefined;
	const sirens = Object.entries(sirenSchemes).flatMap(([scheme, pattern]) =>
		identifiers
			.filter(({ attributes }) => attributes.schemeID === scheme)
			.map(({ text }) => pattern.exec(text.replace(/\s/g, ''))?.[1]),
	);
	const siren = sirens.find(Boolean) ?? /^FR[0-9A-Z]{2}(\d{9})$/i.exec(vat ?? '')?.[1];
	return { siren, vatNumber: vat };
}

function attachedPdfs(attachments: RawFields['attachments']): AttachedPdf[] {
	return attachments.flatMap(({ description = '', object }) => {
		const bytes = object && Buffer.from(object.binary ?? object.text, 'base64');
		return object && bytes && isCompletePdf(bytes)
			? { description, name: object.attributes.filename, bytes }
			: [];
	});
}

/** Whether it has a header and, apart from padding, a trailer in the last kilobyte (ISO 32000-1, annex H.3). */
function isCompletePdf(bytes: Buffer): boolean {
	let end = bytes.length;
	while (end > 0 && [0, 9, 10, 12, 13, 32].includes(bytes[end - 1])) end--;
	return (
		bytes.subarray(0, 1024).includes('%PDF-') &&
		bytes.subarray(Math.max(0, end - 1024), end).includes('%%EOF')
	);
}
