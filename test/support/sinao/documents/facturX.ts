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

/** The calendar day in France, `yyyymmdd`; a date that is none as it is. */
function day(value: unknown): string {
	if (Number.isNaN(Date.parse(String(value)))) return escape(value);
	return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' })
		.format(new Date(String(value)))
		.replace(/-/g, '');
}

const namespaces =
	'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"';

function document(row: Row, profile: string, transaction: string): string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice ${namespaces}>
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>${profile}</ram:ID></ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>${escape(row.number)}</ram:ID><ram:TypeCode>${Number(row.amount) < 0 ? 381 : 380}</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">${day(row.written_at)}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>${transaction}</rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
`;
}

/** The Factur-X XML (profile MINIMUM) of an invoice row; amounts in euros. */
function minimum(row: Row): string {
	const total = Number(row.amount) + Number(row.amount_tax);
	const due = (row.totals as Totals | null)?.due ?? total;
	return document(
		row,
		'urn:factur-x.eu:1p0:minimum',
		`${parties(row)}<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode><ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>${euros(row.amount)}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">${euros(row.amount_tax)}</ram:TaxTotalAmount><ram:GrandTotalAmount>${euros(total)}</ram:GrandTotalAmount><ram:DuePayableAmount>${euros(due)}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>`,
	);
}

function parties(row: Row): string {
	const customer = row.customer as Row | null;
	const name = (row.contact_infos as Row | null)?.name ?? customer?.name;
	const siren = customer?.national_id
		? `<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">${escape(customer.national_id)}</ram:ID></ram:SpecifiedLegalOrganization>`
		: '';
	return `<ram:ApplicableHeaderTradeAgreement><ram:SellerTradeParty><ram:Name>Société simulée</ram:Name></ram:SellerTradeParty><ram:BuyerTradeParty><ram:Name>${escape(name)}</ram:Name>${siren}</ram:BuyerTradeParty></ram:ApplicableHeaderTradeAgreement>`;
}

type Amounts = Record<string, number>;
interface Totals {
	due: number;
	taxes: { vat: Amounts };
	subtotal: Record<string, Amounts>;
}

/**
 * The same in the profile EXTENDED, with what the row says and nothing else: the customer, totals and VAT by rate. The
 * amounts of a credit note (381) are positive.
 */
function extended(row: Row): string {
	const { taxes, subtotal, due } = row.totals as Totals;
	const currency = escape(row.currency);
	const sign = Number(row.amount) < 0 ? -1 : 1;
	const amount = (cents: number) => euros(sign * cents || 0);
	const entries = Object.entries(taxes.vat).filter(([rate]) => rate !== 'total');
	const bases = Object.values(subtotal);
	const breakdown = entries.map(
		([rate, tax]) =>
			`<ram:ApplicableTradeTax><ram:CalculatedAmount>${amount(tax)}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>${amount(bases.reduce((sum, account) => sum + (account[rate] ?? 0), 0))}</ram:BasisAmount><ram:CategoryCode>${rate === '0' ? 'Z' : 'S'}</ram:CategoryCode><ram:RateApplicablePercent>${euros(rate)}</ram:RateApplicablePercent></ram:ApplicableTradeTax>`,
	);
	const total = Number(row.amount) + Number(row.amount_tax);
	return document(
		row,
		'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended',
		`${parties(row)}<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>${currency}</ram:InvoiceCurrencyCode>${breakdown.join('')}<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:TaxBasisTotalAmount>${amount(Number(row.amount))}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="${currency}">${amount(Number(row.amount_tax))}</ram:TaxTotalAmount><ram:GrandTotalAmount>${amount(total)}</ram:GrandTotalAmount>${due === total ? '' : `<ram:TotalPrepaidAmount>${amount(total - due)}</ram:TotalPrepaidAmount>`}<ram:DuePayableAmount>${amount(due)}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement>`,
	);
}

/** The Factur-X XML of an invoice row. */
export function facturX(row: Row, profile: 'minimum' | 'extended' = 'minimum'): string {
	return profile === 'extended' ? extended(row) : minimum(row);
}
