import { constants, deflateSync } from 'node:zlib';
import fc from 'fast-check';

import type { EInvoice, EInvoiceFinding } from '../../../../nodes/shared/eInvoice/eInvoice';
import { hundredths } from '../../../../nodes/shared/eInvoice/fields';
import { fromAscii85, fromAsciiHex } from '../../../../nodes/shared/eInvoice/pdfFilters';
import { ascii85, asciiHex, pngPredicted, tiffPredicted } from '../../../support/eInvoice/filters';
import { pdf, updated, type Layout } from '../../../support/eInvoice/pdfSamples';
import {
	cii,
	ciiAttachment,
	ciiTax,
	specification,
	ubl,
	ublAttachment,
	ublTax,
} from '../../../support/eInvoice/xmlSamples';

// As it ships, with the libraries in dist/.
const { invoiceNumberIn, readEInvoice } =
	require('../../../../dist/nodes/shared/eInvoice/readInvoice') as typeof import('../../../../nodes/shared/eInvoice/readInvoice');

const bytes = (text: string) => Buffer.from(text);
const facturX = (xml: string | Buffer, layout: Layout = {}) =>
	pdf({ ...layout, attachments: [{ bytes: xml }] });
const picture = pdf({ ballast: 3_000 });
const largePicture = Buffer.concat([picture, Buffer.alloc(20_000_000, 'contenu'), picture]);

/** An object stream, which begins with an index of `first` bytes. */
function objectStream(content: Buffer, first: number, entries = ''): Buffer {
	return compressed(deflateSync(content), first, entries);
}

function compressed(data: Buffer, first: number, entries = ''): Buffer {
	const dictionary = `<< /Type /ObjStm /N 9 /First ${first} /Filter /FlateDecode ${entries} /Length ${data.length} >>`;
	return Buffer.concat([
		bytes(`99 0 obj\n${dictionary}\nstream\n`),
		data,
		bytes('\nendstream\nendobj\n'),
	]);
}

/** A Factur-X document with a further object stream. */
function withObjectStream(content: Buffer, first: number, entries = ''): Buffer {
	return Buffer.concat([facturX(cii()), objectStream(content, first, entries)]);
}

/** Its last block is of a kind that does not exist. */
const brokenStream = compressed(
	Buffer.concat([
		deflateSync(Buffer.alloc(400_000), { finishFlush: constants.Z_SYNC_FLUSH }),
		Buffer.from([7]),
	]),
	9,
);

/** What the samples say unless they are changed, copied from their XML by hand. */
const said = {
	number: 'F-2026-0042',
	date: '2026-09-12',
	type: 'invoice',
	typeCode: '380',
	currency: 'EUR',
	seller: { name: 'Fil & Aiguille SARL', siren: '552081317', vatNumber: 'FR03552081317' },
	buyer: { name: 'Café de l’Été', siren: '732829320', vatNumber: 'FR44732829320' },
	totals: { beforeTax: 100_000, tax: 12_750, withTax: 112_750, due: 112_750 },
	vatByRate: { 550: { base: 50_000, tax: 2_750 }, 2000: { base: 50_000, tax: 10_000 } },
} satisfies Partial<EInvoice>;

interface Row {
	sample: string;
	document: () => Buffer;
	/** Expected fields; the fields of `said` are expected besides. Undefined if no invoice is to be read. */
	reads?: Partial<EInvoice>;
	/** Codes and details. */
	finds?: string[];
}

const minimum = cii({
	specification: specification.minimum,
	taxes: '',
	lines: 0,
	buyerIds:
		'<ram:SpecifiedLegalOrganization><ram:ID schemeID="0002">732829320</ram:ID></ram:SpecifiedLegalOrganization>',
});

const profiles: Row[] = [
	{
		sample: 'Factur-X MINIMUM: no VAT by rate, no VAT number of the buyer',
		document: () => facturX(minimum),
		reads: {
			format: 'factur-x',
			profile: 'MINIMUM',
			vatByRate: {},
			buyer: { name: 'Café de l’Été', siren: '732829320', vatNumber: undefined },
		},
	},
	{
		sample: 'Factur-X BASIC WL',
		document: () => facturX(cii({ specification: specification.basicWl, lines: 0 })),
		reads: { format: 'factur-x', profile: 'BASIC WL' },
	},
	{
		sample: 'Factur-X BASIC',
		document: () => facturX(cii({ specification: specification.basic })),
		reads: { format: 'factur-x', profile: 'BASIC' },
	},
	{
		sample: 'Factur-X EN 16931',
		document: () => facturX(cii()),
		reads: { format: 'factur-x', profile: 'EN 16931', profileId: 'urn:cen.eu:en16931:2017' },
	},
	{
		sample: 'Factur-X EXTENDED',
		document: () => facturX(cii({ specification: specification.extended })),
		reads: { format: 'factur-x', profile: 'EXTENDED' },
	},
	{
		sample: 'Factur-X EXTENDED-CTC-FR',
		document: () => facturX(cii({ specification: specification.extendedCtcFr })),
		reads: { format: 'factur-x', profile: 'EXTENDED-CTC-FR' },
	},
	{ sample: 'CII', document: () => bytes(cii()), reads: { format: 'cii', profile: 'EN 16931' } },
	{
		sample: 'CII XRechnung',
		document: () => bytes(cii({ specification: specification.xRechnung })),
		reads: { format: 'cii', profile: 'XRechnung' },
	},
	{ sample: 'UBL', document: () => bytes(ubl()), reads: { format: 'ubl', profile: 'EN 16931' } },
	{
		sample: 'UBL EXTENDED-CTC-FR',
		document: () => bytes(ubl({ specification: specification.extendedCtcFr })),
		reads: { format: 'ubl', profile: 'EXTENDED-CTC-FR' },
	},
	{
		sample: 'UBL Peppol',
		document: () => bytes(ubl({ specification: specification.peppol })),
		reads: { format: 'ubl', profile: 'Peppol BIS Billing' },
	},
	{
		sample: 'UBL with prefixes of its own',
		document: () =>
			bytes(
				ubl()
					.replace('<Invoice xmlns=', '<u:Invoice xmlns:u=')
					.replace('</Invoice>', '</u:Invoice>')
					.replaceAll('cbc:', 'b:')
					.replaceAll('xmlns:cbc', 'xmlns:b'),
			),
		reads: { format: 'ubl', profile: 'EN 16931' },
	},
	{
		sample: 'CII with prefixes of its own',
		document: () =>
			bytes(
				cii()
					.replaceAll('rsm:', '')
					.replace('xmlns:rsm', 'xmlns')
					.replaceAll('ram:', 'ns1:')
					.replace('xmlns:ram', 'xmlns:ns1'),
			),
		reads: { format: 'cii', profile: 'EN 16931' },
	},
	{
		sample: 'an invoice in another namespace',
		document: () => bytes(ubl().replace('schema:xsd:Invoice-2', 'schema:xsd:Invoice-1')),
		finds: ['unknownFormat Invoice'],
	},
	{
		sample: 'a profile that is not known',
		document: () => bytes(ubl({ specification: 'urn:example:mine' })),
		reads: { format: 'ubl', profile: 'urn:example:mine' },
	},
];

