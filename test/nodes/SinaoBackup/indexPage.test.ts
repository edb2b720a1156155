import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type * as IndexPage from '../../../nodes/SinaoBackup/indexPage';
import type { FileEntry, Manifest } from '../../../nodes/SinaoBackup/manifest/schema';
import { writeBackup } from '../../../test/support/browser/manyDocuments';

const { indexData, indexPage, readMe } = jest.requireActual<typeof IndexPage>(
	'../../../dist/nodes/SinaoBackup/indexPage',
);

describe('LISEZMOI.txt', () => {
	const root = mkdtempSync(path.join(tmpdir(), 'sinao-readme-'));
	const manifest = writeBackup(root, 20);
	const text = readMe(indexData(manifest));
	const lines = text.split('\r\n');
	writeFileSync(
		path.join(root, 'SHA256SUMS'),
		manifest.files.map((file) => `${file.sha256}  ${file.path}\n`).join(''),
	);

	afterAll(() => rmSync(root, { recursive: true, force: true }));

	it('opens in the editor of Windows with its accents and lines', () => {
		expect(text.startsWith('\ufeffSAUVEGARDE DU COMPTE SINAO\r\n')).toBe(true);
		expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
		expect(lines).toContain('Sauvegarde n° 3, terminée le 26/11/2026 à 03:10:00 (Europe/Paris)');
		expect(lines[1]).toMatch(/^Atelier .*, SIREN 552100554$/);
		const unknown = { ...manifest, company: { id: '7', name: 'Atelier', siren: null } };
		expect(readMe(indexData(unknown)).split('\r\n')[1]).toBe('Atelier');
	});

	it('says what Excel changes in a CSV that is opened with a double-click', () => {
		const note = text.slice(text.indexOf("d'un double-clic")).replace(/\s+/g, ' ');
		for (const change of ['zéros en tête', '15 chiffres', 'le numéro 2024-01', '1E10 devient'])
			expect(note).toContain(change);
	});

	// The command for Windows was never run: neither Debian nor npm has PowerShell. index.html checks the same there.
	it.each(['Linux :', 'macOS (Terminal) :'])('names a command that works: %s', (system) => {
		const command = lines[lines.indexOf(system) + 1];
		const run = () =>
			execFileSync('sh', ['-c', command], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
		expect(run().trim().split('\n')).toHaveLength(20);
		const [{ path: file }] = manifest.files;
		appendFileSync(path.join(root, file), ' ');
		expect(run).toThrow();
		rmSync(path.join(root, file));
		writeBackup(root, 1);
	});
});

describe('The documents of index.html', () => {
	const [file] = writeBackup(mkdtempSync(path.join(tmpdir(), 'sinao-index-')), 1).files;
	const statesOf = (files: Array<Partial<FileEntry>>, more: Partial<Manifest> = {}) => {
		const entries = files.map((each, index) => ({ ...file, path: `${index}.pdf`, ...each }));
		const manifest = { ...writeBackup(tmpdir(), 0), ...more, files: entries };
		return indexData(manifest, [{ id: 9, kind: 'acompte' }]).documents;
	};

	it('tell earlier versions, deleted, modified and missing ones apart, and count each document once', () => {
		const absent = { ...file, reason: 'timeout', message: '', tries: 1 };
		const documents = statesOf(
			[
				{ id: 1, version: 1, state: 'replaced' },
				{ id: 1, version: 2 },
				{ id: 2, deletedAt: '2026-01-01T00:00:00.000Z' },
				{ id: 3, state: 'altered' },
				{ id: 3, version: 2 },
			],
			{
				missing: [
					{ ...absent, id: 1 },
					{ ...absent, id: 4 },
				],
				without: [{ ...absent, id: 5 }],
			},
		);
		expect(documents.map(({ state, counted }) => [state, counted])).toEqual([
			['replaced', false],
			['current', true],
			['deleted', true],
			['altered', false],
			['current', true],
			['missing', false],
			['missing', true],
			['without', true],
		]);
	});

	it('say what an invoice is, and show an amount that cannot be added up as it is', () => {
		const documents = statesOf([
			{ id: 9, amountWithTax: 12.5 },
			{ id: 10, amountWithTax: -0.29 },
			{ id: 11, amountWithTax: '1e99' },
			{ id: 12, amountWithTax: null, status: 'disputed' },
			{ id: 13, resource: 'quotes', status: 'goodforagreement' },
			{ id: 14, resource: 'quotes', status: 'transformed' },
			{ id: 15, resource: 'purchases', status: 'completed' },
			{ id: 16, resource: 'subscriptionInvoices', status: 'paid' },
		]);
		expect(documents.map(({ kind, amount, status }) => [kind, amount, status])).toEqual([
			['Acompte', 1250, 'Validée'],
			['Avoir', -29, 'Validée'],
			['Facture', '1e99', 'Validée'],
			['Facture', null, 'disputed'],
			['Devis', 0, 'Bon pour accord'],
			['Devis', 0, 'Transformé'],
			['Achat', 0, 'Complété'],
			['Facture Sinao', 0, 'Payée'],
		]);
	});
});

describe('The lists of index.html', () => {
	const [file] = writeBackup(mkdtempSync(path.join(tmpdir(), 'sinao-index-')), 1).files;
	const list = { ...file, resource: 'products', kind: 'csv' as const, id: null, rows: 5 };
	const files: FileEntry[] = [
		{ ...list, path: 'Catalogue/Catalogue d’été v2.csv' },
		{ ...list, path: 'Catalogue/Catalogue.csv', state: 'replaced' },
		{ ...list, path: 'Catalogue/Ancien.csv', deletedAt: '2026-01-01T00:00:00.000Z' },
		{ ...list, path: 'Catalogue/Catalogue.jsonl', kind: 'jsonl', rows: null },
		{ ...file, path: 'Factures/1.pdf' },
	];
	const data = indexData({ ...writeBackup(tmpdir(), 0), files });

	it('are the current ones, without earlier versions and documents', () => {
		expect(data.lists.map((each) => [each.path, each.rows])).toEqual([
			['Catalogue/Catalogue d’été v2.csv', 5],
			['Catalogue/Catalogue.jsonl', null],
		]);
	});

	it('have links that open from the folder of the backup, and their number of rows if it is known', () => {
		const links = [...indexPage(data).matchAll(/<a href="([^"]*)">(Catalogue[^<]*)<\/a>([^<]*)</g)];
		expect(links.map(([, href, , rows]) => [decodeURIComponent(href), rows.trim()])).toEqual([
			['Catalogue/Catalogue d’été v2.csv', '5'],
			['Catalogue/Catalogue.jsonl', ''],
		]);
		for (const [, href] of links) expect(href).toMatch(/^Catalogue\/[\w%.]+$/);
	});
});
