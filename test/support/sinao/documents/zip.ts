import { type Zippable, zipSync } from 'fflate';

import type { Fault } from '../faults/fault';
import { makePdf } from './pdf';

export interface ZipEntry {
	name: string;
	bytes: Buffer;
}

type ZipFault = Extract<Fault, { kind: 'zip' }>;

function extra(name: string): ZipEntry {
	return { name, bytes: makePdf({ title: 'Document inattendu', lines: [], bytes: 0 }) };
}

function changed(entries: ZipEntry[], fault: ZipFault): ZipEntry[] {
	switch (fault.how) {
		case 'incomplete':
			return entries.slice(0, -1);
		case 'extra':
			return [...entries, extra('inattendu.pdf')];
		case 'slip':
			return entries.map((entry, at) =>
				at === 0 ? { ...entry, name: `../../../${entry.name}` } : entry,
			);
		case 'renamed':
			return entries.map((entry, at) => ({
				...entry,
				name: entries[(at + 1) % entries.length].name,
			}));
		case 'bomb':
			return [...entries, { name: 'bombe.pdf', bytes: Buffer.alloc(fault.bytes ?? 256 << 20) }];
		default:
			return entries;
	}
}

/** Spoils the signature of the last entry in the central directory. */
function breakDirectory(zip: Buffer): Buffer {
	zip.fill(0xff, zip.lastIndexOf('PK\u0001\u0002', undefined, 'latin1'));
	return zip;
}

/** A zip of the entries, or what the fault makes of it (faults.md, row 44); documents are stored, as they barely shrink. */
export function makeZip(entries: ZipEntry[], fault?: ZipFault): Buffer {
	const mtime = new Date(2024, 0, 1);
	const files: Zippable = {};
	for (const { name, bytes } of fault ? changed(entries, fault) : entries)
		files[name] = [bytes, { level: bytes.length > 64 << 20 ? 1 : 0, mtime }];
	const zip = Buffer.from(zipSync(files));
	return fault?.how === 'brokenDirectory' ? breakDirectory(zip) : zip;
}