const types: Row[] = [
	{
		sample: 'UBL credit note',
		document: () => bytes(ubl({ root: 'CreditNote', typeCode: '381' })),
		reads: { type: 'creditNote', typeCode: '381' },
	},
	...(
		[
			['381', 'creditNote'],
			['386', 'deposit'],
			['503', 'creditNote'],
			['384', 'correctedInvoice'],
			['389', 'invoice'],
			['326', 'invoice'],
			['325', 'other'],
		] as const
	).map(([typeCode, type]) => ({
		sample: `CII type ${typeCode}`,
		document: () => facturX(cii({ typeCode })),
		reads: { typeCode, type },
	})),
];

const ciiId = (scheme: string, id: string) =>
	`<ram:GlobalID schemeID="${scheme}">${id}</ram:GlobalID>`;
const seller = (siren?: string, vatNumber?: string) => ({
	seller: { name: 'Fil & Aiguille SARL', siren, vatNumber },
});

const fields: Row[] = [
	{
		sample: 'SIREN from a SIRET',
		document: () => facturX(cii({ sellerIds: ciiId('0009', '552 081 317 00015') })),
		reads: seller('552081317'),
	},
	{
		sample: 'SIREN from the VAT number',
		document: () =>
			facturX(
				cii({
					sellerIds:
						'<ram:SpecifiedTaxRegistration><ram:ID schemeID="FC">123</ram:ID></ram:SpecifiedTaxRegistration><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">FR 03 552081317</ram:ID></ram:SpecifiedTaxRegistration>',
				}),
			),
		reads: seller('552081317', 'FR03552081317'),
	},
	{
		sample: 'SIREN from the address in the directory',
		document: () =>
			facturX(
				cii({
					sellerIds:
						'<ram:URIUniversalCommunication><ram:URIID schemeID="0225">552081317_FACTURES</ram:URIID></ram:URIUniversalCommunication>',
				}),
			),
		reads: seller('552081317'),
	},
	{
		sample: 'no SIREN in a number of another scheme, such as DUNS, or of another country',
		document: () =>
			facturX(
				cii({
					sellerIds: `${ciiId('0060', '552081317')}<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE552081317</ram:ID></ram:SpecifiedTaxRegistration>`,
				}),
			),
		reads: seller(undefined, 'DE552081317'),
	},
	{
		sample: 'VAT in the currency of the books besides (BT-111)',
		document: () =>
			facturX(
				cii({
					currency: 'USD',
					totals: `<ram:TaxBasisTotalAmount>1000.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">115.91</ram:TaxTotalAmount><ram:TaxTotalAmount currencyID="USD">127.50</ram:TaxTotalAmount><ram:GrandTotalAmount>1127.50</ram:GrandTotalAmount><ram:DuePayableAmount>1127.50</ram:DuePayableAmount>`,
				}),
			),
		reads: { currency: 'USD' },
	},
	{
		sample: 'UBL with VAT in two currencies',
		document: () =>
			bytes(
				ubl({
					taxes: `<cac:TaxTotal><cbc:TaxAmount currencyID="USD">150.00</cbc:TaxAmount></cac:TaxTotal><cac:TaxTotal><cbc:TaxAmount currencyID="EUR">127.50</cbc:TaxAmount>${ublTax('500.00', '100.00', '20')}${ublTax('500', '27.5', '5.50')}</cac:TaxTotal>`,
				}),
			),
		reads: {},
	},
	{
		sample: 'two categories of the same rate, and one without a rate',
		document: () =>
			facturX(
				cii({
					taxes: `${ciiTax('100.00', '0.00', '0.00', 'E')}${ciiTax('50.10', '0', '', 'O')}${ciiTax('-20.00', '-4.00', '20.00')}${ciiTax('869.90', '173.98', '20')}`,
				}),
			),
		reads: { vatByRate: { 0: { base: 15_010, tax: 0 }, 2000: { base: 84_990, tax: 16_998 } } },
	},
	{
		sample: 'a number with spaces and signs, kept as it is',
		document: () => facturX(cii({ number: ' 2026/09 - É&amp;&#x31; ' })),
		reads: { number: '2026/09 - É&1' },
	},
	{
		sample: 'amounts that are not decimal numbers, and a date that is none',
		document: () =>
			facturX(
				cii({
					date: '20260931',
					totals:
						'<ram:TaxBasisTotalAmount>1 000,00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">127.50</ram:TaxTotalAmount><ram:GrandTotalAmount>1.1275e3</ram:GrandTotalAmount>',
				}),
			),
		reads: {
			date: undefined,
			totals: { beforeTax: undefined, tax: 12_750, withTax: undefined, due: undefined },
		},
		finds: [
			'unreadableField date',
			'unreadableField totals.beforeTax',
			'unreadableField totals.withTax',
			'missingField totals.due',
		],
	},
];

