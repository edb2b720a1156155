import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

/** An attached file. */
export interface Attachment {
	bytes: Buffer | string;
	name?: string;
	/** As `/Filter` has it; Flate by default, '' for a file that is not compressed. */
	filter?: string;
	/** Whether `/Length` is an object of its own, which comes after the stream. */
	hasIndirectLength?: boolean;
}

export interface Layout {
	attachments?: Attachment[];
	/** `tables` as PDF 1.4 has it; `streams` with object streams and a cross-reference stream (PDF 1.5). */
	objects?: 'tables' | 'streams';
	/** Where the catalog refers to the files; `nowhere` leaves them without a reference. */
	listedIn?: 'names and AF' | 'tree' | 'AF' | 'nowhere';
	/** Entries of the trailer. */
	trailer?: string;
	/** Bytes of pages and fonts, so that the file is as large as a real one. */
	ballast?: number;
	/** What the page shows. */
	contents?: string;
}

interface Built {
	number: number;
	/** Dictionary or other value. */
	value: string;
	data?: Buffer;
}

/** A PDF in the shape of PDF/A-3 with a page, a font, metadata and attached files, with true cross-references. */
export function pdf({
	attachments = [],
	objects = 'tables',
	listedIn = 'names and AF',
	trailer = '',
	ballast = 2_000,
	contents = 'BT /F1 12 Tf 72 700 Td (Facture F-2026-0042 \\(copie\\)) Tj ET\n',
}: Layout = {}): Buffer {
	const built: Built[] = [
		stream(5, '/Length1 9', noise(ballast)),
		stream(6, '', Buffer.from(contents)),
		{ number: 7, value: '', data: Buffer.from('<?xpacket?><x:xmpmeta xmlns:x="adobe:ns:meta/"/>') },
	];
	built[2].value = `/Type /Metadata /Subtype /XML /Length ${built[2].data?.length}`;
	const specifications: string[] = [];
	let next = 10;
	for (const {
		bytes,
		name = 'factur-x.xml',
		filter = '/FlateDecode',
		hasIndirectLength,
	} of attachments) {
		const content = Buffer.from(bytes);
		const data = filter === '/FlateDecode' ? deflateSync(content) : content;
		const [file, specification, length] = [next, next + 1, next + 2];
		next += 3;
		built.push({
			number: file,
			value: `/Type /EmbeddedFile /Subtype /text#2Fxml ${filter && `/Filter ${filter}`} /Length ${hasIndirectLength ? `${length} 0 R` : data.length}`,
			data,
		});
		if (hasIndirectLength) built.push({ number: length, value: String(data.length) });
		built.push({
			number: specification,
			value: `<< /Type /Filespec /F (${name}) /UF (${name}) /AFRelationship /Data /EF << /F ${file} 0 R /UF ${file} 0 R >> >>`,
		});
		specifications.push(`(${name}) ${specification} 0 R`);
	}
	const references = specifications.map((entry) => entry.replace(/^.*\) /, '')).join(' ');
	const names = {
		'names and AF': `/Names << /EmbeddedFiles << /Names [ ${specifications.join(' ')} ] >> >> /AF [ ${references} ]`,
		tree: '/Names 8 0 R',
		AF: `/AF [ ${references} ]`,
		nowhere: '',
	}[listedIn];
	if (listedIn === 'tree') {
		built.push({ number: 8, value: '<< /EmbeddedFiles << /Kids [ 9 0 R ] >> >>' });
		built.push({
			number: 9,
			value: `<< /Limits [(a)(z)] /Names [ ${specifications.join(' ')} ] >>`,
		});
	}
	built.push(
		{ number: 1, value: `<< /Type /Catalog /Pages 2 0 R /Metadata 7 0 R ${names} >>` },
		{ number: 2, value: '<< /Type /Pages /Kids [ 3 0 R ] /Count 1 >>' },
		{
			number: 3,
			value:
				'<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents 6 0 R /Resources << /Font << /F1 4 0 R >> >> >>',
		},
		{
			number: 4,
			value: '<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Sans /FontFile2 5 0 R >>',
		},
	);
	const head = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1');
	return objects === 'tables'
		? withTable(head, built, `/Root 1 0 R ${trailer}`)
		: withStreams(head, built, `/Root 1 0 R ${trailer}`);
}

