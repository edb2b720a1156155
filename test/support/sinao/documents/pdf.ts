import { createHash } from 'node:crypto';

export interface PdfContent {
	title: string;
	lines: string[];
	/** A file embedded in the PDF, as Factur-X does with its XML. */
	embedded?: { name: string; content: string };
	/** Bytes to aim at; a smaller PDF is filled up. */
	bytes: number;
	/** Number of this rendering, which shows in its date and its `/ID`; absent: neither is there. */
	rendering?: number;
}

const FILLER = Buffer.alloc(1 << 20, 'Simulated page content. ');

function text(value: string): string {
	return value.replace(/[^\x20-\x7e\xa0-\xff]/g, '?').replace(/[\\()]/g, '\\$&');
}

export function stream(dictionary: string, content: Buffer): Buffer {
	return Buffer.concat([
		Buffer.from(`<< ${dictionary} /Length ${content.length} >>\nstream\n`),
		content,
		Buffer.from('\nendstream'),
	]);
}

function filler(bytes: number): Buffer {
	const parts: Buffer[] = [];
	for (let left = bytes; left > 0; left -= FILLER.length)
		parts.push(FILLER.subarray(0, Math.min(left, FILLER.length)));
	return Buffer.concat(parts);
}

function objectsOf({ title, lines, embedded }: PdfContent): Buffer[] {
	const page = [
		'BT /F1 11 Tf 50 790 Td 16 TL',
		...[title, ...lines].map((line) => `(${text(line)}) Tj T*`),
		'ET',
	].join('\n');
	const names = embedded
		? ` /Names << /EmbeddedFiles << /Names [(${embedded.name}) 6 0 R] >> >> /AF [6 0 R]`
		: '';
	const objects: Buffer[] = [
		`<< /Type /Catalog /Pages 2 0 R${names} >>`,
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
		stream('', Buffer.from(page, 'latin1')),
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
	].map((object) => Buffer.from(object));
	if (embedded) {
		const file = `/F (${embedded.name}) /UF (${embedded.name}) /AFRelationship /Alternative`;
		objects.push(
			Buffer.from(`<< /Type /Filespec ${file} /EF << /F 7 0 R /UF 7 0 R >> >>`),
			stream('/Type /EmbeddedFile /Subtype /text#2Fxml', Buffer.from(embedded.content)),
		);
	}
	return objects;
}

/** Fills a file of these objects up to about `bytes`. */
export function filled(objects: Buffer[], bytes: number): Buffer[] {
	const size = objects.reduce((sum, object) => sum + object.length + 40, 400);
	return bytes > size ? [...objects, stream('', filler(bytes - size))] : objects;
}

/** The date and the `/ID` of a rendering: other bytes for each number, of one length. */
function renderingMarks(rendering: number): { info: Buffer; id: string } {
	const digits = String(rendering % 1_000_000).padStart(6, '0');
	const date = `D:20250102${digits}+01'00'`;
	const id = createHash('md5').update(date).digest('hex').toUpperCase();
	return {
		info: Buffer.from(
			`<< /Producer (Simulated Sinao) /CreationDate (${date}) /ModDate (${date}) >>`,
		),
		id: `<${id}><${id}>`,
	};
}

/** The objects as a PDF file with a right cross-reference table; the first one is the catalogue. */
export function assemble(objects: Buffer[], rendering?: number): Buffer {
	const marks = rendering === undefined ? undefined : renderingMarks(rendering);
	const all = marks ? [...objects, marks.info] : objects;
	const parts = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
	const offsets: number[] = [];
	let length = parts[0].length;
	all.forEach((object, at) => {
		const whole = Buffer.concat([
			Buffer.from(`${at + 1} 0 obj\n`),
			object,
			Buffer.from('\nendobj\n'),
		]);
		offsets.push(length);
		length += whole.length;
		parts.push(whole);
	});
	const entries = offsets
		.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
		.join('');
	const count = offsets.length + 1;
	const more = marks ? ` /Info ${count - 1} 0 R /ID [${marks.id}]` : '';
	const table = `xref\n0 ${count}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${count} /Root 1 0 R${more} >>\nstartxref\n${length}\n%%EOF\n`;
	return Buffer.concat([...parts, Buffer.from(table)]);
}

/** A valid PDF 1.7 of one page; the same content gives the same bytes. */
export function makePdf(content: PdfContent): Buffer {
	return assemble(filled(objectsOf(content), content.bytes), content.rendering);
}