/** A PDF whose page shows a text. */
const withText = (text: string, number: number) =>
	Buffer.concat([pdf({ contents: `BT /F1 12 Tf [(${text})] TJ ET` }), bytes(`% ${number}\n`)]);

/** What tells the second of two PDFs from the first: their names, and what its page shows. */
const evidences: Array<[string, [string, string], string]> = [
	['the number in its name', ['CGV.pdf', 'F_2026_0042.pdf'], 'Page 1'],
	['the number in its text', ['a.pdf', 'b.pdf'], 'Facture F-2026-0042 du 12 septembre'],
	['the number in its text, in pieces', ['a.pdf', 'b.pdf'], 'F-20) -20 (26-) 3 (0042'],
	['the word invoice in its name', ['plan.pdf', 'Invoice.pdf'], 'Page 1'],
];

const padded = Buffer.concat([picture, Buffer.alloc(5_000)]);

const copies: Row[] = [
	{
		sample: 'UBL with its readable copy',
		document: () => bytes(ubl({ attachments: ublAttachment(picture, 'LISIBLE') })),
		reads: { readableCopy: { name: 'facture.pdf', bytes: picture } },
	},
	{
		sample: 'UBL with a delivery note and a readable copy',
		document: () =>
			bytes(
				ubl({
					attachments:
						ublAttachment(pdf(), 'BON_LIVRAISON') +
						ublAttachment(picture, 'LISIBLE', 'lisible.pdf'),
				}),
			),
		reads: { readableCopy: { name: 'lisible.pdf', bytes: picture } },
	},
	{
		sample: 'UBL with a PDF that is not described',
		document: () => bytes(ubl({ attachments: ublAttachment(picture) })),
		reads: { readableCopy: { name: 'facture.pdf', bytes: picture } },
	},
	{
		sample: 'UBL with nothing but a delivery note',
		document: () => bytes(ubl({ attachments: ublAttachment(picture, 'BON_LIVRAISON') })),
		reads: { readableCopy: undefined },
	},
	{
		sample: 'UBL with a picture that claims to be a PDF',
		document: () => bytes(ubl({ attachments: ublAttachment(Buffer.from('GIF89a'), 'LISIBLE') })),
		reads: { readableCopy: undefined },
	},
	...evidences.map(([evidence, [one, right], text]) => ({
		sample: `UBL with two PDFs that are not described, one of them with ${evidence}`,
		document: () =>
			bytes(
				ubl({
					attachments:
						ublAttachment(withText('F-2026-00421', 1), '', one) +
						ublAttachment(withText(text, 2), '', right),
				}),
			),
		reads: { readableCopy: { name: right, bytes: withText(text, 2) } },
	})),
	...[
		['Bon de livraison', 'BL-118.pdf'],
		['Bon-livraison', 'a.pdf'],
		['Conditions générales de vente', 'CGV.pdf'],
		['', 'Timesheet.pdf'],
		['', 'client_rib.pdf'],
		['Rib', 'rib.pdf'],
	].map(([description, name]) => ({
		sample: `UBL with nothing but another document: ${description} ${name}`,
		document: () => bytes(ubl({ attachments: ublAttachment(picture, description, name) })),
		reads: { readableCopy: undefined },
	})),
	...[
		['Facture et bon de livraison', 'a.pdf'],
		['', 'commande F-2026-0042.pdf'],
		['', 'Contribution.pdf'],
	].map(([description, name]) => ({
		sample: `UBL with an invoice that mentions another document: ${description} ${name}`,
		document: () => bytes(ubl({ attachments: ublAttachment(picture, description, name) })),
		reads: { readableCopy: { name, bytes: picture } },
	})),
	{
		sample: 'UBL with a readable copy that is cut off',
		document: () =>
			bytes(
				ubl({ attachments: ublAttachment(picture.subarray(0, picture.length - 9), 'LISIBLE') }),
			),
		reads: { readableCopy: undefined },
	},
	{
		sample: 'UBL with a readable copy with padding',
		document: () => bytes(ubl({ attachments: ublAttachment(padded, 'LISIBLE') })),
		reads: { readableCopy: { name: 'facture.pdf', bytes: padded } },
	},
	{
		sample: 'UBL with the same PDF twice',
		document: () =>
			bytes(ubl({ attachments: ublAttachment(picture) + ublAttachment(picture, '', 'b.pdf') })),
		reads: { readableCopy: { name: 'facture.pdf', bytes: picture } },
	},
	{
		sample: 'UBL with two PDFs that nothing tells apart',
		document: () =>
			bytes(
				ubl({
					attachments:
						ublAttachment(withText('F-2026-0042', 1), 'Document', 'a.pdf') +
						ublAttachment(withText('F-2026-0042', 2), 'Document', 'b.pdf'),
				}),
			),
		reads: { readableCopy: undefined },
		finds: ['unclearCopy 2 PDFs'],
	},
	{
		sample: 'CII with its readable copy',
		document: () => bytes(cii({ attachments: ciiAttachment(picture, 'LISIBLE') })),
		reads: { format: 'cii', readableCopy: { name: 'facture.pdf', bytes: picture } },
	},
];

