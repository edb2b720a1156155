import type * as Documents from '../../../../nodes/shared/documents/eInvoice';
import type * as Reader from '../../../../nodes/shared/eInvoice/readInvoice';
import type { Resource, Row } from '../../../../nodes/shared/resource';
import { cii, ciiTax, type Sample, specification, ubl } from '../../../support/eInvoice/xmlSamples';

// As it ships, with the libraries in dist/.
const { checkEInvoice, enteredInvoice } = jest.requireActual<typeof Documents>(
	'../../../../dist/nodes/shared/documents/eInvoice',
);
const { readEInvoice } = jest.requireActual<typeof Reader>(
	'../../../../dist/nodes/shared/eInvoice/readInvoice',
);
const { invoices } = jest.requireActual<{ invoices: Resource }>(
	'../../../../dist/nodes/SinaoInvoices/invoices',
);
const { purchases } = jest.requireActual<{ purchases: Resource }>(
	'../../../../dist/nodes/SinaoPurchases/purchases',
);

const resources = { issued: invoices, received: purchases };

/** A sales invoice and a purchase that say what the samples say. */
const rows: Record<keyof typeof resources, Row> = {
	issued: {
		id: 1,
		number: 'F-2026-0042',
		status: 'final',
		written_at: '2026-09-11T22:00:00.000000Z',
		amount: 100_000,
		amount_tax: 12_750,
		totals: { due: 112_750, taxes: { vat: { 550: 2_750, 2000: 10_000, total: 12_750 } } },
		contact_infos: { id: 3, type: 'organization', name: 'CAFE DE L ETE' },
	},
	received: {
		id: 2,
		status: 'paid',
		billed_at: '2026-09-11T22:00:00.000000Z',
		amount: 100_000,
		amount_tax: 12_750,
		vat_detail: { 550: 2_750, 2000: 10_000 },
		currency: 'EUR',
		supplier: { id: 4, name: 'Fil et Aiguille' },
	},
};

function differences(
	role: keyof typeof resources,
	row: Row,
	xml: Sample,
	timeZone = 'Europe/Paris',
): string[] {
	const entered = enteredInvoice(resources[role], { ...rows[role], ...row }, timeZone);
	if (!entered) throw new Error('The row is a draft');
	return checkEInvoice(readEInvoice(Buffer.from(cii(xml))), entered, role).differences.map(
		({ field, rate, xml: one, sinao }) => `${field}${rate ? ` ${rate} %` : ''}: ${one}, ${sinao}`,
	);
}

/** Totals of the XML: before tax, tax, with tax, prepaid, due, and rounding. */
function totals(
	beforeTax: string,
	tax: string,
	withTax: string,
	due = withTax,
	more = '',
	currency = 'EUR',
): string {
	return `<ram:TaxBasisTotalAmount>${beforeTax}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="${currency}">${tax}</ram:TaxTotalAmount>${more}<ram:GrandTotalAmount>${withTax}</ram:GrandTotalAmount><ram:DuePayableAmount>${due}</ram:DuePayableAmount>`;
}
const prepaid = (amount: string) => `<ram:TotalPrepaidAmount>${amount}</ram:TotalPrepaidAmount>`;

type Case = [what: string, role: keyof typeof resources, row: Row, xml: Sample, timeZone?: string];

const negative = {
	amount: -100_000,
	amount_tax: -12_750,
	totals: { due: -112_750, taxes: { vat: { 550: -2_750, 2000: -10_000 } } },
};
const selfAssessed: Sample = {
	totals: totals('1000.00', '0.00', '1000.00'),
	taxes: ciiTax('1000.00', '0.00', '0', 'AE'),
};

