import type { Company } from '../company';
import { randomFor } from '../data/random';
import type { Row } from '../types';
import type { Variants } from '../variants';
import { makeZip, type ZipEntry } from './zip';

/** Formats of an accounting export, that `GET /exports/download` accepts. */
export const EXPORT_FORMATS = [
	'universal',
	'quadra',
	'fiducial',
	'acd',
	'agiris',
	'pennylane',
	'cegid',
	'xls',
] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The 18 columns of the legal file (article A47 A-1 of the Livre des procédures fiscales). */
export const FEC_COLUMNS = [
	'JournalCode',
	'JournalLib',
	'EcritureNum',
	'EcritureDate',
	'CompteNum',
	'CompteLib',
	'CompAuxNum',
	'CompAuxLib',
	'PieceRef',
	'PieceDate',
	'EcritureLib',
	'Debit',
	'Credit',
	'EcritureLet',
	'DateLet',
	'ValidDate',
	'Montantdevise',
	'Idevise',
];

function euros(cents: number): string {
	return `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`;
}

/** Two lines for each piece; debits equal credits, cents are integers until they are written. */
function lines(row: Row, seed: number): string[][] {
	const random = randomFor(seed, 'fec', row.id);
	const start = Date.parse(String(row.period_start));
	const days = Math.max(1, Math.floor((Date.parse(String(row.period_end)) - start) / 86_400_000));
	return Array.from({ length: Math.max(1, Math.floor(Number(row.entries_count) / 2)) }, (_, at) => {
		const date = new Date(start + Math.floor((at * days) / 20) * 86_400_000)
			.toISOString()
			.slice(0, 10)
			.replace(/-/g, '');
		const amount = euros(random.integer(1000, 900_000));
		const piece = `FAC-${String(row.id + at).padStart(5, '0')}`;
		const side = (account: string, name: string, debit: string, credit: string) => [
			'VE',
			'Ventes',
			String(at + 1),
			date,
			account,
			name,
			'',
			'',
			piece,
			date,
			`Facture ${piece}`,
			debit,
			credit,
			'',
			'',
			date,
			'',
			'',
		];
		return [
			side('411000', 'Clients', amount, '0,00'),
			side('706000', 'Prestations de services', '0,00', amount),
		];
	}).flat();
}

function spoiled(entries: string[][], variant: Variants['fec']): string[][] {
	if (variant === 'columns') return [FEC_COLUMNS, ...entries].map((entry) => entry.slice(0, 17));
	if (variant === 'unbalanced')
		return [
			FEC_COLUMNS,
			...entries.map((entry, at) => (at === 0 ? entry.with(11, '1,23') : entry)),
		];
	return [FEC_COLUMNS, ...entries];
}

/** Bytes that begin as the files of old Excel do; the format's own parts are left out. */
function oldExcel(text: string): Buffer {
	const header = Buffer.alloc(512);
	Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
	return Buffer.concat([header, Buffer.from(text, 'utf16le')]);
}

function nameOf(format: ExportFormat, universal: string): string {
	const names: Partial<Record<ExportFormat, string>> = {
		universal,
		agiris: 'agiris.ecr',
		pennylane: 'pennylane.csv',
		cegid: 'cegid.TRA',
		xls: 'export.xls',
	};
	return names[format] ?? `${format}.txt`;
}

/** The files of an export: one table, named as the law asks for the universal format; Agiris has the documents too. */
export function accountingEntries(
	company: Company,
	rows: Row[],
	format: ExportFormat,
	variant: Variants['fec'],
): ZipEntry[] {
	const siren = String(company.world.words.sirens[0]);
	const end = new Date(Math.max(...rows.map((row) => Date.parse(String(row.period_end)))) - 1)
		.toISOString()
		.slice(0, 10)
		.replace(/-/g, '');
	const entries = rows.flatMap((row) => lines(row, company.world.seed));
	const universal = variant === 'wrongName' ? 'export.txt' : `${siren}FEC${end}.txt`;
	const separator = format === 'universal' ? '\t' : ';';
	const table = format === 'universal' ? spoiled(entries, variant) : entries;
	const text = `${table.map((entry) => entry.join(separator)).join('\r\n')}\r\n`;
	const bytes = format === 'xls' ? oldExcel(text) : Buffer.from(text);
	return [
		{ name: nameOf(format, universal), bytes },
		...(format === 'agiris' ? documentsOf(company) : []),
	];
}

/** The first documents of the company, as Agiris wants them beside the entries. */
function documentsOf(company: Company): ZipEntry[] {
	return company.lists.invoices.slice(0, 20).flatMap(({ id }) => {
		const document = company.document('invoices', id);
		return document ? [{ name: `documents/${id}.pdf`, bytes: document.bytes }] : [];
	});
}

/** The zip of `/exports/download`. */
export function accountingArchive(
	company: Company,
	rows: Row[],
	format: ExportFormat,
	variant: Variants['fec'],
): Buffer {
	return makeZip(accountingEntries(company, rows, format, variant));
}