const withBom = (text: string) => bytes(`\uFEFF${text}`);
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const inLatin1 = cii().replace('UTF-8', 'ISO-8859-1').replace('’', "'");

const encodings: Row[] = [
	{ sample: 'UTF-8 with a byte order mark', document: () => withBom(cii()), reads: {} },
	{
		sample: 'UTF-16, little-endian',
		document: () => utf16(cii().replace('UTF-8', 'UTF-16')),
		reads: {},
	},
	{ sample: 'UTF-16, big-endian', document: () => utf16(ubl()).swap16(), reads: {} },
	{
		sample: 'UTF-16 in a PDF',
		document: () => facturX(utf16(cii())),
		reads: { format: 'factur-x' },
	},
	{
		sample: 'ISO-8859-1, as the XML says',
		document: () => Buffer.from(inLatin1, 'latin1'),
		reads: { buyer: { ...said.buyer, name: "Café de l'Été" } },
	},
	{
		sample: 'UTF-16 without a byte order mark',
		document: () => Buffer.from(cii(), 'utf16le'),
		reads: {},
	},
	{
		sample: 'ISO-8859-15, which has œ where ISO-8859-1 has ½',
		document: () =>
			Buffer.from(
				cii().replace('UTF-8', 'ISO-8859-15').replace('Café de l’Été', '\xbduvre'),
				'latin1',
			),
		reads: { buyer: { ...said.buyer, name: 'œuvre' } },
	},
	{
		sample: 'Latin-1 that says it is UTF-8',
		document: () => Buffer.from(cii(), 'latin1'),
		finds: ['brokenXml The text does not have the encoding that it states'],
	},
];

const other = cii({ number: 'F-2026-0043' });
/** A name as a PDF has it, with a backslash before each byte. */
const octal = (name: Buffer) =>
	[...name].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
const encoded = (filter: string, data: Buffer) => pdf({ attachments: [{ bytes: data, filter }] });