/** Appends a revision as an incremental update, which replaces the objects with the same numbers. */
export function updated(original: Buffer, attachment: Attachment): Buffer {
	const data = deflateSync(Buffer.from(attachment.bytes));
	const value = `/Type /EmbeddedFile /Filter /FlateDecode /Length ${data.length}`;
	return withTable(original, [{ number: 10, value, data }], '/Root 1 0 R /Prev 1');
}

function stream(number: number, entries: string, content: Buffer): Built {
	const data = deflateSync(content);
	return { number, value: `/Filter /FlateDecode /Length ${data.length} ${entries}`, data };
}

/** Bytes that do not compress, the same in each run. */
function noise(length: number): Buffer {
	const blocks = Array.from({ length: Math.ceil(length / 64) }, (_, index) =>
		createHash('sha512').update(String(index)).digest(),
	);
	return Buffer.concat(blocks).subarray(0, length);
}

function serialize({ number, value, data }: Built): Buffer {
	return data
		? Buffer.concat([
				Buffer.from(`${number} 0 obj\n<< ${value} >>\nstream\n`),
				data,
				Buffer.from('\nendstream\nendobj\n'),
			])
		: Buffer.from(`${number} 0 obj\n${value}\nendobj\n`);
}

function withTable(head: Buffer, objects: Built[], trailer: string): Buffer {
	const parts = [head];
	let length = head.length;
	const entries = objects.map((object) => {
		const bytes = serialize(object);
		parts.push(bytes);
		length += bytes.length;
		return `${object.number} 1\n${String(length - bytes.length).padStart(10, '0')} 00000 n \n`;
	});
	parts.push(
		Buffer.from(
			`xref\n0 1\n0000000000 65535 f \n${entries.join('')}trailer\n<< /Size 100 ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
		),
	);
	return Buffer.concat(parts);
}

function withStreams(head: Buffer, objects: Built[], trailer: string): Buffer {
	const packed = objects.filter(({ data }) => !data);
	const text = packed.map(({ value }) => value);
	let offset = 0;
	const index = packed.map(({ number }, position) => {
		const entry = `${number} ${offset}`;
		offset += text[position].length + 1;
		return entry;
	});
	const first = `${index.join(' ')} `;
	const direct = objects.filter(({ data }) => data);
	direct.push(
		stream(
			90,
			`/Type /ObjStm /N ${packed.length} /First ${first.length}`,
			Buffer.from(first + text.join(' ')),
		),
	);
	const parts = [head];
	const places = new Map<number, Buffer>();
	let length = head.length;
	for (const object of direct) {
		places.set(object.number, entry(1, length, 0));
		const bytes = serialize(object);
		parts.push(bytes);
		length += bytes.length;
	}
	packed.forEach(({ number }, position) => places.set(number, entry(2, 90, position)));
	const rows = Array.from({ length: 91 }, (_, number) => places.get(number) ?? entry(0, 0, 0));
	parts.push(
		serialize(stream(91, `/Type /XRef /Size 91 /W [ 1 4 2 ] ${trailer}`, Buffer.concat(rows))),
		Buffer.from(`startxref\n${length}\n%%EOF\n`),
	);
	return Buffer.concat(parts);
}

function entry(type: number, place: number, index: number): Buffer {
	const bytes = Buffer.alloc(7);
	bytes.writeUInt8(type, 0);
	bytes.writeUInt32BE(place, 1);
	bytes.writeUInt16BE(index, 5);
	return bytes;
}
