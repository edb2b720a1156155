import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { FileEntry, Manifest } from '../../../nodes/SinaoBackup/manifest/schema';

/** Names as they are legal in Sinao; some are hostile to pages, some to eyes. */
const contacts = [
	'Leclercq & Fils',
	'Élevage du Pré',
	'Société Générale de l’Œuvre',
	"O'Brien (Paris) 50 %",
	'</script><script>window.broken = true</script>',
	'"><img src=x onerror="window.broken = true">',
	'=HYPERLINK("x")',
	'\u202Egpj.exe',
	'<!-- Müller',
];

/** The document that the tests look for: nothing else has its customer and its amount. */
export const wanted = {
	number: 'F-2024-000017',
	contact: 'Établissements Lemaître',
	euros: 9331.95,
};

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** A backup of many small documents, written to a folder, and its manifest. */
export function writeBackup(root: string, documents: number): Manifest {
	const files = Array.from({ length: documents }, (_, index) => fileEntry(root, index));
	return {
		format: 'sinao-backup',
		formatVersion: 1,
		tool: { name: 'n8n-nodes-sinao', version: '0.1.0' },
		company: { id: '7', name: 'Atelier <b>Bernard</b> & "Fils"', siren: '552100554' },
		run: { id: 'run', number: 3, begin: '2026-11-26T02:00:00.000Z' },
		scope: {
			lists: [],
			listFormats: [],
			documents: ['invoices'],
			maximumFiles: null,
			timeZone: 'Europe/Paris',
			folderStructure: 'kindAndYear',
		},
		files,
		missing: [],
		without: [],
		counts: [],
		previous: null,
		notes: [],
		end: '2026-11-26T02:10:00.000Z',
		outcome: 'complete',
	};
}

function fileEntry(root: string, index: number): FileEntry {
	const year = 2017 + (index % 10);
	const date = `${year}-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`;
	const isWanted = index === 17;
	const number = isWanted ? wanted.number : `F-${year}-${String(index).padStart(6, '0')}`;
	const contact = isWanted ? wanted.contact : `${contacts[index % contacts.length]} ${index % 997}`;
	const file = `Factures/${year}/${date} ${number} ${contact.replace(/[^\p{L}\p{N} ,()’]/gu, '-')} (${index}).pdf`;
	const bytes = Buffer.from(`%PDF-1.4\n% ${index}\n%%EOF\n`);
	mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
	writeFileSync(path.join(root, file), bytes);
	return {
		path: file,
		resource: 'invoices',
		kind: 'document',
		id: index,
		number,
		date,
		amountWithTax: isWanted ? wanted.euros : ((index * 7919) % 900_000) / 100,
		contact,
		status: index % 2 ? 'paid' : 'final',
		rows: null,
		size: bytes.length,
		sha256: sha256(bytes),
		source: `/invoices/${index}/pdf`,
		takenAt: '2026-11-26T02:00:00.000Z',
		fingerprint: '',
		version: 1,
		state: 'current',
		deletedAt: null,
	};
}