const containers: Row[] = [
	{
		sample: 'object streams and cross-reference streams',
		document: () => facturX(cii(), { objects: 'streams' }),
		reads: { format: 'factur-x' },
	},
	{
		sample: 'a name tree in object streams',
		document: () => facturX(cii(), { objects: 'streams', listedIn: 'tree' }),
		reads: { format: 'factur-x' },
	},
	{ sample: 'a name tree', document: () => facturX(cii(), { listedIn: 'tree' }), reads: {} },
	{
		sample: 'associated files only',
		document: () => facturX(cii(), { listedIn: 'AF' }),
		reads: {},
	},
	{
		sample: 'a file that nothing refers to',
		document: () => facturX(cii(), { listedIn: 'nowhere' }),
		reads: {},
	},
	{
		sample: 'not compressed, under another name',
		document: () => pdf({ attachments: [{ bytes: cii(), filter: '', name: 'données.bin' }] }),
		reads: {},
	},
	{
		sample:
			'beside other files, XML and not, of which one is a PDF that is not compressed and contains an invoice',
		document: () =>
			pdf({
				attachments: [
					{ bytes: facturX(other), filter: '', name: 'autre.pdf', hasIndirectLength: true },
					{ bytes: '<?xml version="1.0"?><catalogue/>', name: 'catalogue.xml' },
					{ bytes: 'Conditions générales', name: 'cgv.txt' },
					{ bytes: cii(), name: 'factur-x.xml' },
				],
			}),
		reads: {},
	},
	{
		sample: 'the same invoice twice',
		document: () => pdf({ attachments: [{ bytes: cii(), name: 'a.xml' }, { bytes: cii() }] }),
		reads: {},
	},
	{
		sample: 'two invoices, one of them under a standard name',
		document: () => pdf({ attachments: [{ bytes: other, name: 'a.xml' }, { bytes: cii() }] }),
		reads: {},
		finds: ['severalInvoices'],
	},
	...[
		['UTF-16', Buffer.from('\uFEFFfactur-x.xml', 'utf16le').swap16()],
		['UTF-8', Buffer.from('\uFEFFfactur-x.xml')],
	].map(([encoding, name]) => ({
		sample: `two invoices, one of them under a standard name in ${String(encoding)}`,
		document: () =>
			pdf({
				attachments: [
					{ bytes: other, name: 'a.xml' },
					{ bytes: cii(), name: octal(name as Buffer) },
				],
			}),
		reads: {},
		finds: ['severalInvoices'],
	})),
	{
		sample: 'an incremental update that replaces the invoice',
		document: () => updated(facturX(other), { bytes: cii() }),
		reads: {},
	},
	{
		sample: 'UBL in a PDF',
		document: () => facturX(ubl()),
		reads: { format: 'ubl' },
	},
	{
		sample: 'an encrypted PDF',
		document: () => facturX(cii(), { trailer: '/Encrypt 95 0 R' }),
		finds: ['encrypted'],
	},
	{
		sample: 'an encrypted PDF with cross-reference streams',
		document: () =>
			facturX(cii(), { objects: 'streams', trailer: '/Encrypt << /Filter /Standard >>' }),
		finds: ['encrypted'],
	},
	{ sample: 'a PDF without files', document: () => picture, finds: ['noXml'] },
	{
		sample: 'a PDF with other XML only',
		document: () => facturX('<?xml version="1.0"?><catalogue/>'),
		finds: ['unknownFormat catalogue'],
	},
	{
		sample: 'ASCIIHexDecode',
		document: () => encoded('/ASCIIHexDecode', asciiHex(bytes(cii()))),
		reads: {},
	},
	{
		sample: 'ASCII85Decode',
		document: () => encoded('[ /A85 ]', ascii85(utf16(cii()))),
		reads: {},
	},
	{
		sample: 'ASCII85Decode and FlateDecode',
		document: () => encoded('[/ASCII85Decode /FlateDecode]', ascii85(deflateSync(bytes(cii())))),
		reads: {},
	},
	{
		sample: 'the predictors of PNG, in rows of 5 and of 7 bytes',
		document: () =>
			pdf({
				attachments: [5, 7].map((columns) => ({
					bytes: deflateSync(pngPredicted(bytes(cii()), columns)),
					filter: `/FlateDecode /DecodeParms << /Predictor 12 /Columns ${columns} >>`,
					name: `${columns}.xml`,
				})),
			}),
		reads: {},
		finds: ['severalInvoices'],
	},
	{
		sample: 'the predictors of PNG with pixels of three bytes, after ASCII85Decode',
		document: () =>
			encoded(
				'[/ASCII85Decode /FlateDecode] /DecodeParms [ null << /Predictor 15 /Colors 3 /Columns 8 >> ]',
				ascii85(deflateSync(pngPredicted(bytes(cii()), 24, 3))),
			),
		reads: {},
	},
	{
		sample: 'the predictor of TIFF',
		document: () =>
			encoded(
				'/FlateDecode /DecodeParms << /Predictor 2 /Colors 4 /Columns 6 >>',
				deflateSync(tiffPredicted(bytes(cii()), 24, 4)),
			),
		reads: {},
	},
	{
		sample: 'filters and their parameters in other objects',
		document: () =>
			Buffer.concat([
				encoded('96 0 R /DecodeParms 97 0 R', deflateSync(pngPredicted(bytes(cii()), 9))),
				bytes(
					'96 0 obj [ /FlateDecode ] endobj 97 0 obj << /Predictor 98 0 R /Columns 9 >> endobj 98 0 obj 12 endobj\n',
				),
			]),
		reads: {},
	},
	...[
		'/LZWDecode',
		'[/ASCII85Decode /LZWDecode]',
		'96 0 R',
		'/FlateDecode /DecodeParms << /Predictor 3 >>',
		'/FlateDecode /DecodeParms << /Predictor 2 /BitsPerComponent 4 >>',
		'/FlateDecode /DecodeParms << /Predictor 12 /Columns 0 >>',
		'/FlateDecode /DecodeParms << /Predictor 12 /Columns 999999999 >>',
	].map((filter) => ({
		sample: `a compression that is not supported: ${filter}`,
		document: () => encoded(filter, bytes(cii())),
		finds: ['unsupportedCompression'],
	})),
	{
		sample: 'a PDF without catalog',
		document: () => bytes('%PDF-1.7\n%%EOF'),
		finds: ['brokenPdf'],
	},
	{ sample: 'a picture', document: () => bytes('GIF89a'), finds: ['noXml'] },
	{ sample: 'nothing', document: () => Buffer.alloc(0), finds: ['noXml'] },
];

const nested = (depth: number) => `${'<a>'.repeat(depth)}${'</a>'.repeat(depth)}`;
const inExtension = (content: string, doctype = '') =>
	cii()
		.replace('?>\n', `?>\n${doctype}`)
		.replace('<rsm:ExchangedDocument>', `<rsm:Extension>${content}</rsm:Extension>$&`);