it.each<Case>([
	['the same', 'issued', {}, {}],
	['the same purchase', 'received', {}, {}],
	['a credit note, positive in XML and negative in Sinao', 'issued', negative, { typeCode: '381' }],
	[
		'a credit note that is an invoice with negative amounts',
		'issued',
		negative,
		{
			totals: totals('-1000.00', '-127.50', '-1127.50'),
			taxes: ciiTax('-500.00', '-100.00', '20') + ciiTax('-500.00', '-27.50', '5.5'),
		},
	],
	[
		'a credit note that Sinao has as positive',
		'issued',
		{ avoid_of: { id: 8 } },
		{ typeCode: '381' },
	],
	[
		'a credit note of the type 381 with negative amounts',
		'issued',
		negative,
		{
			typeCode: '381',
			totals: totals('-1000.00', '-127.50', '-1127.50'),
			taxes: ciiTax('-500.00', '-100.00', '20') + ciiTax('-500.00', '-27.50', '5.5'),
		},
	],
	[
		'a credit note of a supplier',
		'received',
		{ amount: -100_000, amount_tax: -12_750, vat_detail: { 550: -2_750, 2000: -10_000 } },
		{ typeCode: '381' },
	],
	[
		'a rate in two parts',
		'issued',
		{},
		{
			taxes:
				ciiTax('250.00', '50.00', '20.00') +
				ciiTax('250.00', '50.00', '20') +
				ciiTax('500.00', '27.50', '5.50'),
		},
	],
	[
		'an invoice without VAT',
		'issued',
		{ amount_tax: 0, totals: { due: 100_000, taxes: { vat: { 0: 0, total: 0 } } } },
		{ totals: totals('1000.00', '0.00', '1000.00'), taxes: ciiTax('1000.00', '0.00', '0', 'E') },
	],
	['another time zone of the run', 'issued', {}, {}, 'America/New_York'],
	['a date without a time', 'received', { billed_at: '2026-09-12' }, {}],
	['a number with another separator', 'issued', { number: 'f 2026/0042' }, {}],
	[
		'decimals below a cent',
		'issued',
		{},
		{ totals: totals('1000.0000', '127.4999999', '1127.500') },
	],
	[
		'a cent between two rates, with the same tax',
		'issued',
		{},
		{ taxes: ciiTax('500.00', '100.01', '20') + ciiTax('500.00', '27.49', '5.5') },
	],
	[
		'an exempt part, which is not a rate in Sinao',
		'issued',
		{},
		{
			taxes:
				ciiTax('500.00', '100.00', '20') +
				ciiTax('500.00', '27.50', '5.5') +
				ciiTax('0.00', '0.00', '0', 'E'),
		},
	],
	[
		'another currency',
		'received',
		{ amount: 91_234, amount_tax: 0, vat_detail: {}, foreign_currency: 'USD' },
		{ currency: 'USD' },
	],
	[
		'reverse charge, with the tax that the buyer declares in Sinao',
		'received',
		{ amount_tax: 20_000, vat_detail: { 2000: 20_000 } },
		selfAssessed,
	],
	[
		'reverse charge that only Sinao knows',
		'received',
		{ amount_tax: 20_000, vat_detail: { 2000: 20_000 }, amount_reverse_tax: 20_000 },
		{ ...selfAssessed, taxes: ciiTax('1000.00', '0.00', '0', 'O') },
	],
	[
		'reverse charge on a sale',
		'issued',
		{ amount_tax: 0, totals: { due: 100_000, taxes: { vat: { 0: 0, total: 0 } } } },
		selfAssessed,
	],
	[
		'a deposit that is deducted from the due amount',
		'issued',
		{ totals: { due: 82_750 }, downpayments: [{ id: 5 }] },
		{ totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')) },
	],
	[
		'a deposit that Sinao has deducted from all amounts',
		'issued',
		{
			amount: 70_000,
			amount_tax: 12_750,
			totals: { due: 82_750, taxes: { vat: { 550: 2_750, 2000: 10_000 } } },
			downpayments: [{ id: 5 }],
		},
		{ totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')) },
	],
	[
		'an invoice that was paid when its PDF was made',
		'issued',
		{ status: 'paid' },
		{ totals: totals('1000.00', '127.50', '1127.50', '0.00', prepaid('1127.50')) },
	],
	[
		'deposits whose amounts Sinao has',
		'issued',
		{
			downpayments: [
				{ id: 5, amount: 10_000, amount_tax: 2_000 },
				{ id: 6, amount: 15_000, amount_tax: 3_000 },
			],
		},
		{ totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')) },
	],
	[
		'a deposit of which the row of a sale says nothing',
		'issued',
		{},
		{ totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')) },
	],
	[
		'a payment of a part that Sinao knows',
		'issued',
		{ downpayments: [], balance: { paid: 30_000, remaining: 82_750 } },
		{ totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')) },
	],
	[
		'a purchase that was paid with the order',
		'received',
		{},
		{ totals: totals('1000.00', '127.50', '1127.50', '0.00', prepaid('1127.50')) },
	],
	[
		'a due amount that is rounded',
		'issued',
		{},
		{
			totals: totals(
				'1000.00',
				'127.50',
				'1127.50',
				'1128.00',
				'<ram:RoundingAmount>0.50</ram:RoundingAmount>',
			),
		},
	],
	[
		'MINIMUM, which states no deposits',
		'issued',
		{},
		{
			specification: specification.minimum,
			taxes: '',
			totals: totals('1000.00', '127.50', '1127.50', '827.50'),
		},
	],
	[
		'amounts that nobody has entered yet',
		'received',
		{ status: 'new', amount: 0, amount_tax: 0, billed_at: '2020-01-01', supplier: null },
		{},
	],
	[
		'VAT by rate that Sinao writes in percent',
		'received',
		{ amount_tax: 20_000, vat_detail: { 20: 20_000 } },
		{ totals: totals('1000.00', '200.00', '1200.00'), taxes: ciiTax('1000.00', '200.00', '20') },
	],
	[
		'reverse charge of a part',
		'received',
		{ amount_tax: 20_000, vat_detail: { 2000: 20_000 }, amount_reverse_tax: 10_000 },
		{
			totals: totals('1000.00', '100.00', '1100.00'),
			taxes: ciiTax('500.00', '100.00', '20') + ciiTax('500.00', '0.00', '0', 'AE'),
		},
	],
	['VAT that Sinao writes in another form', 'received', { vat_detail: { normal: { tax: 1 } } }, {}],
	['a legal form', 'received', { supplier: { id: 4, name: 'S.A.R.L. FIL & AIGUILLE' } }, {}],
	['a longer name', 'received', { supplier: { id: 4, name: 'Fil & Aiguille Paris' } }, {}],
	['no contact', 'issued', { contact_infos: null }, {}],
	[
		'another name with the same SIREN',
		'received',
		{ supplier: { id: 4, name: 'Mercerie du Centre', national_id: '552 081 317 00015' } },
		{},
	],
	[
		'a VAT number with points',
		'received',
		{ supplier: { id: 4, name: 'Mercerie', vat_id: 'BE0123456789' } },
		{
			sellerIds:
				'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">BE0123.456.789</ram:ID></ram:SpecifiedTaxRegistration>',
		},
	],
	[
		'another name, with the SIREN in the VAT number',
		'received',
		{ supplier: { id: 4, name: 'Mercerie', vat_id: 'FR03552081317' } },
		{
			sellerIds:
				'<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">552081317</ram:ID></ram:SpecifiedLegalOrganization>',
		},
	],
	[
		'a first name behind the last name',
		'issued',
		{ contact_infos: { id: 3, type: 'person', firstname: 'Été', lastname: 'Café de l’' } },
		{},
	],
])('No difference: %s', (...[, role, row, xml, timeZone]) => {
	expect(differences(role, row, xml, timeZone)).toEqual([]);
});

const ciiTradingName =
	'<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">552081317</ram:ID><ram:TradingBusinessName>Le Bon Pain</ram:TradingBusinessName></ram:SpecifiedLegalOrganization>';
const ublTradingName =
	'<cac:PartyName><cbc:Name>Le Bon Pain</cbc:Name></cac:PartyName><cac:PartyLegalEntity><cbc:RegistrationName>Fil &amp; Aiguille SARL</cbc:RegistrationName><cbc:CompanyID schemeID="0002">552081317</cbc:CompanyID></cac:PartyLegalEntity>';
const named = (name: string) => cii().replace('Fil &amp; Aiguille SARL', name);
const vat = (number: string) =>
	cii({
		sellerIds: `<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">${number}</ram:ID></ram:SpecifiedTaxRegistration>`,
	});

describe('A supplier is the same under every name and spelling', () => {
	const suppliers = (xml: string, supplier: Row) => {
		const entered = enteredInvoice(
			purchases,
			{ ...rows.received, supplier: { id: 4, ...supplier } },
			'Europe/Paris',
		);
		if (!entered) throw new Error('The row is a draft');
		const { differences: found } = checkEInvoice(
			readEInvoice(Buffer.from(xml)),
			entered,
			'received',
		);
		return found.filter(({ field }) => field === 'supplier').map(({ xml: name }) => name);
	};

	it.each<[string, string, Row]>([
		['its trading name in CII', cii({ sellerIds: ciiTradingName }), { name: 'Le Bon Pain' }],
		['its trading name in UBL', ubl({ sellerIds: ublTradingName }), { name: 'Le Bon Pain' }],
		[
			'its own name beside a trading name',
			ubl({ sellerIds: ublTradingName }),
			{ name: 'Fil Aiguille' },
		],
		['St', named('Saint-Gobain'), { name: 'St Gobain' }],
		['Saint', named('ST GOBAIN SA'), { name: 'Saint-Gobain' }],
		['Sainte', named('Sainte Marie'), { name: 'Ste Marie' }],
		['ue', named('Müller GmbH'), { name: 'Mueller' }],
		['ü', named('Mueller GmbH'), { name: 'Müller' }],
		['u', named('Müller GmbH'), { name: 'Muller' }],
		['ss', named('Straße GmbH'), { name: 'STRASSE' }],
		['GR for EL', vat('EL094259216'), { name: 'Mercerie', vat_id: 'GR094259216' }],
		['BE without 0', vat('BE0403200393'), { name: 'Mercerie', vat_id: 'BE 403.200.393' }],
		[
			'CHE without tax',
			vat('CHE-116.281.710 MWST'),
			{ name: 'Mercerie', vat_id: 'CHE-116.281.710' },
		],
		[
			'CHE in French',
			vat('CHE-116.281.710 IVA'),
			{ name: 'Mercerie', vat_id: 'CHE-116.281.710 TVA' },
		],
	])('%s', (_, xml, supplier) => {
		expect(suppliers(xml, supplier)).toEqual([]);
	});

	it.each<[string, string, Row, string]>([
		[
			'neither name',
			cii({ sellerIds: ciiTradingName }),
			{ name: 'Mercerie' },
			'Fil & Aiguille SARL (552081317)',
		],
		['u for ue', named('Bleue'), { name: 'Bleu' }, 'Bleue (552081317)'],
		[
			'another Swiss number',
			vat('CHE-116.281.710 MWST'),
			{ name: 'Fil & Aiguille', vat_id: 'CHE-116.281.711 MWST' },
			'Fil & Aiguille SARL (CHE116281710MWST)',
		],
	])('but not with %s', (_, xml, supplier, difference) => {
		expect(suppliers(xml, supplier)).toEqual([difference]);
	});
});

it.each<[...Case, string[]]>([
	[
		'the number',
		'issued',
		{ number: 'F-2026-0043' },
		{},
		undefined,
		['number: F-2026-0042, F-2026-0043'],
	],
	[
		'digits that are split elsewhere',
		'issued',
		{ number: 'F-20260-042' },
		{},
		undefined,
		['number: F-2026-0042, F-20260-042'],
	],
	['a day', 'issued', {}, { date: '20260911' }, undefined, ['date: 2026-09-11, 2026-09-12']],
	[
		'a cent of the due amount',
		'issued',
		{},
		{ totals: totals('1000.00', '127.50', '1127.50', '1127.49') },
		undefined,
		['amountDue: 1127.49, 1127.5'],
	],
	[
		'VAT that was deducted though there is none',
		'received',
		{},
		{ totals: totals('1000.00', '0.00', '1000.00'), taxes: ciiTax('1000.00', '0.00', '0', 'E') },
		undefined,
		[
			'amountTax: 0, 127.5',
			'amountWithTax: 1000, 1127.5',
			'vat 5.5 %: 0, 27.5',
			'vat 20 %: 0, 100',
		],
	],
	[
		'the amount before tax, with reverse charge',
		'received',
		{ amount: 99_900 },
		selfAssessed,
		undefined,
		['amountBeforeTax: 1000, 999'],
	],
	[
		'the rates, with the same tax',
		'issued',
		{},
		{ taxes: ciiTax('637.50', '127.50', '20') },
		undefined,
		['vat 5.5 %: 0, 27.5', 'vat 20 %: 127.5, 100'],
	],
	[
		'the rates, one of which is 0 %',
		'issued',
		{ totals: { due: 112_750, taxes: { vat: { 0: 0, 2000: 12_750, total: 12_750 } } } },
		{},
		undefined,
		['vat 5.5 %: 27.5, 0', 'vat 20 %: 100, 127.5'],
	],
	[
		'a credit note that was entered as an expense',
		'received',
		{},
		{ typeCode: '381' },
		undefined,
		[
			'amountBeforeTax: -1000, 1000',
			'amountTax: -127.5, 127.5',
			'amountWithTax: -1127.5, 1127.5',
			'vat 5.5 %: -27.5, 27.5',
			'vat 20 %: -100, 100',
		],
	],
	[
		'a total that no deposit explains',
		'issued',
		{ downpayments: [] },
		{ totals: totals('1300.00', '127.50', '1427.50', '1127.50', prepaid('300.00')) },
		undefined,
		['amountBeforeTax: 1300, 1000', 'amountWithTax: 1427.5, 1127.5'],
	],
	[
		'the SIREN of the supplier, with the same name',
		'received',
		{ supplier: { id: 4, name: 'Fil & Aiguille', national_id: '732829320' } },
		{},
		undefined,
		['supplier: Fil & Aiguille SARL (552081317), Fil & Aiguille (732829320)'],
	],
	['the currency of a sale', 'issued', {}, { currency: 'USD' }, undefined, ['currency: USD, EUR']],
	[
		'a sale with reverse charge in the XML, and with VAT in Sinao',
		'issued',
		{},
		selfAssessed,
		undefined,
		[
			'amountTax: 0, 127.5',
			'amountWithTax: 1000, 1127.5',
			'vat 5.5 %: 0, 27.5',
			'vat 20 %: 0, 100',
		],
	],
	[
		'a deposit that Sinao does not know',
		'issued',
		{ downpayments: [] },
		{ totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')) },
		undefined,
		['amountPrepaid: 300, 0'],
	],
	[
		'a deposit that only Sinao knows',
		'issued',
		{ totals: { due: 82_750 }, downpayments: [{ id: 5, amount: 25_000, amount_tax: 5_000 }] },
		{},
		undefined,
		['amountPrepaid: 0, 300'],
	],
	[
		'VAT that is not deducted',
		'received',
		{ amount: 112_750, amount_tax: 0, vat_detail: {} },
		{},
		undefined,
		['amountTax: 127.5, 0'],
	],
	[
		'VAT of a credit note that is deducted in part',
		'received',
		{ amount: -107_750, amount_tax: -5_000, vat_detail: { 2000: -5_000 } },
		{ typeCode: '381' },
		undefined,
		['amountTax: -127.5, -50'],
	],
	[
		'more VAT than the invoice has, in the same total',
		'received',
		{ amount: 92_750, amount_tax: 20_000, vat_detail: { 2000: 20_000 } },
		{},
		undefined,
		[
			'amountBeforeTax: 1000, 927.5',
			'amountTax: 127.5, 200',
			'vat 5.5 %: 27.5, 0',
			'vat 20 %: 100, 200',
		],
	],
	[
		'a deposit of another amount',
		'issued',
		{ totals: { due: 92_750 }, downpayments: [{ id: 5, amount: 20_000, amount_tax: 0 }] },
		{ totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')) },
		undefined,
		['amountPrepaid: 300, 200'],
	],
	[
		'a purchase that was entered without its deposit',
		'received',
		{ amount: 70_000, amount_tax: 12_750 },
		{ totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')) },
		undefined,
		['amountPrepaid: 300, 0'],
	],
	[
		'a credit note with a deposit that Sinao does not know',
		'issued',
		{ ...negative, downpayments: [] },
		{
			typeCode: '381',
			totals: totals('1000.00', '127.50', '1127.50', '827.50', prepaid('300.00')),
		},
		undefined,
		['amountPrepaid: -300, 0'],
	],
	[
		'a total that the deposit explains only in part',
		'issued',
		{
			amount: 70_000,
			totals: { due: 82_750, taxes: { vat: { 550: 2_750, 2000: 10_000 } } },
			downpayments: [{ id: 5 }],
		},
		{ totals: totals('5000.00', '127.50', '5127.50', '827.50', prepaid('300.00')) },
		undefined,
		['amountBeforeTax: 5000, 700', 'amountWithTax: 5127.5, 827.5'],
	],
	[
		'the customer',
		'issued',
		{ contact_infos: { id: 3, name: 'Café de la Gare' } },
		{},
		undefined,
		['customer: Café de l’Été (732829320), Café de la Gare'],
	],
])('A difference: %s', (_, role, row, xml, timeZone, found) => {
	expect(differences(role, row, xml, timeZone).sort()).toEqual([...found].sort());
});

it.each<[string, keyof typeof resources, Row, Sample, string[]]>([
	['all', 'issued', {}, {}, ['number', 'date', 'amounts', 'vat', 'party']],
	['no number of a purchase', 'received', {}, {}, ['date', 'amounts', 'vat', 'party']],
	[
		'no amounts that are not in cents',
		'issued',
		{ amount: '1000.00' },
		{},
		['number', 'date', 'vat', 'party'],
	],
	['no amounts without tax', 'received', { amount_tax: null }, {}, ['date', 'party']],
	[
		'no VAT by rate in MINIMUM',
		'issued',
		{},
		{ specification: specification.minimum, taxes: '' },
		['number', 'date', 'amounts', 'party'],
	],
	[
		'no VAT by rate in percent',
		'received',
		{ amount_tax: 20_000, vat_detail: { 20: 20_000 } },
		{ totals: totals('1000.00', '200.00', '1200.00'), taxes: ciiTax('1000.00', '200.00', '20') },
		['date', 'amounts', 'party'],
	],
	[
		'no VAT by rate that is not deducted',
		'received',
		{ amount: 112_750, amount_tax: 0, vat_detail: {} },
		{},
		['date', 'amounts', 'party'],
	],
	['nothing of a new purchase', 'received', { status: 'new' }, {}, []],
])('What was compared is said: %s', (_, role, row, xml, compared) => {
	const entered = enteredInvoice(resources[role], { ...rows[role], ...row }, 'Europe/Paris');
	const reading = readEInvoice(Buffer.from(cii(xml)));
	expect(entered && checkEInvoice(reading, entered, role).compared).toEqual(compared);
});

it('Drafts are not compared, and texts of hostile XML stay short', () => {
	expect(enteredInvoice(invoices, { ...rows.issued, status: 'draft' }, 'UTC')).toBeUndefined();
	const entered = enteredInvoice(purchases, rows.received, 'Europe/Paris');
	const xml = cii({
		number: `a\u202e${'x'.repeat(100_000)}`,
		taxes: Array.from({ length: 5_000 }, (_, rate) => ciiTax('1.00', '1.00', String(rate))).join(
			'',
		),
	});
	const check = entered && checkEInvoice(readEInvoice(Buffer.from(xml)), entered, 'received');
	expect(JSON.stringify(check).length).toBeLessThan(5_000);
	expect(check?.invoice?.number).toMatch(/^a x+$/);
});

it('A received invoice is output as its XML says it: rates in percent, amounts in euros', () => {
	const entered = enteredInvoice(purchases, rows.received, 'Europe/Paris');
	const check = entered && checkEInvoice(readEInvoice(Buffer.from(cii())), entered, 'received');
	const byRate = [...(check?.invoice?.vat ?? [])].sort((one, other) => one.rate - other.rate);
	expect(byRate).toEqual([
		{ rate: 5.5, base: 500, tax: 27.5 },
		{ rate: 20, base: 500, tax: 100 },
	]);
});

it('Each problem of a document is named once; having no XML is none', () => {
	const entered = enteredInvoice(purchases, rows.received, 'Europe/Paris');
	const reading = readEInvoice(Buffer.from('<rsm:CrossIndustryInvoice'));
	const [broken] = reading.findings;
	const findings = [broken, broken, { ...broken, code: 'noXml' as const }];
	expect(broken.code).toBe('brokenXml');
	expect(entered && checkEInvoice({ ...reading, findings }, entered, 'received').problems).toEqual([
		'brokenXml',
	]);
});
