import { zipSync } from 'fflate';

import { checkDocument } from '../../../../nodes/shared/files/type';

const pdf = '%PDF-1.7\n1 0 obj\n%%EOF\n';
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const typeOf = (bytes: Buffer, name?: string) =>
	checkDocument(bytes, { content: 'any', names: [name], contentType: 'application/octet-stream' })
		.value?.extension;

describe('A web page instead of a document is refused, whatever may be uploaded', () => {
	it.each([
		'<!DOCTYPE html><html></html>',
		'\ufeff<!doctype  html>',
		'  \r\n<HTML lang="fr">',
		'<!-- maintenance --><!-- 2 -->\n<html>',
		'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html xmlns="http://www.w3.org/1999/xhtml">',
		'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
		'<head><title>504 Gateway Time-out</title></head>',
		'<title>Connexion</title>',
		'<script>location="/login"</script>',
		'<h1>Service indisponible</h1>',
		'<div class="error">Session expirée</div>',
		'<body/>',
	])('%s', (text) => {
		for (const content of ['any', 'pdf'] as const) {
			expect(
				checkDocument(Buffer.from(text), { content, contentType: 'application/pdf' }).failure,
			).toMatchObject({
				reason: 'invalidFile',
				message: expect.stringContaining('Sinao returned a web page'),
			});
		}
	});
});

it.each(['utf16le', 'utf16be'])(
	'A web page in %s is refused, with a mark or without',
	(encoding) => {
		for (const mark of ['\ufeff', '']) {
			const bytes = Buffer.from(`${mark}<html><body>Connexion</body></html>`, 'utf16le');
			expect(
				checkDocument(encoding === 'utf16be' ? bytes.swap16() : bytes, {
					content: 'any',
					contentType: 'text/plain',
				}).failure,
			).toMatchObject({ message: expect.stringContaining('Sinao returned a web page') });
		}
	},
);

it('Bytes of which only one looks like UTF-16 are read as they are', () => {
	expect(typeOf(bytesOf('\0ab%PDF-1.7\n%%EOF\n'))).toBe('pdf');
	expect(typeOf(bytesOf('\xfeab%PDF-1.7\n%%EOF\n'))).toBe('pdf');
	expect(typeOf(bytesOf('<\x01ab%PDF-1.7\n%%EOF\n'))).toBe('pdf');
});

describe('Evidence against a file', () => {
	it.each([
		['notes.txt', '<!doctype html><title>502</title>'],
		['recu.html', '<html><body>Connexion</body></html>'],
		['a.json', '{"message":"Server Error"}'],
		['a.csv', '{"message":"Server Error"}'],
	])(
		'87 %s whose MD5 is another one: its name does not excuse a page or a message',
		(name, text) => {
			const check = (isProven?: boolean) =>
				checkDocument(Buffer.from(text), { content: 'any', names: [name], isProven });
			expect(check(false).failure?.reason).toBe('invalidFile');
			expect(check().value?.extension).toBe(name.split('.').at(-1));
			expect(check(true).failure).toBeUndefined();
		},
	);

	it('90 a text that mentions a PDF is a text; a PDF that is cut short is refused under any name', () => {
		const text = Buffer.from('Les fichiers commencent par %PDF-1.7.\nFin.');
		const cut = Buffer.from('%PDF-1.7\n1 0 obj');
		const check = (bytes: Buffer, name: string) =>
			checkDocument(bytes, { content: 'any', names: [name] });
		expect(check(text, 'spec.txt').value?.extension).toBe('txt');
		expect(check(cut, 'spec.txt').failure?.message).toContain('incomplete');
		expect(check(text, 'spec.pdf').failure?.message).toContain('incomplete');
	});

	it.each(['releve.ofx', 'plan.7z', 'photo.jp2', 'agenda.ics'])(
		'90 content that says nothing: the extension of %s',
		(name) => {
			expect(typeOf(bytesOf('\x01\x02 whatever'), name)).toBe(name.split('.').at(-1));
		},
	);

	it.each(['compta.xlsm', 'a.pages', 'b.numbers'])('90 a ZIP archive by content: %s', (name) => {
		const archive = Buffer.from(zipSync({ 'a.xml': Buffer.from('<a/>') }));
		expect(typeOf(archive, name)).toBe(name.split('.').at(-1));
		expect(typeOf(archive, 'a.exe')).toBe('zip');
	});
});