const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${'bcdefghij'
	.split('')
	.map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghi'[index]};`.repeat(10)}">`)
	.join('')}]>`;

const hostile: Row[] = [
	{
		sample: 'XML that is cut off',
		document: () => bytes(cii().slice(0, -200)),
		finds: ['brokenXml Unclosed root tag'],
	},
	{
		sample: 'XML that is broken in a line of the invoice',
		document: () => facturX(cii().replace('</ram:LineID>', '')),
		finds: ['brokenXml Unexpected close tag'],
	},
	{
		sample: 'compressed XML that is cut off',
		document: () => {
			const whole = deflateSync(bytes(cii()));
			return pdf({
				attachments: [{ bytes: whole.subarray(0, whole.length / 2), filter: ' /FlateDecode' }],
			});
		},
		finds: ['brokenXml'],
	},
	{
		sample: 'billion laughs',
		document: () => bytes(inExtension('&j;', laughs)),
		finds: ['brokenXml Document type declarations are not allowed'],
	},
	{
		sample: 'an external entity',
		document: () => facturX(inExtension('&a;', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///a">]>')),
		finds: ['brokenXml Document type declarations are not allowed'],
	},
	{
		sample: 'an entity without declaration',
		document: () => facturX(inExtension('&eacute;')),
		finds: ['brokenXml Invalid character entity'],
	},
	{
		sample: 'nested 100 000 times',
		document: () => facturX(inExtension(nested(100_000))),
		finds: ['tooLarge More than 64 nested elements'],
	},
	{
		sample: 'a million elements',
		document: () => facturX(inExtension('<a/>'.repeat(1_000_000))),
		finds: ['tooLarge More than 50000 elements'],
	},
	{
		sample: 'a bomb: 200 MB of XML in 200 kB',
		document: () => facturX(Buffer.concat([bytes(cii()), Buffer.alloc(200_000_000, ' ')])),
		finds: ['tooLarge Parts of the PDF were not read'],
	},
	{
		sample: 'a compression with five filters',
		document: () => encoded(`[${'/ASCIIHexDecode '.repeat(5)}]`, bytes(cii())),
		finds: ['unsupportedCompression'],
	},
	...[
		['/FlateDecode /ASCIIHexDecode', '', ' '],
		['/FlateDecode /ASCII85Decode', '', ' '],
		['/FlateDecode /FlateDecode', '\x78\x9c', '\0\0\0\xff\xff'],
	].map(([filters, begin, content]) => ({
		sample: `a bomb that becomes nothing: ${filters}`,
		document: () =>
			encoded(
				`[${filters}]`,
				deflateSync(
					Buffer.concat([
						Buffer.from(begin, 'latin1'),
						Buffer.alloc(100_000_000, content, 'latin1'),
					]),
				),
			),
		finds: ['tooLarge Parts of the PDF were not read'],
	})),
	{
		sample: 'a bomb as object stream with rows of one byte',
		document: () =>
			withObjectStream(
				Buffer.alloc(200_000_000, 2),
				9,
				'/DecodeParms << /Predictor 12 /Columns 1 >>',
			),
		reads: {},
		finds: ['tooLarge Parts of the PDF were not read'],
	},
	{
		sample: '10 000 object streams that break after half a megabyte',
		document: () => Buffer.concat([facturX(cii()), ...Array<Buffer>(10_000).fill(brokenStream)]),
		reads: {},
		finds: ['tooLarge Parts of the PDF were not read'],
	},
	{
		sample: '20 PDFs with an object stream of 60 MB each',
		document: () => {
			const large = Buffer.concat([
				withText('F-2026-0042', 1),
				objectStream(Buffer.alloc(60_000_000, 'a'), 9),
			]);
			const attachments = Array.from({ length: 20 }, (_, number) =>
				ublAttachment(Buffer.concat([large, bytes(`% ${number} %%EOF`)]), '', `${number}.pdf`),
			);
			return bytes(ubl({ attachments: attachments.join('') }));
		},
		reads: { readableCopy: undefined },
		finds: ['tooLarge Parts of the PDFs in the XML were not read', 'unclearCopy 20 PDFs'],
	},
	{
		sample: 'a bomb as object stream',
		document: () => withObjectStream(Buffer.alloc(200_000_000, ' '), 9),
		reads: {},
		finds: ['tooLarge Parts of the PDF were not read'],
	},
	{
		sample: 'an object stream whose index names the same object a million times',
		document: () => {
			const index = Buffer.from('77 1 '.repeat(1_000_000));
			return withObjectStream(index, index.length);
		},
		reads: {},
		finds: ['tooLarge Parts of the PDF were not read'],
	},
	{
		sample: 'a date in a format with the name of a method',
		document: () => bytes(cii().replace('format="102"', 'format="constructor"')),
		reads: { date: undefined },
		finds: ['unreadableField date'],
	},
	{
		sample: 'lines that are never closed',
		document: () =>
			bytes(
				cii().replace(
					'<ram:IncludedSupply',
					`${'<ram:IncludedSupplyChainTradeLineItem>'.repeat(100_000)}$&`,
				),
			),
		finds: ['tooLarge More than 64 nested elements'],
	},
	{
		sample: 'a line in a comment and one in a text',
		document: () =>
			bytes(
				cii({ number: '<![CDATA[<InvoiceLine>F-2026-0044</InvoiceLine>]]>' }).replace(
					'<rsm:ExchangedDocument>',
					'<!-- <InvoiceLine>-1</InvoiceLine> -->$&',
				),
			),
		reads: { number: '<InvoiceLine>F-2026-0044</InvoiceLine>' },
	},
	{
		sample: 'a line with an entity that is not declared',
		document: () => bytes(cii().replace('Maintenance', '&maintenance;')),
		finds: ['brokenXml Invalid character entity'],
	},
	{
		sample: 'references in a circle',
		document: () =>
			bytes(
				'%PDF-1.7\n1 0 obj << /Names 2 0 R /AF 3 0 R >> endobj 2 0 obj << /EmbeddedFiles 4 0 R >> endobj 3 0 obj 3 0 R endobj 4 0 obj << /Kids [ 4 0 R 5 0 R ] >> endobj 5 0 obj << /Kids [ 4 0 R ] /Names [ (a) 6 0 R (b) 5 0 R ] >> endobj 6 0 obj << /EF << /F 6 0 R >> >> endobj trailer << /Root 1 0 R >>\n%%EOF',
			),
		finds: ['noXml'],
	},
	{
		sample: 'a million objects that never end',
		document: () => bytes(`%PDF-1.7\n${'1 0 obj('.repeat(1_000_000)}>>stream\n%%EOF`),
		finds: ['brokenPdf', 'tooLarge Parts of the PDF were not read'],
	},
	{
		sample: 'a million streams of unknown length',
		document: () => bytes(`%PDF-1.7\n${'1 0 obj<</Length 9 0 R>>stream\n'.repeat(300_000)}\n%%EOF`),
		finds: ['brokenPdf'],
	},
	{
		sample: 'a list of 40 000 references to the same large object',
		document: () =>
			bytes(
				`%PDF-1.7\n1 0 obj << /AF [ ${'2 0 R '.repeat(40_000)} ] >> endobj 2 0 obj << /a (${'x'.repeat(200_000)}) >> endobj trailer << /Root 1 0 R >>\n%%EOF`,
			),
		finds: ['tooLarge Parts of the PDF were not read'],
	},
	...[
		['[', '('],
		['[\\(', ''],
		['(', ''],
		['(a', '\\'],
		['[(a)', ''],
		['(\\(', ''],
	].map(([repeated, end]) => ({
		sample: `20 PDFs with 60 pages that show ${repeated} without end`,
		document: () => {
			const page = deflateSync(bytes(repeated.repeat(250_000 / repeated.length) + end));
			const pages = Array.from({ length: 60 }, (_, number) => [
				bytes(`${number + 100} 0 obj\n<< /Filter /FlateDecode /Length ${page.length} >>\nstream\n`),
				page,
				bytes('\nendstream\nendobj\n'),
			]);
			const attachments = Array.from({ length: 20 }, (_, number) =>
				ublAttachment(
					Buffer.concat([pdf({ contents: '' }), ...pages.flat(), bytes(`% ${number} %%EOF`)]),
					'',
					`${number}.pdf`,
				),
			);
			return bytes(ubl({ attachments: attachments.join('') }));
		},
		reads: { readableCopy: undefined },
		finds: ['unclearCopy 20 PDFs'],
	})),
	{
		sample: '8 000 attached PDFs',
		document: () =>
			bytes(
				ubl({
					attachments: Array.from({ length: 8_000 }, (_, number) =>
						ublAttachment(bytes(`%PDF-1.7 ${number} %%EOF`)),
					).join(''),
				}),
			),
		reads: { readableCopy: undefined },
		finds: ['unclearCopy 8000 PDFs'],
	},
	{
		sample: 'a number of 15 000 characters, and two PDFs',
		document: () =>
			bytes(
				ubl({
					number: 'a1-'.repeat(5_000),
					attachments:
						ublAttachment(withText('a1', 1), '', 'a.pdf') +
						ublAttachment(withText('a1', 2), '', 'b.pdf'),
				}),
			),
		reads: { number: 'a1-'.repeat(5_000), readableCopy: undefined },
		finds: ['unclearCopy 2 PDFs'],
	},
	{
		sample: 'arrays nested 100 000 times',
		document: () =>
			bytes(
				`%PDF-1.7\n1 0 obj << /AF ${'['.repeat(100_000)} >> endobj trailer << /Root 1 0 R >>\n%%EOF`,
			),
		finds: ['noXml'],
	},
];

const rows = [...profiles, ...types, ...fields, ...copies, ...encodings, ...containers, ...hostile];

const textOf = (finding: EInvoiceFinding) =>
	'detail' in finding ? `${finding.code} ${finding.detail}` : finding.code;

/** Milliseconds of the processor, which other processes do not add to. */
function processorTime(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

describe('What an electronic invoice says is read exactly, and what keeps it from being read is said', () => {
	it.each(rows.map((row): [string, Row] => [row.sample, row]))('%s', (_, { document, ...row }) => {
		const sample = document();
		let reading = readEInvoice(Buffer.alloc(0));
		const time = processorTime(() => {
			reading = readEInvoice(sample);
		});
		expect(reading.findings.map(textOf)).toEqual(
			(row.finds ?? []).map((finding) => expect.stringContaining(finding)),
		);
		if (row.reads) expect(reading.invoice).toMatchObject({ ...said, ...row.reads });
		else expect(reading.invoice).toBeUndefined();
		// Several times what a busy machine needs.
		expect(time).toBeLessThan(60_000);
	});

	it('reads a readable copy of 20 MB', () => {
		const document = bytes(ubl({ attachments: ublAttachment(largePicture, 'LISIBLE') }));
		const copy = readEInvoice(document).invoice?.readableCopy?.bytes;
		expect(copy?.equals(largePicture)).toBe(true);
	});

	it('returns the XML unchanged', () => {
		const xml = utf16(cii());
		expect(readEInvoice(facturX(xml)).xml).toEqual(xml);
		expect(readEInvoice(xml).xml).toEqual(xml);
		expect(readEInvoice(picture).xml).toBeUndefined();
	});
});

describe('The ASCII filters read every end of their content, wherever it is divided', () => {
	it.each([
		['hexadecimal', fromAsciiHex, '48 65 6c6C\n6F2>41', 'Hello '],
		['hexadecimal, cut off', fromAsciiHex, '48656', 'He`'],
		['base 85', fromAscii85, '87cUR D]i,"\r\nEbo80~>87', 'Hello World!'],
		['base 85, one byte left', fromAscii85, '87cURD]i,"Ebo800)~>', 'Hello World!/'],
		['base 85, with zeros', fromAscii85, 'z87cURz~>', '\0\0\0\0Hell\0\0\0\0'],
		['base 85, cut off', fromAscii85, '87cURD]', 'Hello'],
		['base 85, nothing', fromAscii85, '~>', ''],
	])('%s', (_, decode, encodedText, text) => {
		for (const size of [1, 2, 3, 100]) {
			const chunks =
				bytes(encodedText)
					.toString()
					.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
			const decoded = Buffer.concat(
				Array.from(decode(chunks.map(bytes)), (each) => Buffer.from(each)),
			);
			expect(decoded.toString('latin1')).toBe(text);
		}
	});
});

