import type { Row } from '../types';

function escape(value: unknown): string {
	return String(value ?? '')
		.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '')
		.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function euros(cents: unknown): string {
	return /^-?\d+$/.test(String(cents))
		? String(cents).replace(
				/^(-?)(\d*?)(\d{1,2})$/,
				(_, sign, whole, rest) => `${sign}${whole || '0'}.${String(rest).padStart(2, '0')}`,
			)
		: '0.00';
}

/** The Factur-X XML (profile MINIMUM) of an invoice row; amounts in euros. */
export function facturX(row: Row): string {
	const date = String(row.written_at).slice(0, 10).replace(/-/g, '');
	return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:factur-x.eu:1p0:minimum</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>${escape(row.number)}</ram:ID><ram:TypeCode>${Number(row.amount) < 0 ? 381 : 380}</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">${date}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>${euros(row.amount)}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">${euros(row.amount_tax)}</ram:TaxTotalAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
`;
}
