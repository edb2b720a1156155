import { deflateSync } from 'node:zlib';
import { assemble, filled, stream, type PdfContent } from './pdf';

/** Glyphs are numbered from here, as in the fonts that browsers embed: the bytes of a page do not show its text. */
const FIRST_GLYPH = 3;
const FIRST_CHARACTER = 0x20;

function packedStream(dictionary: string, content: Buffer | string): Buffer {
	const packed = deflateSync(content);
	return stream(`${dictionary} /Filter /FlateDecode`.trim(), packed);
}

function glyphs(value: string): string {
	return [...value]
		.map((character) => {
			const code = character.codePointAt(0) ?? 0;
			const known = (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff);
			const glyph = (known ? code : 0x3f) - FIRST_CHARACTER + FIRST_GLYPH;
			return glyph.toString(16).padStart(4, '0');
		})
		.join('');
}

const toUnicode = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0003> <00e2> <0020> endbfrange
endcmap end end
`;

const metadata = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:fx="urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"><fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>factur-x.xml</fx:DocumentFileName><fx:ConformanceLevel>MINIMUM</fx:ConformanceLevel></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`;

/** What each file has, made once: objects 5 to 8 are the font, 9 the metadata. */
const blocks = [
	'<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+DejaVuSans /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 8 0 R >>',
	'<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+DejaVuSans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R /DW 556 /CIDToGIDMap /Identity >>',
	'<< /Type /FontDescriptor /FontName /AAAAAA+DejaVuSans /Flags 4 /FontBBox [-166 -225 1000 931] /ItalicAngle 0 /Ascent 931 /Descent -225 /CapHeight 718 /StemV 88 >>',
	packedStream('', toUnicode),
	stream('/Type /Metadata /Subtype /XML', Buffer.from(metadata)),
].map((object) => Buffer.from(object));

/**
 * The same document as `makePdf` gives, written as real ones are: compressed streams, text as glyphs of a font with
 * a table of characters, and the Factur-X file compressed (`/AF`, `/Filespec`).
 */
export function makeCompressedPdf({
	title,
	lines,
	embedded,
	bytes,
	rendering,
}: PdfContent): Buffer {
	const page = [
		'BT /F1 11 Tf 50 790 Td 16 TL',
		...[title, ...lines].map((line) => `<${glyphs(line)}> Tj T*`),
		'ET',
	].join('\n');
	const attached = embedded
		? ` /Names << /EmbeddedFiles << /Names [(${embedded.name}) 10 0 R] >> >> /AF [10 0 R]`
		: '';
	const objects: Buffer[] = [
		`<< /Type /Catalog /Pages 2 0 R /Metadata 9 0 R${attached} >>`,
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
		packedStream('', page),
		...blocks,
	].map((object) => Buffer.from(object));
	if (embedded) {
		const content = Buffer.from(embedded.content);
		const file = `/F (${embedded.name}) /UF (${embedded.name}) /AFRelationship /Data`;
		objects.push(
			Buffer.from(`<< /Type /Filespec ${file} /EF << /F 11 0 R /UF 11 0 R >> >>`),
			packedStream(
				`/Type /EmbeddedFile /Subtype /text#2Fxml /Params << /Size ${content.length} >>`,
				content,
			),
		);
	}
	return assemble(filled(objects, bytes), rendering);
}