describe('Amounts are read from their digits', () => {
	it.each([
		['0.1', 10],
		['1127.5', 112_750],
		['-0.005', -1],
		['0.0049999', 0],
		['1.005', 101],
		['2.675', 268],
		['+12', 1_200],
		['.5', 50],
		['90071992547409.91', 9_007_199_254_740_991],
		['90071992547409.92', undefined],
		['1,5', undefined],
		['1e2', undefined],
		['', undefined],
		['.', undefined],
		['-', undefined],
		['0x10', undefined],
		['NaN', undefined],
	])('%s', (text, expected) => {
		expect(hundredths(text)).toBe(expected);
	});
});

describe('The number in the XML is evidence of which invoice a document is', () => {
	it('is the number exactly', () => {
		expect(invoiceNumberIn(readEInvoice(facturX(cii({ number: 'F-2026-0042 bis' }))))).toBe(
			'F-2026-0042 bis',
		);
		expect(invoiceNumberIn(readEInvoice(bytes(ubl())))).toBe('F-2026-0042');
	});

	it('is unknown if there is no invoice in it, or two', () => {
		const two = pdf({ attachments: [{ bytes: other, name: 'a.xml' }, { bytes: cii() }] });
		for (const document of [picture, two, facturX(cii({ number: '' })), Buffer.alloc(9)])
			expect(invoiceNumberIn(readEInvoice(document))).toBeUndefined();
	});
});

