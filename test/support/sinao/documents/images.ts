import { deflateSync } from 'node:zlib';

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
	let value = byte;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	return value;
});

function crc32(bytes: Buffer): number {
	let value = 0xffffffff;
	for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 255] ^ (value >>> 8);
	return (value ^ 0xffffffff) >>> 0;
}

function chunk(type: string, content: Buffer): Buffer {
	const typed = Buffer.concat([Buffer.from(type), content]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(content.length, 0);
	frame.writeUInt32BE(crc32(typed), 4);
	return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
}

/** A valid PNG of one grey pixel with a text chunk. */
export function makePng(comment: string): Buffer {
	const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('tEXt', Buffer.from(`Comment\0${comment}`, 'latin1')),
		chunk('IDAT', deflateSync(Buffer.from([0, 200]))),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** A valid JPEG of one pixel, without its start marker, so that a comment fits in front. */
const JPEG_REST = Buffer.from(
	'/+AAEEpGSUYAAQEBAEgASAAA/9sAQwADAgICAgIDAgICAwMDAwQGBAQEBAQIBgYFBgkICgoJCAkJCgwPDAoLDgsJCQ0RDQ4PEBAREAoMEhMSEBMPEBAQ/8kACwgAAQABAQERAP/MAAYAEBAF/9oACAEBAAA/ANIg/9k=',
	'base64',
);

/** A JPEG with a comment segment. */
export function makeJpeg(comment: string): Buffer {
	const content = Buffer.from(comment, 'latin1').subarray(0, 60_000);
	const segment = Buffer.from([
		0xff,
		0xd8,
		0xff,
		0xfe,
		(content.length + 2) >> 8,
		(content.length + 2) & 255,
	]);
	return Buffer.concat([segment, content, JPEG_REST]);
}

function box(type: string, content: Buffer): Buffer {
	const size = Buffer.alloc(4);
	size.writeUInt32BE(content.length + 8);
	return Buffer.concat([size, Buffer.from(type), content]);
}

/** The boxes of a HEIC file around bytes that no decoder would take for a picture. */
export function makeHeic(comment: string): Buffer {
	return Buffer.concat([
		box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
		box('mdat', Buffer.from(comment)),
	]);
}
