/** Invoices written by hand from EN 16931-1 and Factur-X 1.08 (CII) and OASIS UBL 2.1. */

export const specification = {
	minimum: 'urn:factur-x.eu:1p0:minimum',
	basicWl: 'urn:factur-x.eu:1p0:basicwl',
	basic: 'urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic',
	en16931: 'urn:cen.eu:en16931:2017',
	extended: 'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
	extendedCtcFr: 'urn:cen.eu:en16931:2017#conformant#urn.cpro.gouv.fr:1p0:extended-ctc-fr',
	xRechnung: 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0',
	peppol: 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
};

export interface Sample {
	specification?: string;
	number?: string;
	/** yyyymmdd in CII, yyyy-mm-dd in UBL. */
	date?: string;
	typeCode?: string;
	currency?: string;
	sellerIds?: string;
	buyerIds?: string;
	/** Elements of the totals, after the currency. */
	totals?: string;
	/** VAT by rate. */
	taxes?: string;
	/** References to attachments. */
	attachments?: string;
	lines?: number;
}

const registration = (siren: string) =>
	`<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">${siren}</ram:ID></ram:SpecifiedLegalOrganization>`;
const ciiVat = (number: string) =>
	`<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${number}</ram:ID></ram:SpecifiedTaxRegistration>`;

export const ciiTax = (base: string, tax: string, rate: string, category = 'S') =>
	`<ram:ApplicableTradeTax><ram:CalculatedAmount>${tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
	<ram:BasisAmount>${base}</ram:BasisAmount><ram:CategoryCode>${category}</ram:CategoryCode>${rate && `<ram:RateApplicablePercent>${rate}</ram:RateApplicablePercent>`}</ram:ApplicableTradeTax>`;

const ciiLine = (position: number) => `<ram:IncludedSupplyChainTradeLineItem>
	<ram:AssociatedDocumentLineDocument><ram:LineID>${position}</ram:LineID></ram:AssociatedDocumentLineDocument>
	<ram:SpecifiedTradeProduct><ram:Name>Maintenance du serveur nº ${position} &amp; sauvegarde</ram:Name></ram:SpecifiedTradeProduct>
	<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>50.00</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
	<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="C62">1</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
	<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>20.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
	<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>50.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
	</ram:IncludedSupplyChainTradeLineItem>`;

/** A Cross Industry Invoice over 1000.00 and 127.50 of VAT (500.00 at 20 %, 500.00 at 5.5 %), unless changed. */
export function cii({
	specification: id = specification.en16931,
	number = 'F-2026-0042',
	date = '20260912',
	typeCode = '380',
	currency = 'EUR',
	sellerIds = registration('552081317') + ciiVat('FR03552081317'),
	buyerIds = registration('732829320') + ciiVat('FR44732829320'),
	totals = `<ram:TaxBasisTotalAmount>1000.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="${currency}">127.50</ram:TaxTotalAmount>
	<ram:GrandTotalAmount>1127.50</ram:GrandTotalAmount><ram:DuePayableAmount>1127.50</ram:DuePayableAmount>`,
	taxes = ciiTax('500.00', '100.00', '20.00') + ciiTax('500.00', '27.50', '5.5'),
	attachments = '',
	lines = 2,
}: Sample = {}): string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:BusinessProcessSpecifiedDocumentContextParameter><ram:ID>S1</ram:ID></ram:BusinessProcessSpecifiedDocumentContextParameter>
<ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>${id}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>${number}</ram:ID><ram:TypeCode>${typeCode}</ram:TypeCode>
<ram:IssueDateTime><udt:DateTimeString format="102">${date}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>${Array.from({ length: lines }, (_, index) => ciiLine(index + 1)).join('\n')}
<ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Fil &amp; Aiguille SARL</ram:Name>${sellerIds}</ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Café de l’Été</ram:Name>${buyerIds}</ram:BuyerTradeParty>${attachments}
</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>${currency}</ram:InvoiceCurrencyCode>${taxes}
<ram:SpecifiedTradeSettlementHeaderMonetarySummation>${totals}</ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>`;
}

export const ublTax = (base: string, tax: string, rate: string) =>
	`<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">${base}</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">${tax}</cbc:TaxAmount>
	<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>${rate}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>`;

export const ublAttachment = (content: Buffer, description = '', name = 'facture.pdf') =>
	`<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID>${description && `<cbc:DocumentDescription>${description}</cbc:DocumentDescription>`}
	<cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="${name}">${content.toString('base64')}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`;

export const ciiAttachment = (content: Buffer, description: string) =>
	`<ram:AdditionalReferencedDocument><ram:IssuerAssignedID>1</ram:IssuerAssignedID><ram:TypeCode>916</ram:TypeCode><ram:Name>${description}</ram:Name>
	<ram:AttachmentBinaryObject mimeCode="application/pdf" filename="facture.pdf">${content.toString('base64')}</ram:AttachmentBinaryObject></ram:AdditionalReferencedDocument>`;

/** A UBL document with the same amounts as `cii`. */
export function ubl({
	specification: id = specification.en16931,
	number = 'F-2026-0042',
	date = '2026-09-12',
	typeCode = '380',
	currency = 'EUR',
	sellerIds = '<cac:PartyLegalEntity><cbc:RegistrationName>Fil &amp; Aiguille SARL</cbc:RegistrationName><cbc:CompanyID schemeID="0002">552081317</cbc:CompanyID></cac:PartyLegalEntity>',
	buyerIds = '<cac:PartyLegalEntity><cbc:RegistrationName>Café de l’Été</cbc:RegistrationName><cbc:CompanyID schemeID="0002">732829320</cbc:CompanyID></cac:PartyLegalEntity>',
	totals = `<cbc:TaxExclusiveAmount currencyID="${currency}">1000.00</cbc:TaxExclusiveAmount><cbc:TaxInclusiveAmount currencyID="${currency}">1127.50</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="${currency}">1127.50</cbc:PayableAmount>`,
	taxes = `<cac:TaxTotal><cbc:TaxAmount currencyID="${currency}">127.50</cbc:TaxAmount>${ublTax('500.00', '100.00', '20.00')}${ublTax('500.00', '27.50', '5.5')}</cac:TaxTotal>`,
	attachments = '',
	lines = 2,
	root = 'Invoice',
}: Sample & { root?: 'Invoice' | 'CreditNote' } = {}): string {
	const vat = (vatNumber: string) =>
		`<cac:PartyTaxScheme><cbc:CompanyID>${vatNumber}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>`;
	const line = (position: number) =>
		`<cac:${root}Line><cbc:ID>${position}</cbc:ID><cbc:LineExtensionAmount currencyID="EUR">50.00</cbc:LineExtensionAmount><cac:Item><cbc:Name>Service</cbc:Name></cac:Item></cac:${root}Line>`;
	return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:CustomizationID>${id}</cbc:CustomizationID><cbc:ID>${number}</cbc:ID><cbc:IssueDate>${date}</cbc:IssueDate>
<cbc:${root}TypeCode>${typeCode}</cbc:${root}TypeCode><cbc:DocumentCurrencyCode>${currency}</cbc:DocumentCurrencyCode>${attachments}
<cac:AccountingSupplierParty><cac:Party>${vat('FR03552081317')}${sellerIds}</cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>${vat('FR44732829320')}${buyerIds}</cac:Party></cac:AccountingCustomerParty>
${taxes}<cac:LegalMonetaryTotal>${totals}</cac:LegalMonetaryTotal>
${Array.from({ length: lines }, (_, index) => line(index + 1)).join('\n')}</${root}>`;
}