describe('Whatever is done to a document, reading it comes to an end without an error', () => {
	const originals = [
		facturX(cii()),
		facturX(cii(), { objects: 'streams', listedIn: 'tree' }),
		pdf({ attachments: [{ bytes: cii(), filter: '' }, { bytes: ubl() }] }),
		updated(facturX(other), { bytes: cii() }),
		bytes(cii()),
		bytes(ubl({ attachments: ublAttachment(picture, 'LISIBLE') })),
		utf16(cii()),
	];
	const pieces = [
		'<< ',
		' >>',
		' [',
		'(',
		' 1 0 R',
		'\n10 0 obj\n',
		'endobj',
		' stream\n',
		'endstream',
		'/ObjStm',
		'/Encrypt 1 0 R',
		'<!DOCTYPE',
		'<![CDATA[',
		'<!--',
		'&#x0;',
		'&a;',
		'<',
		'>',
		'\0',
		'\xff',
		'999999999999',
	];
	const change = fc.record({
		at: fc.double({ min: 0, max: 1, noNaN: true }),
		removed: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(3_000)),
		inserted: fc.oneof(
			fc.constantFrom(...pieces).map((text) => Buffer.from(text, 'latin1')),
			fc.uint8Array({ maxLength: 8 }).map((values) => Buffer.from(values)),
		),
		times: fc.oneof(
			{ weight: 20, arbitrary: fc.constant(1) },
			{ weight: 1, arbitrary: fc.nat(2_000) },
		),
	});

	it('says the same of broken lines, whether they are read at once or element by element', () => {
		const invoices = [cii({ lines: 3 }), ubl({ lines: 3 }), ubl({ root: 'CreditNote', lines: 2 })];
		const broken = [
			'<',
			'>',
			'/',
			'"',
			'&',
			' ',
			'</',
			'<a>',
			'</a>',
			'<a/>',
			'<1>',
			'<a b="<">',
			'&amp;',
			'&x;',
			'<?x?>',
			']]>',
		];
		fc.assert(
			fc.property(
				fc.constantFrom(...invoices),
				fc.array(
					fc.record({
						at: fc.double({ min: 0, max: 1, noNaN: true }),
						removed: fc.nat(3),
						inserted: fc.constantFrom('', ...broken),
					}),
					{ minLength: 1, maxLength: 2 },
				),
				(invoice, changes) => {
					const changed = changes.reduce((text, { at, removed, inserted }) => {
						const start = 200 + Math.floor(at * (text.length - 220));
						return text.slice(0, start) + inserted + text.slice(start + removed);
					}, invoice);
					// With a comment in it, an invoice is read element by element.
					const [atOnce, oneByOne] = [changed, `${changed}<!-- -->`].map((text) =>
						readEInvoice(bytes(text)),
					);
					expect({ ...atOnce, xml: undefined }).toEqual({ ...oneByOne, xml: undefined });
				},
			),
			{ numRuns: 3_000 },
		);
	});

	it('never throws, and reads no field that has another type than it should', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...originals),
				fc.array(change, { minLength: 1, maxLength: 6 }),
				(original, changes) => {
					const changed = changes.reduce((document, { at, removed, inserted, times }) => {
						const start = Math.floor(at * document.length);
						return Buffer.concat([
							document.subarray(0, start),
							...Array.from({ length: times }, () => inserted),
							document.subarray(start + removed),
						]);
					}, original);
					let reading = readEInvoice(Buffer.alloc(0));
					const time = processorTime(() => {
						reading = readEInvoice(changed);
					});
					expect(reading.findings.filter(({ code }) => code === 'failed')).toEqual([]);
					expect(reading.invoice ?? reading.findings.length).toBeTruthy();
					for (const cents of Object.values(reading.invoice?.totals ?? {}))
						expect(cents === undefined || Number.isSafeInteger(cents)).toBe(true);
					expect(time).toBeLessThan(2_000);
				},
			),
			{ numRuns: 1_000 },
		);
	});
});

describe('Reading costs so little that every download can afford it', () => {
	it('takes a few milliseconds for a document of 60 kB', () => {
		const document = facturX(cii({ lines: 20 }), { ballast: 55_000 });
		expect(document.length).toBeGreaterThan(55_000);
		for (let run = 0; run < 50; run++) readEInvoice(document);
		const time = processorTime(() => {
			for (let run = 0; run < 100; run++) readEInvoice(document);
		});
		expect(time / 100).toBeLessThan(20);
	});
});
