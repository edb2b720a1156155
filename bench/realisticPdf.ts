import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

export interface RealisticContent {
	lines: string[];
	/** Invoice data, which Factur-X embeds in the PDF. */
	xml?: string;
	/** Size of the PDF in bytes, approximately. */
	bytes: number;
}

const fontBytes = 24_000;

/** Bytes that do not compress further, as in fonts and pictures; always the same. */
function dense(bytes: number): Buffer {
	const blocks = Array.from({ length: Math.ceil(bytes / 32) }, (_, block) =>
		createHash('sha256').update(String(block)).digest(),
	);
	return Buffer.concat(blocks).subarray(0, bytes);
}

const font = deflateSync(dense(fontBytes));
const picture = dense(1 << 20);

function stream(dictionary: string, content: Buffer): Buffer {
	return Buffer.concat([
		Buffer.from(`<< ${dictionary} /Length ${content.length} >>\nstream\n`),
		content,
		Buffer.from('\nendstream'),
	]);
}

function compressed(dictionary: string, content: string): Buffer {
	return stream(`${dictionary} /Filter /FlateDecode`, deflateSync(content));
}

/** Text as the numbers of its glyphs in a subset of a font, which cannot be read without that font. */
function glyphs(line: string): string {
	return [...line]
		.map((character) => ((character.charCodeAt(0) * 7) % 256).toString(16).padStart(4, '0'))
		.join('');
}

function objectsOf({ lines, xml, bytes }: RealisticContent): Buffer[] {
	const page = [
		'q 120 0 0 60 50 760 cm /Im1 Do Q',
		'BT /F1 11 Tf 50 700 Td 16 TL',
		...lines.map((line) => `<${glyphs(line)}> Tj T*`),
		'ET',
	].join('\n');
	const names = xml
		? ' /Names << /EmbeddedFiles << /Names [(factur-x.xml) 10 0 R] >> >> /AF [10 0 R]'
		: '';
	return [
		Buffer.from(`<< /Type /Catalog /Pages 2 0 R${names} >>`),
		Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
		Buffer.from(
			'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> /XObject << /Im1 9 0 R >> >> /Contents 4 0 R >>',
		),
		compressed('', page),
		Buffer.from(
			'<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Sans /Encoding /Identity-H /DescendantFonts [6 0 R] >>',
		),
		Buffer.from(
			'<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Sans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 7 0 R >>',
		),
		Buffer.from(
			'<< /Type /FontDescriptor /FontName /ABCDEF+Sans /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 /FontFile2 8 0 R >>',
		),
		stream(`/Filter /FlateDecode /Length1 ${fontBytes}`, font),
		stream(
			'/Type /XObject /Subtype /Image /Width 400 /Height 200 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode',
			picture.subarray(0, Math.max(0, bytes - fontBytes - 4_000)),
		),
		...(xml
			? [
					Buffer.from(
						'<< /Type /Filespec /F (factur-x.xml) /UF (factur-x.xml) /AFRelationship /Alternative /EF << /F 11 0 R /UF 11 0 R >> >>',
					),
					compressed('/Type /EmbeddedFile /Subtype /text#2Fxml', xml),
				]
			: []),
	];
}

/**
 * A PDF built as invoicing programs build them: compressed pages, text in a subset of an embedded font, a logo, and
 * compressed invoice data. The contents of the font and the logo are arbitrary bytes.
 */
export function makeRealisticPdf(content: RealisticContent): Buffer {
	const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
	let length = parts[0].length;
	const offsets = objectsOf(content).map((object, index) => {
		const offset = length;
		const whole = [Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')];
		parts.push(...whole);
		length += whole.reduce((sum, part) => sum + part.length, 0);
		return `${String(offset).padStart(10, '0')} 00000 n \n`;
	});
	const count = offsets.length + 1;
	parts.push(
		Buffer.from(
			`xref\n0 ${count}\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
		),
	);
	return Buffer.concat(parts);
}