describe('A document that was uploaded has the type of its content', () => {
	it.each([
		['pdf', bytesOf(pdf)],
		['pdf', bytesOf(`garbage in front\n${pdf}`)],
		['jpg', bytesOf('\xff\xd8\xff\xe0JFIF')],
		['png', bytesOf('\x89PNG\r\n\x1a\n')],
		['gif', bytesOf('GIF89a..')],
		['webp', bytesOf('RIFF\x01\x02\x03\x04WEBPVP8 ')],
		['tif', bytesOf('II*\0....')],
		['tif', bytesOf('MM\0*....')],
		['heic', bytesOf('\0\0\0\x18ftypheic')],
		['xml', Buffer.from('<?xml version="1.0"?><rsm:CrossIndustryInvoice/>')],
		['xml', Buffer.from('\ufeff<?xml version="1.0"?><facture/>')],
		[
			'xml',
			Buffer.from('<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard">'),
		],
		[
			'xml',
			Buffer.from('<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'),
		],
		['zip', Buffer.from(zipSync({ 'a.pdf': bytesOf(pdf) }))],
		['rtf', bytesOf('{\\rtf1\\ansi Bonjour}')],
		['p7m', bytesOf('0\x82\x10\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0')],
		['bin', bytesOf(`0${'.'.repeat(20)}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0`)],
		['bin', bytesOf('nobody knows')],
	] as Array<[string, Buffer]>)('%s', (extension, bytes) => {
		expect(typeOf(bytes)).toBe(extension);
	});

	it('and not that of its name', () => {
		expect(typeOf(bytesOf(pdf), 'photo.jpg')).toBe('pdf');
		expect(typeOf(bytesOf('\x89PNG\r\n\x1a\n'), 'facture.docx')).toBe('png');
		expect(typeOf(bytesOf('nobody knows'), 'amazon.com')).toBe('bin');
		expect(typeOf(bytesOf('nobody knows'), 'facture.constructor')).toBe('bin');
	});

	it('unless the content fits several: then the name decides', () => {
		const archive = Buffer.from(zipSync({ 'word/document.xml': bytesOf('<w/>') }));
		expect(
			checkDocument(archive, {
				content: 'any',
				names: ['Contrat signé.DOCX'],
				contentType: 'application/zip',
			}).value,
		).toEqual({
			extension: 'docx',
			mimeType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
		});
		expect(typeOf(archive, 'photos.zip')).toBe('zip');
		expect(typeOf(bytesOf('a;b\r\n'), 'relevé.csv')).toBe('csv');
		expect(typeOf(bytesOf('Bonjour'), 'notes.txt')).toBe('txt');
		expect(typeOf(bytesOf('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), 'ancien.doc')).toBe('doc');
	});
});

describe('A document that Sinao makes', () => {
	it.each([
		['is empty', Buffer.of()],
		['The PDF from Sinao is incomplete', bytesOf(pdf.replace('%%EOF', ''))],
		['Sinao returned a message instead of the file', Buffer.from('{"message":"Erreur"}')],
		['is not a PDF', bytesOf('\xff\xd8\xff')],
		['is not a PDF', Buffer.from('<?xml version="1.0"?><facture/>')],
	])('%s: refused', (words, bytes) => {
		expect(
			checkDocument(bytes, { content: 'pdf', contentType: 'application/pdf' }).failure?.message,
		).toContain(words);
	});

	it('may hold a web page or a message within', () => {
		expect(
			checkDocument(bytesOf(`%PDF-1.7\n<html>{"message":""}\n${'x'.repeat(2000)}\n%%EOF\n\n`), {
				content: 'pdf',
				contentType: 'text/html',
			}).value?.extension,
		).toBe('pdf');
	});
});
